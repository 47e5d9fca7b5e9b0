"""What each gate asks of a class, and what the records answer (pure)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from courses.gates.rules import Check, Gate, GateFinding, Severity, Waived, states_ahead
from courses.rules import ClassState
from sessions.rules.conflicts import Finding, FindingCode
from sessions.rules.engine import WEIGHTS, Weight
from trainer.accreditation.rules import AccreditationFault


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What is known about a class when its gates are looked at. Names are those people know."""

    today: date
    starts_on: date
    state: ClassState = ClassState.DRAFT
    accreditation_faults: tuple[AccreditationFault, ...] = ()
    missing_figures: tuple[str, ...] = ()
    curriculum: str = ""
    curriculum_hours: Decimal | None = None
    required_hours: Decimal = Decimal(0)
    class_teacher: str = ""
    vacant_posts: tuple[str, ...] = ()
    missing_documents: tuple[str, ...] = ()
    sessions: int = 0
    planned_hours: Decimal = Decimal(0)
    timetable_findings: tuple[Finding, ...] = ()  # without those that were let pass on the timetable itself
    unchecked_venues: tuple[tuple[str, tuple[str, ...]], ...] = ()  # name, and the checks that are not in order
    notice_sent: bool = False
    learners: int = 0
    refused_lines: int = 0
    open_applications: int = 0
    sessions_ahead: int = 0
    unattended_sessions: tuple[str, ...] = ()
    units_without_records: tuple[str, ...] = ()
    unsettled: int = 0
    unscored: int = 0
    postings: int = 0
    counted_twice: tuple[tuple[str, tuple[str, ...]], ...] = ()  # other classes, each with the learners
    responses: int = 0
    dossier_missing: tuple[str, ...] = ()
    packages: int = 0


Answer = Callable[[GateFacts], "list[GateFinding]"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One kind of finding: the check, what it does to the gate, where it is put right."""

    check: Check
    endpoint: str = ""
    severity: Severity = Severity.BLOCKS
    waivable: bool = True

    def met(self, remark: str, **figures: object) -> list[GateFinding]:
        return [GateFinding(self.check, Severity.MET, "", remark, figures, self.endpoint)]

    def found(self, remark: str, subject: str = "", /, **figures: object) -> GateFinding:
        return GateFinding(self.check, self.severity, subject, remark, figures, self.endpoint, self.waivable)

    def each(self, subjects: tuple[str, ...], remark: str, fine: str, **figures: object) -> list[GateFinding]:
        """One finding per culprit, or that there is none."""
        return [self.found(remark, one, **figures) for one in subjects] or self.met(fine)

    def need(self, holds: bool, fine: str, remark: str, **figures: object) -> list[GateFinding]:
        """Met when the fact holds, else found."""
        return self.met(fine, **figures) if holds else [self.found(remark, **figures)]


INSTITUTION, VENUES = "trainer.show_institution", "trainer.list_venues"
POSTS, DOCUMENTS = "trainer.list_posts", "trainer.list_documents"
OF_THE_INSTITUTION = frozenset({INSTITUTION, VENUES, POSTS, DOCUMENTS})
TIMETABLE = "sessions.timetable"
WARNS = Severity.WARNS
NAMED = 5  # names in one sentence

_ACCREDITED = Ask(Check.ACCREDITED, INSTITUTION, waivable=False)
_RULES = Ask(Check.RULES_COMPLETE, "standards.show_version", waivable=False)
_CURRICULUM = Ask(Check.CURRICULUM, "courses.edit_class")
_CURRICULUM_NONE = Ask(Check.CURRICULUM, "courses.edit_class", WARNS)
_TEACHER = Ask(Check.CLASS_TEACHER, "courses.edit_class")
_POSTS = Ask(Check.POSTS_FILLED, POSTS, WARNS)
_DOCUMENTS = Ask(Check.DOCUMENTS, DOCUMENTS, WARNS)
_TIMETABLE = Ask(Check.TIMETABLE, TIMETABLE)
_HOURS = Ask(Check.HOURS, TIMETABLE)
_CHECKED = Ask(Check.VENUE_CHECKS, VENUES)
_NOTICE = Ask(Check.NOTICE, "sessions.show_papers", WARNS)
_ROSTER = Ask(Check.ROSTER, "courses.roster", waivable=False)
_LINES = Ask(Check.ROSTER_LINES, "courses.roster", WARNS)
_APPLICATIONS = Ask(Check.APPLICATIONS, "enrolling.desk", WARNS)
_ATTENDANCE = Ask(Check.ATTENDANCE, "sessions.attendance")
_ONLINE = Ask(Check.ONLINE, "sessions.hours")
_SETTLED = Ask(Check.SETTLED, "sessions.records")
_SCORES = Ask(Check.SCORES, "sessions.scores")
_LEDGER = Ask(Check.LEDGER, "sessions.hours")
_TWICE = Ask(Check.LEDGER, "sessions.hours", WARNS)
_SURVEY = Ask(Check.SURVEY, "surveys.show_survey")
_DOSSIER = Ask(Check.DOSSIER, "archives.show_dossier", WARNS)
_SEALED = Ask(Check.SEALED, "archives.show_dossier", waivable=False)


def ledger(facts: GateFacts) -> list[GateFinding]:
    """Hours are posted, and no other class counts the same time."""
    twice = [
        _TWICE.found("twice", code, count=len(names), names="、".join(names[:NAMED]))
        for code, names in facts.counted_twice
    ]
    return [*_LEDGER.need(facts.postings > 0, "fine", "none", count=facts.postings), *twice]


def accreditation(facts: GateFacts) -> list[GateFinding]:
    """The institution is accredited for this kind of training on every day of the class."""
    found = [
        _ACCREDITED.found(one.code.value, one.number, day=one.day, type=one.training_type, until=one.until or "")
        for one in facts.accreditation_faults
    ]
    return found or _ACCREDITED.met("fine")


def curriculum(facts: GateFacts) -> list[GateFinding]:
    """A curriculum is chosen, and its hours are enough."""
    if not facts.curriculum:
        return [_CURRICULUM_NONE.found("none")]
    hours = facts.curriculum_hours
    figures = {"name": facts.curriculum, "is": hours if hours is not None else 0, "should": facts.required_hours}
    return _CURRICULUM.need(hours is None or hours >= facts.required_hours, "fine", "short", **figures)


# Which check a finding of the timetable belongs to; what is not named here is a clash.
CHECK_OF = {
    FindingCode.TEACHER_EXPIRED: Check.TEACHERS,
    FindingCode.TT_TEACHER_TERM: Check.TEACHERS,
    FindingCode.TT_TEACHER_SUBJECT: Check.TEACHERS,
    FindingCode.VENUE_TOO_SMALL: Check.VENUE_SIZE,
    FindingCode.TT_EXAM_SEATS: Check.VENUE_SIZE,
}
_SEVERITIES = {
    Weight.BLOCKS: (Severity.BLOCKS, False),
    Weight.WAIVABLE: (Severity.BLOCKS, True),
    Weight.WARNS: (Severity.WARNS, True),
}


def timetable(check: Check) -> Answer:
    """The findings of the clash engine that belong to a check; the engine says which can be let pass."""

    def answer(facts: GateFacts) -> list[GateFinding]:
        mine = [one for one in facts.timetable_findings if CHECK_OF.get(one.code, Check.CLASHES) is check]
        return [_from_engine(check, one) for one in mine] or Ask(check, TIMETABLE).met("fine")

    return answer


def _from_engine(check: Check, finding: Finding) -> GateFinding:
    severity, waivable = _SEVERITIES[WEIGHTS[finding.code]]
    subject = " ".join(filter(None, (finding.code.value, finding.subject, *finding.sessions, finding.other)))[:200]
    return GateFinding(check, severity, subject, "engine", {"finding": finding}, TIMETABLE, waivable)


def hours(facts: GateFacts) -> list[GateFinding]:
    """The timetable holds the hours that the class must give."""
    enough = facts.planned_hours >= facts.required_hours
    return _HOURS.need(enough, "fine", "short", **{"is": facts.planned_hours, "should": facts.required_hours})


def venue_checks(facts: GateFacts) -> list[GateFinding]:
    """Every venue has passed its checks. What is let pass is let pass for these kinds of check alone."""
    found = [
        _CHECKED.found("unchecked", " ".join((name, *kinds)), name=name, checks=kinds)
        for name, kinds in facts.unchecked_venues
    ]
    return found or _CHECKED.met("fine")


def attendance(facts: GateFacts) -> list[GateFinding]:
    """Every session has been held, and somebody signed in on its day."""
    ahead = [_ATTENDANCE.found("ahead", count=facts.sessions_ahead)] if facts.sessions_ahead else []
    empty = [_ATTENDANCE.found("none", one) for one in facts.unattended_sessions]
    return ahead + empty or _ATTENDANCE.met("fine")


ANSWERS: dict[Check, Answer] = {
    Check.ACCREDITED: accreditation,
    Check.RULES_COMPLETE: lambda facts: _RULES.each(facts.missing_figures, "missing", "fine"),
    Check.CURRICULUM: curriculum,
    Check.CLASS_TEACHER: lambda facts: _TEACHER.need(
        bool(facts.class_teacher), "fine", "none", name=facts.class_teacher
    ),
    Check.POSTS_FILLED: lambda facts: _POSTS.each(facts.vacant_posts, "vacant", "fine"),
    Check.DOCUMENTS: lambda facts: _DOCUMENTS.each(facts.missing_documents, "missing", "fine"),
    Check.TIMETABLE: lambda facts: _TIMETABLE.need(facts.sessions > 0, "fine", "none", count=facts.sessions),
    Check.HOURS: hours,
    Check.CLASHES: timetable(Check.CLASHES),
    Check.TEACHERS: timetable(Check.TEACHERS),
    Check.VENUE_SIZE: timetable(Check.VENUE_SIZE),
    Check.VENUE_CHECKS: venue_checks,
    Check.NOTICE: lambda facts: _NOTICE.need(facts.notice_sent, "fine", "none"),
    Check.ROSTER: lambda facts: _ROSTER.need(facts.learners > 0, "fine", "none", count=facts.learners),
    Check.ROSTER_LINES: lambda facts: _LINES.need(
        not facts.refused_lines, "fine", "refused", count=facts.refused_lines
    ),
    Check.APPLICATIONS: lambda facts: _APPLICATIONS.need(
        not facts.open_applications, "fine", "open", count=facts.open_applications
    ),
    Check.ATTENDANCE: attendance,
    Check.ONLINE: lambda facts: _ONLINE.each(facts.units_without_records, "none", "fine"),
    Check.SETTLED: lambda facts: _SETTLED.need(not facts.unsettled, "fine", "open", count=facts.unsettled),
    Check.SCORES: lambda facts: _SCORES.need(not facts.unscored, "fine", "missing", count=facts.unscored),
    Check.LEDGER: ledger,
    Check.SURVEY: lambda facts: _SURVEY.need(facts.responses > 0, "fine", "none", count=facts.responses),
    Check.DOSSIER: lambda facts: _DOSSIER.each(facts.dossier_missing, "missing", "fine"),
    Check.SEALED: lambda facts: _SEALED.need(facts.packages > 0, "fine", "none", count=facts.packages),
}

# What is asked before each state (design of the life of a class).
GATES: dict[ClassState, tuple[Check, ...]] = {
    ClassState.APPROVED: (
        Check.ACCREDITED,
        Check.RULES_COMPLETE,
        Check.CURRICULUM,
        Check.CLASS_TEACHER,
        Check.POSTS_FILLED,
        Check.DOCUMENTS,
    ),
    ClassState.ENROLLING: (
        Check.ACCREDITED,
        Check.TIMETABLE,
        Check.HOURS,
        Check.CLASHES,
        Check.TEACHERS,
        Check.VENUE_SIZE,
        Check.VENUE_CHECKS,
    ),
    ClassState.ROSTER_LOCKED: (Check.ROSTER, Check.ROSTER_LINES, Check.APPLICATIONS, Check.VENUE_SIZE),
    ClassState.DELIVERING: (
        Check.ACCREDITED,
        Check.NOTICE,
        Check.CLASHES,
        Check.TEACHERS,
        Check.VENUE_SIZE,
        Check.VENUE_CHECKS,
    ),
    ClassState.EXAMINING: (Check.ATTENDANCE, Check.ONLINE),
    ClassState.COMPLETED: (Check.SETTLED, Check.SCORES, Check.LEDGER),
    ClassState.FILING: (Check.SURVEY, Check.DOSSIER),
    ClassState.FILED: (Check.SEALED,),
}


def gates_ahead(facts: GateFacts, waived: tuple[Waived, ...] = ()) -> list[Gate]:
    """Every gate that still lies ahead of the class, in order, with its findings: what blocks first, then warnings."""
    order = [Severity.BLOCKS, Severity.WARNS, Severity.MET]
    gates = []
    for state in states_ahead(facts.state):
        found = [one for check in GATES[state] for one in ANSWERS[check](facts)]
        found.sort(key=lambda one: order.index(one.severity))
        gates.append(Gate(state, tuple(found), waived))
    return gates
