"""Why a number is what it is: each unit of a learner with its postings and records (results in, rows out)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.clock import to_local
from courses.models import Enrolment
from sessions.grids import is_open
from sessions.models import AttendanceEvent, ClassSession, HourPosting, LeaveSlip, ViewingSegment
from sessions.results import ClassResults
from sessions.rules.attendance import AttendanceStatus, HalfDayAttendance
from sessions.rules.evaluation import Earned, PersonResult
from sessions.rules.halfdays import HalfDay
from sessions.rules.intervals import Interval, to_moment
from sessions.rules.kinds import PostingKind, SessionKind
from sessions.rules.policy import AttendancePolicy
from sessions.rules.traces import TapUse, belongs_to, tap_use
from sessions.runs import LedgerTotal
from sessions.traces import Evidence, Trace


@dataclass(frozen=True, slots=True)
class TapStory:
    """A tap with what it was used for; no use when it no longer counts."""

    trace: Trace[AttendanceEvent]
    at: datetime
    use: TapUse | None


@dataclass(frozen=True, slots=True)
class PostingStory:
    """A posting, whether it was reversed later, the time it credits, and the records it names."""

    posting: HourPosting
    struck: bool
    credited: tuple[datetime, datetime] | None
    records: Sequence[Trace[AttendanceEvent]] | Sequence[Trace[ViewingSegment]]


@dataclass(frozen=True, slots=True)
class UnitStory:
    """One unit for one person. `earned` is what the rules say now, the standing posting what the ledger says."""

    session: ClassSession
    earned: Earned | None
    half: HalfDayAttendance | None
    upcoming: bool
    postings: tuple[PostingStory, ...]
    taps: tuple[TapStory, ...] = ()
    leaves: tuple[Trace[LeaveSlip], ...] = ()
    stays: tuple[Trace[AttendanceEvent], ...] = ()
    segments: tuple[Trace[ViewingSegment], ...] = ()

    @property
    def standing(self) -> HourPosting | None:
        found = [one.posting for one in self.postings if one.posting.kind is PostingKind.EARN and not one.struck]
        return found[-1] if found else None

    @property
    def hours(self) -> Decimal:
        return self.standing.hours if self.standing else Decimal(0)

    @property
    def minutes(self) -> int:
        return self.standing.minutes if self.standing else 0

    @property
    def credited(self) -> tuple[datetime, datetime] | None:
        attendance = self.earned.attendance if self.earned else None
        return span(attendance.credited) if attendance else None

    @property
    def status(self) -> AttendanceStatus | None:
        attendance = self.earned.attendance if self.earned else None
        return None if self.upcoming or attendance is None else attendance.status


def span(interval: Interval | Sequence[int] | None) -> tuple[datetime, datetime] | None:
    """An interval of site seconds as two naive site times."""
    return (to_moment(interval[0]), to_moment(interval[1])) if interval else None


def unit_stories(
    computed: ClassResults, person: PersonResult, postings: Sequence[HourPosting], evidence: Evidence, now: datetime
) -> list[UnitStory]:
    """Every unit of the timetable, and after them what was once posted for a session no longer held."""
    by_session: dict[int, list[HourPosting]] = {}
    for one in postings:
        by_session.setdefault(one.session_id, []).append(one)
    earned = {one.code: one for one in person.earned}
    halves = {one.code: half for half in person.half_days for one in half.sessions}
    policy = computed.policy.attendance
    told = [
        _story(session, earned[session.code], halves.get(session.code), by_session, evidence, policy, now)
        for session in computed.sessions
    ]
    held = {session.id for session in computed.sessions}
    gone = {one.session_id: one.class_session for one in postings if one.session_id not in held}
    return told + [
        UnitStory(session, None, None, False, _postings(by_session[number], evidence))
        for number, session in gone.items()
    ]


def _story(
    session: ClassSession,
    earned: Earned,
    half: HalfDayAttendance | None,
    by_session: dict[int, list[HourPosting]],
    evidence: Evidence,
    policy: AttendancePolicy,
    now: datetime,
) -> UnitStory:
    upcoming = is_upcoming(session, earned, now)
    postings = _postings(by_session.get(session.id, ()), evidence)
    if half is not None:
        taps = tap_stories(half, evidence, policy)
        leaves = tuple(slip for slip in evidence.leaves.values() if _overlaps(slip.line, session))
        return UnitStory(session, earned, half, upcoming, postings, taps=taps, leaves=leaves)
    if session.kind is SessionKind.RECORDED:
        segments = tuple(evidence.segments_of(session.code))
        return UnitStory(session, earned, None, upcoming, postings, segments=segments)
    return UnitStory(session, earned, None, upcoming, postings, stays=tuple(evidence.stays_in(session.code)))


def is_upcoming(session: ClassSession, earned: Earned, now: datetime) -> bool:
    """Whether the session is still to come, or going on without this person having signed in."""
    ends_at = to_local(session.ends_at) if session.ends_at else None
    if earned.attendance is None:
        return ends_at is not None and ends_at > now and earned.minutes == 0
    return is_open(earned.attendance.status, ends_at, now)


def _overlaps(slip: LeaveSlip, session: ClassSession) -> bool:
    return bool(
        session.starts_at and session.ends_at and slip.starts_at < session.ends_at and session.starts_at < slip.ends_at
    )


def tap_stories(attended: HalfDayAttendance, evidence: Evidence, policy: AttendancePolicy) -> tuple[TapStory, ...]:
    """Every tap of a half-day, those outside its window and those that no longer count too."""
    half: HalfDay = attended.half
    return tuple(
        TapStory(trace, at, _use(trace, at, attended, policy))
        for trace in evidence.taps
        if belongs_to(at := to_local(trace.line.at), half, policy)
    )


def _use(
    trace: Trace[AttendanceEvent], at: datetime, attended: HalfDayAttendance, policy: AttendancePolicy
) -> TapUse | None:
    if not trace.counts or trace.line.direction is None:
        return None
    return tap_use(at, trace.line.direction, attended.half, attended.presence_of(trace.line.unit), policy)


def _postings(postings: Sequence[HourPosting], evidence: Evidence) -> tuple[PostingStory, ...]:
    struck = {one.reverses_id for one in postings if one.reverses_id}
    return tuple(
        PostingStory(one, one.id in struck, span(one.basis.get("credited")), evidence.behind(one)) for one in postings
    )


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One learner on the page of hours: what the ledger says, and what the rules say about completion."""

    enrolment: Enrolment
    ledger: LedgerTotal
    result: PersonResult
    required: Decimal
    pass_mark: Decimal

    @property
    def has_passed(self) -> bool:
        return self.result.exam.final is not None and self.result.exam.final >= self.pass_mark

    @property
    def missing(self) -> Decimal:
        return max(self.required - self.ledger.total, Decimal(0))

    @property
    def is_stale(self) -> bool:
        """Whether records have changed since the ledger was last brought up to date."""
        return self.ledger.total != self.result.total_hours


def hours_rows(
    enrolments: Sequence[Enrolment], computed: ClassResults, totals: dict[int, LedgerTotal]
) -> list[HoursRow]:
    """Every learner with hours and completion, in roster order."""
    required, mark = computed.policy.required_hours, computed.policy.exam.pass_mark
    return [
        HoursRow(one, totals.get(one.id, LedgerTotal()), computed.people[one.id], required, mark) for one in enrolments
    ]
