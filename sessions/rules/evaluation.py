"""One person in one class: from all records to hours, examination and completion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from sessions.rules.attendance import HalfDayAttendance, Leave, SessionAttendance, attend
from sessions.rules.completion import Shortfall, shortfalls
from sessions.rules.elsewhere import NOWHERE, Abroad
from sessions.rules.exams import ExamResult, Score, exam_result
from sessions.rules.halfdays import HalfDay, OfflineSession, Tap, half_days
from sessions.rules.hours import credit_hours, whole_minutes
from sessions.rules.intervals import Interval, length
from sessions.rules.kinds import SessionKind
from sessions.rules.online import (
    OnlineFlag,
    OnlineTime,
    Segment,
    Stay,
    live_time,
    live_wall,
    recorded_time,
    recorded_wall,
)
from sessions.rules.online_policy import Tier
from sessions.rules.policy import DeliveryPolicy
from sessions.rules.precedence import Overlap, Taken, deduct, goes_first, holes, in_precedence
from sessions.rules.shares import ONLINE, Claim, Withheld, tier_for, tier_hours, withhold

Counted = tuple[tuple[Interval, ...], tuple[Overlap, ...]]  # time that is left, and where the rest is counted


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
    """The units of a class in timetable order, with the half-days that the offline ones form.

    Make-up sessions stand in for others: they add nothing to what is planned.
    """

    units: tuple[Unit, ...]
    halves: tuple[HalfDay, ...]
    makeups: frozenset[str] = frozenset()

    @property
    def planned_hours(self) -> Decimal:
        """What the class plans, and caps on online shares are shares of."""
        return sum((unit.planned_hours for unit in self.units if unit.code not in self.makeups), Decimal(0))

    def of_kind(self, kind: SessionKind) -> list[Unit]:
        return [unit for unit in self.units if unit.kind is kind]


def build_timetable(units: Sequence[Unit], policy: DeliveryPolicy, makeups: Iterable[str] = ()) -> Timetable:
    """Group the offline units into half-days; units without their time are left out of them."""
    offline = [
        OfflineSession(unit.code, unit.starts_at, unit.ends_at)
        for unit in units
        if unit.kind is SessionKind.OFFLINE and unit.starts_at and unit.ends_at
    ]
    return Timetable(tuple(units), tuple(half_days(offline, policy.attendance)), frozenset(makeups))


@dataclass(slots=True)
class Records:
    """Everything on file about one person in one class."""

    taps: list[Tap] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)
    stays: dict[str, list[Stay]] = field(default_factory=dict)
    segments: dict[str, list[Segment]] = field(default_factory=dict)
    first: Score | None = None
    makeup: Score | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    """What one unit earned one person, and what that rests on.

    `wall` is the time of the site that it counts; `overlaps` say where the person was counted at the same time,
    `tier` which share of the video was reached, `withheld` which hours are above a cap (`hours` is what is left).
    """

    code: str
    kind: SessionKind
    minutes: int
    hours: Decimal
    attendance: SessionAttendance | None = None
    online: OnlineTime | None = None
    wall: tuple[Interval, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    tier: Tier | None = None
    withheld: tuple[Withheld, ...] = ()

    @property
    def hours_before(self) -> Decimal:
        """The hours before caps."""
        return self.hours + sum((lost.hours for lost in self.withheld), Decimal(0))

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


def evaluate_person(
    timetable: Timetable, records: Records, policy: DeliveryPolicy, elsewhere: Abroad = NOWHERE
) -> PersonResult:
    """Apply the whole policy to one person's records, beside what the person claims in other classes."""
    attended = attend(timetable.halves, records.taps, records.leaves, policy.attendance)
    by_code = {one.code: one for half in attended for one in half.sessions}
    precedence = policy.online.precedence
    taken: list[Taken] = []
    found: dict[str, Earned] = {}
    for unit in in_precedence(timetable.units, precedence):
        before = [*_yields_to(unit.kind, taken, precedence), *elsewhere.before(unit.kind)]
        found[unit.code] = one = _earned(unit, by_code.get(unit.code), records, before, policy)
        if goes_first(unit.kind, precedence):
            taken.append(Taken(unit.code, unit.kind, one.wall))
    earned = _within_shares(timetable, found, policy)
    exam = exam_result(records.first, records.makeup, policy.exam)
    total = sum((one.hours for one in earned), Decimal(0))
    return PersonResult(tuple(attended), earned, exam, shortfalls(total, exam, policy))


def _yields_to(kind: SessionKind, taken: Sequence[Taken], precedence: Sequence[SessionKind]) -> Sequence[Taken]:
    """Time face to face yields to nothing within its class unless an order is stated."""
    return taken if precedence or kind is not SessionKind.OFFLINE else ()


def claims_of(timetable: Timetable, records: Records, policy: DeliveryPolicy) -> list[Taken]:
    """All time that one person claims in a class, by unit, before anything is taken away."""
    attended = attend(timetable.halves, records.taps, records.leaves, policy.attendance)
    by_code = {one.code: one for half in attended for one in half.sessions}
    found = (
        Taken(unit.code, unit.kind, tuple(_claimed(unit, by_code.get(unit.code), records, policy)))
        for unit in timetable.units
    )
    return [one for one in found if one.intervals]


def _claimed(
    unit: Unit, attendance: SessionAttendance | None, records: Records, policy: DeliveryPolicy
) -> list[Interval]:
    """The time of the site for which a person was there or watched."""
    if unit.kind is SessionKind.OFFLINE:
        return [attendance.credited] if attendance and attendance.credited else []  # nothing while it has no time
    if unit.kind is SessionKind.LIVE and unit.starts_at and unit.ends_at:
        return live_wall(records.stays.get(unit.code, []), (unit.starts_at, unit.ends_at))
    return recorded_wall(records.segments.get(unit.code, []), unit.video_seconds, policy.max_rate)


def _earned(
    unit: Unit,
    attendance: SessionAttendance | None,
    records: Records,
    taken: Sequence[Taken],
    policy: DeliveryPolicy,
) -> Earned:
    """What a unit earns beside the time that units before it have taken, before caps."""
    wall, overlaps = deduct(_claimed(unit, attendance, records, policy), taken)
    counted = (tuple(wall), overlaps)
    if unit.kind is SessionKind.OFFLINE:
        return _earned_offline(unit, attendance, counted, policy)
    offline, elsewhere = holes(taken, SessionKind.OFFLINE), holes(taken, *ONLINE)
    if unit.kind is SessionKind.LIVE and unit.starts_at and unit.ends_at:
        stays = records.stays.get(unit.code, [])
        time = live_time(stays, (unit.starts_at, unit.ends_at), offline, elsewhere)
    else:
        segments = records.segments.get(unit.code, [])
        time = recorded_time(segments, unit.video_seconds, policy.max_rate, offline, elsewhere)
    return _earned_online(unit, time, counted, policy)


def _earned_offline(
    unit: Unit, attendance: SessionAttendance | None, counted: Counted, policy: DeliveryPolicy
) -> Earned:
    wall, overlaps = counted
    minutes = whole_minutes(length(wall))
    hours = credit_hours(minutes, unit.planned_hours, policy.hours)
    return Earned(unit.code, unit.kind, minutes, hours, attendance=attendance, wall=wall, overlaps=overlaps)


def _earned_online(unit: Unit, time: OnlineTime, counted: Counted, policy: DeliveryPolicy) -> Earned:
    wall, overlaps = counted
    minutes = whole_minutes(time.seconds)
    hours = credit_hours(minutes, unit.planned_hours, policy.hours)
    recorded = unit.kind is SessionKind.RECORDED
    tier = tier_for(policy.online.tiers, time.seconds, unit.video_seconds) if recorded else None
    if tier is not None:
        hours = tier_hours(tier, unit.planned_hours, policy.hours.step)
    return Earned(
        unit.code, unit.kind, minutes, hours, online=time, wall=wall, overlaps=overlaps, tier=tier
    )  # fmt: skip


def _within_shares(timetable: Timetable, found: Mapping[str, Earned], policy: DeliveryPolicy) -> tuple[Earned, ...]:
    """The units in timetable order, less the hours above the caps on online shares."""
    ordered = [found[unit.code] for unit in timetable.units]
    claims = [Claim(one.code, one.kind, one.hours) for one in ordered]
    above = withhold(claims, timetable.planned_hours, policy.online, policy.hours.step)
    return tuple(_less(one, above[one.code]) if one.code in above else one for one in ordered)


def _less(one: Earned, withheld: tuple[Withheld, ...]) -> Earned:
    return replace(one, hours=one.hours - sum((lost.hours for lost in withheld), Decimal(0)), withheld=withheld)
