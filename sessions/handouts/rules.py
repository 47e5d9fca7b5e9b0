"""What a paper of a class still lacks: what keeps it from being made, and what would be blank on it (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sessions.handouts.writing.facts import ClassFacts
from sessions.handouts.writing.papers import PaperKind


class Lack(StrEnum):
    """What is missing."""

    NO_TIMETABLE = "no_timetable"
    NO_LEARNERS = "no_learners"
    NO_TEACHER = "no_teacher"
    NO_MEETINGS = "no_meetings"  # nobody has to come anywhere
    OPEN_FIGURE = "open_figure"
    NOT_WRITTEN = "not_written"  # the notice has standard words only
    WITHOUT_TEACHER = "without_teacher"
    WITHOUT_VENUE = "without_venue"
    NOT_REGISTERED = "not_registered"  # a teacher who is not on the register
    NO_CLASS_TEACHER = "no_class_teacher"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing. A gap that stops leaves nothing to print."""

    lack: Lack
    stops: bool
    count: int = 0
    subject: str = ""


def gaps_of(kind: PaperKind, of: ClassFacts) -> list[Gap]:
    """What a paper lacks, what stops it first."""
    return sorted(_gaps(kind, of), key=lambda gap: not gap.stops)


def _gaps(kind: PaperKind, of: ClassFacts) -> Iterator[Gap]:
    if kind is PaperKind.NOTICE:
        yield from _when(of.notice is None, Gap(Lack.NOT_WRITTEN, False))
        yield from _when(not of.lessons, Gap(Lack.NO_TIMETABLE, False))
    elif kind is PaperKind.TIMETABLE:
        yield from _timetable(of)
    elif kind is PaperKind.LETTERS:
        yield from _letters(of)
    elif kind is PaperKind.SIGN_SHEETS:
        yield from _sheets(of)
    else:
        yield from _when(not of.people, Gap(Lack.NO_LEARNERS, True))
    if kind in (PaperKind.TIMETABLE, PaperKind.ROSTER):
        yield from _when(not of.class_teacher, Gap(Lack.NO_CLASS_TEACHER, False))


def _timetable(of: ClassFacts) -> Iterator[Gap]:
    if not of.lessons:
        yield Gap(Lack.NO_TIMETABLE, True)
        return
    dated = of.dated_lessons()
    teacherless = sum(1 for one in dated if not one.teacher)
    placeless = sum(1 for one in dated if one.kind == "offline" and not one.venue)
    yield from _when(teacherless, Gap(Lack.WITHOUT_TEACHER, False, teacherless))
    yield from _when(placeless, Gap(Lack.WITHOUT_VENUE, False, placeless))


def _letters(of: ClassFacts) -> Iterator[Gap]:
    if not of.lessons:
        yield Gap(Lack.NO_TIMETABLE, True)
        return
    yield from _when(not of.instructors, Gap(Lack.NO_TEACHER, True))
    for one in of.instructors:
        yield from _when(not one.registered, Gap(Lack.NOT_REGISTERED, False, subject=one.name))


def _sheets(of: ClassFacts) -> Iterator[Gap]:
    if of.open_figure:
        yield Gap(Lack.OPEN_FIGURE, True, subject=of.open_figure)
    elif not of.lessons:
        yield Gap(Lack.NO_TIMETABLE, True)
    elif not of.halves:
        yield Gap(Lack.NO_MEETINGS, True)
    yield from _when(not of.people, Gap(Lack.NO_LEARNERS, True))


def _when(fits: object, gap: Gap) -> Iterable[Gap]:
    return (gap,) if fits else ()
