"""Scores of paper sheets: what people write, and sheets in files."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sessions.examining.rules.scores import SheetLine, matched, read_score, read_sheet


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("86", 86),
        ("86.5分", Decimal("86.5")),
        ("８６", 86),
        ("缺考", "缺考"),
        ("101", None),
        ("-1", None),
        ("九十", None),
        ("1.234", None),
        ("NaN", None),
    ],
)
def test_a_score_is_a_number_or_that_somebody_did_not_come(text, read):
    assert read_score(text, Decimal(100)) == read


def test_a_sheet_is_read_below_its_head():
    cells = [
        ["成绩登记表", None],
        ["序号", "姓名", "得分（百分制）"],
        [1.0, "王芳", 86.0],
        [2.0, None, None],
        [3.0, "李明", "缺考"],
    ]
    assert read_sheet(cells) == [SheetLine(3, "王芳", "86"), SheetLine(5, "李明", "缺考")]
    assert read_sheet([["姓名", "单位"]]) is None


def test_names_that_are_unknown_or_not_clear_are_not_guessed():
    lines = [
        SheetLine(2, "王芳", "86"),
        SheetLine(3, "李明", "70"),
        SheetLine(4, "张三", "60"),
        SheetLine(5, "王芳", "1"),
    ]
    found, unknown, several = matched(lines, {1: "王芳", 2: "李明", 3: "李明"})
    assert found == {1: "86"}
    assert [line.row for line in unknown] == [4]
    assert [line.row for line in several] == [3, 5]
