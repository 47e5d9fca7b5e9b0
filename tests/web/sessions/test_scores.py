"""The examination of a class."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from sessions.rules.exams import ScoreState


@pytest.fixture
def rows(browser, small, coordinator):
    """The table of scores, by learner."""

    def read():
        table = browser.get("sessions.scores", offering_id=small.offering.id).table("学员成绩")
        return {row["学员"]: row for row in table.rows}

    return read


def score(make, small, **facts):
    return make.ScoreLine(batch=small.batch, enrolment=small.learners["王芳"], row=9, **facts)


def test_a_score_shows_with_the_row_of_the_sheet(rows):
    row = rows()["李明"]
    assert (row["考试成绩"], row["最终成绩"], row["状态"]) == ("80", "80", "及格")
    assert row["出处"] == "成绩单.xlsx · 成绩单 · 第 3 行"


def test_a_learner_without_a_line_is_listed(rows):
    assert rows()["王芳"]["状态"] == "未列入成绩单"


def test_an_invalid_cell_shows_as_typed_with_its_fault(rows, make, small):
    score(
        make,
        small,
        first_text="九十",
        first_state=ScoreState.INVALID,
        first_value=None,
        first_code="E_SCORE_NOT_NUMBER",
    )
    row = rows()["王芳"]
    assert row["状态"] == "成绩无效"
    assert row["原文"] == "九十 “九十”：不是数字"


def test_a_make_up_score_counts_up_to_the_cap(rows, make, small):
    score(
        make,
        small,
        first_text="55",
        first_value=Decimal(55),
        makeup_text="78",
        makeup_state=ScoreState.NUMBER,
        makeup_value=Decimal(78),
    )
    row = rows()["王芳"]
    assert (row["考试成绩"], row["补考成绩"], row["最终成绩"], row["状态"]) == ("55", "78", "60", "及格")


def test_just_below_the_mark_is_not_passed(rows, make, small):
    score(make, small, first_text="59.5", first_value=Decimal("59.5"))
    assert rows()["王芳"]["状态"] == "不及格"


def test_a_make_up_sheet_handed_in_later_adds_to_the_first(rows, make, small):
    score(make, small, first_text="40", first_value=Decimal(40))
    score(
        make,
        small,
        first_text="",
        first_state=ScoreState.EMPTY,
        first_value=None,
        makeup_text="61",
        makeup_state=ScoreState.NUMBER,
        makeup_value=Decimal(61),
    )
    row = rows()["王芳"]
    assert (row["考试成绩"], row["补考成绩"], row["最终成绩"]) == ("40", "61", "60")


def test_lines_of_nobody_are_listed_apart(browser, small, coordinator, make):
    make.ScoreLine(batch=small.batch, name="外人")
    page = browser.get("sessions.scores", offering_id=small.offering.id)
    assert page.table("未找到学员的行").rows[0]["原文姓名"] == "外人"


def test_the_workbook_holds_cells_as_typed(browser, small, coordinator, make):
    score(
        make,
        small,
        first_text="=1+1",
        first_state=ScoreState.INVALID,
        first_value=None,
        first_code="E_SCORE_NOT_NUMBER",
    )
    answer = browser.download("sessions.export_scores", offering_id=small.offering.id)
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet.cell(row=3, column=4).value == "'=1+1"
