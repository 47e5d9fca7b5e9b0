"""The judgement of roster lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from learners.roster import (
    RawRosterRow,
    RosterRow,
    judge_roster,
    normal_phone,
    normal_sex,
    split_industry,
    years_in,
    yes_or_no,
)
from learners.rows import Place

GOOD = "34052419800101001X"
OTHER = "370101190102039973"
THIRD = "11010519491231002X"


def judged(*people: dict[str, Any]) -> list[RosterRow]:
    facts: dict[str, Any] = {"name": "张三", "sex": "男", "id_number": GOOD, "phone": "16812340782"}
    rows = [
        RawRosterRow(Place("f", "s", number), facts | person, {"id_number": "D 身份证号"})
        for number, person in enumerate(people, 2)
    ]
    return judge_roster(rows, date(2026, 5, 9))


def test_a_good_line_is_accepted():
    row = judged({})[0]
    assert (row.outcome, row.codes, row.id_number, row.phone) == ("accepted", (), GOOD, "16812340782")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"phone": None}, "W_PHONE_MISSING"),
        ({"phone": "—"}, "W_PHONE_MISSING"),
        ({"post": "=HYPERLINK(1)"}, "W_FORMULA_TEXT"),
        ({"post": "+经理"}, "W_FORMULA_TEXT"),
        ({"note": "-见附件"}, "W_FORMULA_TEXT"),
        ({"note": "@所有人"}, "W_FORMULA_TEXT"),
        ({"id_number": "３４０５２４１９８００１０１００１Ｘ"}, "N_FULLWIDTH"),
        ({"phone": "１６８１２３４０７８２"}, "N_FULLWIDTH"),
        ({"name": "张 三"}, "N_NAME_SPACE"),
        ({"name": "张\u3000三"}, "N_NAME_SPACE"),
        ({"name": "买买提•张"}, "N_NAME_DOT"),
        ({"id_number": "34052419800101001x"}, "N_ID_LOWER_X"),
        ({"phone": "168-1234-0782"}, "N_PHONE_SEP"),
        ({"phone": "168 1234 0782"}, "N_PHONE_SEP"),
    ],
)
def test_what_is_put_right_or_doubted_leaves_the_line_accepted(changes, code):
    row = judged(changes)[0]
    assert (row.outcome, row.codes) == ("accepted", (code,))
    assert row.id_number == GOOD
    assert row.phone in (None, "16812340782")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id_number": 3.4052419800101e17}, "E_ID_PRECISION"),
        ({"id_number": "3.40524E+17"}, "E_ID_PRECISION"),
        ({"id_number": 610122700829947.0}, "E_ID_PRECISION"),
        ({"id_number": "610122700829947"}, "E_ID_15"),
        ({"id_number": "340524********001X"}, "E_ID_FORMAT"),
        ({"id_number": None}, "E_ID_FORMAT"),
        ({"id_number": "34052420580411001X"}, "E_ID_BIRTH"),
        ({"sex": "女"}, "E_ID_SEX"),
        ({"id_number": "340524198001010011"}, "E_ID_CHECK"),
        ({"name": None}, "E_NAME_MISSING"),
    ],
)
def test_one_fault_rejects_the_line_and_hides_its_numbers(changes, code):
    row = judged(changes)[0]
    assert (row.outcome, row.codes, row.id_number, row.phone) == ("rejected", (code,), None, None)


def test_a_rejection_shows_the_cell():
    row = judged({"id_number": "610122700829947"})[0]
    assert (row.column, row.value) == ("D 身份证号", "610122700829947")


def test_of_equal_numbers_the_first_accepted_line_stands():
    rows = judged({"sex": "女"}, {}, {"name": "张三丰"})
    assert [row.codes for row in rows] == [("E_ID_SEX",), (), ("E_DUPLICATE",)]


def test_equal_names_warn_each_accepted_line_only():
    rows = judged(
        {}, {"name": "张 三", "id_number": OTHER}, {"id_number": "x"}, {"name": "李四", "id_number": THIRD, "sex": "女"}
    )
    assert [row.codes for row in rows] == [
        ("W_SAME_NAME",),
        ("N_NAME_SPACE", "W_SAME_NAME"),
        ("E_ID_FORMAT", "N_ID_LOWER_X"),
        (),
    ]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"no": "合计", "name": "48人", "id_number": None}, "I_TOTAL_ROW"),
        ({"no": None, "name": "总 计", "id_number": None}, "I_TOTAL_ROW"),
        ({"name": None, "id_number": None, "phone": None, "note": "以上名单"}, "I_NOTE_ROW"),
        ({"name": "填表人：佘青禾", "id_number": "审核：", "phone": None}, "I_NOTE_ROW"),
        ({"name": "填表人", "id_number": "佘青禾", "phone": None}, "I_NOTE_ROW"),
        ({"name": "注：电话以本人填报为准", "id_number": None, "phone": None}, "I_NOTE_ROW"),
        ({"name": "说明: 以上属实", "id_number": None, "phone": None}, "I_NOTE_ROW"),
        ({"name": "联系人：佘青禾", "id_number": None, "phone": "16100002601"}, "I_NOTE_ROW"),
    ],
)
def test_lines_that_are_no_people(cells, code):
    row = judged({"no": 1} | cells)[0]
    assert (row.outcome, row.codes) == ("ignored", (code,))


def test_blank_lines_are_left_out():
    assert judge_roster([RawRosterRow(Place("f", "s", 2), {"name": None, "id_number": "  "})], None) == []


def test_rare_characters_survive():
    assert judged({"name": "田𠮷川"})[0].name == "田𠮷川"


def test_the_other_facts():
    row = judged(
        {"industry": "C27 医药制造业", "above_scale": "否", "quality_years": "15年", "uscc": "91350100m000100y43"}
    )[0]
    assert (row.industry_code, row.industry, row.above_scale) == ("C27", "医药制造业", False)
    assert (row.quality_years, row.uscc) == (Decimal(15), "91350100M000100Y43")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I65 软件和信息技术服务业", ("I65", "软件和信息技术服务业")),
        ("C27医药制造业", ("C27", "医药制造业")),
        ("Ｃ27　医药制造业", ("C27", "医药制造业")),
        ("C 制造业", ("C", "制造业")),
        ("医药制造业", ("", "医药制造业")),
        ("IT服务", ("", "IT服务")),
        ("", ("", "")),
    ],
)
def test_industry_code_and_name(text, parts):
    assert split_industry(text) == parts


@pytest.mark.parametrize(("text", "sex"), [("男", "男"), ("女性", "女"), ("M", "男"), ("female", "女"), ("?", "")])
def test_sexes(text, sex):
    assert normal_sex(text) == sex


@pytest.mark.parametrize(
    ("text", "answer"), [("是", True), ("√", True), ("否", False), ("规下", False), ("也许", None)]
)
def test_yes_and_no(text, answer):
    assert yes_or_no(text) is answer


@pytest.mark.parametrize(
    ("text", "phone"), [("+86 168-1234-0782", "16812340782"), ("无", ""), ("/", ""), ("０１０", "010")]
)
def test_phones(text, phone):
    assert normal_phone(text) == phone


def test_years():
    assert (years_in("约15.5 年"), years_in("多年")) == (Decimal("15.5"), None)
