"""What the records of a class say about each clause of its rule-set (pure)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ClauseState(StrEnum):
    """What the records say about a clause. `open` means that they cannot say."""

    MET = "met"
    ATTENTION = "attention"
    MISSING = "missing"
    OPEN = "open"


class Remark(StrEnum):
    """Why a clause stands as it does; the figures stand beside it."""

    ACCREDITED = "accredited"
    ACCREDITATION_UNKNOWN = "accreditation_unknown"
    ACCREDITATION_ENDED = "accreditation_ended"
    PLANNED = "planned"
    NOTHING_PLANNED = "nothing_planned"
    TEACHERS_CURRENT = "teachers_current"
    TEACHERS_EXPIRED = "teachers_expired"
    NO_TEACHERS = "no_teachers"
    CLASS_TEACHER = "class_teacher"
    NO_CLASS_TEACHER = "no_class_teacher"
    VENUES_FIT = "venues_fit"
    VENUE_TOO_SMALL = "venue_too_small"
    NO_VENUES = "no_venues"
    VENUES_CHECKED = "venues_checked"
    VENUES_UNCHECKED = "venues_unchecked"
    HOURS_ENOUGH = "hours_enough"
    HOURS_SHORT = "hours_short"
    NO_CLASH = "no_clash"
    CLASHES = "clashes"
    ROSTER_CLEAN = "roster_clean"
    ROSTER_REFUSED = "roster_refused"
    NO_ROSTER = "no_roster"
    ATTENDANCE_RECORDED = "attendance_recorded"
    NO_ATTENDANCE = "no_attendance"
    ONLINE_RECORDED = "online_recorded"
    NO_ONLINE = "no_online"
    LEDGER_POSTED = "ledger_posted"
    LEDGER_EMPTY = "ledger_empty"
    EXAMINED = "examined"
    NOT_EXAMINED = "not_examined"
    DOSSIER_COMPLETE = "dossier_complete"
    DOSSIER_INCOMPLETE = "dossier_incomplete"
    SEALED = "sealed"
    NOT_SEALED = "not_sealed"
    SURVEYED = "surveyed"
    NOT_SURVEYED = "not_surveyed"
    IMPROVE_NOTHING = "improve_nothing"
    IMPROVE = "improve"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """What is known about a class, counted from its records."""

    today: date
    accreditation_number: str = ""
    accredited_until: date | None = None
    sessions: int = 0
    teachers: tuple[str, ...] = ()
    expired_teachers: tuple[str, ...] = ()
    class_teacher: str = ""
    venues: tuple[str, ...] = ()
    small_venues: tuple[str, ...] = ()
    unchecked_venues: tuple[str, ...] = ()
    planned_hours: Decimal = Decimal(0)
    required_hours: Decimal = Decimal(0)
    clashes: int = 0
    accepted: int = 0  # learners, whether a roster or the enrolment desk brought them
    refused: int = 0
    taps: int = 0
    online_records: int = 0
    online_units: int = 0
    postings: int = 0
    scores: int = 0
    completed: int = 0
    filing_required: int = 0
    filing_missing: tuple[str, ...] = ()
    sealed_packages: int = 0
    responses: int = 0
    improve: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A clause's state with its reason, the figures in it, and the page (endpoint) that shows the records."""

    state: ClauseState
    remark: Remark
    figures: Mapping[str, object] = field(default_factory=dict)
    evidence: str = ""


Judge = Callable[[ClassFacts], Verdict]


def _met(remark: Remark, evidence: str, **figures: object) -> Verdict:
    return Verdict(ClauseState.MET, remark, figures, evidence)


def _attention(remark: Remark, evidence: str, **figures: object) -> Verdict:
    return Verdict(ClauseState.ATTENTION, remark, figures, evidence)


def _missing(remark: Remark, evidence: str, **figures: object) -> Verdict:
    return Verdict(ClauseState.MISSING, remark, figures, evidence)


def _accreditation(facts: ClassFacts) -> Verdict:
    if not facts.accreditation_number or facts.accredited_until is None:
        return _missing(Remark.ACCREDITATION_UNKNOWN, "trainer.show_institution")
    known = {"number": facts.accreditation_number, "until": facts.accredited_until}
    if facts.accredited_until < facts.today:
        return _attention(Remark.ACCREDITATION_ENDED, "trainer.show_institution", **known)
    return _met(Remark.ACCREDITED, "trainer.show_institution", **known)


def _planned(facts: ClassFacts) -> Verdict:
    if not facts.sessions:
        return _missing(Remark.NOTHING_PLANNED, "sessions.timetable")
    return _met(Remark.PLANNED, "sessions.timetable", sessions=facts.sessions)


def _teachers(facts: ClassFacts) -> Verdict:
    if not facts.teachers:
        return _missing(Remark.NO_TEACHERS, "sessions.timetable")
    if facts.expired_teachers:
        return _attention(Remark.TEACHERS_EXPIRED, "sessions.timetable", names="、".join(facts.expired_teachers))
    return _met(Remark.TEACHERS_CURRENT, "sessions.timetable", count=len(facts.teachers))


def _class_teacher(facts: ClassFacts) -> Verdict:
    if not facts.class_teacher:
        return _missing(Remark.NO_CLASS_TEACHER, "conformity.show_class")
    return _met(Remark.CLASS_TEACHER, "conformity.show_class", name=facts.class_teacher)


def _venues(facts: ClassFacts) -> Verdict:
    if not facts.venues:
        return _missing(Remark.NO_VENUES, "sessions.timetable")
    if facts.small_venues:
        return _attention(
            Remark.VENUE_TOO_SMALL, "sessions.timetable", names="、".join(facts.small_venues), heads=facts.accepted
        )
    return _met(Remark.VENUES_FIT, "sessions.timetable", count=len(facts.venues))


def _venue_checks(facts: ClassFacts) -> Verdict:
    if not facts.venues:
        return _missing(Remark.NO_VENUES, "sessions.timetable")
    if facts.unchecked_venues:
        return _attention(Remark.VENUES_UNCHECKED, "sessions.timetable", names="、".join(facts.unchecked_venues))
    return _met(Remark.VENUES_CHECKED, "sessions.timetable", count=len(facts.venues))


def _hours(facts: ClassFacts) -> Verdict:
    known = {
        "planned": f"{facts.planned_hours.normalize():f}",
        "required": f"{facts.required_hours.normalize():f}",
    }
    if facts.planned_hours < facts.required_hours:
        return _attention(Remark.HOURS_SHORT, "sessions.timetable", **known)
    return _met(Remark.HOURS_ENOUGH, "sessions.timetable", **known)


def _clashes(facts: ClassFacts) -> Verdict:
    if not facts.sessions:
        return _missing(Remark.NOTHING_PLANNED, "sessions.timetable")
    if facts.clashes:
        return _attention(Remark.CLASHES, "sessions.timetable", count=facts.clashes)
    return _met(Remark.NO_CLASH, "sessions.timetable")


def _roster(facts: ClassFacts) -> Verdict:
    if not facts.accepted:
        return _missing(Remark.NO_ROSTER, "courses.roster")
    if facts.refused:
        return _attention(Remark.ROSTER_REFUSED, "courses.roster", accepted=facts.accepted, refused=facts.refused)
    return _met(Remark.ROSTER_CLEAN, "courses.roster", accepted=facts.accepted)


def _attendance(facts: ClassFacts) -> Verdict:
    if not facts.taps:
        return _missing(Remark.NO_ATTENDANCE, "sessions.attendance")
    return _met(Remark.ATTENDANCE_RECORDED, "sessions.attendance", count=facts.taps)


def _online(facts: ClassFacts) -> Verdict:
    if facts.online_units and not facts.online_records:
        return _missing(Remark.NO_ONLINE, "sessions.hours")
    return _met(Remark.ONLINE_RECORDED, "sessions.hours", count=facts.online_records, units=facts.online_units)


def _ledger(facts: ClassFacts) -> Verdict:
    if not facts.postings:
        return _missing(Remark.LEDGER_EMPTY, "sessions.hours")
    return _met(Remark.LEDGER_POSTED, "sessions.hours", count=facts.postings)


def _examination(facts: ClassFacts) -> Verdict:
    if not facts.scores:
        return _missing(Remark.NOT_EXAMINED, "sessions.scores")
    return _met(Remark.EXAMINED, "sessions.scores", count=facts.scores, completed=facts.completed)


def _dossier(facts: ClassFacts) -> Verdict:
    if facts.filing_missing:
        names = "、".join(facts.filing_missing)
        return _attention(Remark.DOSSIER_INCOMPLETE, "archives.show_dossier", names=names)
    return _met(Remark.DOSSIER_COMPLETE, "archives.show_dossier", count=facts.filing_required)


def _sealed(facts: ClassFacts) -> Verdict:
    if not facts.sealed_packages:
        return _missing(Remark.NOT_SEALED, "archives.show_dossier")
    return _met(Remark.SEALED, "archives.show_dossier", count=facts.sealed_packages)


def _survey(facts: ClassFacts) -> Verdict:
    if not facts.responses:
        return _missing(Remark.NOT_SURVEYED, "surveys.show_survey")
    return _met(Remark.SURVEYED, "surveys.show_survey", count=facts.responses)


def _improvement(facts: ClassFacts) -> Verdict:
    if not facts.responses:
        return _missing(Remark.NOT_SURVEYED, "surveys.show_survey")
    if facts.improve:
        return _attention(Remark.IMPROVE, "surveys.show_survey", names="、".join(facts.improve))
    return _met(Remark.IMPROVE_NOTHING, "surveys.show_survey")


JUDGES: dict[str, Judge] = {
    "JG-1": _accreditation,
    "JG-2": _planned,
    "RY-1": _teachers,
    "RY-2": _class_teacher,
    "CD-1": _venues,
    "CD-2": _venue_checks,
    "NR-1": _hours,
    "ZB-1": _clashes,
    "ZB-2": _roster,
    "SS-1": _attendance,
    "SS-2": _online,
    "SS-3": _ledger,
    "SS-4": _examination,
    "DA-1": _dossier,
    "DA-2": _sealed,
    "GJ-1": _survey,
    "GJ-2": _improvement,
}


def judge(clause: str, facts: ClassFacts) -> Verdict:
    """What the records say about a clause; a clause that no rule knows stays open for a person."""
    rule = JUDGES.get(clause)
    return rule(facts) if rule else Verdict(ClauseState.OPEN, Remark.NOT_ASSESSED)
