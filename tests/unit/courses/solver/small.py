"""Problems of a handful of slots, for the tests of the solver."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from courses.solver.problem import ClassGroup, Half, Module, Problem, Slot, Teacher, Venue

MONDAY = date(2026, 3, 2)
PERIODS = (
    (time(8, 30), time(10, 0), Half.MORNING),
    (time(10, 10), time(11, 40), Half.MORNING),
    (time(14, 0), time(15, 30), Half.AFTERNOON),
    (time(15, 40), time(17, 10), Half.AFTERNOON),
    (time(19, 0), time(20, 30), Half.EVENING),
)


def slots(days=2, start=MONDAY):
    every = (start + timedelta(days=n) for n in range(days))
    return tuple(Slot(day, *period) for day in every for period in PERIODS)


def module(number=1, slots=1, teachers=(1,), **more):
    return Module(number, slots, frozenset(teachers), **more)


def group(number=1, modules=None, days=2, **more):
    settings = {"size": 30, "first_day": MONDAY, "last_day": MONDAY + timedelta(days=days - 1)} | more
    return ClassGroup(number, modules=modules or (module(),), **settings)


def problem(classes=None, days=2, teachers=None, venues=None, **more):
    return Problem(
        slots(days),
        tuple(classes) if classes else (group(days=days),),
        tuple(teachers) if teachers else (Teacher(1), Teacher(2)),
        tuple(venues) if venues else (Venue(1, 40, campus=1), Venue(2, 40, campus=2)),
        **more,
    )


def weighted(given, **weights):
    return replace(given, weights=replace(given.weights, **weights))
