"""The kind of transaction is chosen before anything asks the database."""

from __future__ import annotations


def test_nothing_asks_the_database_before_the_kind_of_transaction_is_chosen(app):
    """Who is signed in is asked before each request: under the kind of the request before, a write would fail."""
    assert app.before_request_funcs[None][0].__name__ == "choose_kind_of_transaction"
