"""One person in one class: from all records to hours, examination and completion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sessions.rules.attendance import HalfDayAttendance, Leave, SessionAttendance, attend, credited_intervals
from sessions.rules.completion import Shortfall, shortfalls
from sessions.rules.exams import ExamResult, Score, exam_result
from sessions.rules.halfdays import HalfDay, OfflineSession, Tap, half_days
from sessions.rules.hours import credit_hours, whole_minutes
from sessions.rules.kinds import SessionKind
from sessions.rules.online import OnlineFlag, OnlineTime, Segment, live_time, recorded_time
from sessions.rules.policy import DeliveryPolicy


@dataclass(frozen=True, slots=True)
class Unit:
    """A session or online unit of the timetable as hours see it."""

    code: str
    kind: SessionKind
    planned_hours: Decimal
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    video_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Timetable:
    """The units of a class in timetable order, with the half-days that the offline ones form."""

    units: tuple[Unit, ...]
    halves: tuple[HalfDay, ...]

    def of_kind(self, kind: SessionKind) -> list[Unit]:
        return [unit for unit in self.units if unit.kind is kind]


def build_timetable(units: Sequence[Unit], policy: DeliveryPolicy) -> Timetable:
    """Group the offline units into half-days; units without their time are left out of them."""
    offline = [
        OfflineSession(unit.code, unit.starts_at, unit.ends_at)
        for unit in units
        if unit.kind is SessionKind.OFFLINE and unit.starts_at and unit.ends_at
    ]
    return Timetable(tuple(units), tuple(half_days(offline, policy.attendance)))


@dataclass(slots=True)
class Records:
    """Everything on file about one person in one class."""

    taps: list[Tap] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)
    stays: dict[str, list[tuple[datetime, datetime, int]]] = field(default_factory=dict)
    segments: dict[str, list[Segment]] = field(default_factory=dict)
    first: Score | None = None
    makeup: Score | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    """What one unit earned one person, and what that rests on."""

    code: str
    kind: SessionKind
    minutes: int
    hours: Decimal
    attendance: SessionAttendance | None = None
    online: OnlineTime | None = None

    @property
    def event_ids(self) -> tuple[int, ...]:
        source = self.attendance or self.online
        return source.event_ids if source else ()


@dataclass(frozen=True, slots=True)
class PersonResult:
    """One person's class: half-days, what each unit earned, totals, examination, and what is missing."""

    half_days: tuple[HalfDayAttendance, ...]
    earned: tuple[Earned, ...]
    exam: ExamResult
    missing: tuple[Shortfall, ...]

    def hours_of(self, *kinds: SessionKind) -> Decimal:
        """Sum of the rounded hours of the units of these kinds (of all kinds when none is named)."""
        return sum((one.hours for one in self.earned if not kinds or one.kind in kinds), Decimal(0))

    @property
    def offline_hours(self) -> Decimal:
        return self.hours_of(SessionKind.OFFLINE)

    @property
    def online_hours(self) -> Decimal:
        return self.hours_of(SessionKind.LIVE, SessionKind.RECORDED)

    @property
    def total_hours(self) -> Decimal:
        return self.hours_of()

    @property
    def completed(self) -> bool:
        return not self.missing

    @property
    def online_flags(self) -> list[tuple[str, OnlineFlag]]:
        return [(one.code, flag) for one in self.earned if one.online for flag in one.online.flags]


def evaluate_person(timetable: Timetable, records: Records, policy: DeliveryPolicy) -> PersonResult:
    """Apply the whole policy to one person's records."""
    attended = attend(timetable.halves, records.taps, records.leaves, policy.attendance)
    by_code = {one.code: one for half in attended for one in half.sessions}
    offline = credited_intervals(attended)
    earned = []
    for unit in timetable.units:
        if unit.kind is SessionKind.OFFLINE:
            earned.append(_earned_offline(unit, by_code, policy))
        else:
            earned.append(_earned_online(unit, records, offline, policy))
    exam = exam_result(records.first, records.makeup, policy.exam)
    total = sum((one.hours for one in earned), Decimal(0))
    return PersonResult(tuple(attended), tuple(earned), exam, shortfalls(total, exam, policy))


def _earned_offline(unit: Unit, by_code: Mapping[str, SessionAttendance], policy: DeliveryPolicy) -> Earned:
    attendance = by_code.get(unit.code)  # None while the session has no time
    minutes = whole_minutes(attendance.seconds) if attendance else 0
    hours = credit_hours(minutes, unit.planned_hours, policy.hours)
    return Earned(unit.code, unit.kind, minutes, hours, attendance=attendance)


def _earned_online(unit: Unit, records: Records, offline: list[tuple[int, int]], policy: DeliveryPolicy) -> Earned:
    if unit.kind is SessionKind.LIVE and unit.starts_at and unit.ends_at:
        time = live_time(records.stays.get(unit.code, []), (unit.starts_at, unit.ends_at), offline)
    else:
        time = recorded_time(records.segments.get(unit.code, []), unit.video_seconds, policy.max_rate, offline)
    minutes = whole_minutes(time.seconds)
    return Earned(unit.code, unit.kind, minutes, credit_hours(minutes, unit.planned_hours, policy.hours), online=time)
