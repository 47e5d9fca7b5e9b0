"""The papers of an examination as blocks: everything on them, whatever format they are given in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sessions.examining.writing.papers import Asked, ExamFacts, ExamPaperKind, Sits, paper_of
from sessions.questions.rules.questions import QuestionKind, QuestionText


def asked(kind, answer, points, options=()):
    return Asked(QuestionText(kind, f"{kind}题干", options, answer), Decimal(points))


QUESTIONS = (
    asked(QuestionKind.SINGLE, ("B",), 5, ("短", "也短")),
    asked(QuestionKind.SINGLE, ("A",), 5, ("一个相当长的选项，一行放不下两个这样的", "短")),
    asked(QuestionKind.TRUE_FALSE, ("F",), 5),
    asked(QuestionKind.TRUE_FALSE, ("T",), 10),
    asked(QuestionKind.FILL_IN, ("检查", "处置|改进"), 5),
    asked(QuestionKind.SHORT, ("要点",), 20),
)
FACTS = ExamFacts(
    "某机构", "某班", "CQO-01", "结业考试", "2026-03-06 09:00—11:00", "报告厅", 90, date(2026, 3, 6), "考生须知",
    Decimal(50), QUESTIONS, (Sits(1, "王芳", "甲公司", 2, 1), Sits(2, "李明", "乙公司", 1, 3), Sits(3, "张三")), 2, 3,
)  # fmt: skip


def text_of(kind, facts=FACTS):
    [section] = paper_of(kind, facts).sections
    return "\n".join(str(block) for block in section.blocks)


def tables(kind):
    [section] = paper_of(kind, FACTS).sections
    return [block for block in section.blocks if block.kind == "table"]


def test_the_question_paper_has_parts_points_and_options_but_no_answers():
    text = text_of(ExamPaperKind.QUESTIONS)
    assert "一、单项选择题（共 2 题，每题 5 分，共 10 分。每题只有一个正确答案）" in text
    assert "二、判断题（共 2 题，共 15 分。正确的填“√”，错误的填“×”）" in text
    assert "A. 短" in text
    assert "B. 也短" in text
    assert "要点" not in text
    assert "考生须知" in text


def test_the_answer_sheet_has_room_for_every_question():
    grid, judged, blanks, lines = tables(ExamPaperKind.ANSWER_SHEET)
    assert [column.title for column in grid.columns] == ["题号", "1", "2"]
    assert [column.title for column in judged.columns] == ["题号", "3", "4"]
    assert blanks.rows == [["5", ""]]
    assert len(lines.rows) > 5


def test_the_key_says_every_right_answer():
    [table] = tables(ExamPaperKind.KEY)
    assert [row[2] for row in table.rows] == ["B", "A", "×", "√", "检查；处置 或 改进", "要点"]


def test_lists_stand_in_the_order_of_the_seats_and_the_map_shows_them():
    [door] = tables(ExamPaperKind.DOOR_LIST)
    assert [row[1:3] for row in door.rows] == [["1排3号", "李明"], ["2排1号", "王芳"], ["", "张三"]]
    [seats] = tables(ExamPaperKind.SEAT_MAP)
    assert seats.rows == [["1排", "", "", "李明"], ["2排", "王芳", "", ""]]
    assert "阅卷人" in text_of(ExamPaperKind.SCORE_SHEET)


@pytest.mark.parametrize("kind", ExamPaperKind)
def test_a_sitting_with_nothing_yet_still_makes_a_paper(kind):
    assert paper_of(kind, replace(FACTS, questions=(), people=(), rows=0, columns=0)).title.startswith("结业考试")
