"""Questions in running text, in the layouts that question papers have."""

from __future__ import annotations

from decimal import Decimal

from sessions.questions.rules.cells import read
from sessions.questions.rules.lines import read_lines
from sessions.questions.rules.questions import Difficulty, Fault, QuestionKind

PAPER = """企业首席质量官考试题
模块：质量法律制度
一、单项选择题（每题2分，共4分）
1. 企业首席质量官由（  ）任命。
A. 政府部门  B. 企业法定代表人  C. 行业协会 D．认证机构
答案：B  难度：易
解析：见第3条。
2、产品质量法自（ C ）起施行。
A、1993年9月1日
B、1993年2月22日
C、1994年1月1日
二、多项选择题（每题3分）
1. 质量成本包括（ ）A.预防成本 B.鉴定成本 C.损失成本
2. 下列属于(  )
A. 甲
B. 乙
三、判断题
1. 质量是检验出来的。（×）
2. 1.5倍的说法正确。（ ）
四、填空题
1. 首要原则是____，其次是____。
答案：以顾客为关注焦点；领导作用
五、简答题
1. 简述PDCA。
答案：要点：
1. 计划
2. 执行
【解析】略
2. 简述质量成本。
答案：略
参考答案
二、多选题
1.ABC 2.AB
三、判断题
2.√"""


def read_text(text):
    raws = read_lines((number, line, False) for number, line in enumerate(text.split("\n"), 1))
    return [read(raw) for raw in raws]


def questions(text):
    return [one.text for one in read_text(text)]


def test_a_whole_paper_is_read_without_a_fault():
    found = read_text(PAPER)
    assert [one.faults for one in found] == [()] * 9
    assert [one.place for one in found] == [4, 8, 13, 14, 18, 19, 21, 24, 29]
    assert [one.text.kind for one in found] == [
        *[QuestionKind.SINGLE] * 2,
        *[QuestionKind.MULTIPLE] * 2,
        *[QuestionKind.TRUE_FALSE] * 2,
        QuestionKind.FILL_IN,
        *[QuestionKind.SHORT] * 2,
    ]


def test_options_stand_on_one_line_or_below_each_other_in_any_width():
    first, second, third, *_ = questions(PAPER)
    assert first.options == ("政府部门", "企业法定代表人", "行业协会", "认证机构")
    assert second.options == ("1993年9月1日", "1993年2月22日", "1994年1月1日")
    assert third.options == ("预防成本", "鉴定成本", "损失成本")


def test_the_answer_stands_below_in_the_brackets_or_in_a_key_at_the_end():
    assert [one.answer for one in questions(PAPER)[:6]] == [("B",), ("C",), ("A", "B", "C"), ("A", "B"), ("F",), ("T",)]


def test_an_answer_in_brackets_leaves_an_empty_bracket():
    assert questions(PAPER)[1].stem == "产品质量法自（　　）起施行。"


def test_points_of_a_heading_a_module_on_top_and_labels_of_a_question_are_kept():
    first = questions(PAPER)[0]
    assert (first.score, first.module, first.difficulty) == (Decimal(2), "质量法律制度", Difficulty.EASY)
    assert first.explanation == "见第3条。"


def test_each_blank_has_its_answer():
    assert questions(PAPER)[6].answer == ("以顾客为关注焦点", "领导作用")


def test_numbered_points_of_an_answer_are_no_new_questions_and_the_next_question_is_one():
    eighth, ninth = questions(PAPER)[7:]
    assert eighth.answer == ("要点：\n1. 计划\n2. 执行",)
    assert ninth.stem == "简述质量成本。"


def test_a_key_may_count_in_ranges():
    text = "一、单选题\n1. 甲（ ）\nA. 子 B. 丑\n模块：质量\n2. 乙（ ）\nA. 子 B. 丑\n模块：质量\n答案：\n1-2 AB"
    assert [one.answer for one in questions(text)] == [("A",), ("B",)]


def test_the_kind_may_stand_before_the_question_or_be_told_by_its_looks():
    marked = questions("1. 【多选题】甲（ ）\nA. 子\nB. 丑\n答案：AB\n模块：质量")
    looks = questions("1. 甲____。\n答案：子\n模块：质量\n2. 乙\n答案：对\n模块：质量\n3. 丙\nA. 子\nB. 丑\n答案：AB")
    assert marked[0].kind is QuestionKind.MULTIPLE
    assert [one.kind for one in looks] == [QuestionKind.FILL_IN, QuestionKind.TRUE_FALSE, QuestionKind.MULTIPLE]


def test_a_text_over_several_lines_goes_on():
    [one] = questions("1. 甲\n乙\nA. 子\n丑\nB. 寅\n答案：A")
    assert (one.stem, one.options) == ("甲\n乙", ("子\n丑", "寅"))


def test_a_picture_is_said():
    [raw] = read_lines([(1, "1. 见图。", False), (2, "", True), (3, "答案：对", False)])
    assert Fault.PICTURE in [found.fault for found in read(raw).faults]


def test_text_without_numbers_gives_nothing():
    assert read_lines([(1, "考试须知", False), (2, "请认真作答", True)]) == []


def test_a_heading_of_a_key_may_stand_alone_and_a_key_gives_single_letters_too():
    text = "一、单选题\n1. 甲（ ）\nA. 子 B. 丑\n答案：A\n2. 乙（ ）\nA. 子 B. 丑\n参考答案\n2.B"
    assert [one.answer for one in questions(text)] == [("A",), ("B",)]


def test_a_key_for_a_question_that_is_not_there_changes_nothing():
    assert [one.answer for one in questions("1. 甲（ ）\nA. 子 B. 丑\n模块：质\n参考答案\n7.A 8.B")] == [()]
