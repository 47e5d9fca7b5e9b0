"""Scores of paper sheets as people enter them: a number, or that somebody did not come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.model import Cell

ABSENT = ("缺考", "未参加", "缺", "absent")
NAME_HEADS = ("姓名", "学员姓名", "学员", "name")
NUMBER_HEADS = ("序号", "编号", "no", "no.")
SCORE_HEADS = ("得分", "成绩", "分数", "总分", "score")
HEAD_WITHIN = 12


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered for one person; without points he or she did not come."""

    enrolment_id: int
    points: Decimal | None
    word: str = ""


def read_score(text: str, highest: Decimal) -> Decimal | str | None:
    """Points from nought to the highest with at most two decimals, a word for absence, or None: neither."""
    plain = half_width(text).strip().lower().removesuffix("分")
    if plain in ABSENT:
        return ABSENT[0]
    try:
        points = Decimal(plain)
    except InvalidOperation:
        return None
    fits = points.is_finite() and 0 <= points <= highest and points == round(points, 2)
    return points if fits else None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a score sheet in a file: its row, the name, and the cell of the score."""

    row: int
    name: str
    score: str


def read_sheet(cells: Sequence[Sequence[Cell]]) -> list[SheetLine] | None:
    """The lines below the head with 姓名 and 得分; None without such a head."""
    for top, row in enumerate(cells[:HEAD_WITHIN]):
        heads = [as_text(cell).strip().lower() for cell in row]
        name = next((at for at, text in enumerate(heads) if text in NAME_HEADS), None)
        score = next((at for at, text in enumerate(heads) if text.startswith(SCORE_HEADS)), None)
        if name is not None and score is not None:
            lines = enumerate(cells[top + 1 :], top + 2)
            return [SheetLine(at, as_text(one[name]), as_text(one[score])) for at, one in lines if as_text(one[name])]
    return None


def matched(
    lines: Sequence[SheetLine], names: Mapping[int, str]
) -> tuple[dict[int, str], list[SheetLine], list[SheetLine]]:
    """Scores by person; lines of names nobody has; and of names that several have, who are not guessed."""
    by_name: dict[str, list[int]] = {}
    for number, name in names.items():
        by_name.setdefault(name, []).append(number)
    found: dict[int, str] = {}
    unknown: list[SheetLine] = []
    several: list[SheetLine] = []
    for line in lines:
        people = by_name.get(line.name, [])
        if len(people) == 1 and people[0] not in found:
            found[people[0]] = line.score
        else:
            (several if people else unknown).append(line)
    return found, unknown, several
