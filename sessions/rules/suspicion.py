"""Signs of one person tapping for another (R10). A flag for the class teacher; it never takes hours away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sessions.rules.halfdays import Direction


@dataclass(frozen=True, slots=True)
class DeviceTap:
    """A tap as the device saw it; `exact` is False when the time was given without seconds."""

    person: int
    device: str
    direction: Direction
    at: datetime
    row: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ProxySuspicion:
    """Two or more people at one device in the same direction and second."""

    device: str
    direction: Direction
    at: datetime
    rows: tuple[int, ...]
    people: tuple[int, ...]


def find_proxies(taps: Iterable[DeviceTap]) -> list[ProxySuspicion]:
    """Every device, direction and second shared by different people, in order of time."""
    groups: dict[tuple[datetime, str, Direction], list[DeviceTap]] = {}
    for tap in taps:
        if tap.exact and tap.device:
            groups.setdefault((tap.at, tap.device, tap.direction), []).append(tap)
    return [
        ProxySuspicion(
            device, direction, at, tuple(sorted(tap.row for tap in group)), tuple(sorted({tap.person for tap in group}))
        )
        for (at, device, direction), group in sorted(groups.items())
        if len({tap.person for tap in group}) > 1
    ]
