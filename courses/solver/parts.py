"""Many classes: placed one after the other, then freed again in ones and pairs, the rest standing still."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from random import Random

from courses.solver.model import Stopped, write
from courses.solver.model_costs import Others, fair_share, write_costs
from courses.solver.problem import ClassGroup, Half, Holder, Occupation, Placement, Problem, Venue
from courses.solver.search import Budget, Run, hint, search
from courses.solver.tally import SATURDAY, costs

Kept = tuple[Placement, ...]
WHOLE_SHARE = 0.5
"""Of the time left, for the question whether all classes can be placed at all."""
FIRST_SECONDS, PART_SECONDS, BOUND_SECONDS = 3.0, 4.0, 1.5


def improve(problem: Problem, budget: Budget) -> Run:
    """First as many lessons as possible, then as cheap as possible, until the bound is met or the time is over."""
    best = first(problem, budget)
    bounds = bounds_of(problem, budget)
    if bounds is None:
        return Run(True, True, best, None, None)
    bound = sum(bounds.values())
    if lacking(problem, best):
        proved, best = together(problem, best, budget)
        if proved:
            return Run(True, True, best, None, None)
    tell(problem, best, bound, budget)
    dice = Random(budget.seed)  # noqa: S311 - chance, no secret
    for turn in count():
        if budget.spent() or (not lacking(problem, best) and total(problem, best) <= bound):
            break
        ids = chosen(problem, best, bounds, turn, dice)
        used = {one.venue_id for one in best if one.class_id in ids}
        own = tuple(venue for venue in problem.venues if venue.id in used)
        few = turn < len(problem.classes) and not lacking(problem, best)
        given = plain(problem) if few and turn % 2 == 0 else problem
        better = place(given, ids, best, budget, PART_SECONDS, known=True, venues=own if few else None)
        if better is not None and value(problem, better) < value(problem, best):
            best = better
            tell(problem, best, bound, budget)
    done = not lacking(problem, best) and total(problem, best) <= bound
    return Run(done, True, best, total(problem, best), bound)


def first(problem: Problem, budget: Budget) -> Kept:
    """The classes by when they must end, the large ones first; each in one venue if it can be."""
    placed: Kept = ()
    for group in sorted(problem.classes, key=lambda one: (one.last_day, -one.size, one.id)):
        ids = frozenset({group.id})
        alone = list(homes(problem, group))
        tries = [(home, True, True) for home in alone[:2]] + [(home, True, False) for home in alone[:1]]
        for venues, whole, few in [*tries, (problem.venues, True, False), (problem.venues, False, False)]:
            given = plain(problem) if few else problem
            tried = place(given, ids, placed, budget, FIRST_SECONDS, venues=venues, first=whole)
            placed = max((tried or placed, placed), key=len)
            if budget.spent() or not lacking(problem, placed, group):
                break
        tell(problem, placed, None, budget)
    return placed


def together(problem: Problem, best: Kept, budget: Budget) -> tuple[bool, Kept]:
    """Whether it is proved that not everything can be placed; else a timetable in which it is, if one is found."""
    try:
        draft = write(problem, stop=budget.spent)
    except Stopped:
        return False, best
    hint(draft, best)
    run = search(draft, None, budget, seconds=WHOLE_SHARE * budget.left, quiet=True)
    return run.proved and not run.found, run.placements if run.found else best


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
    run = search(draft, objective, budget, seconds=seconds, workers=1, quiet=True)
    return (*fixed, *run.placements) if run.found else None


def part_of(problem: Problem, ids: frozenset[int], fixed: Kept) -> tuple[Problem, Others]:
    """The problem of some classes while the lessons of all others are bookings."""
    campus = {venue.id: venue.campus for venue in problem.venues}
    booked = []
    for one in fixed:
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
    )
    return part, Others(fair_share(problem), Counter(one.teacher_id for one in fixed))


def bounds_of(problem: Problem, budget: Budget) -> dict[int, int] | None:
    """What each class costs at least; None if one of them cannot even be placed alone."""
    with ThreadPoolExecutor(budget.workers) as pool:
        each = pool.map(lambda group: alone(problem, group, budget), problem.classes)
        found = {group.id: bound for group, bound in zip(problem.classes, each, strict=True)}
    return None if None in found.values() else {key: bound for key, bound in found.items() if bound is not None}


def alone(problem: Problem, group: ClassGroup, budget: Budget) -> int | None:
    """The least a class can cost alone with a venue always at hand; None if it cannot be placed at all."""
    free = replace(group, modules=tuple(replace(module, online=True) for module in group.modules))
    part, _others = part_of(replace(problem, classes=(free,)), frozenset({group.id}), ())
    part = replace(
        part,
        weights=replace(problem.weights, load=0, venue_change=0, campus_change=0),
        pins=tuple(replace(pin, venue_id=None) for pin in part.pins),
        previous=tuple(replace(one, venue_id=None) for one in part.previous),
    )
    try:
        draft = write(part, stop=budget.spent)
    except Stopped:
        return least_finish(problem, group)
    run = search(draft, write_costs(draft), budget, seconds=BOUND_SECONDS, workers=1, quiet=True)
    if run.proved and not run.found:
        return None
    return max(least_finish(problem, group), run.bound or 0)


def least_finish(problem: Problem, group: ClassGroup) -> int:
    """What the last day costs at least: so many lessons need so many days, each holding only so many."""
    days = Counter(slot.day for slot in problem.slots)
    a_day = min(max(days.values()), group.max_a_day or len(problem.slots))
    needed = -(-sum(module.slots for module in group.modules) // a_day)
    return problem.weights.finish * max(0, needed - 1)


def chosen(problem: Problem, best: Kept, bounds: dict[int, int], turn: int, dice: Random) -> frozenset[int]:
    """Which classes to free: those furthest above their bound one by one, then pairs and threes by chance."""
    excess = {one.id: class_cost(problem, best, one.id) - bounds[one.id] for one in problem.classes}
    ranked = sorted((key for key in excess if excess[key] > 0), key=lambda key: -excess[key]) or list(excess)
    if turn < len(problem.classes):
        return frozenset({ranked[turn % len(ranked)]})
    size = 2 + (turn % 3 == 0)
    return frozenset([dice.choice(ranked), *dice.sample(list(excess), min(len(excess), size - 1))])


def class_cost(problem: Problem, placed: Kept, class_id: int) -> int:
    """What one class costs, its missing lessons dear."""
    own = tuple(one for one in placed if one.class_id == class_id)
    part = replace(problem, classes=tuple(one for one in problem.classes if one.id == class_id))
    part = replace(part, previous=tuple(one for one in problem.previous if one.class_id == class_id))
    return total(part, own) + 1000 * lacking(part, own)


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
