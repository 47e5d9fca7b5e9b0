"""What a rule-set may say of online hours: which way goes first, caps on shares, tiers. All of it may be left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from sessions.rules.kinds import SessionKind
from standards.rules import Parameter, ParameterMissing

PRECEDENCE = "hours.precedence"
CLASS_PRECEDENCE = "hours.precedence_classes"
ONLINE_SHARE = "online.max_share"
RECORDED_SHARE = "online.max_recorded_share"
TIERS = "online.recorded_tiers"
NOT_SET = ("不设", "none")  # written where a rule-set has no such rule, as good as leaving it out
NAMES = {"现场": SessionKind.OFFLINE, "直播": SessionKind.LIVE, "录播": SessionKind.RECORDED}
_HUNDRED = Decimal(100)


class ClassOrder(StrEnum):
    """Of two classes attended at once, which one counts the time that both could count in the same way."""

    EARLIER = "先开班"
    LATER = "后开班"


@dataclass(frozen=True, slots=True)
class Tier:
    """From `watched` (a share of the video, 0 to 1) on, `credited` of the planned hours count."""

    watched: Decimal
    credited: Decimal


@dataclass(frozen=True, slots=True)
class OnlinePolicy:
    """What a rule-set says of online hours. What it leaves out is not applied.

    Without `precedence` time face to face goes before time online, and live and recorded time are not compared.
    Shares are of the planned hours of the class, 0 to 1. Tiers stand from the highest share down.
    Without `classes` other classes of a person are not looked at.
    """

    precedence: tuple[SessionKind, ...] = ()
    online_share: Decimal | None = None
    recorded_share: Decimal | None = None
    tiers: tuple[Tier, ...] = ()
    classes: ClassOrder | None = None


def online_policy(parameters: Mapping[str, Parameter]) -> OnlinePolicy:
    """The rules of online hours in a rule-set. Raises ParameterMissing for a value that cannot be understood."""
    return OnlinePolicy(
        precedence=read_precedence(_text(parameters, PRECEDENCE)),
        classes=_class_order(_text(parameters, CLASS_PRECEDENCE)),
        online_share=_share(parameters, ONLINE_SHARE),
        recorded_share=_share(parameters, RECORDED_SHARE),
        tiers=read_tiers(_text(parameters, TIERS)),
    )


def _text(parameters: Mapping[str, Parameter], key: str) -> str:
    found = parameters.get(key)
    text = "" if found is None or found.value is None else str(found.value).strip()
    return "" if text in NOT_SET else text


def _class_order(text: str) -> ClassOrder | None:
    if text and text not in set(ClassOrder):
        raise ParameterMissing(CLASS_PRECEDENCE)
    return ClassOrder(text) if text else None


def _share(parameters: Mapping[str, Parameter], key: str) -> Decimal | None:
    text = _text(parameters, key)
    if not text:
        return None
    share = _number(text, key) / _HUNDRED
    if not 0 <= share <= 1:
        raise ParameterMissing(key)
    return share


def _number(text: str, key: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ParameterMissing(key) from None
    if not number.is_finite():
        raise ParameterMissing(key)
    return number


def read_precedence(text: str) -> tuple[SessionKind, ...]:
    """`现场>直播>录播`: every way of delivery once, the one that goes first in front. Empty: none stated."""
    names = [one.strip() for one in text.replace("＞", ">").split(">")] if text else []
    kinds = [NAMES.get(one, one) for one in names]
    if names and sorted(kinds) != sorted(SessionKind):
        raise ParameterMissing(PRECEDENCE)
    return tuple(SessionKind(one) for one in kinds)


def read_tiers(text: str) -> tuple[Tier, ...]:
    """`0.9=1;0.6=0.5;*=0`: who watched 90 % gets all, 60 % half, anybody else nothing. Empty: by the minute."""
    found = [_tier(part) for part in text.split(";") if part.strip()]
    ordered = tuple(sorted(found, key=lambda one: one.watched, reverse=True))
    if len({one.watched for one in ordered}) < len(ordered):
        raise ParameterMissing(TIERS)
    return ordered


def _tier(part: str) -> Tier:
    watched, equals, credited = (one.strip() for one in part.partition("="))
    if not equals:
        raise ParameterMissing(TIERS)
    tier = Tier(Decimal(0) if watched == "*" else _number(watched, TIERS), _number(credited, TIERS))
    if not (0 <= tier.watched <= 1 and 0 <= tier.credited <= 1):
        raise ParameterMissing(TIERS)
    return tier
