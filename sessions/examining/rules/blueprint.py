"""From hours of modules to a paper: how many questions of which kind, module and difficulty, and which ones.

The same seed draws the same questions from the same bank: questions stand in the order of a digest of seed and number.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sessions.questions.rules.questions import Difficulty, QuestionKind


@dataclass(frozen=True, slots=True)
class Part:
    """So many questions of a kind, each worth so many points."""

    kind: QuestionKind
    count: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a paper is to be. Modules with their weights (hours), difficulties with their shares."""

    parts: tuple[Part, ...]
    modules: tuple[tuple[str, Decimal], ...]
    difficulties: tuple[tuple[Difficulty, Decimal], ...]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def total(self) -> Decimal:
        """All points together."""
        return sum((part.count * part.points for part in self.parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class Cell:
    """Questions of one kind, module and difficulty."""

    kind: QuestionKind
    module: str
    difficulty: Difficulty


@dataclass(frozen=True, slots=True)
class InBank:
    """A question that may be drawn: the number by which it is known, and where it belongs."""

    number: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Lack:
    """What the bank does not have enough of: wanted, and there in any difficulty."""

    kind: QuestionKind
    module: str
    wanted: int
    there: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The questions of a paper in its order, or what lacks; `instead` counts questions of another difficulty."""

    questions: tuple[tuple[int, Decimal], ...] = ()
    lacks: tuple[Lack, ...] = ()
    instead: int = 0


def apportion(total: int, weights: Sequence[Decimal]) -> list[int]:
    """Whole numbers in proportion to weights, `total` together, by largest remainder; of equal ones the first."""
    whole = sum(weights, Decimal(0))
    if not whole:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda one: (counts[one] - exact[one], one))
    for one in by_remainder[: total - sum(counts)]:
        counts[one] += 1
    return counts


Stock = Mapping[tuple[QuestionKind, str], int]


def allocate(blueprint: Blueprint, stock: Stock | None = None) -> dict[Cell, int]:
    """How many questions of each kind, module and difficulty.

    Every module gets its share of all questions, every kind its number, every difficulty its share of a kind. A part
    takes from what is still to be given, in proportion: so rows and columns both come out whole. With the `stock` of a
    bank, kinds change places between modules where a module has too few of one.
    """
    table = _by_kind_and_module(blueprint)
    if stock is not None:
        _change_places(table, stock)
    names = [name for name, _ in blueprint.modules]
    cells: dict[Cell, int] = {}
    for part in blueprint.parts:
        left = [table[part.kind, name] for name in names]
        by_difficulty = apportion(part.count, [share for _, share in blueprint.difficulties])
        for (difficulty, _), count in zip(blueprint.difficulties, by_difficulty, strict=True):
            taken = apportion(count, [Decimal(one) for one in left])
            left = [one - gone for one, gone in zip(left, taken, strict=True)]
            cells |= {Cell(part.kind, name, difficulty): n for name, n in zip(names, taken, strict=True) if n}
    return cells


def _by_kind_and_module(blueprint: Blueprint) -> dict[tuple[QuestionKind, str], int]:
    left = apportion(blueprint.count, [weight for _, weight in blueprint.modules])
    table: dict[tuple[QuestionKind, str], int] = {}
    for part in blueprint.parts:
        of_kind = apportion(part.count, [Decimal(one) for one in left])
        left = [one - taken for one, taken in zip(left, of_kind, strict=True)]
        table |= {(part.kind, name): n for (name, _), n in zip(blueprint.modules, of_kind, strict=True)}
    return table


def _change_places(table: dict[tuple[QuestionKind, str], int], stock: Stock) -> None:
    """While a module has too few questions of a kind: one of them goes to another module, which gives one of another
    kind back. The numbers of every kind and every module stay as they are.
    """

    def room(cell: tuple[QuestionKind, str]) -> int:
        return stock.get(cell, 0) - table[cell]

    def exchange(short: tuple[QuestionKind, str]) -> bool:
        kind, module = short
        for other_kind, other in table:
            there, back = (kind, other), (other_kind, module)
            if table[other_kind, other] and there in table and room(there) > 0 and room(back) > 0:
                table[short] -= 1
                table[there] += 1
                table[other_kind, other] -= 1
                table[back] += 1
                return True
        return False

    for cell in table:
        while room(cell) < 0 and exchange(cell):
            pass


def order(seed: str, number: int) -> str:
    """Where a thing stands in the order that a seed gives."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


class _Stock:
    """What is left of the bank, in the order of the seed."""

    def __init__(self, bank: Sequence[InBank], seed: str) -> None:
        self.cells: dict[Cell, list[int]] = {}
        for one in sorted(bank, key=lambda question: order(seed, question.number)):
            self.cells.setdefault(one.cell, []).append(one.number)

    def take(self, cell: Cell, count: int) -> list[int]:
        """As many as there are, up to `count`."""
        there = self.cells.get(cell, [])
        taken, self.cells[cell] = there[:count], there[count:]
        return taken


def draw(blueprint: Blueprint, bank: Sequence[InBank], seed: str) -> Drawn:
    """A paper: where a difficulty lacks questions, another one of the same kind and module stands in for it."""
    stock = _Stock(bank, seed)
    wanted = allocate(blueprint, Counter((one.cell.kind, one.cell.module) for one in bank))
    found = {cell: stock.take(cell, count) for cell, count in wanted.items()}
    instead = 0
    for cell, count in wanted.items():
        for other, _ in blueprint.difficulties:
            more = stock.take(Cell(cell.kind, cell.module, other), count - len(found[cell]))
            found[cell] += more
            instead += len(more)
    lacks = _lacks(wanted, found)
    return Drawn((), lacks, instead) if lacks else Drawn(_in_order(blueprint, found, seed), (), instead)


def _lacks(wanted: Mapping[Cell, int], found: Mapping[Cell, Sequence[int]]) -> tuple[Lack, ...]:
    sums: dict[tuple[QuestionKind, str], list[int]] = {}
    for cell, count in wanted.items():
        both = sums.setdefault((cell.kind, cell.module), [0, 0])
        both[0] += count
        both[1] += len(found[cell])
    return tuple(Lack(kind, module, w, t) for (kind, module), (w, t) in sums.items() if t < w)


def _in_order(blueprint: Blueprint, found: Mapping[Cell, Sequence[int]], seed: str) -> tuple[tuple[int, Decimal], ...]:
    """Kind after kind as the blueprint has them, within a kind in the order of the seed."""
    questions: list[tuple[int, Decimal]] = []
    for part in blueprint.parts:
        numbers = [number for cell, there in found.items() if cell.kind is part.kind for number in there]
        questions += [(number, part.points) for number in sorted(numbers, key=lambda one: order(seed, one))]
    return tuple(questions)
