"""One transaction per request; requests that only read say so, which lets SQLite readers run beside a writer."""

from __future__ import annotations

from flask import Flask, request

from core.db import will_write

READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Set the kind of transaction before each request."""

    @app.before_request
    def choose_kind_of_transaction() -> None:
        will_write.set(request.method not in READ_METHODS)
