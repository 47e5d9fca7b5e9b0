"""Modules pasted from a spreadsheet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from courses.syllabus.pasted import CellFault, PasteFault, read_modules
from courses.syllabus.rules import Mode, Module


def test_columns_are_known_by_their_heads_in_any_order():
    rows = [
        ["学时", "序号", "模块名称", "性质", "授课方式"],
        [4.0, 1, "质量战略", "选修", "案例、授课"],
        [None],
        ["2.5学时", 2, "质量法律", None, ""],
    ]
    modules, faults = read_modules(rows)
    assert faults == []
    assert modules == [
        Module("质量战略", Decimal(4), False, None, (Mode.LECTURE, Mode.CASE)),
        Module("质量法律", Decimal("2.5"), True),
    ]


def test_without_heads_the_columns_stand_in_usual_order():
    modules, faults = read_modules([["质量战略", "必修", "４", "2", "直播/录播", "懂战略", "大纲"]])
    assert (faults, modules) == (
        [],
        [Module("质量战略", Decimal(4), True, Decimal(2), (Mode.LIVE, Mode.RECORDED), "懂战略", "大纲")],
    )


def test_the_first_of_two_equal_heads_counts():
    modules, _faults = read_modules([["模块", "模块", "学时"], ["甲", "乙", "1"]])
    assert modules[0].name == "甲"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["", "必修", "4"], CellFault(1, "name", "", PasteFault.NO_NAME)),
        (["名" * 121], CellFault(1, "name", "名" * 121, PasteFault.TOO_LONG)),
        (["甲", "看情况"], CellFault(1, "compulsory", "看情况", PasteFault.NO_KIND)),
        (["甲", "", "四"], CellFault(1, "planned_hours", "四", PasteFault.NO_NUMBER)),
        (["甲", "", "-1"], CellFault(1, "planned_hours", "-1", PasteFault.NO_NUMBER)),
        (["甲", "", "NaN"], CellFault(1, "planned_hours", "NaN", PasteFault.NO_NUMBER)),
        (["甲", "", "10000"], CellFault(1, "planned_hours", "10000", PasteFault.NO_NUMBER)),
        (["甲", "", "", "x"], CellFault(1, "min_hours", "x", PasteFault.NO_NUMBER)),
        (["甲", "", "", "", "授课、飞鸽"], CellFault(1, "modes", "飞鸽", PasteFault.NO_MODE)),
    ],
)
def test_a_cell_that_is_not_understood_is_named(row, fault):
    assert read_modules([row]) == ([], [fault])


def test_a_module_named_twice_is_refused_the_second_time():
    modules, faults = read_modules([["甲", "", "1"], ["甲", "", "2"]])
    assert [one.planned_hours for one in modules] == [Decimal(1)]
    assert faults == [CellFault(2, "name", "甲", PasteFault.TWICE)]


@pytest.mark.parametrize("rows", [[], [[None, ""]], [["模块", "学时"]]])
def test_nothing_pasted_is_said(rows):
    assert read_modules(rows) == ([], [CellFault(1, "", "", PasteFault.NOTHING)])
