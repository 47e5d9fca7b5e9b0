"""Decisions about teachers: appointments that follow on each other, what they may teach, how much, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from trainer.rules import Appointment, Validity, validity

DAY = timedelta(days=1)


class QualificationKind(StrEnum):
    """What a document proves about a teacher (资质证明)."""

    PROFESSIONAL_TITLE = "professional_title"
    EDUCATION = "education"
    QUALITY_ENGINEER = "quality_engineer"
    AUDITOR = "auditor"
    TRAINER = "trainer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TeachingLimit:
    """How many credit hours a teacher may teach in a year and on one day; None is no limit."""

    yearly_hours: Decimal | None = None
    daily_hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TeachingHours:
    """Credit hours of one year: on the timetable altogether, and of these already over."""

    planned: Decimal = Decimal(0)
    taught: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class SurveyScore:
    """What learners gave a teacher: the mean (None without answers) and how many answered."""

    mean: Decimal | None = None
    answers: int = 0


class LoadState(StrEnum):
    """Where the hours of a year stand to their cap."""

    NO_CAP = "no_cap"
    WITHIN = "within"
    FULL = "full"
    OVER = "over"


def load_state(limit: TeachingLimit, hours: TeachingHours) -> LoadState:
    """Full when the cap is reached exactly, over beyond it."""
    if limit.yearly_hours is None:
        return LoadState.NO_CAP
    if hours.planned > limit.yearly_hours:
        return LoadState.OVER
    return LoadState.FULL if hours.planned == limit.yearly_hours else LoadState.WITHIN


def joined_terms(terms: Iterable[Appointment]) -> list[Appointment]:
    """The same days as few terms as possible: a renewal that begins the day after, or earlier, prolongs the term."""
    joined: list[Appointment] = []
    for term in sorted(terms, key=lambda one: (one.valid_from or date.min, one.valid_to or date.max)):
        last = joined[-1] if joined else None
        if last is not None and _follows(last, term):
            joined[-1] = Appointment(last.valid_from, _later(last.valid_to, term.valid_to))
        else:
            joined.append(term)
    return joined


def _follows(last: Appointment, term: Appointment) -> bool:
    return last.valid_to is None or term.valid_from is None or term.valid_from <= last.valid_to + DAY


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def current_term(terms: Iterable[Appointment], day: date) -> Appointment | None:
    """The joined term in force on a day; otherwise the next one, otherwise the last one that ended."""
    joined = joined_terms(terms)
    open_or_ahead = [one for one in joined if not one.expired_before(day)]
    if open_or_ahead:
        return open_or_ahead[0]
    return joined[-1] if joined else None


def said_elsewhere(stated: Appointment, terms: Sequence[Appointment]) -> bool:
    """Whether the term that the register states adds nothing to these terms: it is empty, or one of them."""
    if stated == Appointment(None, None):
        return bool(terms)
    return stated in terms or stated in joined_terms(terms)


def ends_within(valid_to: date | None, day: date, notice_days: int) -> Validity:
    """The state of a document that may have an end, with the days of notice as the rule-set gives them."""
    if valid_to is not None and day <= valid_to <= day + timedelta(days=notice_days):
        return Validity.ENDS_SOON
    state = validity(Appointment(None, valid_to), day)
    return Validity.VALID if state is Validity.ENDS_SOON else state


def may_teach(subjects: Iterable[str], *names: str) -> bool:
    """Whether one of the names of a lesson (module, title) contains a subject or is part of one; no subjects: all."""
    known = [one.strip().lower() for one in subjects if one.strip()]
    said = [one.strip().lower() for one in names if one.strip()]
    return not known or any(subject in name or name in subject for subject in known for name in said)


def clean_subjects(lines: Iterable[str]) -> list[str]:
    """The subjects as typed, trimmed, each once, in their order."""
    return list(dict.fromkeys(one.strip() for one in lines if one.strip()))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time of a record, half-open, and the record's number."""

    id: int
    starts_at: datetime
    ends_at: datetime


def in_the_way(stretch: tuple[datetime, datetime], known: Iterable[Stretch]) -> Stretch | None:
    """The first known stretch that shares time with a new one."""
    shared = [one for one in known if one.starts_at < stretch[1] and stretch[0] < one.ends_at]
    return min(shared, key=lambda one: (one.starts_at, one.id), default=None)
