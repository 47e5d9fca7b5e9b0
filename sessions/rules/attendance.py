"""Status and credited time of an offline session, with leave (R5, R6)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter

from sessions.rules.halfdays import HalfDay, HalfDayFlag, OfflineSession, Presence, Tap, presence, stray_labels
from sessions.rules.intervals import Interval, length, to_seconds
from sessions.rules.policy import AttendancePolicy


class AttendanceStatus(StrEnum):
    """What the records say about one person in one offline session."""

    PRESENT = "PRESENT"
    LATE = "LATE"
    EARLY = "EARLY"
    LATE_EARLY = "LATE_EARLY"
    ABSENT = "ABSENT"
    LEAVE = "LEAVE"


class AbsenceReason(StrEnum):
    """Why a session earns nothing."""

    NO_SIGN_IN = "NO_SIGN_IN"
    LATE_OVER_LIMIT = "LATE_OVER_LIMIT"
    EARLY_OVER_LIMIT = "EARLY_OVER_LIMIT"


@dataclass(frozen=True, slots=True)
class Leave:
    """Approved leave, half-open [starts_at, ends_at)."""

    starts_at: datetime
    ends_at: datetime
    event_id: int = 0

    def overlaps(self, session: OfflineSession) -> bool:
        return self.starts_at < session.ends_at and session.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class SessionAttendance:
    """One person in one offline session; `credited` is empty for ABSENT and LEAVE."""

    code: str
    status: AttendanceStatus
    why: AbsenceReason | None
    credited: Interval | None
    event_ids: tuple[int, ...]

    @property
    def seconds(self) -> int:
        return length([self.credited]) if self.credited else 0


@dataclass(frozen=True, slots=True)
class HalfDayAttendance:
    """One person on one half-day; `called` is what a roll call says of single sessions, by code."""

    half: HalfDay
    presence: Presence
    flags: tuple[HalfDayFlag, ...]
    sessions: tuple[SessionAttendance, ...]
    called: tuple[tuple[str, Presence], ...] = ()

    def presence_of(self, code: str) -> Presence:
        """What decides about a session: its roll call, else the taps of the half-day."""
        return dict(self.called).get(code, self.presence)


def attend(
    halves: Sequence[HalfDay], taps: Sequence[Tap], leaves: Sequence[Leave], policy: AttendancePolicy
) -> list[HalfDayAttendance]:
    """Everything one person's taps and approved leave say about the offline sessions of a class.

    A roll call speaks of one session and goes before the taps at the door, which speak of the half-day: who was called
    late in the second session is late there, though he or she had signed in for the morning.
    """
    door = sorted((tap for tap in taps if not tap.unit), key=_at)
    calls = [tap for tap in taps if tap.unit]
    strays = stray_labels(door, halves, policy)
    return [_attend_half(half, door, calls, leaves, policy, half.label in strays) for half in halves]


_at = attrgetter("at")


def _attend_half(
    half: HalfDay,
    door: Sequence[Tap],
    calls: Sequence[Tap],
    leaves: Sequence[Leave],
    policy: AttendancePolicy,
    stray: bool,
) -> HalfDayAttendance:
    """`door` are taps in order of time, `calls` what roll calls say of single sessions."""
    opens, closes = half.window(policy)
    seen = presence(half, door[bisect_left(door, opens, key=_at) : bisect_right(door, closes, key=_at)], policy)
    called = {one.code: _called(half, one, calls, policy) for one in half.sessions if _is_called(one, calls)}
    judged = tuple(
        _with_leave(judge_session(one, called.get(one.code, seen), policy), one, leaves) for one in half.sessions
    )
    flags = set(seen.flags)
    if stray:
        flags.add(HalfDayFlag.OUT_OF_WINDOW)
    if _came_despite_leave(half.sessions, judged, leaves):
        flags.add(HalfDayFlag.LEAVE_BUT_PRESENT)
    return HalfDayAttendance(half, seen, tuple(sorted(flags)), judged, tuple(called.items()))


def _is_called(session: OfflineSession, taps: Iterable[Tap]) -> bool:
    return any(tap.unit == session.code for tap in taps)


def _called(half: HalfDay, session: OfflineSession, taps: Iterable[Tap], policy: AttendancePolicy) -> Presence:
    alone = HalfDay(half.on, half.part, (session,))
    return presence(alone, [tap for tap in taps if tap.unit == session.code], policy)


def judge_session(session: OfflineSession, seen: Presence, policy: AttendancePolicy) -> SessionAttendance:
    """Status and credited time of one session (R5), before leave.

    Lateness up to the grace is forgiven and credited from the start; leaving early has no grace.
    Exactly at a limit still counts, one second more does not.
    """
    if seen.arrival is None or seen.until is None:
        return _absent(session, AbsenceReason.NO_SIGN_IN, seen)
    late = seen.arrival - session.starts_at
    early = session.ends_at - seen.until
    if late > timedelta(minutes=policy.absent_if_late_over):
        return _absent(session, AbsenceReason.LATE_OVER_LIMIT, seen)
    if early > timedelta(minutes=policy.absent_if_early_over):
        return _absent(session, AbsenceReason.EARLY_OVER_LIMIT, seen)
    is_late = late > timedelta(minutes=policy.late_grace)
    start = seen.arrival if is_late else session.starts_at
    credited = (to_seconds(start), to_seconds(min(seen.until, session.ends_at)))
    return SessionAttendance(session.code, _status(is_late, early > timedelta(0)), None, credited, seen.event_ids)


def _status(is_late: bool, is_early: bool) -> AttendanceStatus:
    if is_late:
        return AttendanceStatus.LATE_EARLY if is_early else AttendanceStatus.LATE
    return AttendanceStatus.EARLY if is_early else AttendanceStatus.PRESENT


def _absent(session: OfflineSession, why: AbsenceReason, seen: Presence) -> SessionAttendance:
    return SessionAttendance(session.code, AttendanceStatus.ABSENT, why, None, seen.event_ids)


def _with_leave(judged: SessionAttendance, session: OfflineSession, leaves: Iterable[Leave]) -> SessionAttendance:
    """Approved leave turns ABSENT into LEAVE; it never adds or removes time (R6)."""
    covering = tuple(leave.event_id for leave in leaves if leave.overlaps(session))
    if judged.status is not AttendanceStatus.ABSENT or not covering:
        return judged
    return SessionAttendance(judged.code, AttendanceStatus.LEAVE, judged.why, None, judged.event_ids + covering)


def _came_despite_leave(
    sessions: Sequence[OfflineSession], judged: Sequence[SessionAttendance], leaves: Sequence[Leave]
) -> bool:
    return any(
        one.credited is not None and leave.overlaps(session)
        for session, one in zip(sessions, judged, strict=True)
        for leave in leaves
    )
