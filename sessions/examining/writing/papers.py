"""The papers of an examination: question paper, answer sheet, key, list for the door, seat map, score sheet.

Described as blocks, of which PDF and Word are made alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sessions.handouts.writing.blocks import (
    Block,
    Column,
    Facts,
    Paper,
    Section,
    SignLine,
    Style,
    Table,
    Text,
    title,
)
from sessions.handouts.writing.wording import numeral, plain
from sessions.questions.rules.questions import LETTERS, TRUE, QuestionKind, QuestionText

KIND_NAMES = {
    QuestionKind.SINGLE: "单项选择题",
    QuestionKind.MULTIPLE: "多项选择题",
    QuestionKind.TRUE_FALSE: "判断题",
    QuestionKind.FILL_IN: "填空题",
    QuestionKind.SHORT: "简答题",
}
HINTS = {
    QuestionKind.SINGLE: "每题只有一个正确答案",
    QuestionKind.MULTIPLE: "每题有两个或两个以上正确答案",
    QuestionKind.TRUE_FALSE: "正确的填“√”，错误的填“×”",
}
SHORT_OPTION = 14  # letters; options that are no longer share a line
LINES_TO_WRITE = 8


class ExamPaperKind(StrEnum):
    """The papers of a sitting."""

    QUESTIONS = "questions"
    ANSWER_SHEET = "answer-sheet"
    KEY = "key"
    DOOR_LIST = "door-list"
    SEAT_MAP = "seat-map"
    SCORE_SHEET = "score-sheet"


TITLES = {
    ExamPaperKind.QUESTIONS: "试卷",
    ExamPaperKind.ANSWER_SHEET: "答题卡",
    ExamPaperKind.KEY: "参考答案及评分要点",
    ExamPaperKind.DOOR_LIST: "考生签到表",
    ExamPaperKind.SEAT_MAP: "考场座位表",
    ExamPaperKind.SCORE_SHEET: "成绩登记表",
}
WITH_QUESTIONS = frozenset({ExamPaperKind.QUESTIONS, ExamPaperKind.ANSWER_SHEET, ExamPaperKind.KEY})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its points."""

    text: QuestionText
    points: Decimal


@dataclass(frozen=True, slots=True)
class Sits:
    """Somebody who sits the examination; row and column are 0 without a seat."""

    number: int
    name: str
    employer: str = ""
    row: int = 0
    column: int = 0

    @property
    def place(self) -> str:
        """Row and column as people read them: 2排3号."""
        return f"{self.row}排{self.column}号" if self.row else ""


@dataclass(frozen=True, slots=True)
class ExamFacts:
    """What the papers of a sitting are written from."""

    institution: str
    class_name: str
    code: str
    title: str
    when: str
    where: str
    minutes: int
    on: date
    rules: str = ""
    total: Decimal = Decimal(100)
    questions: Sequence[Asked] = ()
    people: Sequence[Sits] = ()
    rows: int = 0
    columns: int = 0

    def parts(self) -> list[tuple[QuestionKind, list[tuple[int, Asked]]]]:
        """The questions by kind, numbered through."""
        found: dict[QuestionKind, list[tuple[int, Asked]]] = {}
        for number, one in enumerate(self.questions, 1):
            found.setdefault(one.text.kind, []).append((number, one))
        return list(found.items())


def paper_of(kind: ExamPaperKind, of: ExamFacts) -> Paper:
    """The description of one paper."""
    write = {
        ExamPaperKind.QUESTIONS: _questions,
        ExamPaperKind.ANSWER_SHEET: _answer_sheet,
        ExamPaperKind.KEY: _key,
        ExamPaperKind.DOOR_LIST: _door_list,
        ExamPaperKind.SEAT_MAP: _seat_map,
        ExamPaperKind.SCORE_SHEET: _score_sheet,
    }[kind]
    name = f"{of.title} {TITLES[kind]}"
    return Paper(name, of.institution, of.on, [Section(write(of), f"{of.code} {TITLES[kind]}")])


def _head(of: ExamFacts, kind: ExamPaperKind) -> list[Block]:
    return [Text(of.class_name, Style.ABOVE), title(f"{of.title}\n{TITLES[kind]}", 16, 12)]


def _own_facts() -> list[Block]:
    """Room for the candidate to say who he or she is."""
    return [SignLine(["姓名", "座位号"]), SignLine(["工作单位", "得分"])]


def _questions(of: ExamFacts) -> list[Block]:
    note = f"考试时间 {of.minutes} 分钟，满分 {plain(of.total)} 分。请在答题卡上作答。"
    blocks: list[Block] = [*_head(of, ExamPaperKind.QUESTIONS), Text(note, Style.SUBTITLE)]
    blocks += [Text(line, Style.NOTE) for line in of.rules.splitlines() if line.strip()]
    for place, (kind, asked) in enumerate(of.parts(), 1):
        blocks.append(Text(_part_title(place, kind, asked), Style.HEAD))
        for number, one in asked:
            blocks.append(Text(f"{number}. {one.text.stem}", Style.LEAD))
            blocks += [Text(line, Style.BODY) for line in _option_lines(one.text.options)]
    return blocks


def _part_title(place: int, kind: QuestionKind, asked: Sequence[tuple[int, Asked]]) -> str:
    total = sum((one.points for _, one in asked), Decimal(0))
    each = {one.points for _, one in asked}
    points = f"每题 {plain(each.pop())} 分，" if len(each) == 1 else ""
    hint = f"。{HINTS[kind]}" if kind in HINTS else ""
    return f"{numeral(place)}、{KIND_NAMES[kind]}（共 {len(asked)} 题，{points}共 {plain(total)} 分{hint}）"


def _option_lines(options: Sequence[str]) -> list[str]:
    lettered = [f"{letter}. {text}" for letter, text in zip(LETTERS, options, strict=False)]
    if all(len(one) <= SHORT_OPTION for one in options):
        return ["　　".join(lettered[at : at + 2]) for at in range(0, len(lettered), 2)]
    return lettered


def _answer_sheet(of: ExamFacts) -> list[Block]:
    blocks: list[Block] = [*_head(of, ExamPaperKind.ANSWER_SHEET), *_own_facts()]
    for place, (kind, asked) in enumerate(of.parts(), 1):
        blocks.append(Text(_part_title(place, kind, asked), Style.HEAD))
        if kind is QuestionKind.SHORT:
            for number, one in asked:
                blocks.append(Text(f"{number}.（{plain(one.points)} 分）", Style.LEAD))
                blocks.append(Table([Column("")], [[""] for _ in range(LINES_TO_WRITE)], row_mm=8))
        elif kind is QuestionKind.FILL_IN:
            rows = [[str(number), ""] for number, _ in asked]
            blocks.append(Table([Column("题号", 16, "center"), Column("答案")], rows, row_mm=9))
        else:
            blocks += _grids([number for number, _ in asked])
    return blocks


def _grids(numbers: Sequence[int], across: int = 10) -> list[Block]:
    """Numbers above, room for letters below, ten to a line."""
    found: list[Block] = []
    for at in range(0, len(numbers), across):
        part = numbers[at : at + across]
        heads = [Column(str(one), 15, "center") for one in part]
        found.append(Table([Column("题号", 16, "center"), *heads], [["答案", *[""] * len(part)]], row_mm=9))
    return found


def _key(of: ExamFacts) -> list[Block]:
    rows = [
        [str(number), KIND_NAMES[one.text.kind], _answer(one.text), plain(one.points)]
        for _, asked in of.parts()
        for number, one in asked
    ]
    columns = [Column("题号", 14, "center"), Column("题型", 24), Column("答案或评分要点"), Column("分值", 14, "right")]
    return [*_head(of, ExamPaperKind.KEY), Table(columns, rows)]


def _answer(text: QuestionText) -> str:
    if text.kind is QuestionKind.TRUE_FALSE:
        return "√" if text.answer == (TRUE,) else "×"
    if text.kind is QuestionKind.FILL_IN:
        return "；".join(one.replace("|", " 或 ") for one in text.answer)
    return "".join(text.answer)


def _facts_of(of: ExamFacts) -> Facts:
    return Facts([("考试时间", of.when), ("地点", of.where), ("应考人数", str(len(of.people))), ("班级编号", of.code)])


def _in_seat_order(of: ExamFacts) -> list[Sits]:
    return sorted(of.people, key=lambda one: (one.row or 999, one.column, one.number))


def _door_list(of: ExamFacts) -> list[Block]:
    columns = [
        Column("序号", 12, "center"), Column("座位", 20, "center"), Column("姓名", 24), Column("工作单位"),
        Column("签名", 34), Column("备注", 22),
    ]  # fmt: skip
    rows = [[str(place), one.place, one.name, one.employer, "", ""] for place, one in enumerate(_in_seat_order(of), 1)]
    signing = SignLine(["实到人数", "缺考人数", "监考人员"])
    return [*_head(of, ExamPaperKind.DOOR_LIST), _facts_of(of), Table(columns, rows, row_mm=9), signing]


def _seat_map(of: ExamFacts) -> list[Block]:
    at = {(one.row, one.column): one for one in of.people if one.row}
    columns = [Column("", 12, "center"), *(Column(f"{number}号", 0, "center") for number in range(1, of.columns + 1))]
    rows = [
        [f"{row}排", *(at[row, column].name if (row, column) in at else "" for column in range(1, of.columns + 1))]
        for row in range(1, of.rows + 1)
    ]
    front = Text("讲　台", Style.SUBTITLE)
    return [*_head(of, ExamPaperKind.SEAT_MAP), _facts_of(of), front, Table(columns, rows, row_mm=14, size=8.5)]


def _score_sheet(of: ExamFacts) -> list[Block]:
    columns = [
        Column("序号", 12, "center"), Column("座位", 20, "center"), Column("姓名", 24), Column("工作单位"),
        Column("得分", 20), Column("备注", 30),
    ]  # fmt: skip
    rows = [[str(place), one.place, one.name, one.employer, "", ""] for place, one in enumerate(_in_seat_order(of), 1)]
    note = Text("得分填写数字；未参加的填“缺考”，经批准缓考的填“缓考”，违纪的填“违纪”。", Style.NOTE)
    signing = SignLine(["阅卷人", "复核人", "登分人", "日期"])
    return [*_head(of, ExamPaperKind.SCORE_SHEET), _facts_of(of), Table(columns, rows, row_mm=8), note, signing]
