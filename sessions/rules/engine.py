"""Everything the rules find wrong with a timetable, and what each finding means for saving it (design D5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from core.weekly import Availability
from sessions.rules.conflicts import (
    Finding,
    FindingCode,
    Slot,
    find_expired_teachers,
    find_foreign,
    find_overlaps,
    find_rest_days,
    find_small_venues,
)
from sessions.rules.invigilation import ExamNeeds, find_bare_examinations
from sessions.rules.loads import Caps, find_full_days, find_spent_teachers, find_tired_teachers, find_unbroken
from sessions.rules.presence import (
    TeacherFacts,
    find_absent_teachers,
    find_closed_venues,
    find_lapsed_terms,
    find_uncovered_subjects,
)
from sessions.rules.travel import find_hurried


class Weight(StrEnum):
    """What a finding means for saving."""

    BLOCKS = "blocks"  # nobody can let it pass
    WAIVABLE = "waivable"  # blocks until an authorised person gives a reason, which is kept
    WARNS = "warns"  # shown, never in the way


# What nobody can do: be in two places. Everything else an authorised person may answer for.
WEIGHTS: Mapping[FindingCode, Weight] = {
    FindingCode.TT_CLASS_OVERLAP: Weight.BLOCKS,
    FindingCode.TT_TEACHER_CLASH: Weight.BLOCKS,
    FindingCode.TT_VENUE_CLASH: Weight.BLOCKS,
    FindingCode.TEACHER_EXPIRED: Weight.WAIVABLE,
    FindingCode.TT_CLASS_TRAVEL: Weight.WAIVABLE,
    FindingCode.TT_DAY_HOURS: Weight.WAIVABLE,
    FindingCode.TT_EXAM_SEATS: Weight.WAIVABLE,
    FindingCode.TT_HALF_DAY_HOURS: Weight.WAIVABLE,
    FindingCode.TT_LEARNER_CLASH: Weight.WAIVABLE,
    FindingCode.TT_REST_DAY: Weight.WAIVABLE,
    FindingCode.TT_TEACHER_AWAY: Weight.WAIVABLE,
    FindingCode.TT_TEACHER_DAY_HOURS: Weight.WAIVABLE,
    FindingCode.TT_TEACHER_HOURS: Weight.WAIVABLE,
    FindingCode.TT_TEACHER_SUBJECT: Weight.WAIVABLE,
    FindingCode.TT_TEACHER_TERM: Weight.WAIVABLE,
    FindingCode.TT_TEACHER_TRAVEL: Weight.WAIVABLE,
    FindingCode.TT_TEACHER_YEAR_HOURS: Weight.WAIVABLE,
    FindingCode.TT_VENUE_CLOSED: Weight.WAIVABLE,
    FindingCode.TT_VENUE_HOURS: Weight.WAIVABLE,
    FindingCode.VENUE_TOO_SMALL: Weight.WAIVABLE,
    FindingCode.TT_EXAM_INVIGILATORS: Weight.WARNS,
    FindingCode.TT_NO_BREAK: Weight.WARNS,
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a timetable is held against; names are those that sessions use. What is not known is empty.

    `learners` is the number on the roster, `planned` the one to expect while the roster is empty.
    """

    is_workday: Callable[[date], bool] = lambda _day: True
    name_of: Callable[[date], str] = lambda _day: ""
    first_day: date | None = None
    learners: int = 0
    planned: int = 0
    capacities: Mapping[str, int] = field(default_factory=dict)
    openness: Mapping[str, Availability] = field(default_factory=dict)
    campuses: Mapping[str, int | None] = field(default_factory=dict)
    minutes_between: Mapping[tuple[int, int], int] = field(default_factory=dict)
    teachers: Mapping[str, TeacherFacts] = field(default_factory=dict)
    others: tuple[Slot, ...] = ()
    shared: Mapping[str, int] = field(default_factory=dict)
    caps: Caps = field(default_factory=Caps)
    exams: ExamNeeds = field(default_factory=ExamNeeds)

    @property
    def heads(self) -> int:
        return self.learners or self.planned


def find_faults(slots: Sequence[Slot], around: Surroundings) -> list[Finding]:
    """What the class itself gets wrong by the rules that every data file is checked by, by code and session."""
    teaching = {name for slot in slots for name in slot.teachers}
    ends = {name: one.valid_to for name, one in around.teachers.items() if one.valid_to and name in teaching}
    found = [
        *find_overlaps(slots),
        *find_rest_days(slots, around.is_workday, around.name_of),
        *(find_expired_teachers(slots, ends, around.first_day) if around.first_day else ()),
        *find_small_venues(slots, around.capacities, around.heads),
    ]
    return in_order(found)


def find_everything(slots: Sequence[Slot], around: Surroundings) -> list[Finding]:
    """`find_faults`, what other classes need at the same time, and every limit of teachers, venues and rule-set."""
    return in_order(
        [
            *find_faults(slots, around),
            *find_foreign(slots, around.others, around.shared),
            *find_closed_venues(slots, around.openness),
            *find_absent_teachers(slots, around.teachers),
            *find_lapsed_terms(slots, around.teachers, first_day=around.first_day),
            *find_uncovered_subjects(slots, around.teachers),
            *find_full_days(slots, around.caps),
            *find_unbroken(slots, around.caps),
            *find_tired_teachers(slots, around.others, around.teachers),
            *find_spent_teachers(slots, around.teachers),
            *find_hurried(slots, around.others, around.campuses, around.minutes_between),
            *find_bare_examinations(slots, around.capacities, around.heads, around.exams),
        ]
    )


# What another time does not change.
AT_ANY_TIME = frozenset(
    {
        FindingCode.TEACHER_EXPIRED,
        FindingCode.TT_EXAM_SEATS,
        FindingCode.TT_TEACHER_SUBJECT,
        FindingCode.TT_TEACHER_YEAR_HOURS,
        FindingCode.VENUE_TOO_SMALL,
    }
)


class Openings:
    """Asks of many times, one after the other, whether a session could be held then."""

    def __init__(self, own: Iterable[Slot], around: Surroundings) -> None:
        self._around = around
        self._own: defaultdict[date, list[Slot]] = defaultdict(list)
        self._others: defaultdict[date, list[Slot]] = defaultdict(list)
        for known, slots in ((self._own, own), (self._others, around.others)):
            for one in slots:
                for day in {one.starts_at.date(), one.ends_at.date()}:
                    known[day].append(one)

    def welcome(self, wanted: Slot) -> bool:
        """Whether nothing about its time would have to be let pass, as far as its day can tell."""
        day = wanted.starts_at.date()
        around = replace(self._around, others=tuple(self._others[day]))
        found = of_weight(
            about(wanted.code, find_everything([*self._own[day], wanted], around)), Weight.BLOCKS, Weight.WAIVABLE
        )
        return all(one.code in AT_ANY_TIME for one in found)


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """By rule, culprit and sessions."""
    return sorted(found, key=lambda one: (one.code, one.subject, one.sessions, one.other))


def about(code: str, found: Iterable[Finding]) -> list[Finding]:
    """The findings that name this session."""
    return [one for one in found if code in one.sessions]


def of_weight(found: Iterable[Finding], *weights: Weight) -> list[Finding]:
    return [one for one in found if WEIGHTS[one.code] in weights]
