"""Marks of the roll call: as people type them, and the sign-ins and sign-outs that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sessions.rules.halfdays import Direction


class Mark(StrEnum):
    """What was called. Cleared takes back what was called before, so that nothing is said."""

    PRESENT = "present"
    ABSENT = "absent"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Called:
    """A mark with how late somebody came and how early he or she left, in minutes; both 0 unless present."""

    mark: Mark
    late: int = 0
    early: int = 0


class Unreadable(ValueError):
    """A cell says nothing that can be understood."""


class TooLong(ValueError):
    """Somebody would have been away longer than the session lasts; `args[0]` is its length in minutes."""


PRESENT = Called(Mark.PRESENT)
ABSENT = Called(Mark.ABSENT)
CLEARED = Called(Mark.CLEARED)

_PRESENT = frozenset({"1", "到", "√", "✓", "v", "y", "p"})
_ABSENT = frozenset({"0", "缺", "旷", "缺勤", "旷课", "×", "x", "n", "a"})
_AWAY = re.compile(r"(?:(?:迟到?|l|\+)(?P<late>\d{1,3})(?:分钟?)?)?(?:(?:早退?|e|-)(?P<early>\d{1,3})(?:分钟?)?)?")


def read_mark(text: str, minutes: int) -> Called | None:
    """What a cell says about a session of so many minutes; None for an empty one.

    1 到 √ stand for present, 0 缺 × for absent, 迟15 or a bare 15 for fifteen minutes late, 早20 or -20 for twenty
    minutes early, 迟15早20 for both. Raises Unreadable and TooLong.
    """
    said = "".join(text.split()).lower()
    if not said:
        return None
    if said in _PRESENT:
        return PRESENT
    if said in _ABSENT:
        return ABSENT
    found = _AWAY.fullmatch(f"+{said}" if said.isascii() and said.isdigit() else said)
    if found is None or not (found["late"] or found["early"]):
        raise Unreadable(text)
    late, early = int(found["late"] or 0), int(found["early"] or 0)
    if late + early >= minutes:
        raise TooLong(minutes)
    return Called(Mark.PRESENT, late, early)


def write_mark(called: Called | None) -> str:
    """The shortest text that reads back as this mark."""
    if called is None or called.mark is Mark.CLEARED:
        return ""
    if called.mark is Mark.ABSENT:
        return "0"
    text = f"迟{called.late}" if called.late else ""
    text += f"早{called.early}" if called.early else ""
    return text or "1"


def taps_of(called: Called, starts_at: datetime, ends_at: datetime) -> list[tuple[Direction, datetime]]:
    """The sign-in and sign-out that a mark stands for; who was absent left at the beginning."""
    if called.mark is not Mark.PRESENT:
        return [(Direction.OUT, starts_at)] if called.mark is Mark.ABSENT else []
    arrived = starts_at + timedelta(minutes=called.late)
    left = ends_at - timedelta(minutes=called.early)
    return [(Direction.IN, arrived), (Direction.OUT, left)]


Cell = tuple[int, int]
"""(session, enrolment)"""


@dataclass(frozen=True, slots=True)
class Standing:
    """The last mark of a cell, and its number."""

    number: int
    called: Called


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sheet changes, and the cells that somebody else changed since it was shown."""

    said: dict[Cell, Called]
    stale: tuple[Cell, ...]


def changes(asked: Mapping[Cell, Called | None], standing: Mapping[Cell, Standing], seen: int) -> Changes:
    """What differs from the marks that stand. `seen` is the number of the last mark when the sheet was shown."""
    said: dict[Cell, Called] = {}
    for cell, wanted in asked.items():
        last = standing.get(cell)
        before = last.called if last else CLEARED
        after = wanted or CLEARED
        if after != before:
            said[cell] = after
    late = tuple(cell for cell in said if cell in standing and standing[cell].number > seen)
    return Changes(said, late)
