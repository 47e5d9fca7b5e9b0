"""Tables of needs as employers and survey tools give them."""

from __future__ import annotations

import pytest

from courses.planning.pasted import NeedCell, NeedFault, read_months, read_needs
from courses.planning.rules import Delivery, Need

HEAD = ["单位名称", "联系人", "培训类型", "培训需求", "预计人数", "期望月份", "培训方式"]


def test_a_table_below_a_title_is_read():
    rows = [
        ["2027年培训需求汇总"],
        HEAD,
        [None],
        ["甲厂", "李静", "任职培训", "质量战略、品牌", 12.0, "3-4月", "线下"],
        ["乙厂", "", "", "", "约20人", ""],
    ]
    assert read_needs(rows) == (
        [
            Need("甲厂", "任职培训", ("质量战略", "品牌"), 12, (3, 4), Delivery.OFFLINE, "李静"),
            Need("乙厂", people=20),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["", "", "", "", "3"], NeedCell(2, "employer", "", NeedFault.NO_EMPLOYER)),
        (["甲厂", "", "", "", "若干"], NeedCell(2, "people", "若干", NeedFault.NO_PEOPLE)),
        (["甲厂", "", "", "", "0"], NeedCell(2, "people", "0", NeedFault.NO_PEOPLE)),
        (["甲厂", "", "", "", "3", "13月"], NeedCell(2, "months", "13月", NeedFault.NO_MONTH)),
        (["甲厂", "", "", "", "3", "3月", "飞鸽"], NeedCell(2, "delivery", "飞鸽", NeedFault.NO_DELIVERY)),
        (["甲厂", "名" * 81, "", "", "3"], NeedCell(2, "contact", "名" * 80, NeedFault.TOO_LONG)),
    ],
)
def test_a_cell_that_is_not_understood_is_named(row, cell):
    assert read_needs([HEAD, row]) == ([], [cell])


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([], NeedCell(1, "", "", NeedFault.NOTHING)),
        ([["甲厂", "3"]], NeedCell(1, "", "甲厂、3", NeedFault.NO_HEADS)),
        ([HEAD], NeedCell(1, "", "", NeedFault.NOTHING)),
    ],
)
def test_a_table_without_needs_is_said(rows, fault):
    assert read_needs(rows) == ([], [fault])


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("", ()),
        ("3月、5月", (3, 5)),
        ("３－５月", (3, 4, 5)),
        ("3,4", (3, 4)),
        ("3月-5月、9月", (3, 4, 5, 9)),
        ("13", None),
        ("尽快", None),
        ("5-14", None),
    ],
)
def test_months_as_people_write_them(text, months):
    assert read_months(text) == months


def test_the_first_of_two_equal_heads_counts():
    needs, _faults = read_needs([["企业名称", "单位名称", "人数"], ["甲厂", "乙厂", "1"]])
    assert needs[0].employer == "甲厂"
