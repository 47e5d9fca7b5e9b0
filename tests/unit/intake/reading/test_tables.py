"""Where tables begin and end, and which kind they are."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from intake.reading.folder import read_class_files
from intake.rows import FileKind, Reading
from tests.unit.intake.reading.tables_of import KNOWN, codes, read, read_sheets
from tests.variations.writing import delimited, xlsx

TEACHERS = [["姓名", "职称", "聘期起", "聘期止"], ["张三", "教授", "2025-01-01", "2027-12-31"]]
VENUES = [["场地名称", "容纳人数", "设施设备"], ["一教室", 60, "投影"]]
ROSTER_HEAD = ["姓名", "性别", "身份证号", "手机", "单位"]
PERSON = ["张三", "男", "34052419800101001X", "16812340782", "某厂"]


def kinds(reading: Reading) -> list[tuple[str, int, int]]:
    return [(table.kind.value, table.header_row, table.rows) for table in reading.tables]


def test_tables_one_below_the_other():
    assert kinds(read(*TEACHERS, [], ["场地"], *VENUES)) == [("teachers", 1, 1), ("venues", 5, 1)]


def test_tables_one_below_the_other_without_a_gap():
    assert kinds(read(*TEACHERS, *VENUES)) == [("teachers", 1, 1), ("venues", 3, 1)]


def test_tables_side_by_side_at_different_heights():
    reading = read(
        ["教师", None, None, None, None, "场地"],
        [*TEACHERS[0], None, None, None],
        [*TEACHERS[1], None, *VENUES[0]],
        [*TEACHERS[1], None, *VENUES[1]],
    )
    assert kinds(reading) == [("teachers", 2, 2), ("venues", 3, 1)]


def test_a_blank_column_inside_a_table():
    reading = read(["姓名", "性别", None, "身份证号", "手机"], ["张三", "男", None, "34052419800101001X", "168"])
    assert kinds(reading) == [("roster", 1, 1)]


def test_a_table_in_the_middle_of_a_sheet():
    rows = [[], [None, "某班学员名册"], [None, *ROSTER_HEAD], [None, *PERSON]]
    assert kinds(read(*rows)) == [("roster", 3, 1)]


def test_unknown_columns_are_listed():
    assert read([*ROSTER_HEAD, "血型", "衣服尺码"], [*PERSON, "A", "XL"]).tables[0].unknown == ("血型", "衣服尺码")


def test_a_roster_without_identity_numbers_waits_for_a_mapping():
    reading = read(["序号", "姓名", "性别", "手机", "单位", "职务"], [1, "张三", "男", "168", "某厂", "经理"])
    assert reading.tables[0].kind is FileKind.ROSTER
    assert reading.tables[0].missing == ("id_number",)
    assert reading.roster == []
    assert codes(reading) == ["F_COLUMNS_MISSING"]


def test_a_column_to_sign_on_paper_makes_no_sign_in_record():
    reading = read([*ROSTER_HEAD, "签到"], [*PERSON, None])
    assert kinds(reading) == [("roster", 1, 1)]


def test_rosters_on_several_sheets_are_one_roster():
    second = [ROSTER_HEAD, ["李四", *PERSON[1:]]]
    reading = read_sheets({"一组": [ROSTER_HEAD, PERSON], "二组": second})
    assert [row.codes for row in reading.roster] == [(), ("E_DUPLICATE",)]


def test_the_same_table_twice_is_read_once():
    files = [("a.xlsx", xlsx({"x": TEACHERS})), ("b.csv", delimited(TEACHERS, ",", "gb18030"))]
    reading = read_class_files(files, known=KNOWN)
    assert len(reading.teachers) == 1
    assert codes(reading) == ["F_DUPLICATE_TABLE"]


def test_hidden_sheets_are_named_and_not_read():
    book = Workbook()
    for row in VENUES:
        book.active.append(row)
    hidden = book.create_sheet("旧")
    hidden.sheet_state = "hidden"
    for row in TEACHERS:
        hidden.append(row)
    stream = io.BytesIO()
    book.save(stream)
    reading = read_class_files([("a.xlsx", stream.getvalue())], known=KNOWN)
    assert kinds(reading) == [("venues", 1, 1)]
    assert codes(reading) == ["F_HIDDEN_SHEET"]


def test_a_refused_file_does_not_keep_the_others_from_being_read():
    reading = read_class_files([("a.xlsx", b"%PDF"), ("b.xlsx", xlsx({"x": VENUES}))], known=KNOWN)
    assert codes(reading) == ["F_NOT_SPREADSHEET"]
    assert len(reading.venues) == 1


def test_a_formula_without_a_value_refuses_the_row_that_needs_it():
    book = Workbook()
    book.active.append(["姓名", "打卡时间", "方向"])
    book.active.append(["张三", "=NOW()", "签到"])
    stream = io.BytesIO()
    book.save(stream)
    reading = read_class_files([("a.xlsx", stream.getvalue())], known=KNOWN)
    assert reading.taps == []
    assert "E_FORMULA" in codes(reading)


def test_a_text_that_looks_like_a_formula_is_text():
    reading = read([*ROSTER_HEAD, "职务"], [*PERSON, '=HYPERLINK("http://example.invalid","x")'])
    assert reading.roster[0].post.startswith("=HYPERLINK")
    assert reading.roster[0].codes == ("W_FORMULA_TEXT",)


def test_a_masked_identity_number_in_a_roster_is_said_to_be_masked():
    reading = read(ROSTER_HEAD, [*PERSON[:2], "340***********001X", *PERSON[3:]])
    assert reading.roster[0].codes == ("E_ID_FORMAT",)
    assert codes(reading) == ["E_ID_MASKED"]


@pytest.mark.parametrize("rows", [[["随便", "写写"]], [["a", "b", "c"], [1, 2, 3]], [["说明：本文件供参考"]]])
def test_what_is_no_table_is_named(rows):
    assert codes(read(*rows)) == ["F_NO_TABLE"]
