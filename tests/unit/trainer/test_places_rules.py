"""Checks that are due, equipment as files write it, ways between campuses."""

from __future__ import annotations

from datetime import date

import pytest

from trainer.places.rules import (
    Check,
    CheckFault,
    CheckFaultKind,
    CheckKind,
    CheckResult,
    EquipmentState,
    Item,
    check_faults,
    months_later,
    must_act,
    read_equipment,
    result_said,
    whole_table,
    write_equipment,
)

SAFETY = {CheckKind.SAFETY: 12}
ON = date(2026, 4, 1)


def safety(day, result=CheckResult.PASSED, due=None):
    return Check(CheckKind.SAFETY, date.fromisoformat(day), result, due and date.fromisoformat(due))


@pytest.mark.parametrize(
    ("checks", "fault", "day"),
    [
        ([], CheckFaultKind.MISSING, None),
        ([safety("2025-03-31")], CheckFaultKind.OVERDUE, date(2026, 3, 31)),
        ([safety("2026-01-01", due="2026-03-01")], CheckFaultKind.OVERDUE, date(2026, 3, 1)),
        ([safety("2026-01-01", CheckResult.FAILED)], CheckFaultKind.FAILED, date(2026, 1, 1)),
        ([safety("2026-01-01", CheckResult.UNCLEAR)], CheckFaultKind.UNCLEAR, date(2026, 1, 1)),
        ([safety("2026-01-01"), safety("2026-02-01", CheckResult.FAILED)], CheckFaultKind.FAILED, date(2026, 2, 1)),
        ([safety("2026-04-02")], CheckFaultKind.MISSING, None),  # not yet made on that day
        ([safety("2026-01-01"), safety("2026-01-01", CheckResult.FAILED)], CheckFaultKind.FAILED, date(2026, 1, 1)),
    ],
)
def test_a_venue_lacks_a_check_that_counts(checks, fault, day):
    assert check_faults(checks, SAFETY, ON) == [CheckFault(CheckKind.SAFETY, fault, day)]


@pytest.mark.parametrize(
    "checks",
    [
        [safety("2025-04-01")],  # the last day still counts
        [safety("2024-01-01", due="2027-01-01")],
        [safety("2026-02-01", CheckResult.FAILED), safety("2026-03-01")],
        [safety("2026-03-01"), safety("2026-02-01", CheckResult.FAILED)],
    ],
)
def test_a_check_that_counts_leaves_nothing_to_say(checks):
    assert check_faults(checks, SAFETY, ON) == []


def test_without_an_interval_nothing_is_called_for_and_nothing_falls_due():
    assert check_faults([safety("1999-01-01")], {}, ON) == []
    assert check_faults([], {CheckKind.FIRE: 0}, ON) == []


@pytest.mark.parametrize(
    ("fault", "must"),
    [
        (CheckFaultKind.FAILED, True),
        (CheckFaultKind.OVERDUE, True),
        (CheckFaultKind.UNCLEAR, False),
        (CheckFaultKind.MISSING, False),
    ],
)
def test_failed_and_overdue_checks_call_for_action(fault, must):
    assert must_act([CheckFault(CheckKind.FIRE, fault)]) is must


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("合格", "passed"),
        ("不合格，限期整改", "failed"),
        ("已整改合格", "failed"),
        ("", "unclear"),
        ("见附件", "unclear"),
    ],
)
def test_a_result_is_read_in_its_own_words(words, result):
    assert result_said(words) == result


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-15", 2, "2027-01-15"),
        ("2026-06-30", 6, "2026-12-30"),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, later):
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        ("投影、音响", [("投影", 1), ("音响", 1)]),
        ("投影2台；麦克风 ×4", [("投影", 2), ("麦克风", 4)]),
        ("白板,白板", [("白板", 2)]),
        ("HDMI2、", [("HDMI2", 1)]),
        ("投影0台", [("投影", 1)]),
    ],
)
def test_equipment_is_read_as_files_write_it(text, items):
    assert [(one.name, one.quantity) for one in read_equipment(text)] == items


def test_papers_name_only_equipment_that_works():
    items = [Item("投影", 2), Item("音响"), Item("白板", 1, EquipmentState.REPAIR)]
    assert write_equipment(items) == "投影×2、音响"


def test_ways_hold_in_both_directions_and_missing_ones_take_the_usual_time():
    table = whole_table([1, 2, 3], {(1, 2): 25, (3, 2): 0}, 60)
    assert table == {(1, 2): 25, (2, 1): 25, (2, 3): 0, (3, 2): 0, (1, 3): 60, (3, 1): 60}
    assert whole_table([1, 2], {}, None) == {}
