"""Parts of a problem: some classes placed while the lessons of all others stand still as bookings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from courses.solver.model import Stopped, write
from courses.solver.model_costs import Others, fair_share, write_costs
from courses.solver.problem import ClassGroup, Half, Holder, Occupation, Placement, Problem, Venue
from courses.solver.search import Budget, hint, search
from courses.solver.tally import SATURDAY, costs

Kept = tuple[Placement, ...]


def plain(problem: Problem) -> Problem:
    """The problem without evenings and weekends: smaller, and what is found in it is found in the whole."""
    day = frozenset(
        place
        for place, slot in enumerate(problem.slots)
        if slot.half is not Half.EVENING and slot.day.weekday() < SATURDAY
    )
    return replace(
        problem,
        classes=tuple(
            replace(one, allowed=day if one.allowed is None else day & one.allowed) for one in problem.classes
        ),
    )


def homes(problem: Problem, group: ClassGroup) -> Iterator[tuple[Venue, ...]]:
    """Single venues that could hold the whole class, the smallest first."""
    needs = frozenset(feature for module in group.modules for feature in module.features)
    settled = any(pin.class_id == group.id and pin.venue_id is not None for pin in problem.pins)
    fitting = [one for one in problem.venues if one.capacity >= group.size and needs <= one.features and not settled]
    for venue in sorted(fitting, key=lambda one: (one.capacity, (one.id + group.id) % len(fitting))):
        yield (venue,)


def place(
    problem: Problem,
    ids: frozenset[int],
    placed: Kept,
    budget: Budget,
    seconds: float,
    *,
    known: bool = False,
    venues: tuple[Venue, ...] | None = None,
    first: bool = False,
) -> Kept | None:
    """The same timetable with these classes placed anew; None if nothing was found in time.

    With `first` the first timetable with nothing missing will do, whatever it costs.
    """
    fixed = tuple(one for one in placed if one.class_id not in ids)
    part, others = part_of(problem, ids, fixed)
    part = part if venues is None else replace(part, venues=venues)
    try:
        draft = write(part, partial=not first and (not known or lacking(problem, placed) > 0), stop=budget.spent)
    except Stopped:
        return None
    objective = None if first else write_costs(draft, others)
    if known:
        hint(draft, tuple(one for one in placed if one.class_id in ids))
    run = search(draft, objective, budget, seconds=seconds, quiet=True)
    return (*fixed, *run.placements) if run.found else None


def part_of(problem: Problem, ids: frozenset[int], fixed: Kept) -> tuple[Problem, Others]:
    """The problem of some classes while the lessons of all others are bookings, also of learners in common."""
    campus = {venue.id: venue.campus for venue in problem.venues}
    booked = []
    kin: defaultdict[int, list[int]] = defaultdict(list)
    for pair in problem.apart:
        for other, own in (pair, pair[::-1]):
            kin[other] += [own] if own in ids else []
    for one in fixed:
        booked += [Occupation(Holder.CLASS, own, one.slot) for own in kin[one.class_id]]
        where = campus.get(one.venue_id) if one.venue_id is not None else None
        booked.append(Occupation(Holder.TEACHER, one.teacher_id, one.slot, where))
        if one.venue_id is not None:
            booked.append(Occupation(Holder.VENUE, one.venue_id, one.slot))
    part = replace(
        problem,
        classes=tuple(group for group in problem.classes if group.id in ids),
        occupied=(*problem.occupied, *booked),
        pins=tuple(pin for pin in problem.pins if pin.class_id in ids),
        previous=tuple(one for one in problem.previous if one.class_id in ids),
        apart=tuple(pair for pair in problem.apart if ids.issuperset(pair)),
    )
    return part, Others(fair_share(problem), Counter(one.teacher_id for one in fixed))


def lacking(problem: Problem, placed: Kept, group: ClassGroup | None = None) -> int:
    groups = problem.classes if group is None else (group,)
    ids = {one.id for one in groups}
    wanted = sum(module.slots for one in groups for module in one.modules)
    return wanted - sum(one.class_id in ids for one in placed)


def total(problem: Problem, placed: Kept) -> int:
    return sum(costs(problem, placed).values())


def value(problem: Problem, placed: Kept) -> tuple[int, int]:
    return lacking(problem, placed), total(problem, placed)


def tell(problem: Problem, placed: Kept, bound: int | None, budget: Budget) -> None:
    if budget.progress:
        budget.progress(total(problem, placed), bound, len(placed), budget.elapsed)
