"""Files are opened by content, whatever their name says."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook as OpenpyxlWorkbook

from core.spreadsheets.model import Limits, Merge
from core.spreadsheets.opening import open_workbook
from tests.unit.core.spreadsheets.spoiling import rewritten
from tests.variations.writing import delimited, web_page, xls, xlsx

LIMITS = Limits()
ROWS = [["姓名", "手机"], ["张三", "16812340782"], ["李𠮷", "007"]]


@pytest.mark.parametrize(
    "content",
    [
        xlsx({"一": ROWS}),
        xls({"一": ROWS}),
        web_page(ROWS, "utf-8"),
        web_page(ROWS, "gb18030"),
        *(
            delimited(ROWS, mark, code)
            for mark in ",\t;|"
            for code in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
        ),
    ],
)
def test_every_format_reads_the_same_whatever_its_name(content):
    for name in ("a.xlsx", "a.xls", "a.csv", "a"):
        assert open_workbook(name, content, LIMITS).sheets[0].cells == ROWS


def test_row_numbers_are_those_of_the_sheet():
    sheet = open_workbook("a", xlsx({"一": [[], [], [None, None, "x"]]}), LIMITS).sheets[0]
    assert sheet.cells[2][2] == "x"


def test_numbers_dates_and_texts_keep_their_types():
    row = [1, 2.5, datetime(2026, 5, 11, 8, 30, 15), date(2026, 5, 11), "0012", True]
    assert open_workbook("a", xlsx({"一": [row]}), LIMITS).sheets[0].cells == [row]


def test_times_are_rounded_to_the_second():
    noisy = 46153 + (8 * 3600 + 30 * 60 + 14.9996) / 86400
    book = OpenpyxlWorkbook()
    book.active["A1"] = noisy
    book.active["A1"].number_format = "yyyy-mm-dd hh:mm:ss"
    stream = io.BytesIO()
    book.save(stream)
    assert open_workbook("a", stream.getvalue(), LIMITS).sheets[0].cells == [[datetime(2026, 5, 11, 8, 30, 15)]]


def test_merged_ranges():
    sheet = open_workbook("a", xlsx({"一": ROWS}, {"一": ["A2:A3"]}), LIMITS).sheets[0]
    assert sheet.merged == (Merge(1, 0, 2, 0),)


def test_spans_of_a_page_are_merged_ranges():
    page = b"<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    sheet = open_workbook("a.xls", page, LIMITS).sheets[0]
    assert sheet.cells == [["a", "b", None], [None, "c", "d"]]
    assert sheet.merged == (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2))


def test_an_xml_spreadsheet_of_2003():
    page = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="甲"><Table>'
        '<Row><Cell><Data ss:Type="String">a</Data></Cell><Cell ss:Index="3"><Data>c</Data></Cell></Row>'
        '<Row ss:Index="3"><Cell><Data>d</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    sheet = open_workbook("a.xls", page.encode(), LIMITS).sheets[0]
    assert (sheet.name, sheet.cells) == ("甲", [["a", None, "c"], [None, None, None], ["d", None, None]])


def test_hidden_sheets_are_marked():
    book = OpenpyxlWorkbook()
    book.active["A1"] = "x"
    book.create_sheet("暗").sheet_state = "hidden"
    book["暗"]["A1"] = "y"
    stream = io.BytesIO()
    book.save(stream)
    assert [sheet.hidden for sheet in open_workbook("a", stream.getvalue(), LIMITS).sheets] == [False, True]


def test_a_field_may_hold_line_ends():
    sheet = open_workbook("a.csv", '姓名,备注\n张三,"一\n二"\n'.encode(), LIMITS).sheets[0]
    assert sheet.cells == [["姓名", "备注"], ["张三", "一\n二"]]


def test_formulas_with_and_without_a_stored_value():
    book = _with_formula(b"<v>7</v>")
    sheet = open_workbook("a", book, LIMITS).sheets[0]
    assert sheet.cells[0][1] == 7
    assert sheet.formulas[0, 1].stored
    bare = open_workbook("a", _with_formula(b"<v></v>"), LIMITS).sheets[0]
    assert not bare.formulas[0, 1].stored


def _with_formula(value: bytes) -> bytes:
    return rewritten(
        xlsx({"一": [["a", 1]]}),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<v>1</v>", b"<f>3+4</f>" + value),
    )


def test_formatted_but_empty_rows_far_below_do_no_harm():
    content = rewritten(
        xlsx({"一": ROWS}),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'),
    )
    assert open_workbook("a", content, LIMITS).sheets[0].cells == ROWS
