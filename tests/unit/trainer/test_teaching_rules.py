"""Appointments that follow on each other, caps, subjects, leave that overlaps."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from trainer.rules import Appointment, Validity
from trainer.teaching.rules import (
    LoadState,
    Stretch,
    TeachingHours,
    TeachingLimit,
    clean_subjects,
    current_term,
    ends_within,
    in_the_way,
    joined_terms,
    load_state,
    may_teach,
    said_elsewhere,
)


def term(first, last):
    return Appointment(first and date.fromisoformat(first), last and date.fromisoformat(last))


YEAR_25, YEAR_26, YEAR_28 = (
    term("2025-01-01", "2025-12-31"),
    term("2026-01-01", "2026-12-31"),
    term("2028-01-01", "2028-12-31"),
)


@pytest.mark.parametrize(
    ("terms", "joined"),
    [
        ([], []),
        ([YEAR_26, YEAR_25], [term("2025-01-01", "2026-12-31")]),  # the day after is no gap
        ([YEAR_25, term("2025-06-01", None)], [term("2025-01-01", None)]),
        ([term("2025-01-01", None), YEAR_26], [term("2025-01-01", None)]),
        ([term(None, "2025-03-31"), YEAR_25], [term(None, "2025-12-31")]),
        ([term(None, "2025-03-31"), term(None, "2025-06-30")], [term(None, "2025-06-30")]),
        ([YEAR_25, YEAR_28], [YEAR_25, YEAR_28]),
        ([YEAR_25, term("2025-02-01", "2025-03-01")], [YEAR_25]),
    ],
)
def test_renewals_prolong_a_term_and_gaps_part_it(terms, joined):
    assert joined_terms(terms) == joined


@pytest.mark.parametrize(
    ("day", "current"),
    [("2025-06-01", YEAR_25), ("2026-06-01", YEAR_28), ("2028-12-31", YEAR_28), ("2029-01-01", YEAR_28)],
)
def test_the_current_term_is_the_one_in_force_else_the_next_else_the_last(day, current):
    assert current_term([YEAR_25, YEAR_28], date.fromisoformat(day)) == current


def test_without_terms_there_is_none():
    assert current_term([], date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("stated", "terms", "elsewhere"),
    [
        (term(None, None), [], False),  # appointed without dates
        (term(None, None), [YEAR_25], True),
        (YEAR_25, [YEAR_25, YEAR_26], True),
        (term("2025-01-01", "2026-12-31"), [YEAR_25, YEAR_26], True),
        (YEAR_28, [YEAR_25, YEAR_26], False),
    ],
)
def test_what_the_register_states_counts_where_no_entry_says_it(stated, terms, elsewhere):
    assert said_elsewhere(stated, terms) is elsewhere


@pytest.mark.parametrize(
    ("cap", "planned", "state"),
    [(None, 500, LoadState.NO_CAP), (40, 39, LoadState.WITHIN), (40, 40, LoadState.FULL), (40, 41, LoadState.OVER)],
)
def test_hours_stand_to_their_cap(cap, planned, state):
    limit = TeachingLimit(Decimal(cap) if cap else None)
    assert load_state(limit, TeachingHours(Decimal(planned))) is state


@pytest.mark.parametrize(
    ("valid_to", "state"),
    [
        (None, Validity.OPEN),
        (date(2026, 3, 31), Validity.ENDED),
        (date(2026, 4, 1), Validity.ENDS_SOON),
        (date(2026, 4, 11), Validity.ENDS_SOON),
        (date(2026, 4, 12), Validity.VALID),
    ],
)
def test_a_document_ends_soon_within_the_notice(valid_to, state):
    assert ends_within(valid_to, date(2026, 4, 1), 10) is state


@pytest.mark.parametrize(
    ("subjects", "names", "may"),
    [
        ([], ["质量法律制度"], True),
        (["质量法律"], ["质量法律制度"], True),
        (["质量法律制度与标准"], ["质量法律制度"], True),
        (["六西格玛"], ["质量法律制度", "《产品质量法》解读"], False),
        (["产品质量法"], ["质量法律制度", "《产品质量法》解读"], True),
        ([" "], ["质量法律制度"], True),
        (["六西格玛"], ["", " "], False),
    ],
)
def test_a_lesson_fits_a_subject_by_module_or_title(subjects, names, may):
    assert may_teach(subjects, *names) is may


def test_subjects_are_kept_once_and_in_order():
    assert clean_subjects([" 质量管理 ", "", "计量", "质量管理"]) == ["质量管理", "计量"]


def test_a_new_leave_names_the_first_one_in_its_way_and_touching_is_no_overlap():
    known = [
        Stretch(2, datetime(2026, 4, 2), datetime(2026, 4, 3)),
        Stretch(1, datetime(2026, 4, 1), datetime(2026, 4, 2)),
    ]
    assert in_the_way((datetime(2026, 4, 1, 12), datetime(2026, 4, 5)), known).id == 1
    assert in_the_way((datetime(2026, 4, 3), datetime(2026, 4, 5)), known) is None
