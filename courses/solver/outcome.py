"""What comes out: a timetable with its cost, or what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from courses.solver.problem import Placement
from courses.solver.rules import Clause, Rule


class Status(StrEnum):
    OPTIMAL = "optimal"
    """Everything is placed and nothing cheaper exists."""
    FEASIBLE = "feasible"
    """Everything is placed; whether it could be cheaper is not known (see `bound`)."""
    IMPOSSIBLE = "impossible"
    """Proved: not everything can be placed. The placements are the best partial timetable found."""
    TIMEOUT = "timeout"
    """Not everything was placed in time; it is not proved that it cannot be."""
    CANCELLED = "cancelled"
    """The caller stopped; the placements are the best found by then, if any."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Lessons of one module of one class that have no place.

    `blocked` counts, for every candidate (slot, teacher, venue) of one lesson, the families of rules that refuse it
    with all other lessons as they are; `culprits` are the clauses that refuse the nearest candidate, `nearest`: without
    them one lesson could be there. Without a nearest candidate there is nobody or nowhere at all to try.
    """

    class_id: int
    module_id: int
    lessons: int
    blocked: tuple[tuple[Rule, int], ...] = ()
    nearest: Placement | None = None
    culprits: tuple[Clause, ...] = ()
    taken_by: tuple[Placement, ...] = ()
    """Lessons of this timetable that hold the nearest candidate's class, teacher or venue."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`costs` are weighted, by preference; `bound` is what no timetable can be cheaper than (None: nothing known)."""

    status: Status
    placements: tuple[Placement, ...] = ()
    costs: tuple[tuple[str, int], ...] = ()
    bound: int | None = None
    elapsed: float = 0.0
    unplaced: tuple[Unplaced, ...] = ()

    @property
    def cost(self) -> int:
        return sum(part for _name, part in self.costs)

    @property
    def gap(self) -> float | None:
        """How far the cost may be from the best possible, as a share of the cost; 0 when proved best."""
        if self.bound is None or not self.placements:
            return None
        return max(0, self.cost - self.bound) / self.cost if self.cost else 0.0


@dataclass(frozen=True, slots=True)
class MinimalConflict:
    """Clauses that cannot all hold while `class_ids` are taught in full; `proved`: none of them could be left out.

    `solvable` True means there is no conflict; None means that the time did not suffice to tell.
    """

    clauses: tuple[Clause, ...]
    class_ids: tuple[int, ...]
    proved: bool
    solvable: bool | None
    elapsed: float = 0.0
