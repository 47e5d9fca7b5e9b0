"""The table of a year: days out of lines, and every fault with its line."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from standards.holidays.rules import DayKind, DayMark, WorkingDays
from standards.holidays.tables import RowFault, TableFault, read_table
from standards.holidays.year import months_of, stretches_of


def test_a_stretch_a_make_up_day_and_a_header_are_read():
    cells = [
        ["日期", "类型", "名称", "依据"],
        ["2027-10-01至2027-10-03", "放假", "国庆节", "通知"],
        [None, None, None, None],
        [datetime(2027, 10, 9), "班", "国庆节", None],
        [date(2027, 1, 1), "休", "元旦", None],
        ["5月1日～5月2日", "放假", "劳动节"],
    ]
    days, faults = read_table(cells, 2027)
    assert not faults
    assert [(one.line, one.day.isoformat(), one.kind.value) for one in days] == [
        (2, "2027-10-01", "holiday"),
        (2, "2027-10-02", "holiday"),
        (2, "2027-10-03", "holiday"),
        (4, "2027-10-09", "working"),
        (5, "2027-01-01", "holiday"),
        (6, "2027-05-01", "holiday"),
        (6, "2027-05-02", "holiday"),
    ]
    assert (days[0].name, days[0].basis) == ("国庆节", "通知")


@pytest.mark.parametrize(
    ("row", "fault", "text"),
    [
        (["", "放假", "国庆节"], RowFault.NO_DATE, ""),
        (["十月一日", "放假"], RowFault.BAD_DATE, "十月一日"),
        (["2027-02-30", "放假"], RowFault.BAD_DATE, "2027-02-30"),
        (["10-01至10-02至10-03", "放假"], RowFault.BAD_DATE, "10-01至10-02至10-03"),
        (["2026-10-01", "放假"], RowFault.OTHER_YEAR, "2026-10-01"),
        (["2027-10-07至2027-10-01", "放假"], RowFault.BACKWARDS, "2027-10-07至2027-10-01"),
        (["2027-01-01至2027-10-01", "放假"], RowFault.TOO_LONG, "2027-01-01至2027-10-01"),
        (["2027-10-01", ""], RowFault.NO_KIND, ""),
        (["2027-10-01", "半天"], RowFault.BAD_KIND, "半天"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(row, fault, text):
    assert read_table([row], 2027) == ([], [TableFault(1, fault, text)])


def test_a_day_that_stands_there_twice_is_a_fault_of_the_second_line():
    days, faults = read_table([["10-01", "放假"], ["10-01", "上班"]], 2027)
    assert (len(days), faults) == (1, [TableFault(2, RowFault.TWICE, "2027-10-01")])


def test_a_year_has_twelve_months_of_whole_weeks():
    months = months_of(2026, WorkingDays())
    assert len(months) == 12
    assert all(len(week) == 7 for weeks in months for week in weeks)
    assert sum(cell is not None for weeks in months for week in weeks for cell in week) == 365


def test_days_in_a_row_with_one_name_are_one_stretch():
    entered = WorkingDays({date(2026, 11, 20): DayMark(DayKind.HOLIDAY, "校庆")})
    found = {(one.name, one.first.isoformat(), one.days, one.works) for one in stretches_of(2026, entered)}
    assert ("国庆节", "2026-10-01", 7, False) in found
    assert ("国庆节调休上班", "2026-10-10", 1, True) in found
    assert ("校庆", "2026-11-20", 1, False) in found


def test_a_make_up_day_shows_the_holiday_alone():
    cells = [cell for weeks in months_of(2026, WorkingDays()) for week in weeks for cell in week if cell]
    worked = next(cell for cell in cells if cell.day == date(2026, 10, 10))
    assert (worked.mark, worked.name, worked.short_name) == ("work", "国庆节调休上班", "国庆节")
