"""The credit-hour ledger posts differences and nothing else (design of the ledger)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rules.ledger import Account, Difference, Due, Standing, differences, total

ACCOUNT = Account(1, 10)
DUE = Due(90, Decimal(2))
STANDING = Standing(7, 90, Decimal(2))


@pytest.mark.parametrize(
    ("due", "standing", "reverse", "earn"),
    [
        (DUE, None, None, DUE),
        (DUE, Standing(7, 45, Decimal(1)), Standing(7, 45, Decimal(1)), DUE),
        (DUE, Standing(7, 100, Decimal(2)), Standing(7, 100, Decimal(2)), DUE),  # other minutes, the same hours
        (None, STANDING, STANDING, None),  # withdrawn, or the session cancelled
        (Due(0, Decimal(0)), STANDING, STANDING, None),
        (Due(40, Decimal(0)), None, None, Due(40, Decimal(0))),  # a session without hours still has its minutes
    ],
)
def test_only_what_differs_is_posted(due, standing, reverse, earn):
    found = differences({ACCOUNT: due} if due else {}, {ACCOUNT: standing} if standing else {})
    assert found == [Difference(ACCOUNT, reverse, earn)]


@pytest.mark.parametrize(("due", "standing"), [(None, None), (DUE, STANDING), (Due(0, Decimal(0)), None)])
def test_what_agrees_is_left_alone(due, standing):
    assert differences({ACCOUNT: due} if due else {}, {ACCOUNT: standing} if standing else {}) == []


class Book:
    """A ledger on paper: signed postings, never changed."""

    def __init__(self) -> None:
        self.postings: list[tuple[Account, int, Decimal, int | None]] = []  # account, minutes, hours, reversed posting

    def standing(self) -> dict[Account, Standing]:
        gone = {reverses for *_, reverses in self.postings}
        return {
            account: Standing(number, minutes, hours)
            for number, (account, minutes, hours, reverses) in enumerate(self.postings)
            if reverses is None and number not in gone
        }

    def apply(self, due: dict[Account, Due]) -> int:
        before = len(self.postings)
        for one in differences(due, self.standing()):
            if one.reverse:
                old = one.reverse
                self.postings.append((one.account, -old.minutes, -old.hours, old.posting_id))
            if one.earn:
                self.postings.append((one.account, one.earn.minutes, one.earn.hours, None))
        return len(self.postings) - before

    def sum_of(self, account: Account) -> tuple[int, Decimal]:
        mine = [posting for posting in self.postings if posting[0] == account]
        return sum(posting[1] for posting in mine), total(posting[2] for posting in mine)


accounts = st.builds(Account, st.integers(1, 3), st.integers(1, 3))
dues = st.builds(Due, st.integers(0, 3).map(lambda part: part * 45), st.integers(0, 3).map(Decimal))
runs = st.lists(st.dictionaries(accounts, dues, max_size=6), min_size=1, max_size=5)


@given(runs)
def test_after_every_run_the_sums_are_what_is_due(history):
    book = Book()
    for due in history:
        book.apply(due)
        for account in {*due, *(posting[0] for posting in book.postings)}:
            wanted = due.get(account, Due(0, Decimal(0)))
            assert book.sum_of(account) == (wanted.minutes, wanted.hours)


@given(runs)
def test_the_same_run_again_posts_nothing(history):
    book = Book()
    for due in history:
        book.apply(due)
        assert book.apply(due) == 0


@given(runs)
def test_no_posting_is_ever_changed_and_each_is_reversed_once_at_most(history):
    book = Book()
    for due in history:
        before = list(book.postings)
        book.apply(due)
        assert book.postings[: len(before)] == before
    undone = [reverses for *_, reverses in book.postings if reverses is not None]
    assert len(undone) == len(set(undone))
