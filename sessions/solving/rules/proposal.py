"""The answer of the solver as lines: what is new, what moves, what stays, what has no place. Plain values, for JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Any

from courses.solver.outcome import MinimalConflict, Outcome, Unplaced
from courses.solver.problem import Placement
from courses.solver.rules import Clause
from sessions.solving.rules.building import Built
from sessions.solving.rules.facts import Lesson, Stay
from sessions.solving.rules.groups import Group
from sessions.solving.rules.shortage import short_of

Told = dict[str, Any]
ROUND = 5  # lessons end on full five minutes


class What(StrEnum):
    """What a line of a proposal does."""

    NEW = "new"
    MOVED = "moved"
    SAME = "same"
    DROPPED = "dropped"  # it stands on the timetable and found no place: adopting the proposal cancels it


def lines_of(built: Built, placements: Iterable[Placement]) -> list[Told]:
    """A line for every lesson, by class and time. The lessons of a group are paired with places so that most stay."""
    found: defaultdict[int, list[Placement]] = defaultdict(list)
    for one in sorted(placements, key=lambda each: each.slot):
        found[one.module_id].append(one)
    lines = [line for number, group in built.groups.items() for line in _lines(built, group, found[number])]
    lines.sort(key=lambda line: (line["class_id"], (line["after"] or line["before"])["starts_at"], line["title"]))
    return [{"number": number, **line} for number, line in enumerate(lines, 1)]


def _lines(built: Built, group: Group, places: list[Placement]) -> Iterator[Told]:
    pairs, news = paired(built, group, places)
    for lesson, place in pairs:
        same = place is not None and built.places.get(lesson.session_id) == place
        what = What.DROPPED if place is None else What.SAME if same else What.MOVED
        yield _told(built, group, what, lesson, place, group.kind.hours)
    for turn, place in enumerate(news, 1):
        last = turn == group.new
        yield _told(built, group, What.NEW, None, place, group.rest() if last else group.kind.hours)


def paired(
    built: Built, group: Group, places: Sequence[Placement]
) -> tuple[list[tuple[Lesson, Placement | None]], list[Placement]]:
    """Each session with its place: its own, else one at its time, else the next; and places left for new ones."""
    left = list(places)
    chosen: dict[int, Placement] = {}
    for like in (_own_place, _own_time, _any_place):
        for lesson in sorted(group.lessons, key=_in_time):
            if lesson.session_id not in chosen:
                place = next((one for one in left if like(built, lesson, one)), None)
                if place is not None:
                    chosen[lesson.session_id] = place
                    left.remove(place)
    return [(one, chosen.get(one.session_id)) for one in group.lessons], left


def _in_time(lesson: Lesson) -> tuple[str, str]:
    return lesson.starts_at.isoformat() if lesson.starts_at else "", lesson.code


def _own_place(built: Built, lesson: Lesson, place: Placement) -> bool:
    return built.places.get(lesson.session_id) == place


def _own_time(built: Built, lesson: Lesson, place: Placement) -> bool:
    return built.problem.slots[place.slot].starts_at == lesson.starts_at


def _any_place(_built: Built, _lesson: Lesson, _place: Placement) -> bool:
    return True


def _told(
    built: Built, group: Group, what: What, lesson: Lesson | None, place: Placement | None, hours: Decimal
) -> Told:
    names = Names(built)
    return {
        "what": what.value,
        "class_id": group.kind.class_id,
        "class_code": names.classes[group.kind.class_id],
        "session_id": lesson.session_id if lesson else None,
        "version": lesson.version if lesson else None,
        "code": lesson.code if lesson else "",
        "title": lesson.title if lesson else group.kind.module,
        "module": group.kind.module,
        "hours": str(hours),
        "online": group.kind.online,
        "pinned": bool(lesson and lesson.stay is Stay.PINNED),
        "before": _before(names, lesson) if lesson else None,
        "after": _after(built, names, group, place, hours) if place else None,
    }


def _before(names: Names, lesson: Lesson) -> Told:
    return {
        "starts_at": lesson.starts_at.isoformat() if lesson.starts_at else "",
        "ends_at": lesson.ends_at.isoformat() if lesson.ends_at else "",
        "teacher": names.teachers.get(lesson.teacher_id or 0, ""),
        "venue": names.venues.get(lesson.venue_id or 0, ""),
    }


def _after(built: Built, names: Names, group: Group, place: Placement, hours: Decimal) -> Told:
    slot = built.problem.slots[place.slot]
    share = hours / group.kind.hours if group.kind.hours else Decimal(1)
    minutes = int((group.kind.minutes * share / ROUND).to_integral_value(ROUND_CEILING)) * ROUND
    return {
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": min(slot.starts_at + timedelta(minutes=minutes), slot.ends_at).isoformat(),
        "teacher": names.teachers[place.teacher_id],
        "venue": names.venues[place.venue_id] if place.venue_id is not None else "",
    }


class Names:
    """What the numbers of a problem are called."""

    def __init__(self, built: Built) -> None:
        self.classes = {one.id: one.code for one in built.around.classes}
        self.teachers = {one.id: one.name for one in built.around.teachers}
        self.venues = {one.id: one.name for one in built.around.venues}


def told_clause(built: Built, clause: Clause) -> Told:
    """A clause with names and times."""
    names = Names(built)
    slot = built.problem.slots[clause.slot] if clause.slot is not None else None
    return {
        "rule": clause.rule.value,
        "class_id": clause.class_id,
        "class": names.classes.get(clause.class_id or 0, ""),
        "module": _module(built, clause.module_id),
        "after": _module(built, clause.after_id),
        "other": names.classes.get(clause.other_id or 0, ""),
        "teacher_id": clause.teacher_id,
        "teacher": names.teachers.get(clause.teacher_id or 0, ""),
        "venue_id": clause.venue_id,
        "venue": names.venues.get(clause.venue_id or 0, ""),
        "day": _day(clause.day or (slot.day if slot else None)),
        "at": f"{slot.starts:%H:%M}" if slot else "",
        "limit": clause.limit,
    }


def _module(built: Built, number: int | None) -> str:
    return built.groups[number].kind.module if number in built.groups else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def told_unplaced(built: Built, one: Unplaced) -> Told:
    """Lessons without a place: the nearest one there could be, and what stands in its way."""
    names, group = Names(built), built.groups[one.module_id]
    near = _after(built, names, group, one.nearest, group.kind.hours) if one.nearest else None
    return {
        "class_id": one.class_id,
        "class_code": names.classes[one.class_id],
        "module": group.kind.module,
        "lessons": one.lessons,
        "hours": str(group.kind.hours * one.lessons),
        "blocked": [[rule.value, number] for rule, number in one.blocked[:4]],
        "nearest": near,
        "culprits": [told_clause(built, clause) for clause in one.culprits],
        "taken_by": [
            f"{names.classes[each.class_id]} {built.groups[each.module_id].kind.module}" for each in one.taken_by
        ],
    }


def told_short(built: Built) -> list[Told]:
    """Classes that have fewer periods than lessons."""
    names = Names(built)
    return [
        {"class": names.classes[one.class_id], "wanted": one.wanted, "periods": one.periods}
        for one in short_of(built.problem)
    ]


def told_conflict(built: Built, conflict: MinimalConflict) -> Told:
    """Clauses that do not go together."""
    names = Names(built)
    return {
        "clauses": [told_clause(built, clause) for clause in conflict.clauses],
        "classes": [names.classes[one] for one in conflict.class_ids],
        "proved": conflict.proved,
    }


def told_outcome(built: Built, outcome: Outcome) -> Told:
    """Everything a page shows of an answer."""
    lines = lines_of(built, outcome.placements)
    return {
        "status": outcome.status.value,
        "cost": outcome.cost,
        "bound": outcome.bound,
        "costs": dict(outcome.costs),
        "seconds": round(outcome.elapsed, 1),
        "placed": len(outcome.placements),
        "wanted": sum(module.slots for group in built.problem.classes for module in group.modules),
        "lines": lines,
        "unplaced": [told_unplaced(built, one) for one in outcome.unplaced],
        "conflict": None,
        "short": told_short(built),
        "sessions": [
            [lesson.session_id, lesson.version, lesson.code] for one in built.around.classes for lesson in one.lessons
        ],
        "fixed": [
            {"class_id": key, "code": one.code, "title": one.title, "stay": one.stay.value} for key, one in built.fixed
        ],
    }


def changes_in(lines: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lines that would change the timetable."""
    return [line for line in lines if line["what"] != What.SAME.value]


def changed_codes(told: Iterable[Sequence[Any]], now: Mapping[int, tuple[int, str]]) -> list[str]:
    """Codes of sessions that are not what they were: `told` holds id, version and code of each, `now` both by id."""
    then = {number: (version, code) for number, version, code in told}
    return sorted({code for _number, (_version, code) in set(then.items()) ^ set(now.items())})
