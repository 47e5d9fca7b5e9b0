"""How much of what was earned online counts: tiers of watching, and caps on the shares of a class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from sessions.rules.kinds import SessionKind
from sessions.rules.online_policy import OnlinePolicy, Tier

ONLINE = (SessionKind.LIVE, SessionKind.RECORDED)


class HourLimit(StrEnum):
    """Which cap took hours away."""

    RECORDED_SHARE = "RECORDED_SHARE"
    ONLINE_SHARE = "ONLINE_SHARE"


@dataclass(frozen=True, slots=True)
class Withheld:
    """Hours that were earned and do not count, and because of which cap."""

    limit: HourLimit
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """What one unit earned before caps."""

    code: str
    kind: SessionKind
    hours: Decimal


def tier_for(tiers: Sequence[Tier], seconds: int, video_seconds: int) -> Tier | None:
    """The tier that so much watching reaches; None without tiers, or when the video has no length."""
    if not tiers or video_seconds <= 0:
        return None
    nothing = Tier(Decimal(0), Decimal(0))
    return next((one for one in tiers if seconds >= one.watched * video_seconds), nothing)


def tier_hours(tier: Tier, planned: Decimal, step: Decimal) -> Decimal:
    """The credited share of the planned hours, down to a multiple of the step."""
    return _down(tier.credited * planned, step)


def withhold(
    claims: Iterable[Claim], planned_total: Decimal, policy: OnlinePolicy, step: Decimal
) -> dict[str, tuple[Withheld, ...]]:
    """Hours above the caps, by unit. Earlier units of the timetable fill a cap first; recorded ones pass both."""
    room = _rooms(planned_total, policy, step)
    found = {}
    for claim in claims:
        left, lost = claim.hours, []
        for limit in HourLimit:
            if limit not in room or claim.kind not in _KINDS[limit]:
                continue
            kept = min(left, room[limit])
            lost += [Withheld(limit, left - kept)] if kept < left else []
            left = kept
        for limit in room:
            room[limit] -= left if claim.kind in _KINDS[limit] else 0
        if lost:
            found[claim.code] = tuple(lost)
    return found


_KINDS: Mapping[HourLimit, tuple[SessionKind, ...]] = {
    HourLimit.RECORDED_SHARE: (SessionKind.RECORDED,),
    HourLimit.ONLINE_SHARE: ONLINE,
}


def _rooms(planned_total: Decimal, policy: OnlinePolicy, step: Decimal) -> dict[HourLimit, Decimal]:
    shares = {HourLimit.RECORDED_SHARE: policy.recorded_share, HourLimit.ONLINE_SHARE: policy.online_share}
    return {limit: _down(share * planned_total, step) for limit, share in shares.items() if share is not None}


def _down(hours: Decimal, step: Decimal) -> Decimal:
    return (hours / step).quantize(Decimal(1), rounding=ROUND_DOWN) * step
