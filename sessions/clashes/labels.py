"""What people read for a finding of the timetable: which rule, what it found, how grave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.amounts import plain
from core.lists import listed
from sessions.rules.conflicts import Finding, FindingCode
from sessions.rules.engine import WEIGHTS, Weight
from sessions.rules.recurrence import RestDays

WEEKDAYS = (_l("Mon."), _l("Tue."), _l("Wed."), _l("Thu."), _l("Fri."), _l("Sat."), _l("Sun."))
REST_CHOICES = {
    RestDays.SKIP: _l("Leave it out"),
    RestDays.SHIFT: _l("Move it to the next working day"),
    RestDays.KEEP: _l("Hold it all the same"),
}

FINDING_RULES: Mapping[FindingCode, Any] = {
    FindingCode.TT_CLASS_OVERLAP: _l("Two sessions of the class at once"),
    FindingCode.TT_TEACHER_CLASH: _l("Teacher taken"),
    FindingCode.TT_VENUE_CLASH: _l("Venue taken"),
    FindingCode.TT_LEARNER_CLASH: _l("Learners taken"),
    FindingCode.TT_REST_DAY: _l("Rest day"),
    FindingCode.TEACHER_EXPIRED: _l("Appointment ended"),
    FindingCode.VENUE_TOO_SMALL: _l("Venue too small"),
    FindingCode.TT_VENUE_HOURS: _l("Outside opening hours"),
    FindingCode.TT_VENUE_CLOSED: _l("Venue closed"),
    FindingCode.TT_TEACHER_HOURS: _l("Teacher not available"),
    FindingCode.TT_TEACHER_AWAY: _l("Teacher on leave"),
    FindingCode.TT_TEACHER_TERM: _l("Not appointed that day"),
    FindingCode.TT_TEACHER_SUBJECT: _l("Subject not covered"),
    FindingCode.TT_TEACHER_DAY_HOURS: _l("Teacher's hours of the day"),
    FindingCode.TT_TEACHER_YEAR_HOURS: _l("Teacher's hours of the year"),
    FindingCode.TT_TEACHER_TRAVEL: _l("Teacher's way too short of time"),
    FindingCode.TT_CLASS_TRAVEL: _l("Learners' way too short of time"),
    FindingCode.TT_DAY_HOURS: _l("Too many hours in a day"),
    FindingCode.TT_HALF_DAY_HOURS: _l("Too many hours in a half-day"),
    FindingCode.TT_NO_BREAK: _l("Too long without a break"),
    FindingCode.TT_EXAM_SEATS: _l("Too few examination seats"),
    FindingCode.TT_EXAM_INVIGILATORS: _l("Too few invigilators"),
}
TONES = {Weight.BLOCKS: "bad", Weight.WAIVABLE: "bad", Weight.WARNS: "warning"}
FINDING_TONES: Mapping[FindingCode, str] = {
    **{code: TONES[weight] for code, weight in WEIGHTS.items()},
    FindingCode.TT_REST_DAY: "warning",
}


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A finding as people read it: which rule, what it found, how grave; `sessions` lead to their places."""

    rule: Any
    text: str
    tone: str
    sessions: tuple[str, ...]
    waivable: bool = False
    waived: str = ""  # who let it pass, and why


def describe_finding(finding: Finding, waived: str = "") -> FindingWords:
    """A fault of a timetable with rule, culprit, sessions and figures."""
    return FindingWords(
        FINDING_RULES[finding.code],
        words_of(finding),
        "info" if waived else FINDING_TONES[finding.code],
        tuple(finding.sessions),
        WEIGHTS[finding.code] is Weight.WAIVABLE,
        waived,
    )


def words_of(finding: Finding) -> str:
    """What was found, in one sentence."""
    if finding.code in TAKEN and finding.minutes is None:  # seen from one session: nobody has measured the two
        return describe_conflict(finding)
    facts = _facts(finding)
    if finding.other and finding.code in CLASHES_OUTSIDE:
        return str(CLASHES_OUTSIDE[finding.code]) % facts
    if finding.code is FindingCode.TT_CLASS_OVERLAP and finding.detail:
        return _(
            "%(sessions)s overlap by %(minutes)d minutes; the class has no lesson during its examination %(detail)s.",
            **facts,
        )
    if finding.code is FindingCode.TEACHER_EXPIRED and not finding.sessions:
        return _("The appointment of %(subject)s ended on %(day)s, before the class begins.", **facts)
    if finding.code is FindingCode.TT_REST_DAY and finding.subject:
        return _("%(sessions)s is on %(day)s, which is a day off (%(subject)s).", **facts)
    return str(SENTENCES[finding.code]) % facts


def _facts(finding: Finding) -> dict[str, Any]:
    return {
        "subject": finding.subject,
        "sessions": listed(finding.sessions),
        "minutes": finding.minutes or 0,
        "day": day_words(finding.day) if finding.day else "",
        "capacity": finding.capacity,
        "learners": finding.learners,
        "other": finding.other,
        "hours": plain(finding.hours) if finding.hours is not None else "—",
        "limit": plain(finding.limit) if finding.limit is not None else "—",
        "detail": finding.detail or _("none that day"),
        "beside": _(" (with %(other)s)", other=finding.other) if finding.other else "",
    }


CLASHES_OUTSIDE: Mapping[FindingCode, Any] = {
    FindingCode.TT_LEARNER_CLASH: _l("%(sessions)s: %(learners)s learners are in %(other)s at the same time."),
    FindingCode.TT_TEACHER_CLASH: _l("%(sessions)s: %(subject)s is needed for %(other)s at the same time."),
    FindingCode.TT_VENUE_CLASH: _l("%(sessions)s: %(subject)s is needed for %(other)s at the same time."),
}
SENTENCES: Mapping[FindingCode, Any] = {
    FindingCode.TT_CLASS_OVERLAP: _l("%(sessions)s overlap by %(minutes)d minutes."),
    FindingCode.TT_TEACHER_CLASH: _l("%(subject)s teaches %(sessions)s at the same time, %(minutes)d minutes long."),
    FindingCode.TT_VENUE_CLASH: _l("%(subject)s holds %(sessions)s at the same time, %(minutes)d minutes long."),
    FindingCode.TT_LEARNER_CLASH: _l("%(sessions)s: learners are in another class at the same time."),
    FindingCode.TT_REST_DAY: _l("%(sessions)s is on %(day)s, which is no working day."),
    FindingCode.TEACHER_EXPIRED: _l(
        "The appointment of %(subject)s ended on %(day)s; after that day he or she teaches %(sessions)s."
    ),
    FindingCode.VENUE_TOO_SMALL: _l(
        "%(subject)s has %(capacity)s seats for %(learners)s learners; held there: %(sessions)s."
    ),
    FindingCode.TT_VENUE_HOURS: _l("%(sessions)s is outside the opening hours of %(subject)s (%(day)s: %(detail)s)."),
    FindingCode.TT_VENUE_CLOSED: _l("%(subject)s is closed during %(sessions)s: %(detail)s."),
    FindingCode.TT_TEACHER_HOURS: _l("%(subject)s cannot teach %(sessions)s then; hours on %(day)s: %(detail)s."),
    FindingCode.TT_TEACHER_AWAY: _l("%(subject)s is away during %(sessions)s: %(detail)s."),
    FindingCode.TT_TEACHER_TERM: _l(
        "%(subject)s is not appointed on the day of %(sessions)s; appointment: %(detail)s."
    ),
    FindingCode.TT_TEACHER_SUBJECT: _l("The register does not list “%(detail)s” for %(subject)s: %(sessions)s."),
    FindingCode.TT_TEACHER_DAY_HOURS: _l(
        "%(subject)s teaches %(hours)s credit hours on %(day)s, the limit is %(limit)s: %(sessions)s."
    ),
    FindingCode.TT_TEACHER_YEAR_HOURS: _l(
        "%(subject)s comes to %(hours)s credit hours in %(detail)s, the limit is %(limit)s: %(sessions)s."
    ),
    FindingCode.TT_TEACHER_TRAVEL: _l(
        "%(subject)s has %(minutes)d minutes for a way of %(capacity)s minutes, %(detail)s: %(sessions)s%(beside)s."
    ),
    FindingCode.TT_CLASS_TRAVEL: _l(
        "The class has %(minutes)d minutes for a way of %(capacity)s minutes, %(detail)s: %(sessions)s."
    ),
    FindingCode.TT_DAY_HOURS: _l("%(day)s has %(hours)s credit hours, the limit is %(limit)s: %(sessions)s."),
    FindingCode.TT_HALF_DAY_HOURS: _l(
        "A half-day of %(day)s has %(hours)s credit hours, the limit is %(limit)s: %(sessions)s."
    ),
    FindingCode.TT_NO_BREAK: _l(
        "%(day)s has %(hours)s credit hours in a row without a break of %(minutes)d minutes, the limit is %(limit)s: "
        "%(sessions)s."
    ),
    FindingCode.TT_EXAM_SEATS: _l(
        "%(subject)s has %(capacity)s seats; the examination of %(learners)s learners needs %(limit)s: %(sessions)s."
    ),
    FindingCode.TT_EXAM_INVIGILATORS: _l(
        "%(sessions)s names %(capacity)s invigilators; %(learners)s learners need %(limit)s."
    ),
}


def describe_conflict(finding: Finding) -> str:
    """What stands in the way of a session that somebody wants to schedule."""
    facts = {"subject": finding.subject, "sessions": listed(finding.sessions)}
    if finding.code not in TAKEN:
        return words_of(finding)
    if not finding.sessions:
        return _("%(subject)s was taken by somebody else a moment ago. Look at the timetable and try again.", **facts)
    return str(TAKEN[finding.code]) % facts


TAKEN: Mapping[FindingCode, Any] = {
    FindingCode.TT_CLASS_OVERLAP: _l("This class has %(sessions)s at that time."),
    FindingCode.TT_TEACHER_CLASH: _l("%(subject)s teaches %(sessions)s at that time."),
    FindingCode.TT_VENUE_CLASH: _l("%(subject)s is taken by %(sessions)s at that time."),
}


def day_words(day: date) -> str:
    """A date with its weekday: 2026-03-05 (Thu.)."""
    return _("%(date)s (%(weekday)s)", date=day.isoformat(), weekday=WEEKDAYS[day.weekday()])
