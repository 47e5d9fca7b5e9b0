"""What stands on the papers of a class."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sessions.handouts.writing import wording
from sessions.handouts.writing.blocks import Badges, Facts, Seal, SignLine, title
from sessions.handouts.writing.facts import NoticeText
from sessions.handouts.writing.letters import PARTS, default_parts
from sessions.handouts.writing.papers import PaperFormat, PaperKind, file_name, paper_of, parts_of
from sessions.rules.kinds import SessionKind
from tests.unit.sessions.handouts.samples import blocks, class_facts, lesson, tables, texts

SOURCES = sorted(Path(wording.__file__).parent.glob("*.py"))


def heads(table):
    return [column.title for column in table.columns]


def notice_with(of=None, **parts):
    of = of or class_facts()
    return paper_of(PaperKind.NOTICE, class_facts(lessons=of.lessons, notice=NoticeText(1, date(2026, 2, 1), parts)))


def test_a_notice_says_when_where_and_what_from_the_timetable():
    said = texts(notice_with())
    assert said[0] == "关于举办企业首席质量官培训班的通知"
    assert "2026年3月2日至6日，共 8.5 学时（面授 5 学时、直播 2.5 学时、录播 1 学时）。" in said
    assert "报告厅（科技路1号）。" in said
    assert "战略（7.5 学时）、工具（1 学时）。具体安排见附件《课程表》。" in said


def test_the_parts_of_a_notice_are_numbered_and_empty_ones_left_out():
    paper = notice_with(audience="质量负责人", fee="每人 2400 元\n食宿自理", reference="陕质培〔2026〕3号")
    said = texts(paper)
    assert said[1] == "陕质培〔2026〕3号"
    assert [one for one in said if re.match("[一二三四五六七八九十]+、", one)] == [
        "一、培训对象", "二、培训时间", "三、培训地点", "四、培训内容", "五、培训费用",
    ]  # fmt: skip
    assert said[said.index("五、培训费用") + 1 :][:2] == ["每人 2400 元。", "食宿自理。"]
    assert Seal(["西安质量培训中心", "2026年2月1日"], "（盖章处）") in blocks(paper)


def test_a_long_title_is_torn_after_its_first_words():
    of = class_facts(name="陕西省企业首席质量官任职培训班（2026年第3期）")
    assert texts(paper_of(PaperKind.NOTICE, of))[0].split("\n") == [
        "关于举办",
        "陕西省企业首席质量官任职培训班（2026年第3期）的通知",
    ]


def test_a_notice_without_timetable_has_no_attachment():
    paper = paper_of(PaperKind.NOTICE, class_facts(lessons=[]))
    assert tables(paper) == []
    assert "2026年3月2日至6日。" in texts(paper)


def test_an_unwritten_notice_has_standard_words():
    of = class_facts(phone="")
    assert default_parts(of)["contact"] == "联系人：李静"
    assert "联系人：李静" in texts(paper_of(PaperKind.NOTICE, of))
    assert default_parts(class_facts(phone="", class_teacher=""))["contact"] == ""


def test_what_the_enrolment_notice_says_is_taken_over():
    parts = default_parts(class_facts(announced={"fee": "免费", "contact": "", "terms": "请如实填写"}))
    assert (parts["fee"], parts["contact"]) == ("免费", "联系人：李静\n联系电话：029-88888888")
    assert "terms" not in parts


def test_every_part_of_a_notice_has_a_word():
    assert set(PARTS) == wording.words()["notice_part"].keys()


def test_the_timetable_has_lessons_by_day_and_recorded_units_apart():
    dated, recorded = tables(paper_of(PaperKind.TIMETABLE, class_facts()))
    assert dated.rows[0] == ["2026-03-02\n星期一", "09:00–10:30", "面授", "【战略】质量战略", "晏若谷", "报告厅", "2.5"]
    assert dated.rows[2][2] == "直播"
    assert recorded.rows == [["1", "工具", "质量工具", "1"]]


def test_a_lesson_named_as_its_module_is_said_once():
    of = class_facts(lessons=[lesson(2, "09:00", "10:30", "战略")])
    assert tables(paper_of(PaperKind.TIMETABLE, of))[0].rows[0][3] == "战略"


def test_a_roster_shows_numbers_as_given_and_warns_where_they_are_whole():
    masked, full = (paper_of(PaperKind.ROSTER, class_facts(), full=whole) for whole in (False, True))
    assert tables(masked)[0].rows[0][:5] == ["1", "学员1", "女", "610***********0011", "138****5678"]
    assert [one for one in texts(full) if one not in texts(masked)] == [
        "本表含完整的身份证号和手机号，请妥善保管，用后及时销毁。"
    ]


def test_a_teacher_gets_a_letter_with_his_or_her_own_lessons():
    paper = paper_of(PaperKind.LETTERS, class_facts())
    assert [section.blocks[1].text for section in paper.sections] == [
        "尊敬的晏若谷教授：", "尊敬的王建国：", "尊敬的外请专家：",
    ]  # fmt: skip
    assert [len(table.rows) for table in tables(paper)] == [2, 1, 1]
    assert "培训时间为2026年3月2日至6日。您承担的课程共 2 次、5 学时，安排如下：" in texts(paper)


def test_a_letter_without_anybody_to_ask_leaves_the_line_out():
    of = class_facts(phone="", class_teacher="")
    assert not any("联系人" in one for one in texts(paper_of(PaperKind.LETTERS, of, "王建国")))


def test_a_sign_sheet_has_a_row_for_everybody_and_room_for_both_signatures():
    (table,) = tables(paper_of(PaperKind.SIGN_SHEETS, class_facts(3)))
    assert heads(table)[3:] == ["签到（签名）", "签到时间", "签退（签名）", "签退时间"]
    assert table.rows[2] == ["3", "学员3", "第3厂", "", "", "", ""]


def test_a_rule_set_with_one_signature_leaves_out_signing_out():
    (table,) = tables(paper_of(PaperKind.SIGN_SHEETS, class_facts(signatures=1)))
    assert heads(table)[3:] == ["签到（签名）", "备注"]


def test_a_sign_sheet_names_the_half_day_and_what_is_taught():
    paper = paper_of(PaperKind.SIGN_SHEETS, class_facts())
    assert texts(paper) == ["学员签到表", "2026年3月2日（星期一）上午"]
    facts = dict(next(one for one in blocks(paper) if isinstance(one, Facts)).pairs)
    assert facts["课程"] == "09:00–10:30 质量战略、10:40–12:10 质量战略"
    assert facts["授课教师"] == "晏若谷、王建国"
    assert paper.sections[0].running == "签到表　CQO-2026-03　2026年3月2日上午"
    assert any(isinstance(one, SignLine) for one in blocks(paper))


def test_badges_are_ten_to_a_sheet_and_hold_no_number_of_a_person():
    (cards,) = blocks(paper_of(PaperKind.BADGES, class_facts(23)))
    assert isinstance(cards, Badges)
    assert [len(sheet) for sheet in cards.sheets()] == [10, 10, 3]
    assert cards.cards[22].number == "编号 023"
    assert not any("***" in str(card) for card in cards.cards)


def test_parts_can_be_had_alone():
    of = class_facts()
    assert parts_of(PaperKind.SIGN_SHEETS, of) == {"2026-03-02-AM": "2026-03-02 上午"}
    assert list(parts_of(PaperKind.LETTERS, of)) == ["晏若谷", "王建国", "外请专家"]
    assert parts_of(PaperKind.ROSTER, of) == {}
    assert len(paper_of(PaperKind.LETTERS, of, "王建国").sections) == 1


@pytest.mark.parametrize(
    ("kind", "part", "full", "name"),
    [
        (PaperKind.ROSTER, "", False, "A-B-1 学员名册.pdf"),
        (PaperKind.ROSTER, "", True, "A-B-1 学员名册（完整号码）.pdf"),
        (PaperKind.SIGN_SHEETS, "2026-03-02-AM", False, "A-B-1 学员签到表 2026-03-02 上午.pdf"),
    ],
)
def test_a_file_is_called_by_class_and_paper(kind, part, full, name):
    assert file_name(kind, class_facts(code="A/B\n1"), PaperFormat.PDF, part, full=full) == name


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), "2026年3月2日"),
        (date(2026, 3, 2), date(2026, 3, 6), "2026年3月2日至6日"),
        (date(2026, 3, 30), date(2026, 4, 3), "2026年3月30日至4月3日"),
        (date(2026, 12, 30), date(2027, 1, 3), "2026年12月30日至2027年1月3日"),
    ],
)
def test_what_both_days_share_is_said_once(first, last, text):
    assert wording.span(first, last) == text


def test_numerals_and_amounts():
    assert [wording.numeral(number) for number in (1, 10, 11)] == ["一", "十", "十一"]
    assert [wording.plain(Decimal(text)) for text in ("2.50", "4.00", "10")] == ["2.5", "4", "10"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_word_that_is_asked_for_exists(source):
    text = source.read_text(encoding="utf-8")
    asked = re.findall(r'say\("(\w+)", "(\w+)"', text) + [
        ("column", key) for key in re.findall(r'column\("(\w+)"', text)
    ]
    assert [(section, key) for section, key in asked if key not in wording.words()[section]] == []


def test_every_kind_of_session_and_paper_has_a_word():
    assert {kind.value for kind in SessionKind} <= wording.words()["kind"].keys()
    assert {kind.value for kind in PaperKind} <= wording.words()["file"].keys()


@pytest.mark.parametrize(("letters", "size"), [(5, 18), (30, 16), (60, 14)])
def test_a_title_is_as_large_as_its_longest_line_allows(letters, size):
    assert title(f"通知\n{'质' * letters}").size == size


def test_facts_stand_two_to_a_line_and_a_long_one_alone():
    pairs = [(name, "短") for name in "甲乙丙"] + [("丁", "长" * 21), ("戊", "短")]
    assert [[name for name, _value in line] for line in Facts(pairs).lines()] == [
        ["甲", "乙"], ["丙"], ["丁"], ["戊"],
    ]  # fmt: skip
