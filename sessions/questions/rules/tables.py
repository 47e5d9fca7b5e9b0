"""Questions in a table with a head, in Excel or Word: a row each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.model import Cell
from sessions.questions.rules.cells import Raw
from sessions.questions.rules.lines import read_lines
from sessions.questions.rules.questions import LETTERS

HEADS = {
    "kind": ("题型", "题目类型", "试题类型", "类型", "kind"),
    "stem": ("题干", "题目", "试题", "题目内容", "试题内容", "问题", "question"),
    "options": ("选项", "备选项", "备选答案", "options"),
    "answer": ("答案", "正确答案", "参考答案", "标准答案", "answer"),
    "module": ("模块", "课程模块", "所属模块", "知识点", "module"),
    "difficulty": ("难度", "难易度", "难易程度", "difficulty"),
    "score": ("分值", "分数", "score", "points"),
    "explanation": ("解析", "答案解析", "试题解析", "explanation"),
    "source": ("来源", "出处", "source"),
}
_OPTION_HEAD = re.compile(r"(?:选项|备选项|option)?\s*([a-h])", re.IGNORECASE)
HEAD_WITHIN = 12  # rows in which the head is looked for: title and notes may stand above


def columns_of(row: Sequence[Cell]) -> dict[str, int]:
    """Which part stands in which column; options as option0, option1 …"""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        text = re.sub(r"[\s*（(].*$", "", half_width(as_text(cell)).strip()).lower()
        lettered = _OPTION_HEAD.fullmatch(text)
        name = f"option{LETTERS.index(lettered[1].upper())}" if lettered else ""
        name = name or next((part for part, words in HEADS.items() if text in words), "")
        if name and name not in found:
            found[name] = column
    return found


def read_table(rows: Sequence[Sequence[Cell]], *, first: int = 1) -> list[Raw] | None:
    """The questions of a table; None when no row of it is a head. Places count from `first`."""
    for top, row in enumerate(rows[:HEAD_WITHIN]):
        columns = columns_of(row)
        if "stem" in columns and ("answer" in columns or "kind" in columns):
            return [
                _read_row(cells, columns, first + top + 1 + number)
                for number, cells in enumerate(rows[top + 1 :])
                if any(as_text(cell) for cell in cells)
            ]
    return None


def _read_row(cells: Sequence[Cell], columns: dict[str, int], place: int) -> Raw:
    def said(name: str) -> str:
        column = columns.get(name, len(cells))
        return as_text(cells[column]) if column < len(cells) else ""

    raw = Raw(place)
    for name in HEADS:
        if name != "options":
            setattr(raw, name, said(name))
    lettered = [said(f"option{number}") for number in range(len(LETTERS))]
    while lettered and not lettered[-1]:
        lettered.pop()
    raw.options = lettered or _split(said("options"))
    return raw


def _split(text: str) -> list[str]:
    """Options in one cell: lettered, or a line each, or with | between them."""
    if not text:
        return []
    lettered = read_lines([(1, f"1. ?\n{text}", False)])
    if lettered and len(lettered[0].options) > 1:
        return lettered[0].options
    return [part.strip() for part in re.split(r"[|｜\n]", text) if part.strip()]
