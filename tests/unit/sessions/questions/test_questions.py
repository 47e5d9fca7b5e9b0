"""What is wrong with a question, how tables of questions are read, and which questions are the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sessions.questions.rules.cells import Raw, difficulty_of, letters_of, points_of, read
from sessions.questions.rules.documents import FileFault, FileRefused, Known, read_file
from sessions.questions.rules.questions import Difficulty, Fault, QuestionKind, QuestionText, faults_of, fingerprint
from sessions.questions.rules.stored import from_plain, good, is_same, mistakes, to_plain
from sessions.questions.rules.tables import read_table

SINGLE = QuestionText(QuestionKind.SINGLE, "谁负责？", ("政府", "企业"), ("B",), "质量", Difficulty.EASY, Decimal(2))


def faults(text, modules=()):
    return [found.fault for found in faults_of(text, modules)]


def test_a_good_question_has_no_fault():
    assert faults(SINGLE, ["质量"]) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"stem": ""}, Fault.NO_STEM),
        ({"stem": "长" * 4001}, Fault.TOO_LONG),
        ({"module": ""}, Fault.NO_MODULE),
        ({"module": "别的"}, Fault.UNKNOWN_MODULE),
        ({"score": Decimal(0)}, Fault.BAD_SCORE),
        ({"score": Decimal(101)}, Fault.BAD_SCORE),
        ({"options": ("政府",), "answer": ("A",)}, Fault.TOO_FEW_OPTIONS),
        ({"options": tuple("子丑寅卯辰巳午未申")}, Fault.TOO_MANY_OPTIONS),
        ({"options": ("政府", "政府。")}, Fault.SAME_OPTIONS),
        ({"answer": ()}, Fault.NO_ANSWER),
        ({"answer": ("C",)}, Fault.NOT_AN_OPTION),
        ({"answer": ("A", "B")}, Fault.ONE_ANSWER),
        ({"kind": QuestionKind.MULTIPLE}, Fault.SEVERAL_ANSWERS),
        ({"kind": QuestionKind.TRUE_FALSE}, Fault.NOT_TRUE_OR_FALSE),
        ({"kind": QuestionKind.SHORT, "answer": ("",)}, Fault.NO_ANSWER),
        ({"kind": QuestionKind.FILL_IN, "stem": "__和__", "answer": ("甲",)}, Fault.BLANKS_DIFFER),
    ],
)
def test_each_fault_is_found(change, fault):
    assert faults(replace(SINGLE, **change), ["质量"]) == [fault]


def test_the_same_question_is_known_by_what_it_says_not_by_order_or_punctuation():
    turned = replace(SINGLE, stem="谁 负责", options=("企业", "政府"), answer=("A",))
    assert fingerprint(turned) == fingerprint(SINGLE)
    assert fingerprint(replace(SINGLE, options=("政府", "员工"))) != fingerprint(SINGLE)


def test_what_people_write_for_letters_points_and_difficulties():
    assert letters_of("a、C") == ("A", "C")
    assert letters_of("见教材") == ()
    assert (points_of("2分"), points_of(""), points_of("两")) == (Decimal(2), Decimal(1), None)
    assert (difficulty_of("较难"), difficulty_of(""), difficulty_of("怪")) == (Difficulty.HARD, Difficulty.MEDIUM, None)


def test_a_cell_that_says_nothing_known_is_named_with_its_words():
    found = read(Raw(7, kind="选做", stem="甲", answer="乙", module="质量", difficulty="怪", score="两")).faults
    assert [(one.fault, one.part, one.said) for one in found] == [
        (Fault.NO_KIND, "kind", "选做"),
        (Fault.BAD_DIFFICULTY, "difficulty", "怪"),
        (Fault.BAD_SCORE, "score", "两"),
    ]


def test_blanks_may_be_parted_by_other_signs_where_the_number_fits():
    read_blank = lambda answer: read(Raw(1, kind="填空", stem="__和__", answer=answer, module="质")).text.answer  # noqa: E731
    assert read_blank("甲、乙") == ("甲", "乙")
    assert read_blank("甲 乙") == ("甲", "乙")
    assert read_blank("甲") == ("甲",)


HEAD = ["题型", "题干", "选项A", "选项B", "答案*", "模块", "难度", "分值（分）"]


def test_a_table_is_read_below_its_head_wherever_that_stands():
    rows = [["说明"], HEAD, ["单选题", "谁？", "甲", "乙", "B", "质量", "易", 2.0], [None] * 8]
    [raw] = read_table(rows)
    assert (raw.place, raw.options, raw.score, raw.answer) == (3, ["甲", "乙"], "2", "B")


def test_options_may_share_a_cell():
    rows = [["题干", "选项", "答案"], ["谁？", "A. 甲 B. 乙", "A"], ["谁？", "甲|乙", "A"], ["谁？", "", "对"]]
    assert [raw.options for raw in read_table(rows)] == [["甲", "乙"], ["甲", "乙"], []]


def test_a_table_without_a_head_is_none():
    assert read_table([["姓名", "单位"], ["王芳", "甲公司"]]) is None


def csv(*rows):
    return "\n".join(["题型,题干,选项A,选项B,答案,模块", *rows]).encode("utf-8-sig")


def test_the_same_questions_of_a_file_and_of_the_bank_are_left_out_and_said():
    known = Known(["质量"], {fingerprint(SINGLE): "T-0003"})
    content = csv("单选题,谁负责？,政府,企业,B,质量", "判断题,甲,,,对,质量", "判断题,甲。,,,对,质量")
    bank, first, again = read_file("题.csv", content, known)
    assert [is_same(one) for one in (bank, first, again)] == [True, False, True]
    assert [one.faults[-1].said for one in (bank, again)] == ["T-0003", "3"]
    assert good([bank, first, again]) == [first]
    assert mistakes(bank) == []


def test_a_question_kept_as_plain_values_comes_back_the_same():
    [one] = read_file("题.csv", csv("单选题,谁？,甲,乙,C,质量"), Known(["质量"], {}))
    assert from_plain(to_plain(one)) == one


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("题.pdf", b"%PDF-1.4", FileFault.NOT_READABLE),
        ("题.csv", "姓名,单位\n王芳,甲".encode(), FileFault.NO_QUESTIONS),
        ("题.csv", csv(*[f"判断题,甲{number},,,对,质量" for number in range(2001)]), FileFault.TOO_MANY),
        ("题.docx", b"x" * (20 * 1024 * 1024 + 1), FileFault.TOO_LARGE),
    ],
)
def test_a_file_that_gives_no_questions_says_why(name, content, fault):
    with pytest.raises(FileRefused) as refused:
        read_file(name, content, Known([], {}))
    assert refused.value.fault is fault
