"""What the crowd sends, what it was told, and what the database holds."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MINUTE = 60
DEVICE_CLOCKS = (0, 0, 0, 5 * MINUTE, -5 * MINUTE, -60 * MINUTE)  # how far the clock of a phone is off
TWICE = 0.05  # share of taps that are sent again although they were acknowledged
FAULTY = 0.02  # share of taps whose write breaks off half-way: refused, sent once, and never to be found


@dataclass(frozen=True, slots=True)
class Tap:
    """One person's check-in at one window. `clock` is what the device's clock is off by, in seconds."""

    client_id: str
    window: int
    person: int
    clock: int = 0
    is_faulty: bool = False
    is_twice: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the journal: what a client was told about one of its taps."""

    client_id: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of the database. `event` is what was counted for it, if anything was."""

    client_id: str
    window: int
    person: int
    verdict: str
    event: int | None


def make_taps(windows: Sequence[int], people: Sequence[int], count: int, seed: int) -> list[Tap]:
    """So many check-ins, nobody twice at a window; some of them beside that are faulty."""
    chance = random.Random(seed)
    pairs = [(window, person) for window in windows for person in people]
    if count > len(pairs):
        raise ValueError(f"{len(windows)} windows and {len(people)} people make no {count} check-ins")
    return list(_taps(pairs[:count], chance))


def _taps(pairs: list[tuple[int, int]], chance: random.Random) -> Iterator[Tap]:
    for window, person in pairs:
        if chance.random() < FAULTY:
            yield Tap(_name(chance), window, person, is_faulty=True)
        yield Tap(_name(chance), window, person, chance.choice(DEVICE_CLOCKS), is_twice=chance.random() < TWICE)


def _name(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
