"""The linear program brought to its end: prices at which no class can do better, and what everything costs at least."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from threading import Lock
from typing import TypeVar

from courses.solver.columns.loads import PARTS
from courses.solver.columns.master import Column, Key, Lesson, Master
from courses.solver.columns.network import MOST_ROOM, ROOM, Array, World, network_of
from courses.solver.columns.pricing import Pricer
from courses.solver.facts import Facts
from courses.solver.problem import Placement, Problem

Given = TypeVar("Given")
Made = TypeVar("Made")

TINY = 1e-4
SPARE = 3.0
"""So much below the end of its network a class may be left out of the program: no price can rise to what the network
does not know, and classes may still be a little dearer than their least."""


@dataclass(frozen=True)
class Prices:
    """What a lesson costs more by (teacher, slot, campus; 0 is none) and (venue, slot); prices on what classes of any
    dates share, in parts; what each class costs at least then; and what all limits are worth, by slot."""

    pay: Array
    rooms: Array
    joint: dict[Key, int]
    least: list[float]
    worth: dict[int | None, float]


class Late(Exception):
    """No time is left."""


class Program:
    def __init__(
        self, problem: Problem, known: tuple[Placement, ...], late: Callable[[], bool], workers: int = 1
    ) -> None:
        """`known` is a timetable to begin with; `late` is asked again and again whether time is over."""
        self.problem, self.late = problem, late
        facts = Facts(problem)
        self.master, self.world = Master(facts), World(facts)
        self.rooms = [ROOM for _group in problem.classes]
        self.pool, self.lock = ThreadPoolExecutor(workers), Lock()
        self.pricers = self.each(self.pricer, range(len(problem.classes)))
        self.floor = self.value = 0.0
        self.support: list[tuple[Column, float]] = []
        self.begin(known)

    def close(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    def each(self, work: Callable[[Given], Made], given: Iterable[Given]) -> list[Made]:
        """Side by side, as many as there are workers."""

        def timely(one: Given) -> Made:
            self.check()
            return work(one)

        return list(self.pool.map(timely, given))

    def check(self) -> None:
        if self.late():
            raise Late

    def pricer(self, place: int) -> Pricer:
        network = network_of(self.world, self.problem.classes[place], self.rooms[place])
        return Pricer(self.problem, network, self.master.campus)

    @property
    def bound(self) -> int:
        """A timetable costs a whole number."""
        return max(0, ceil(self.floor - TINY))

    def begin(self, known: tuple[Placement, ...]) -> None:
        teachers = {one.id: place for place, one in enumerate(self.problem.teachers)}
        venues: dict[int | None, int] = {one.id: place for place, one in enumerate(self.problem.venues)}
        for place, pricer in enumerate(self.pricers):
            self.master.dear(place, pricer.network.cap - SPARE)
            own = sorted((one for one in known if one.class_id == pricer.network.group.id), key=lambda one: one.slot)
            lessons = tuple((x.module_id, x.slot, teachers[x.teacher_id], venues.get(x.venue_id, -1)) for x in own)
            if len(own) == sum(module.slots for module in pricer.network.group.modules):
                self.master.add_column(place, pricer.cost_of(lessons), lessons)

    def sink(self) -> None:
        """The floor brought up as far as it goes. A class left out of the program is looked at more widely."""
        while True:
            while self.price_round():
                pass
            short = [place for place, share in enumerate(self.master.absent) if share > TINY]
            if not any(self.each(self.widen, short)):
                break

    def widen(self, place: int) -> bool:
        """This class may be dearer from now on; whether it may."""
        if self.rooms[place] >= MOST_ROOM:
            return False
        self.check()
        self.rooms[place] *= 2
        self.pricers[place] = self.pricer(place)
        self.master.dear(place, self.pricers[place].network.cap - SPARE)
        return True

    def price_round(self) -> bool:
        """One solution of the program, and what is cheaper at its prices; whether there was anything."""
        self.check()
        self.value = self.master.solve()
        self.support = self.master.chosen()
        prices = self.master.prices()

        def cheaper(place: int) -> list[tuple[int, tuple[Lesson, ...]]]:
            pricer = self.pricers[place]
            found = sorted(pricer.cheaper(prices, self.master.duals[place]))[:4]
            return [(pricer.cost_of(lessons), lessons) for _price, lessons in found]

        added = False
        for place, found in enumerate(self.each(cheaper, range(len(self.pricers)))):
            for cost, lessons in found:
                added |= self.master.add_column(place, cost, lessons)
        self.floor = max(self.floor, self.master.floor_at([one.least for one in self.pricers]))
        return added

    def fixed_prices(self) -> Prices:
        """The prices as they are now, those of classes of any dates in whole parts; any prices at all will do."""
        joint = {}
        for key, row in self.master.rows.items():
            if row.slot is None:
                joint[key] = int(row.price * PARTS + TINY)
                row.price = joint[key] / PARTS
        pay, rooms = self.master.prices()
        prices = Prices(pay, rooms, joint, [], self.master.worth())
        prices.least.extend(self.each(lambda place: self.least_of(place, prices), range(len(self.pricers))))
        return prices

    def least_of(self, place: int, prices: Prices) -> float:
        pricer = self.pricers[place]
        pricer.cheaper((prices.pay, prices.rooms), self.master.duals[place] + SPARE)
        return pricer.least
