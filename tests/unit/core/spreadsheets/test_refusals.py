"""What cannot or must not be read is refused quickly, with a plain code."""

from __future__ import annotations

import contextlib
import os
import random
import struct
import zlib

import pytest

from core.spreadsheets.model import Limits, SpreadsheetRefused
from core.spreadsheets.opening import open_workbook
from tests.unit.core.spreadsheets.spoiling import compound, package, rewritten
from tests.variations.writing import xls, xlsx

LIMITS = Limits()
ROWS = [["姓名", "手机"], ["张三", "16812340782"], ["李𠮷", "007"]]


def refusal(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(SpreadsheetRefused) as caught:
        open_workbook("x.xlsx", content, limits)
    return caught.value.code.value


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
        (package(a=b"x"), "F_NOT_SPREADSHEET"),
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
    content = rewritten(
        xlsx({"一": ROWS}),
        "[Content_Types].xml",
        lambda part: part.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"),
    )
    assert refusal(content) == "F_MACRO"


def test_entity_tricks_are_refused():
    content = rewritten(
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
        refusal(rewritten(xlsx({"一": ROWS}), "xl/theme/theme1.xml", lambda _: bytes(200 * 1024 * 1024)))
        == "F_TOO_LARGE"
    )
    assert packer


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = bytearray(rewritten(xlsx({"一": ROWS}), "xl/theme/theme1.xml", lambda _: bytes(200 * 1024 * 1024)))
    true_size, false_size = struct.pack("<I", 200 * 1024 * 1024), struct.pack("<I", 1000)
    assert content.count(true_size) >= 1
    assert refusal(bytes(content.replace(true_size, false_size))) in ("F_DAMAGED", "F_TOO_LARGE")


@pytest.mark.parametrize("content", [b"a,b\n" * 1_000_000, b"<table>" + b"<tr><td>1" * 300_000])
def test_a_million_rows_are_refused(content):
    assert refusal(content) == "F_TOO_MANY_ROWS"


def test_a_million_rows_in_a_workbook_are_refused():
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_000_001))
    content = rewritten(
        xlsx({"一": ROWS}),
        "xl/worksheets/sheet1.xml",
        lambda part: part[: part.index(b"<sheetData>") + 11] + rows + part[part.index(b"</sheetData>") :],
    )
    assert refusal(content) == "F_TOO_MANY_ROWS"


def test_a_single_cell_far_away_does_not_fill_the_memory():
    content = rewritten(
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
    content = rewritten(
        xlsx({"一": ROWS}),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", row + b"</sheetData>"),
    )
    assert refusal(content) in ("F_TOO_MANY_ROWS", "F_TOO_LARGE")


def test_encrypted_workbooks_are_refused():
    assert refusal(compound(["EncryptionInfo", "EncryptedPackage"])) == "F_ENCRYPTED"


def test_old_workbooks_with_macros_are_refused():
    assert refusal(compound(["Workbook", "_VBA_PROJECT_CUR"])) == "F_MACRO"


def test_other_compound_files_are_refused():
    assert refusal(compound(["WordDocument"])) == "F_NOT_SPREADSHEET"


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
