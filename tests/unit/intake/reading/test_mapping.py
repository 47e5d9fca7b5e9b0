"""Mapping files: what they can say, and how they are refused."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from intake.reading.mapping import MappingFault, load_mapping
from tests.unit.intake.reading.tables_of import codes, read, read_sheets

ODD = [["某系统导出"], ["甲", "乙", "丙"], ["张三", "2026-05-11 8:21", "A1"]]


def test_columns_named_by_header():
    mapping = """
    [[table]]
    kind = "sign"
    header_row = 2
    columns = { "甲" = "name", "乙" = "at", "丙" = "direction" }
    values = { "A1" = "签到" }
    """
    assert codes(read(*ODD)) == ["F_NO_TABLE"]
    reading = read(*ODD, mapping=mapping)
    assert [(tap.name, tap.direction) for tap in reading.taps] == [("张三", "in")]


def test_columns_named_by_letter_and_a_constant():
    mapping = '[[table]]\nkind = "sign"\nheader_row = 2\ncolumns = { A = "name", B = "at" }\nconstants = { direction = "签退" }'
    assert [tap.direction for tap in read(*ODD, mapping=mapping).taps] == ["out"]


def test_the_header_row_is_found_by_the_names_in_it():
    mapping = json.dumps(
        {"table": [{"kind": "sign", "columns": {"甲": "name", "乙": "at"}, "constants": {"direction": "签到"}}]}
    )
    assert len(read(*ODD, mapping=mapping).taps) == 1


def test_what_the_mapping_leaves_out_is_recognised_as_ever():
    rows = [["姓名", "刷脸瞬间", "进出"], ["张三", "2026-05-11 8:21", "进"]]
    reading = read(*rows, mapping='[[table]]\nkind = "sign"\ncolumns = { "刷脸瞬间" = "at" }')
    assert len(reading.taps) == 1


def test_a_mapping_is_for_the_files_and_sheets_it_names():
    head = ["姓名", "考试成绩", "备注"]
    mapping = '[[table]]\nfile = "*.xlsx"\nsheet = "旧*"\nskip = true'
    reading = read_sheets({"旧表": [head, ["张三", 1, None]], "新表": [head, ["张三", 2, None]]}, mapping=mapping)
    assert [str(row.first.value) for row in reading.scores] == ["2"]


def test_an_unknown_header_of_several_lines_may_be_given_as_listed():
    rows = [["姓名", "成绩情况", None], [None, "正式", "补充"], ["张三", 80, 90]]
    merges = ["A1:A2", "B1:C1"]
    mapping = """
    [[table]]
    kind = "scores"
    header_row = 2
    columns = { "成绩情况 正式" = "first", "补充" = "makeup", "A" = "name" }
    """
    reading = read(*rows, merges=merges, mapping=mapping)
    assert [(str(row.first.value), str(row.makeup.value)) for row in reading.scores] == [("80", "90")]


def test_class_facts_from_the_mapping():
    reading = read(["姓名", "考试成绩", "备注"], ["张三", 80, None], mapping='[class]\ncode = "C-9"\nname = "某班"')
    assert reading.info
    assert (reading.info.code, reading.info.name) == ("C-9", "某班")


FACTS = """
[class]
name = "某班"
institution = "某中心"
class_teacher = "佘 青禾"
training_type = "任职培训"
first_day = 2026-05-09
last_day = "2026-05-24"
required_hours = 40
planned_offline_hours = 38
planned_online_hours = "11.25"
pass_mark = 60
"""


@pytest.mark.parametrize("sheets", [{}, {"信息": [["班级编号", "C-1"], ["班级名称", "旧名"], ["合格线", 80]]}])
def test_every_class_fact_may_come_from_the_mapping_and_goes_before_the_files(sheets):
    info = read_sheets({**sheets, "成绩": [["姓名", "考试成绩", "备注"], ["张三", 80, None]]}, mapping=FACTS).info
    assert info
    assert (info.code, info.name) == ("C-1" if sheets else "", "某班")
    assert (info.institution, info.class_teacher, info.training_type) == ("某中心", "佘青禾", "任职培训")
    assert (info.starts_on, info.ends_on) == (date(2026, 5, 9), date(2026, 5, 24))
    assert (info.required_hours, info.planned_offline_hours, info.planned_online_hours) == (40, 38, Decimal("11.25"))
    assert info.pass_mark == 60


def test_two_tables_of_one_sheet_by_their_header_rows():
    rows = [
        ["一、人"],
        ["甲", "乙", "丙"],
        ["张三", "教授", "2027-12-31"],
        [],
        ["二、地"],
        ["丁", "戊"],
        ["报告厅", 120],
    ]
    mapping = """
    [[table]]
    kind = "venues"
    header_row = 6
    columns = { "丁" = "name", "戊" = "capacity" }
    [[table]]
    kind = "teachers"
    header_row = 2
    columns = { "甲" = "name", "乙" = "title", "丙" = "valid_to" }
    """
    reading = read(*rows, mapping=mapping)
    assert [teacher.name for teacher in reading.teachers] == ["张三"]
    assert [(venue.name, venue.capacity) for venue in reading.venues] == [("报告厅", 120)]
    assert codes(reading) == []


def test_without_a_header_row_the_first_entry_that_fits_a_sheet_counts_alone():
    rows = [["姓名", "考试成绩", "备注"], ["张三", 80, None]]
    mapping = '[[table]]\nkind = "scores"\n[[table]]\nkind = "sign"\nheader_row = 1'
    assert [row.name for row in read(*rows, mapping=mapping).scores] == ["张三"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[class]\nlast_day = 'bald'", "class, last_day: write a date"),
        ("[class]\npass_mark = 'viel'", "class, pass_mark: write a number"),
        ("nonsense", "not TOML or JSON"),
        ("{", "not TOML or JSON"),
        ("[[tabel]]", "unknown key 'tabel'"),
        ("table = 1", r"write \[\[table\]\]"),
        ('[[table]]\nkind = "signs"', "unknown kind 'signs'"),
        ('[[table]]\nkind = "sign"\ncolumns = { x = "when" }', "sign has no field 'when'"),
        ('[[table]]\ncolumns = { x = "at" }', "need a kind"),
        ('[[table]]\nkind = "sign"\nheader_row = 0', "counted from 1"),
        ('[[table]]\nkind = "sign"\nrow = 2', "unknown key 'row'"),
        ('[class]\ncolour = "red"', "unknown key 'colour'"),
        ('[[table]]\nkind = "sign"\ncolumns = 3', "table 1, columns"),
    ],
)
def test_a_mapping_that_cannot_be_followed_says_why(text, message):
    with pytest.raises(MappingFault, match=message):
        load_mapping(text)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ('[[table]]\nkind = "sign"\nheader_row = 99\ncolumns = { "甲" = "name" }', "no row 99"),
        ('[[table]]\nkind = "sign"\nheader_row = 2\ncolumns = { "丁" = "name" }', "no column '丁'"),
        ('[[table]]\nkind = "sign"\ncolumns = { "丁" = "name" }', "no row has all"),
    ],
)
def test_a_mapping_that_does_not_fit_the_file_says_where(mapping, message):
    with pytest.raises(MappingFault, match=message):
        read(*ODD, mapping=mapping)


def test_survey_questions_can_be_mapped():
    heads = [f"指标{n}" for n in "甲乙丙丁戊己"]
    columns = ", ".join(f'"{head}" = "q{n}"' for n, head in enumerate(heads, 1))
    reading = read(
        ["码", *heads], ["A", 5, 4, 3, 2, 1, 5], mapping=f'[[table]]\nkind = "survey"\ncolumns = {{ {columns} }}'
    )
    assert [answer.value for answer in reading.survey[0].answers.values()] == [5, 4, 3, 2, 1, 5]
