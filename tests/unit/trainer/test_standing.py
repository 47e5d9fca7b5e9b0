"""Whether a class may be opened under the accreditations on record, and which alarms go off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from trainer.accreditation.rules import (
    Accreditation,
    AccreditationState,
    EntryKind,
    FaultCode,
    StatusEntry,
    alarms,
    best_of,
    days_of,
    may_follow,
    standing,
    state_of,
    words_of,
)

START, END = date(2026, 1, 1), date(2026, 12, 31)
DAYS = (60, 30, 7)


def entry(kind, day=START, valid_from=None, valid_until=None):
    return StatusEntry(EntryKind(kind), day, valid_from, valid_until)


def granted(until=END, since=START):
    return entry("granted", since or START, since, until)


def held(*entries, number="A-1", types=("任职培训",), id=1):  # noqa: A002
    return Accreditation(id, number, training_types=types, entries=entries or (granted(),))


def code(accreditations, first, last=None, kind="任职培训"):
    faults = standing(accreditations, kind, first, last or first)
    return faults[0].code if faults else None


def test_a_class_inside_scope_and_validity_has_no_fault():
    assert standing([held()], "任职培训", START, END) == []


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        (START - timedelta(days=1), END, FaultCode.NOT_YET),
        (START, END + timedelta(days=1), FaultCode.EXPIRED),
        (END, END, None),
        (END + timedelta(days=1), END + timedelta(days=1), FaultCode.EXPIRED),
    ],
)
def test_both_days_of_the_period_belong_to_it(first, last, wanted):
    assert code([held()], first, last) == wanted


def test_without_any_accreditation_nothing_may_be_opened():
    assert code([], START) is FaultCode.NONE


@pytest.mark.parametrize(
    ("types", "kind", "wanted"),
    [
        (("任职培训",), "继续教育", FaultCode.OUT_OF_SCOPE),
        (("任职培训",), "企业首席质量官 任职培训", None),
        ((), "继续教育", None),
        (("任职培训",), "", FaultCode.OUT_OF_SCOPE),
    ],
)
def test_the_kind_of_training_must_lie_in_the_scope_where_one_is_stated(types, kind, wanted):
    assert code([held(types=types)], START, kind=kind) == wanted


def test_the_fault_names_the_first_day_without_cover_and_the_last_valid_one():
    fault = standing([held()], "任职培训", END, END + timedelta(days=3))[0]
    assert (fault.day, fault.until, fault.number) == (END + timedelta(days=1), END, "A-1")


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2026, 2, 28), None),
        (date(2026, 3, 1), FaultCode.SUSPENDED),
        (date(2026, 3, 31), FaultCode.SUSPENDED),
        (date(2026, 4, 1), None),
    ],
)
def test_a_suspension_stands_until_the_day_of_resumption(day, wanted):
    one = held(granted(), entry("suspended", date(2026, 3, 1)), entry("resumed", date(2026, 4, 1)))
    assert code([one], day) == wanted


def test_a_suspension_in_the_middle_of_a_class_is_found():
    one = held(granted(), entry("suspended", date(2026, 3, 2)), entry("resumed", date(2026, 3, 4)))
    fault = standing([one], "任职培训", date(2026, 3, 1), date(2026, 3, 5))[0]
    assert (fault.code, fault.day) == (FaultCode.SUSPENDED, date(2026, 3, 2))


def test_a_withdrawn_accreditation_covers_what_came_before():
    one = held(granted(), entry("withdrawn", date(2026, 6, 1)))
    assert (code([one], date(2026, 5, 31)), code([one], date(2026, 6, 1))) == (None, FaultCode.WITHDRAWN)


def test_a_renewal_carries_on_without_a_gap():
    one = held(granted(), entry("renewed", END, END + timedelta(days=1), date(2028, 12, 31)))
    assert code([one], date(2026, 12, 1), date(2027, 2, 1)) is None
    assert one.valid_until(START) == date(2028, 12, 31)


def test_a_gap_before_the_renewal_is_expired():
    one = held(granted(), entry("renewed", END, END + timedelta(days=10), date(2028, 12, 31)))
    assert code([one], END, END + timedelta(days=30)) is FaultCode.EXPIRED
    assert one.valid_until(START) == END


def test_a_correction_takes_the_place_of_every_earlier_period():
    one = held(granted(), entry("corrected", START, START, date(2026, 6, 30)))
    assert code([one], date(2026, 7, 1)) is FaultCode.EXPIRED


def test_an_end_that_nobody_has_entered_is_not_taken_for_valid():
    assert code([held(granted(until=None))], START) is FaultCode.UNKNOWN


def test_a_period_without_a_beginning_reaches_back():
    assert code([held(entry("granted", START, None, END))], date(2001, 1, 1)) is None


def test_accreditations_in_scope_take_turns():
    first = held(granted(until=date(2026, 6, 30)))
    second = held(granted(since=date(2026, 7, 1)), id=2)
    assert code([first, second], START, END) is None
    assert code([first, held(granted(since=date(2026, 7, 2)), id=2)], START, END) is FaultCode.NOT_YET


def test_the_nearest_of_several_failing_accreditations_says_why():
    old = held(granted(until=date(2020, 12, 31), since=date(2018, 1, 1)), number="旧")
    now = held(granted(), entry("suspended", START), id=2, number="新")
    assert standing([old, now], "任职培训", END, END)[0].number == "新"
    newer = held(granted(until=date(2022, 12, 31), since=date(2021, 1, 1)), id=3, number="较新")
    assert standing([old, newer], "任职培训", END, END)[0].number == "较新"


def test_the_last_day_of_the_calendar_is_an_end_like_any_other():
    assert code([held(granted(until=date.max))], date.max) is None


@pytest.mark.parametrize(("left", "threshold"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7)])
def test_an_alarm_goes_off_at_each_threshold(left, threshold):
    found = alarms([held()], END - timedelta(days=left), DAYS)
    assert [(one.days_left, one.threshold) for one in found] == ([(left, threshold)] if threshold else [])


def test_after_the_last_day_the_alarm_says_expired():
    found = alarms([held()], END + timedelta(days=5), DAYS)
    assert [(one.state, one.days_left, one.until) for one in found] == [(AccreditationState.EXPIRED, -5, END)]


@pytest.mark.parametrize("kind", ["suspended", "withdrawn"])
def test_what_may_not_be_used_alarms(kind):
    found = alarms([held(granted(), entry(kind, START))], START, DAYS)
    assert [one.state.value for one in found] == [kind]


def test_an_end_that_is_not_known_alarms_and_a_beginning_to_come_does_not():
    assert alarms([held(granted(until=None))], START, DAYS)[0].state is AccreditationState.UNKNOWN
    assert alarms([held()], START - timedelta(days=1), DAYS) == []


def test_a_renewal_on_record_keeps_the_alarm_silent():
    one = held(granted(), entry("renewed", END, END + timedelta(days=1), date(2028, 12, 31)))
    assert alarms([one], END, DAYS) == []


@pytest.mark.parametrize(
    ("types", "until", "silent"),
    [
        (("任职培训",), date(2028, 12, 31), True),
        ((), date(2028, 12, 31), True),
        (("继续教育",), date(2028, 12, 31), False),
        (("任职培训",), END, False),
        (("任职培训",), date(2026, 3, 1), False),
    ],
)
def test_an_alarm_is_silent_where_another_takes_its_place(types, until, silent):
    other = held(granted(until=until), types=types, id=2)
    found = [one for one in alarms([held(), other], END - timedelta(days=5), DAYS) if one.accreditation.id == 1]
    assert (found == []) is silent


def test_what_states_no_scope_is_not_replaced_by_what_does():
    wide, narrow = held(types=()), held(granted(until=date(2030, 1, 1)), id=2)
    assert [one.accreditation.id for one in alarms([wide, narrow], END, DAYS)] == [1]


def test_the_most_urgent_alarm_comes_first():
    soon, late = (
        held(granted(until=START + timedelta(days=50)), types=("高级培训",)),
        held(granted(until=START + timedelta(days=3)), id=2),
    )
    barred = held(granted(), entry("suspended"), id=3, types=("继续教育",))
    assert [one.accreditation.id for one in alarms([soon, late, barred], START, DAYS)] == [3, 2, 1]


def test_an_institution_is_known_by_its_best_accreditation():
    expired = held(granted(until=date(2020, 1, 1), since=date(2019, 1, 1)))
    assert best_of([expired, held(id=2)], START).id == 2
    assert best_of([held(), held(granted(until=date(2027, 1, 1)), id=2)], START).id == 2
    assert best_of([], START) is None
    assert state_of([], START) is AccreditationState.NONE


@pytest.mark.parametrize(("soon", "state"), [(None, "valid"), (29, "valid"), (30, "ends_soon")])
def test_an_accreditation_ends_soon_within_the_given_days(soon, state):
    assert state_of([held()], END - timedelta(days=30), soon) == state


@pytest.mark.parametrize(
    ("entries", "allowed"),
    [
        ((), {"granted", "renewed", "corrected", "suspended", "withdrawn"}),
        ((granted(),), {"renewed", "corrected", "suspended", "withdrawn"}),
        ((granted(), entry("suspended")), {"renewed", "corrected", "resumed", "withdrawn"}),
        ((granted(), entry("withdrawn")), {"corrected", "resumed"}),
    ],
)
def test_what_may_happen_next(entries, allowed):
    one = Accreditation(1, "A-1", entries=entries)
    assert {kind.value for kind in EntryKind if may_follow(kind, one, END)} == allowed


@pytest.mark.parametrize(("text", "days"), [("60、30、7", (60, 30, 7)), ("7, 30", (30, 7)), ("", ()), (30, (30,))])
def test_days_are_read_from_one_text(text, days):
    assert days_of(text) == days


def test_words_are_read_from_one_text():
    assert words_of("管理、班主任, 考务；档案") == ("管理", "班主任", "考务", "档案")
