"""Whether the hours of a class can still be reached: from what the rules made of it to the three figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.clock import to_local
from courses.models import Enrolment
from sessions.absence.rules.crediting import gross_hours
from sessions.absence.rules.forecast import Chance, Forecast, Risk, Total, look_ahead, plain_total
from sessions.absence.rules.leave import Span, covered
from sessions.absence.rules.makeups import MakeUp
from sessions.grids import is_open
from sessions.models import LeaveSlip
from sessions.results import ClassResults
from sessions.rules.evaluation import Earned, Unit
from sessions.rules.kinds import LeaveDecision, SessionKind
from sessions.rules.shares import Claim, withhold


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A learner whose hours are in danger, what is lost already, and what still helps."""

    enrolment: Enrolment
    forecast: Forecast
    lost: tuple[str, ...]
    lessons: tuple[str, ...]  # recorded lessons still to be watched
    makeups: tuple[str, ...]  # make-up sessions the learner is named for and that are to come


def leave_spans(slips: Iterable[LeaveSlip]) -> dict[int, list[Span]]:
    """Approved leave by enrolment, in site time."""
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for one in slips:
        if one.decision is LeaveDecision.APPROVED and one.enrolment_id is not None:
            found[one.enrolment_id].append(Span(to_local(one.starts_at), to_local(one.ends_at)))
    return dict(found)


def chances_of(
    computed: ClassResults, enrolment_id: int, leave: Iterable[Span], *, last_day: date, now: datetime
) -> list[Chance]:
    """Every unit of one person with what it has brought and what it can bring at most, approved leave left out."""
    units = computed.timetable_of(enrolment_id).units
    away = {unit.code for unit in covered(units, leave)}
    earned = {one.code: one for one in computed.people[enrolment_id].earned}
    over = now.date() > last_day
    return [_chance(unit, earned[unit.code], unit.code in away, over, now) for unit in units]


def total_of(computed: ClassResults, enrolment_id: int) -> Total:
    """What of the hours of each unit counts under the caps on online shares."""
    timetable, policy = computed.timetable_of(enrolment_id), computed.policy
    units, planned = timetable.units, timetable.planned_hours

    def total(hours: Mapping[str, Decimal]) -> Decimal:
        claims = [Claim(unit.code, unit.kind, hours[unit.code]) for unit in units]
        above = withhold(claims, planned, policy.online, policy.hours.step)
        return plain_total(hours) - sum((one.hours for lost in above.values() for one in lost), Decimal(0))

    return total


def _chance(unit: Unit, earned: Earned, away: bool, over: bool, now: datetime) -> Chance:
    """Hours above a cap are earned all the same: what counts of all together, the total says."""
    has = gross_hours(earned)
    possible = has
    if not away and _can_still_earn(unit, earned, over, now):
        possible = max(has, unit.planned_hours)
    return Chance(unit.code, has, possible, unit.starts_at, unit.planned_hours)


def _can_still_earn(unit: Unit, earned: Earned, over: bool, now: datetime) -> bool:
    """A session until it ends, a recorded lesson until the class does."""
    if unit.kind is SessionKind.RECORDED:
        return not over
    if earned.attendance is not None:
        return is_open(earned.attendance.status, unit.ends_at, now)
    return unit.ends_at is not None and unit.ends_at > now


def forecast_of(
    computed: ClassResults,
    enrolment_id: int,
    leave: Iterable[Span],
    *,
    last_day: date,
    now: datetime,
    missed: Collection[str] = (),
) -> Forecast:
    """The figures of one person, as if the units of `missed` were missed."""
    chances = chances_of(computed, enrolment_id, leave, last_day=last_day, now=now)
    needed, total = computed.policy.required_hours, total_of(computed, enrolment_id)
    return look_ahead(chances, needed, total=total, missed=missed)


def risk_rows(
    computed: ClassResults,
    enrolments: Sequence[Enrolment],
    leave: Mapping[int, Sequence[Span]],
    makeups: Sequence[MakeUp],
    *,
    last_day: date,
    now: datetime,
) -> list[RiskRow]:
    """Those whose hours are in danger or out of reach, the worst first. No query."""
    rows = []
    for one in enrolments:
        chances = chances_of(computed, one.id, leave.get(one.id, ()), last_day=last_day, now=now)
        forecast = look_ahead(chances, computed.policy.required_hours, total=total_of(computed, one.id))
        if forecast.risk in (Risk.AT_RISK, Risk.OUT_OF_REACH):
            rows.append(_risk_row(one, forecast, chances, computed.timetable_of(one.id).units, makeups))
    return sorted(rows, key=lambda row: (row.forecast.risk is Risk.AT_RISK, -row.forecast.short_by))


def _risk_row(
    enrolment: Enrolment,
    forecast: Forecast,
    chances: Sequence[Chance],
    units: Sequence[Unit],
    makeups: Sequence[MakeUp],
) -> RiskRow:
    recorded = {unit.code for unit in units if unit.kind is SessionKind.RECORDED}
    named = {one.code for one in makeups}
    open_codes = set(forecast.open_codes)
    return RiskRow(
        enrolment,
        forecast,
        tuple(one.code for one in chances if one.planned > one.possible),
        tuple(code for code in forecast.open_codes if code in recorded),
        tuple(one.code for one in chances if one.code in named & open_codes),
    )
