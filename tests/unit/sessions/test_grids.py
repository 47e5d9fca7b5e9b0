"""The attendance grid from results: cells, counts, what is still to come, and which rows a search keeps."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from sessions.grids import Person, build_grid, flagged_halves
from sessions.rules.attendance import AbsenceReason, AttendanceStatus
from sessions.rules.evaluation import Records, Unit, build_timetable, evaluate_person
from sessions.rules.halfdays import Direction, HalfDayFlag, Tap
from sessions.rules.kinds import SessionKind
from sessions.rules.policy import AttendancePolicy, DeliveryPolicy, ExamPolicy, HourPolicy, Rounding

POLICY = DeliveryPolicy(
    HourPolicy(45, Decimal("0.25"), Rounding.DOWN),
    AttendancePolicy(60, 60, 10, 30, 30, time(12), time(13)),
    ExamPolicy(Decimal(0), Decimal(100), Decimal(60), Decimal(60)),
    Decimal("1.5"),
    Decimal(4),
)
AFTER = datetime(2026, 4, 1)


def at(clock: str, day: int = 2) -> datetime:
    return datetime.fromisoformat(f"2026-03-{day:02d}T{clock}")


def meeting(code: str, start: str, end: str) -> Unit:
    return Unit(code, SessionKind.OFFLINE, Decimal(2), at(start), at(end))


UNITS = [
    meeting("S01", "08:30", "10:10"),
    meeting("S02", "10:20", "12:00"),
    meeting("S03", "14:00", "15:40"),
    Unit("L01", SessionKind.LIVE, Decimal(2), at("19:00"), at("20:30")),
]
IDS = {"S01": 11, "S02": 12, "S03": 13, "L01": 14}


def grid(now: datetime = AFTER, **people: list[Tap]):
    """The grid of people with these taps."""
    timetable = build_timetable(UNITS, POLICY)
    results = [
        (Person(number, number, name, f"{name}公司"), evaluate_person(timetable, Records(taps=taps), POLICY))
        for number, (name, taps) in enumerate(people.items(), 1)
    ]
    return build_grid(timetable, IDS, {code: code for code in IDS}, results, now)


def morning(arrival: str = "08:25", departure: str = "12:05") -> list[Tap]:
    return [Tap(at(arrival), Direction.IN, 1), Tap(at(departure), Direction.OUT, 2)]


def statuses(row):
    return [cell.status.value if cell.status else None for cell in row.cells]


def test_offline_sessions_stand_across_in_order_of_time_and_online_ones_do_not():
    found = grid(甲=morning())
    assert [column.code for column in found.columns] == ["S01", "S02", "S03"]
    assert [(head.part, head.columns) for head in found.heads] == [("AM", 2), ("PM", 1)]
    assert [column.opens_half for column in found.columns] == [True, False, True]


def test_each_cell_leads_to_its_session():
    assert [cell.session_id for cell in grid(甲=morning()).rows[0].cells] == [11, 12, 13]


def test_an_absence_keeps_its_reason():
    cell = grid(甲=[]).rows[0].cells[0]
    assert (cell.status, cell.why) == (AttendanceStatus.ABSENT, AbsenceReason.NO_SIGN_IN)


def test_flags_of_a_half_day_stand_at_its_first_session():
    row = grid(甲=[*morning(), Tap(at("08:26"), Direction.IN, 3)]).rows[0]
    assert [cell.flags for cell in row.cells] == [(HalfDayFlag.DUPLICATE_TAP,), (), ()]
    assert [half.half.part for _row, half in flagged_halves([row])] == ["AM"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at("07:00"), [None, None, None]),
        (at("10:09"), [None, None, None]),
        (at("10:10"), ["ABSENT", None, None]),
        (at("15:40"), ["ABSENT", "ABSENT", "ABSENT"]),
    ],
)
def test_nobody_is_absent_before_a_session_is_over(now, expected):
    assert statuses(grid(now, 甲=[]).rows[0]) == expected


def test_who_has_signed_in_is_present_while_the_session_goes_on():
    assert statuses(grid(at("09:00"), 甲=[Tap(at("08:20"), Direction.IN, 1)]).rows[0]) == ["PRESENT", "PRESENT", None]


def test_rows_and_columns_are_counted():
    found = grid(甲=morning(), 乙=morning("08:45"), 丙=[])
    assert [column.came for column in found.columns] == [2, 2, 0]
    assert [(row.came, row.late_or_early, row.counts[AttendanceStatus.ABSENT]) for row in found.rows] == [
        (2, 0, 1), (2, 1, 1), (0, 0, 3),
    ]  # fmt: skip
    assert found.counts == {AttendanceStatus.PRESENT: 3, AttendanceStatus.LATE: 1, AttendanceStatus.ABSENT: 5}


def test_sessions_to_come_are_not_counted():
    assert grid(at("07:00"), 甲=[]).counts == {}


def test_hours_of_a_row_are_those_of_the_offline_sessions():
    assert grid(甲=morning()).rows[0].hours == Decimal(4)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["甲", "乙"]),
        ({"text": "乙"}, ["乙"]),
        ({"text": "甲公司"}, ["甲"]),
        ({"only_problems": True}, ["乙"]),
        ({"text": "甲", "only_problems": True}, []),
    ],
)
def test_a_search_looks_in_names_and_employers(filters, names):
    afternoon = [Tap(at("13:55"), Direction.IN, 5), Tap(at("15:45"), Direction.OUT, 6)]
    found = grid(甲=[*morning(), *afternoon], 乙=morning())
    assert [row.person.name for row in found.narrowed(**filters)] == names


def test_a_flag_alone_is_a_problem():
    afternoon = [Tap(at("13:55"), Direction.IN, 5), Tap(at("15:45"), Direction.OUT, 6)]
    early = Tap(at("13:54") - timedelta(minutes=3), Direction.IN, 7)
    assert grid(甲=[*morning(), *afternoon, early]).rows[0].is_problem


def test_an_empty_class_has_no_counts():
    found = grid()
    assert (found.rows, found.counts, found.flags) == ((), {}, 0)
