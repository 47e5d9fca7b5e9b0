"""Questions in running text, as Word files have them: numbered, with lettered options and an answer below.

    一、单项选择题（每题2分）
    1. 企业首席质量官由（ ）任命。
    A. 政府部门  B. 企业法定代表人  C. 行业协会
    答案：B  难度：易
    解析：……

An answer may also stand in the brackets, or in a key at the end (1-5 ABDCA, or 1.B 2.C).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.spreadsheets.cells import half_width
from sessions.questions.rules.cells import KINDS, Raw, answer_in, kind_of
from sessions.questions.rules.questions import LETTERS, QuestionKind

LABELS = {
    "answer": ("正确答案", "参考答案", "标准答案", "答案", "答"),
    "explanation": ("答案解析", "试题解析", "解析", "说明"),
    "difficulty": ("难易程度", "难易度", "难度"),
    "score": ("分值", "分数", "本题分值"),
    "module": ("课程模块", "所属模块", "知识点", "模块"),
    "source": ("来源", "出处"),
    "kind": ("题型", "题目类型"),
}
_PART = {word: part for part, words in LABELS.items() for word in words}
_WORDS = "|".join(sorted(_PART, key=len, reverse=True))
_LABEL = re.compile(rf"(?:[【\[]\s*({_WORDS})\s*[】\]]\s*[:：]?|(?:^|(?<=[\s　；;。]))({_WORDS})\s*[:：])\s*")
_HEADING = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）])?\s*(.{2,40})$")
_POINTS = re.compile(r"每(?:小?题|空)\s*([\d.]+)\s*分")
_NUMBERED = re.compile(r"^(\d{1,4})\s*(?:[、)）]|[.．](?!\d))\s*(\S.*)$")
_KEY_HEAD = re.compile(rf"[一二三四五六七八九十、.．\s]*[【\[]?(?:{_WORDS})[】\]]?\s*[:：]?\s*")
_ASKS = re.compile(r"^(?:请|试|简|论|阐|说明|分析|什么|如何|怎样|为什么|列举|举例)|[？?]\s*$")
_KIND_MARK = re.compile(r"^[【\[（(]\s*([^】\]）)]{2,8}?)\s*[】\]）)]\s*")
_OPTION = r"(?:^|(?<=[\s　；;。）)]))[（(]?{}\s*[.、．:：)）]\s*"
_KEY = re.compile(
    r"(\d{1,4})\s*[-—–~～至]\s*(\d{1,4})\s*[.、．:：]?\s*([A-H√×✓✗对错]+)"
    r"|(\d{1,4})\s*[.、．:：)）]?\s*([A-H]{1,8}|[√×✓✗]|对|错|正确|错误)(?=[\s　,，;；。]|$)"
)


class _Reader:
    """Takes line after line; `questions` are those begun."""

    def __init__(self) -> None:
        self.questions: list[Raw] = []
        self.kind = self.points = self.module = ""
        self.open = ""  # the part that a line without a mark goes on with
        self.listed = 0  # the last point of a list within an answer
        self.keyed = False  # after the heading of a key

    def take(self, place: int, line: str, picture: bool = False) -> None:
        if self.heads(line) or self.keys(line):
            return
        numbered = _NUMBERED.match(line)
        if numbered and not self.continues(int(numbered[1]), numbered[2]):
            self.begin(place, int(numbered[1]), numbered[2])
        elif self.questions:
            self.go_on(line)
        elif module := re.match(rf"(?:{'|'.join(LABELS['module'])})\s*[:：]\s*(\S.*)$", line):
            self.module = module[1].strip()
        if picture and self.questions:
            self.questions[-1].picture = True

    def continues(self, number: int, text: str) -> bool:
        """Whether a number counts the points of an answer that is open: 答案：1. … 2. …"""
        if self.open not in ("answer", "explanation"):
            return False
        last = self.questions[-1]
        if kind_of(last.kind) is not QuestionKind.SHORT or number != self.listed + 1:
            return False
        if number == last.number + 1 and _ASKS.search(text):
            return False
        self.listed = number
        return True

    def heads(self, line: str) -> bool:
        """Whether the line is the heading of a kind of question."""
        heading = _HEADING.match(line)
        if not heading or _NUMBERED.match(line) or _LABEL.match(line):
            return False
        text = heading[1]
        begins = text.lower().startswith(tuple(word for word, _ in KINDS))
        if not begins:
            return False
        self.kind, self.open, self.listed = text[:12], "", 0
        points = _POINTS.search(half_width(text))
        self.points = points[1] if points else ""
        return True

    def begin(self, place: int, number: int, text: str) -> None:
        """A new question. Its module is that of the file, until it names one."""
        question = Raw(place, number, self.kind, score=self.points, module=self.module)
        mark = _KIND_MARK.match(text)
        if mark and kind_of(mark[1]):
            question.kind, text = mark[1], text[mark.end() :]
        self.questions.append(question)
        self.open, self.listed = "stem", 0
        self.go_on(text)

    def go_on(self, line: str) -> None:
        """A line of the question that is open: labels in it, options, or more of what came before."""
        marks = list(_LABEL.finditer(line))
        before = line[: marks[0].start()] if marks else line
        if before.strip():
            self.body(before)
        for number, mark in enumerate(marks):
            end = marks[number + 1].start() if number + 1 < len(marks) else len(line)
            self.open = _PART[mark[1] or mark[2]]
            setattr(self.questions[-1], self.open, "")
            self.add(line[mark.end() : end])

    def body(self, text: str) -> None:
        """Text before any label: of the stem, then option after option."""
        question = self.questions[-1]
        while self.open in ("stem", "options") and len(question.options) < len(LETTERS):
            mark = self.next_option(text)
            if mark is None:
                break
            if text[: mark.start()].strip():
                self.add(text[: mark.start()])
            question.options.append("")
            self.open, text = "options", text[mark.end() :]
        self.add(text)

    def next_option(self, text: str) -> re.Match[str] | None:
        """Where the next option begins."""
        letter = LETTERS[len(self.questions[-1].options)]
        return re.search(_OPTION.format(f"[{letter}{letter.lower()}{chr(ord(letter) + 0xFEE0)}]"), text)

    def add(self, text: str) -> None:
        question, said = self.questions[-1], text.strip(" \t\u3000")
        if self.open == "options":
            question.options[-1] = f"{question.options[-1]}\n{said}".strip()
        elif self.open and said:
            setattr(question, self.open, f"{getattr(question, self.open)}\n{said}".strip())

    def keys(self, line: str) -> bool:
        """Whether the line is part of a key at the end; its answers go to the questions of those numbers."""
        if (
            self.questions
            and _KEY_HEAD.fullmatch(line)
            and (self.questions[-1].answer or not line.endswith((":", "：")))
        ):
            self.keyed, self.open = True, ""
            return True
        plain = _KEY_HEAD.sub("", line, count=1) if self.questions else ""
        if not plain or _KEY.sub("", plain).strip(" \t\u3000,，;；。"):
            return False
        found = list(_KEY.finditer(plain))
        if len(found) < 2 and not self.keyed and not any(one[1] for one in found):
            return False
        for one in found:
            pairs = enumerate(one[3], int(one[1])) if one[1] else [(int(one[4]), one[5])]
            for number, said in pairs:
                self.answer(number, said)
        return True

    def answer(self, number: int, said: str) -> None:
        """Give an answer to the question of that number which has none, of the kind of the last heading first."""
        waiting = [one for one in self.questions if one.number == number and not (one.answer or answer_in(one))]
        same_kind = [one for one in waiting if kind_of(one.kind) is kind_of(self.kind)]
        for one in (same_kind or waiting)[:1]:
            one.answer = said


def read_lines(lines: Iterable[tuple[int, str, bool]]) -> list[Raw]:
    """The questions of a text: number of the paragraph, its text, whether a picture is in it."""
    reader = _Reader()
    for place, text, picture in lines:
        for line in text.split("\n") or [""]:
            stripped = line.strip(" \t\u3000")
            if stripped or picture:
                reader.take(place, stripped, picture)
    return reader.questions
