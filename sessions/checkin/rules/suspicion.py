"""What looks as if somebody signed for somebody else. A flag for the class teacher; it never takes anything away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from sessions.checkin.rules.judging import Mark


class SuspicionKind(StrEnum):
    """What looks odd."""

    SHARED_DEVICE = "shared_device"  # several people signed on one phone
    SAME_SECOND = "same_second"  # several people signed on one phone within one second
    SEVERAL_DEVICES = "several_devices"  # one person signed on several phones
    PASSED_ON = "passed_on"
    OTHER_NETWORK = "other_network"
    FAR_CLOCK = "far_clock"
    AWAY = "away"  # not in the network or place of the venue


# What the marks of single attempts make one suspicious of.
OF_MARKS = {
    Mark.PASSED_ON: SuspicionKind.PASSED_ON,
    Mark.OTHER_NETWORK: SuspicionKind.OTHER_NETWORK,
    Mark.FAR_CLOCK: SuspicionKind.FAR_CLOCK,
    Mark.OFF_NETWORK: SuspicionKind.AWAY,
    Mark.OFF_PLACE: SuspicionKind.AWAY,
    Mark.NO_PLACE: SuspicionKind.AWAY,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One attempt on a learner's own phone, with what was marked."""

    number: int
    window: int
    person: int
    device: str
    at: datetime
    marks: tuple[Mark, ...] = ()
    one_device: bool = False  # whether the window asks that everybody keeps to one phone


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What looks odd, about whom, and the attempts behind it. `key` names it for good."""

    kind: SuspicionKind
    key: str
    people: tuple[int, ...]
    attempts: tuple[int, ...]
    at: datetime


def find_suspicions(seen: Iterable[Seen]) -> list[Suspicion]:
    """Everything odd about the attempts of a class, the latest first."""
    attempts = sorted(seen, key=lambda one: (one.at, one.number))
    found = [*_shared(attempts), *_several(attempts)]
    for one in attempts:
        kinds = {OF_MARKS[mark] for mark in one.marks if mark in OF_MARKS}
        found += [_about(kind, f"{kind}:{one.number}", [one]) for kind in sorted(kinds)]
    return sorted(found, key=lambda one: (one.at, one.key), reverse=True)


def _shared(attempts: list[Seen]) -> list[Suspicion]:
    """Phones on which several people signed through one window."""
    groups: dict[tuple[int, str], list[Seen]] = {}
    for one in attempts:
        if one.device:
            groups.setdefault((one.window, one.device), []).append(one)
    found = []
    for (window, device), group in groups.items():
        if len({one.person for one in group}) > 1:
            kind = SuspicionKind.SAME_SECOND if _within_a_second(group) else SuspicionKind.SHARED_DEVICE
            found.append(_about(kind, f"shared:{window}:{device}", group))
    return found


def _within_a_second(group: list[Seen]) -> bool:
    return any(one.person != other.person and one.at == other.at for one, other in pairwise(group))


def _several(attempts: list[Seen]) -> list[Suspicion]:
    """People who signed on several phones, as far as they were asked to keep to one."""
    groups: dict[int, list[Seen]] = {}
    for one in attempts:
        if one.device and one.one_device:
            groups.setdefault(one.person, []).append(one)
    return [
        _about(SuspicionKind.SEVERAL_DEVICES, f"several:{person}:{len({one.device for one in group})}", group)
        for person, group in groups.items()
        if len({one.device for one in group}) > 1
    ]


def _about(kind: SuspicionKind, key: str, group: list[Seen]) -> Suspicion:
    people = tuple(dict.fromkeys(one.person for one in group))
    return Suspicion(kind, key, people, tuple(one.number for one in group), group[-1].at)
