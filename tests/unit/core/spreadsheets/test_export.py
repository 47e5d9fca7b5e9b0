"""Exported tables cannot run, and read back as they were."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from core.spreadsheets.export import ExportSheet, neutralised, write_csv, write_workbook
from core.spreadsheets.model import Limits
from core.spreadsheets.opening import open_workbook

ROWS = [
    ["张三", Decimal("2.25"), date(2026, 5, 11), datetime(2026, 5, 11, 8, 30, 15), None],
    ["田𠮷川", 1, None, None, True],
]
HEAD = ["姓名", "学时", "日期", "时间", "标记"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "－1"])
def test_what_could_run_gets_an_apostrophe(text):
    assert neutralised(text) == "'" + text


@pytest.mark.parametrize("value", ["张三", "a=b", "2026-05-11", "", None, -1, Decimal("-1.5")])
def test_what_cannot_run_is_left_alone(value):
    assert neutralised(value) == value


def test_a_workbook_reads_back():
    sheet = open_workbook("x", write_workbook([ExportSheet("学时", HEAD, ROWS)]), Limits()).sheets[0]
    assert sheet.name == "学时"
    assert sheet.cells == [
        HEAD,
        ["张三", 2.25, date(2026, 5, 11), datetime(2026, 5, 11, 8, 30, 15), None],
        ["田𠮷川", 1, None, None, True],
    ]


def test_a_workbook_holds_no_formulas_and_no_links():
    content = write_workbook([ExportSheet("a", ["=A1"], [["=1+1"], ["http://example.invalid"], ["{=1}"]])])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in part
    assert b"hyperlink" not in part


def test_heads_are_frozen_and_filtered():
    sheet = load_workbook(io.BytesIO(write_workbook([ExportSheet("a", HEAD, ROWS)]))).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")
    assert sheet.column_dimensions["A"].width > 6


def test_sheet_names_are_made_to_fit():
    names = load_workbook(
        io.BytesIO(write_workbook([ExportSheet(n, ["x"], []) for n in ("a/b", "a/b", "长" * 40, "")]))
    ).sheetnames
    assert len(set(names)) == 4
    assert all(len(name) <= 31 and "/" not in name for name in names)


def test_text_has_a_mark_for_excel_and_harmless_cells():
    content = write_csv(["姓名", "备注"], [["张三", "=1+1"], [None, 3]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == ["姓名,备注", "张三,'=1+1", ",3"]
