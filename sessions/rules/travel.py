"""Getting from one campus to another in time: a teacher between two sessions, or a whole class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from sessions.rules.conflicts import Finding, FindingCode, Slot


def find_hurried(
    own: Sequence[Slot],
    others: Iterable[Slot],
    campuses: Mapping[str, int | None],
    minutes_between: Mapping[tuple[int, int], int],
) -> list[Finding]:
    """Teachers and classes that have less time between two venues of one day than the way takes.

    Venues without a campus, and pairs of campuses without travel minutes, say nothing. Sessions that overlap are told
    as that.
    """
    if not minutes_between:
        return []
    mine = {id(one) for one in own}
    walks = _walks((*own, *others), campuses, mine)
    found = []
    for (code, name, day), stops in sorted(walks.items()):
        for one, other, gap, needed in _hurries(stops, campuses, minutes_between):
            if id(one) in mine or id(other) in mine:
                found.append(_hurried(code, name, day, (one, other), mine, gap, needed))
    return found


def _walks(
    slots: Iterable[Slot], campuses: Mapping[str, int | None], mine: set[int]
) -> dict[tuple[FindingCode, str, date], list[Slot]]:
    """Who has to be where on each day: teachers everywhere, the class at its own sessions."""
    walks: defaultdict[tuple[FindingCode, str, date], list[Slot]] = defaultdict(list)
    for slot in slots:
        if campuses.get(slot.venue) is None:
            continue
        for name in slot.teachers:
            walks[FindingCode.TT_TEACHER_TRAVEL, name, slot.starts_at.date()].append(slot)
        if id(slot) in mine:
            walks[FindingCode.TT_CLASS_TRAVEL, "", slot.starts_at.date()].append(slot)
    return walks


def _hurries(
    stops: Iterable[Slot], campuses: Mapping[str, int | None], minutes_between: Mapping[tuple[int, int], int]
) -> Iterator[tuple[Slot, Slot, int, int]]:
    """Two stops that follow each other, the minutes between them, and the minutes needed, where those are fewer."""
    for one, other in pairwise(sorted(stops, key=lambda slot: (slot.starts_at, slot.ends_at, slot.code))):
        gap = int((other.starts_at - one.ends_at).total_seconds()) // 60
        needed = minutes_between.get((campuses[one.venue] or 0, campuses[other.venue] or 0), 0)
        if 0 <= gap < needed:
            yield one, other, gap, needed


def _hurried(
    code: FindingCode, name: str, day: date, pair: tuple[Slot, Slot], mine: set[int], gap: int, needed: int
) -> Finding:
    inside = tuple(one.code for one in pair if id(one) in mine)
    outside = "、".join(f"{one.class_code} {one.code}" for one in pair if id(one) not in mine)
    way = f"{pair[0].venue} → {pair[1].venue}"
    return Finding(code, inside, name, gap, day, capacity=needed, other=outside, detail=way)
