"""Files are opened by content, and refused quickly with a plain code."""

from __future__ import annotations

import contextlib
import io
import os
import random
import struct
import time
import zipfile
import zlib
from datetime import date, datetime

import pytest
from openpyxl import Workbook as OpenpyxlWorkbook

from core.spreadsheets.model import Limits, Merge, SpreadsheetRefused
from core.spreadsheets.opening import open_workbook
from tests.variations.writing import delimited, web_page, xls, xlsx

LIMITS = Limits()
ROWS = [["姓名", "手机"], ["张三", "16812340782"], ["李𠮷", "007"]]


def refusal(content: bytes, limits: Limits = LIMITS) -> str:
    started = time.monotonic()
    with pytest.raises(SpreadsheetRefused) as caught:
        open_workbook("x.xlsx", content, limits)
    assert time.monotonic() - started < 5
    return caught.value.code.value


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
    return _rewritten(
        xlsx({"一": [["a", 1]]}),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<v>1</v>", b"<f>3+4</f>" + value),
    )


def _rewritten(content: bytes, name: str, change) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, change(data) if member == name else data)
    return stream.getvalue()


def _zip(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "F_EMPTY"),
        (b"  \r\n ", "F_EMPTY"),
        (b"\xef\xbb\xbf", "F_EMPTY"),
        (xlsx({"一": []}), "F_EMPTY"),
        (b"%PDF-1.7 and more", "F_NOT_SPREADSHEET"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "F_NOT_SPREADSHEET"),
        (os.urandom(5000), "F_NOT_SPREADSHEET"),
        (_zip(a=b"x"), "F_NOT_SPREADSHEET"),
        (b"<html><body>no table</body></html>", "F_NOT_SPREADSHEET"),
        (b"PK\x03\x04" + bytes(200), "F_DAMAGED"),
        (xlsx({"一": ROWS})[:-300], "F_DAMAGED"),
        (xls({"一": ROWS})[:700], "F_DAMAGED"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "F_DAMAGED"),
        ("姓名,备注\n".encode() + b"\xff\xfe\xfd\x80\n" * 5, "F_ENCODING"),
        ("姓名,单位\n锟斤拷,锟斤拷锟斤拷\n".encode(), "F_ENCODING"),
        ("姓名,單位,電話\n張學友,臺灣電腦公司,無\n劉德華,國際標準學會,無\n".encode("big5"), "F_ENCODING"),
    ],
)
def test_what_is_no_readable_table_is_refused(content, code):
    assert refusal(content) == code


def test_a_macro_workbook_is_refused():
    content = _rewritten(
        xlsx({"一": ROWS}),
        "[Content_Types].xml",
        lambda part: part.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"),
    )
    assert refusal(content) == "F_MACRO"


def test_entity_tricks_are_refused():
    content = _rewritten(
        xlsx({"一": ROWS}),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1),
    )
    assert refusal(content) == "F_DAMAGED"


def test_a_large_file_is_refused_unopened():
    assert refusal(xlsx({"一": ROWS}), Limits(max_bytes=100)) == "F_TOO_LARGE"


def test_a_bomb_of_200_megabytes_is_refused():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    assert (
        refusal(_rewritten(xlsx({"一": ROWS}), "xl/theme/theme1.xml", lambda _: bytes(200 * 1024 * 1024)))
        == "F_TOO_LARGE"
    )
    assert packer


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = bytearray(_rewritten(xlsx({"一": ROWS}), "xl/theme/theme1.xml", lambda _: bytes(200 * 1024 * 1024)))
    true_size, false_size = struct.pack("<I", 200 * 1024 * 1024), struct.pack("<I", 1000)
    assert content.count(true_size) >= 1
    assert refusal(bytes(content.replace(true_size, false_size))) in ("F_DAMAGED", "F_TOO_LARGE")


@pytest.mark.parametrize("content", [b"a,b\n" * 1_000_000, b"<table>" + b"<tr><td>1" * 300_000])
def test_a_million_rows_are_refused(content):
    assert refusal(content) == "F_TOO_MANY_ROWS"


def test_a_million_rows_in_a_workbook_are_refused():
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_000_001))
    content = _rewritten(
        xlsx({"一": ROWS}),
        "xl/worksheets/sheet1.xml",
        lambda part: part[: part.index(b"<sheetData>") + 11] + rows + part[part.index(b"</sheetData>") :],
    )
    assert refusal(content) == "F_TOO_MANY_ROWS"


def test_a_single_cell_far_away_does_not_fill_the_memory():
    content = _rewritten(
        xlsx({"一": ROWS}),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", b'<row r="150000"><c r="XFD150000"><v>1</v></c></row></sheetData>'),
    )
    assert refusal(content) == "F_TOO_LARGE"


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="2"><c r="A99999999999"><v>1</v></c></row>',
        b'<row r="4294967295"><c><v>1</v></c></row>',
        b'<row r="2"><c r="ABCDEFG2"><v>1</v></c></row>',
        b'<row r="2">' + b"<c><v>1</v></c>" * 20_000 + b"</row>",
    ],
)
def test_addresses_beyond_any_sheet_are_refused_before_they_are_parsed(row):
    content = _rewritten(
        xlsx({"一": ROWS}),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", row + b"</sheetData>"),
    )
    assert refusal(content) in ("F_TOO_MANY_ROWS", "F_TOO_LARGE")


def test_formatted_but_empty_rows_far_below_do_no_harm():
    content = _rewritten(
        xlsx({"一": ROWS}),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'),
    )
    assert open_workbook("a", content, LIMITS).sheets[0].cells == ROWS


def test_encrypted_workbooks_are_refused():
    assert refusal(_compound(["EncryptionInfo", "EncryptedPackage"])) == "F_ENCRYPTED"


def test_old_workbooks_with_macros_are_refused():
    assert refusal(_compound(["Workbook", "_VBA_PROJECT_CUR"])) == "F_MACRO"


def test_other_compound_files_are_refused():
    assert refusal(_compound(["WordDocument"])) == "F_NOT_SPREADSHEET"


def test_old_workbooks_with_a_password_are_refused():
    content = bytearray(xls({"一": ROWS}))
    bof = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    filepass = struct.pack("<HH", 0x002F, 16) + bytes(16)
    content[bof + 20 : bof + 20 + len(filepass)] = filepass
    assert refusal(bytes(content)) == "F_ENCRYPTED"


def test_encrypted_zip_members_are_refused():
    content = bytearray(xlsx({"一": ROWS}))
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    assert refusal(bytes(content)) == "F_ENCRYPTED"


def _compound(names: list[str]) -> bytes:
    """A minimal compound file whose directory has these streams, all of them empty."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<7I", header, 48, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = bytearray(512)
    for number, (name, kind) in enumerate([("Root Entry", 5), *((name, 2) for name in names)]):
        text = name.encode("utf-16-le")
        directory[number * 128 : number * 128 + len(text)] = text
        struct.pack_into("<HB", directory, number * 128 + 64, len(text) + 2, kind)
        struct.pack_into("<II", directory, number * 128 + 116, 0xFFFFFFFE, 0)
    return bytes(header) + fat + bytes(directory)


def test_damaged_old_workbooks_never_end_the_process():
    content = xls({"一": ROWS * 20})
    dice = random.Random(1)
    for _ in range(12):
        spoilt = bytearray(content)
        for _ in range(40):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        with contextlib.suppress(SpreadsheetRefused):
            open_workbook("a.xls", bytes(spoilt), LIMITS)


@pytest.mark.parametrize("at", [0, 30, 48, 76, 512, 1024])
def test_a_compound_file_whose_chains_lead_nowhere_is_refused(at):
    content = bytearray(xls({"一": ROWS}))
    content[at : at + 8] = b"\x77\x66\x55\x44\x33\x22\x11\x00"
    with contextlib.suppress(SpreadsheetRefused):
        open_workbook("a.xls", bytes(content), LIMITS)
