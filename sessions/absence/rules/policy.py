"""The figures of leave, appeals and make-up sessions, read from a rule-set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from standards.rules import Parameter, ParameterMissing, figure

ANY = "*"
_LINE = re.compile(r"\s*(\*|\d+(?:\.\d+)?)\s*(%?)\s*=\s*(.+?)\s*")


@dataclass(frozen=True, slots=True)
class Level:
    """Up to how many hours (or per cent of the class) these people approve, one after the other; None is any."""

    limit: Decimal | None
    is_share: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeavePolicy:
    """What a rule-set says of leave."""

    kinds: tuple[str, ...]
    levels: tuple[Level, ...]
    latest_hours_before: Decimal
    proof_from_hours: Decimal
    max_share: Decimal


@dataclass(frozen=True, slots=True)
class AppealPolicy:
    """In how many days an appeal may be raised, and in how many it is decided."""

    days_to_raise: int
    days_to_decide: int


@dataclass(frozen=True, slots=True)
class MakeUpPolicy:
    """Whether a session can be made up for, and for how many hours of a class in all."""

    allowed: bool
    max_hours: Decimal


def names_in(text: str) -> tuple[str, ...]:
    """The names that a text enumerates."""
    return tuple(part.strip() for part in re.split(r"[,，、]", text) if part.strip())


def read_levels(text: str) -> tuple[Level, ...]:
    """The lines of "4=班主任；20%=班主任、教务主任；*=班主任、机构负责人". ValueError names the one it cannot read."""
    levels = []
    for part in re.split(r"[;；\n]", text):
        if not part.strip():
            continue
        found = _LINE.fullmatch(part)
        names = names_in(found[3]) if found else ()
        if found is None or not names or (found[1] == ANY and found[2]):
            raise ValueError(part.strip())
        levels.append(Level(None if found[1] == ANY else Decimal(found[1]), bool(found[2]), names))
    if not levels or levels[-1].limit is not None:
        raise ValueError(text.strip())
    return tuple(levels)


def levels_for(levels: tuple[Level, ...], hours: Decimal, of_all: Decimal) -> tuple[str, ...]:
    """Who approves so many hours of a class that has `of_all`: the first line that is wide enough."""
    for level in levels:
        if level.limit is None:
            return level.names
        limit = level.limit * of_all / 100 if level.is_share else level.limit
        if hours <= limit:
            return level.names
    return ()


def leave_policy(parameters: Mapping[str, Parameter]) -> LeavePolicy:
    """The figures of leave. Raises ParameterMissing when one is open, or the table of levels cannot be read."""
    try:
        levels = read_levels(str(figure(parameters, "leave.levels")))
    except ValueError as error:
        raise ParameterMissing("leave.levels") from error
    return LeavePolicy(
        kinds=names_in(str(figure(parameters, "leave.kinds"))),
        levels=levels,
        latest_hours_before=_number(parameters, "leave.latest_hours_before"),
        proof_from_hours=_number(parameters, "leave.proof_from_hours"),
        max_share=_number(parameters, "leave.max_share"),
    )


def appeal_policy(parameters: Mapping[str, Parameter]) -> AppealPolicy:
    """The terms of appeals. Raises ParameterMissing."""
    return AppealPolicy(
        int(_number(parameters, "appeal.days_to_raise")), int(_number(parameters, "appeal.days_to_decide"))
    )


def makeup_policy(parameters: Mapping[str, Parameter]) -> MakeUpPolicy:
    """What may be made up for. Raises ParameterMissing."""
    return MakeUpPolicy(str(figure(parameters, "makeup.allowed")) == "yes", _number(parameters, "makeup.max_hours"))


def _number(parameters: Mapping[str, Parameter], key: str) -> Decimal:
    return Decimal(str(figure(parameters, key)))
