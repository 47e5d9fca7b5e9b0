"""Seats for an examination on paper: by lot, with empty seats between, colleagues apart where that can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from sessions.examining.rules.blueprint import apportion, order


@dataclass(frozen=True, slots=True)
class Sitter:
    """Who is to be seated, and whose employee he or she is."""

    number: int
    employer: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A place: rows from the front, columns from the left, both from 1."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits where; `together` counts neighbours of one employer that could not be parted."""

    seats: tuple[tuple[int, Seat], ...] = ()
    together: int = 0


def seats_needed(people: int, per_person: Decimal) -> int:
    """How many seats so many people take, with those left empty between them."""
    return int((people * per_person).to_integral_value(ROUND_CEILING))


def invigilators_needed(people: int, per_invigilator: int) -> int:
    """How many have to watch."""
    return -(-people // per_invigilator) if per_invigilator else 0


def places(rows: int, columns: int, people: int) -> list[Seat]:
    """The seats that are used: as many in each row, spread evenly over it."""
    each = apportion(people, [Decimal(1)] * rows)
    return [Seat(row, 1 + at * columns // count) for row, count in enumerate(each, 1) for at in range(count)]


def seat(people: Sequence[Sitter], rows: int, columns: int, seed: str) -> Seating | None:
    """Seat everybody by lot; None when the room has too few seats. The same seed seats the same."""
    if len(people) > rows * columns:
        return None
    waiting = sorted(people, key=lambda one: order(seed, one.number))
    used = places(rows, columns, len(people))
    taken: dict[Seat, Sitter] = {}
    for place in used:
        left = Counter(one.employer for one in waiting if one.employer)
        around = {taken[one].employer for one in _before(place) if one in taken} - {""}
        fitting = [one for one in waiting if one.employer not in around]
        chosen = max(fitting or waiting, key=lambda one: (left[one.employer], -waiting.index(one)))
        taken[place] = chosen
        waiting.remove(chosen)
    return Seating(tuple((one.number, place) for place, one in taken.items()), together(taken))


def _before(place: Seat) -> list[Seat]:
    """Where neighbours sit already: beside, with a seat between or not, in front, and in front to both sides."""
    return [
        *(Seat(place.row, place.column - shift) for shift in (1, 2)),
        *(Seat(place.row - 1, place.column + shift) for shift in (-1, 0, 1)),
    ]


def together(taken: Mapping[Seat, Sitter]) -> int:
    """Pairs of neighbours of one employer."""
    return sum(
        1
        for place, one in taken.items()
        for near in _before(place)
        if one.employer and near in taken and taken[near].employer == one.employer
    )
