"""Going down from the linear program to a timetable: who teaches which module is settled first, then whole classes.

The program is only asked whether what is settled can still be had for a target, first for the floor of all. Where it
cannot, less is settled at once, then the opposite is, and only then is the target raised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from courses.solver.columns.master import Column, Master
from courses.solver.columns.network import MOST_ROOM, ROOM, World, network_of
from courses.solver.columns.pricing import Choice, Pricer
from courses.solver.facts import Facts
from courses.solver.problem import Placement, Problem

TINY = 1e-4
ROUNDS = 15
"""Rounds of pricing for one question, before it is answered with no."""
GROUP, EVEN = 16, 0.5
"""So many modules are settled at once at most, and what must speak for a teacher for it."""
TRIES = 4
"""Timetables of a class tried before the target is raised."""
HURRY, MUCH = 0.6, 8
"""From that share of the time on nothing is tried another way that costs no more than so much more."""
HOPELESS = 30
"""So much above the floor is no target any more: some class could not be placed at all."""

Forbidden = frozenset[tuple[int, Choice]]
"""(place of a class, choice)"""


class Late(Exception):
    """No time is left, or no hope."""


@dataclass
class Settled:
    """What is decided: choices forbidden, modules whose teacher is settled, classes with their whole timetable."""

    forbidden: Forbidden = frozenset()
    modules: set[tuple[int, int]] = field(default_factory=set)
    classes: dict[int, Column] = field(default_factory=dict)


class Dive:
    def __init__(
        self,
        problem: Problem,
        known: tuple[Placement, ...],
        spent: Callable[[], float],
        told: Callable[[], int] = lambda: 0,
    ) -> None:
        """Asked again and again: which share of the time is spent, and what is known of the bound from elsewhere."""
        self.problem, self.spent, self.told = problem, spent, told
        facts = Facts(problem)
        self.master = Master(facts)
        self.pricers: list[Pricer] = []
        self.world, self.room = World(facts), ROOM
        for group in problem.classes:
            self.pricers.append(Pricer(problem, network_of(self.world, group), self.master.campus))
            self.check()
        self.floor, self.value, self.settled = 0.0, 0.0, Settled()
        self.support: list[tuple[Column, float]] = []
        self.begin(known)

    def check(self) -> None:
        if self.spent() >= 1:
            raise Late

    @property
    def bound(self) -> int:
        """A timetable costs a whole number."""
        return max(0, self.told(), ceil(self.floor - TINY))

    def begin(self, known: tuple[Placement, ...]) -> None:
        teachers = {one.id: place for place, one in enumerate(self.problem.teachers)}
        venues: dict[int | None, int] = {one.id: place for place, one in enumerate(self.problem.venues)}
        for place, pricer in enumerate(self.pricers):
            own = sorted((one for one in known if one.class_id == pricer.network.group.id), key=lambda one: one.slot)
            lessons = tuple((x.module_id, x.slot, teachers[x.teacher_id], venues.get(x.venue_id, -1)) for x in own)
            if len(own) == sum(module.slots for module in pricer.network.group.modules):
                self.master.add_column(place, pricer.cost_of(lessons), lessons)

    def sink(self) -> None:
        """The floor brought up as far as it goes, or as far as makes a difference."""
        while True:
            while self.price_round() and self.bound < ceil(self.value - TINY):
                pass
            dear = [place for place, one in enumerate(self.pricers) if self.master.duals[place] > one.network.cap]
            if not dear or self.room >= MOST_ROOM or self.bound >= ceil(self.value - TINY):
                break
            self.widen(dear)

    def widen(self, places: list[int]) -> None:
        """These classes may be dearer from now on: what is beyond their networks could be cheap at the prices."""
        self.room *= 2
        for place in places:
            self.check()
            network = network_of(self.world, self.problem.classes[place], self.room)
            self.pricers[place] = Pricer(self.problem, network, self.master.campus)

    def price_round(self) -> bool:
        """One solution of the program, and what is cheaper at its prices; whether there was anything."""
        self.check()
        self.solve()
        added, least = self.add_cheaper()
        if not self.settled.forbidden and not self.settled.classes:
            self.floor = max(self.floor, self.master.floor_at(least))
        return added

    def solve(self) -> None:
        self.value = self.master.solve()
        self.support = self.master.chosen()

    def add_cheaper(self) -> tuple[bool, list[float]]:
        prices, added, least = self.master.prices(), False, []
        for place, pricer in enumerate(self.pricers):
            self.check()
            only = self.settled.classes.get(place)
            if only is not None:
                least.append(self.master.priced(only))
                continue
            found = pricer.cheaper(prices, self.master.duals[place])
            for _price, lessons in sorted(found)[:4]:
                added |= self.master.add_column(place, pricer.cost_of(lessons), lessons)
            least.append(pricer.least)
        return added, least

    def can(self, target: int) -> bool:
        """Whether the program finds something for the target with what is settled."""
        for _round in range(ROUNDS):
            self.check()
            self.solve()
            if self.value <= target + TINY:
                return True
            added, least = self.add_cheaper()
            if not added or self.master.floor_at(least) > target + TINY:
                break
        return False

    def settle(self, settled: Settled) -> None:
        """From now on only what goes with that."""
        self.settled = settled
        choices = defaultdict(set)
        for place, choice in settled.forbidden:
            choices[place].add(choice)
        for place, pricer in enumerate(self.pricers):
            pricer.forbid(frozenset(choices[place]))
        for column in self.master.columns:
            only = settled.classes.get(column.place)
            fits = only in (None, column) and choices[column.place].isdisjoint(self.choices_of(column))
            column.variable.SetUb(1 if fits else 0)

    def choices_of(self, column: Column) -> set[Choice]:
        return set(self.shares_of(column))

    def shares_of(self, column: Column) -> dict[Choice, float]:
        """Which share of each module each teacher has."""
        found: dict[Choice, float] = defaultdict(float)
        modules = self.pricers[column.place].network.group.modules
        numbers = {module.id: number for number, module in enumerate(modules)}
        for module, _slot, teacher, _venue in column.lessons:
            found[numbers[module], teacher] += 1 / modules[numbers[module]].slots
        return dict(found)

    def run(self) -> tuple[Placement, ...]:
        """A timetable that costs no more than the target came to be."""
        target = self.bound
        if not self.can(target):
            target = self.raised(self.settled, target)
        target = self.settle_classes(self.settle_teachers(target))
        return tuple(
            lesson
            for place, column in sorted(self.settled.classes.items())
            for lesson in self.pricers[place].placements(column.lessons)
        )

    def settle_teachers(self, target: int) -> int:
        """Who teaches each module of each class, the clearest first, several at once while that goes well."""
        size = GROUP
        while group := self.clearest(size):
            before = self.settled
            if self.tried(self.with_teachers(before, group), target):
                size = min(GROUP, size + 1)
            elif self.spent() > HURRY and self.value <= target + MUCH:
                target = ceil(self.value - TINY)
            elif len(group) > 1:
                size = max(1, min(size, len(group)) // 2)
                self.back(before, target)
            elif not self.tried(self.without(before, group[0]), target):
                target = self.raised(before, target)
        return target

    def tried(self, settled: Settled, target: int) -> bool:
        self.settle(settled)
        return self.can(target)

    def back(self, settled: Settled, target: int) -> None:
        self.settle(settled)
        self.can(target)

    def raised(self, settled: Settled, target: int) -> int:
        self.settle(settled)
        target = max(target, self.bound - 1)
        while not self.can(target + 1):
            target = max(target + 1, self.bound - 1, ceil(self.value - TINY) - 1)
            if target > self.bound + HOPELESS:
                raise Late
        return target + 1

    def clearest(self, size: int) -> list[tuple[int, Choice]]:
        """The next to settle: all of which nothing else is left, besides so many for whom most speaks."""
        shares: dict[tuple[int, Choice], float] = defaultdict(float)
        for column, value in self.support:
            for choice, share in self.shares_of(column).items():
                shares[column.place, choice] += value * share
        best: dict[tuple[int, int], tuple[float, int]] = {}
        for (place, (module, teacher)), share in shares.items():
            if (place, module) not in self.settled.modules:
                best[place, module] = max(best.get((place, module), (0.0, 0)), (share, teacher))
        ranked = sorted(((share, key, teacher) for key, (share, teacher) in best.items()), reverse=True)
        clear = sum(share > 1 - TINY for share, _key, _teacher in ranked)
        likely = sum(share > EVEN for share, _key, _teacher in ranked[:size])
        wanted = ranked[: max(1, clear, likely)]
        return [(place, (module, teacher)) for _share, (place, module), teacher in (wanted if size > 1 else wanted[:1])]

    def with_teachers(self, before: Settled, group: list[tuple[int, Choice]]) -> Settled:
        able = {one.id: place for place, one in enumerate(self.problem.teachers)}
        others = {
            (place, (module, able[other]))
            for place, (module, teacher) in group
            for other in self.pricers[place].network.group.modules[module].teachers
            if other in able and able[other] != teacher
        }
        modules = before.modules | {(place, module) for place, (module, _teacher) in group}
        return Settled(before.forbidden | others, modules, before.classes)

    def without(self, before: Settled, one: tuple[int, Choice]) -> Settled:
        return Settled(before.forbidden | {one}, before.modules, before.classes)

    def settle_classes(self, target: int) -> int:
        """Whole timetables of classes, the clearest first; where none will do, the least dear of some."""
        refused: list[tuple[float, Column]] = []
        while len(self.settled.classes) < len(self.pricers):
            before = self.settled
            ranked = sorted(self.support, key=lambda one: -one[1])
            tried = [column for _value, column in refused]
            ranked = [one for one in ranked if one[0].place not in before.classes and one[0] not in tried]
            if not ranked or len(refused) >= TRIES:
                target = self.least_dear(before, refused, target)
                refused = []
                continue
            chosen = {one.place: one for one, value in ranked if value > 1 - TINY} or {ranked[0][0].place: ranked[0][0]}
            if not self.tried(with_classes(before, chosen), target):
                refused.append((self.value, ranked[0][0]))
                self.back(before, target)
        return target

    def least_dear(self, before: Settled, refused: list[tuple[float, Column]], target: int) -> int:
        """The target raised so far that one of the timetables refused can be had."""
        if not refused:
            return self.raised(before, target)
        _value, column = min(refused, key=lambda one: one[0])
        return self.raised(with_classes(before, {column.place: column}), target)


def with_classes(before: Settled, chosen: dict[int, Column]) -> Settled:
    return Settled(before.forbidden, before.modules, {**before.classes, **chosen})
