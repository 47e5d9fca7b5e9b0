"""Appeals: terms, and who had a hand in the mark."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sessions.absence.rules.appeals import (
    AppealAct,
    AppealState,
    Decider,
    Recorders,
    appeal_state,
    end_of_term,
    last_day,
    may_decide,
)


def test_the_term_runs_from_the_latest_moment():
    moments = [datetime(2026, 5, 11, 12), datetime(2026, 5, 14, 9)]
    assert last_day(moments, date(2026, 5, 1), 7) == date(2026, 5, 21)
    assert last_day([], date(2026, 5, 1), 7) == date(2026, 5, 8)


def test_the_time_to_decide_ends_with_its_last_day():
    assert end_of_term(datetime(2026, 5, 11, 23, 59), 5) == datetime(2026, 5, 17)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (None, AppealState.OPEN),
        (AppealAct.ACCEPT, AppealState.ACCEPTED),
        (AppealAct.REFUSE, AppealState.REFUSED),
        (AppealAct.WITHDRAW, AppealState.WITHDRAWN),
    ],
)
def test_an_appeal_is_open_until_one_entry_ends_it(act, state):
    assert appeal_state(act) is state


def test_who_recorded_the_mark_by_account_or_by_name_does_not_decide():
    people = [Decider(1, "甲"), Decider(2, "乙"), Decider(3, "丙")]
    assert may_decide(people, Recorders(frozenset({1}), frozenset({"乙"}))) == [Decider(3, "丙")]
