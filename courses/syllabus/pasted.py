"""Modules pasted from a spreadsheet: cells in, modules and faults out. Faults name the row, the column and the cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.heads import columns_of
from core.spreadsheets.model import Cell
from courses.syllabus.rules import Mode, Module

MOST_HOURS = Decimal(9999)
LONGEST_NAME = 120


class PasteFault(StrEnum):
    """Why a cell was not understood."""

    NOTHING = "nothing"
    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    TWICE = "twice"
    NO_NUMBER = "no_number"
    NO_KIND = "no_kind"
    NO_MODE = "no_mode"


@dataclass(frozen=True, slots=True)
class CellFault:
    """One cell that was not understood; rows count from 1 as they were pasted."""

    row: int
    column: str
    text: str
    fault: PasteFault


HEADS: Mapping[str, tuple[str, ...]] = {
    "name": ("课程模块", "模块名称", "模块", "课程名称", "课程", "名称", "module", "name"),
    "compulsory": ("必修/选修", "性质", "类别", "必修", "compulsory", "kind"),
    "planned_hours": ("计划学时", "学时", "课时", "hours", "planned hours"),
    "min_hours": ("最低学时", "最少学时", "minimum hours"),
    "modes": ("授课方式", "教学方式", "方式", "delivery", "modes"),
    "objectives": ("培训目标", "教学目标", "目标", "objectives"),
    "source": ("来源", "依据", "source"),
}
ORDER = ("name", "compulsory", "planned_hours", "min_hours", "modes", "objectives", "source")
COMPULSORY = {"必修": True, "必修课": True, "是": True, "": True, "compulsory": True, "yes": True}
ELECTIVE = {"选修": False, "选修课": False, "否": False, "elective": False, "no": False}
MODES = {
    "授课": Mode.LECTURE,
    "讲授": Mode.LECTURE,
    "面授": Mode.LECTURE,
    "lecture": Mode.LECTURE,
    "案例": Mode.CASE,
    "案例教学": Mode.CASE,
    "case": Mode.CASE,
    "现场教学": Mode.FIELD,
    "现场": Mode.FIELD,
    "field": Mode.FIELD,
    "研讨": Mode.DISCUSSION,
    "讨论": Mode.DISCUSSION,
    "discussion": Mode.DISCUSSION,
    "线上直播": Mode.LIVE,
    "直播": Mode.LIVE,
    "live": Mode.LIVE,
    "线上录播": Mode.RECORDED,
    "录播": Mode.RECORDED,
    "recorded": Mode.RECORDED,
    "考核": Mode.EXAMINATION,
    "考试": Mode.EXAMINATION,
    "examination": Mode.EXAMINATION,
}


def read_modules(rows: Sequence[Sequence[Cell]]) -> tuple[list[Module], list[CellFault]]:
    """The modules of a pasted table. A first row of known heads names the columns; else they stand in usual order."""
    filled = [(number, [as_text(cell) for cell in row]) for number, row in enumerate(rows, 1) if any(row)]
    if not filled:
        return [], [CellFault(1, "", "", PasteFault.NOTHING)]
    columns = columns_of(filled[0][1], HEADS)
    headed = "name" in columns
    body = filled[1:] if headed else filled
    places = columns if headed else {fact: place for place, fact in enumerate(ORDER)}
    faults: list[CellFault] = []
    modules: list[Module] = []
    for number, cells in body:
        said = {fact: cells[place] if place < len(cells) else "" for fact, place in places.items()}
        module = _module(number, said, {one.name for one in modules}, faults)
        if module is not None:
            modules.append(module)
    if not body:
        faults.append(CellFault(1, "", "", PasteFault.NOTHING))
    return modules, faults


def _module(row: int, said: Mapping[str, str], known: set[str], faults: list[CellFault]) -> Module | None:
    before = len(faults)
    name = said["name"].strip()
    for fault in _name_faults(name, known):
        faults.append(CellFault(row, "name", name, fault))
    planned = _hours(row, "planned_hours", said, faults)
    minimum = _hours(row, "min_hours", said, faults)
    kind = {**COMPULSORY, **ELECTIVE}.get(said.get("compulsory", "").strip().lower())
    if kind is None:
        faults.append(CellFault(row, "compulsory", said["compulsory"], PasteFault.NO_KIND))
    modes = _modes(row, said, faults)
    if len(faults) > before:
        return None
    return Module(
        name, planned or Decimal(0), bool(kind), minimum, modes, said.get("objectives", ""), said.get("source", "")
    )


def _name_faults(name: str, known: set[str]) -> list[PasteFault]:
    if not name:
        return [PasteFault.NO_NAME]
    if len(name) > LONGEST_NAME:
        return [PasteFault.TOO_LONG]
    return [PasteFault.TWICE] if name in known else []


def _hours(row: int, fact: str, said: Mapping[str, str], faults: list[CellFault]) -> Decimal | None:
    text = half_width(said.get(fact, "")).strip().removesuffix("学时").removesuffix("课时").strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= MOST_HOURS or number != round(number, 6):
        faults.append(CellFault(row, fact, said[fact], PasteFault.NO_NUMBER))
        return None
    return number


def _modes(row: int, said: Mapping[str, str], faults: list[CellFault]) -> tuple[Mode, ...]:
    text = said.get("modes", "")
    for sign in "，,;；/＋+ ":
        text = text.replace(sign, "、")
    words = [word.strip().lower() for word in text.split("、") if word.strip()]
    for word in words:
        if word not in MODES:
            faults.append(CellFault(row, "modes", word, PasteFault.NO_MODE))
    found = {MODES[word] for word in words if word in MODES}
    return tuple(mode for mode in Mode if mode in found)
