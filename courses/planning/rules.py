"""What training is wanted, what a year's plan makes of it, and how far the year has kept to it (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import ceil

MONTHS = range(1, 13)


class Delivery(StrEnum):
    """How somebody would like to be taught."""

    ANY = "any"
    OFFLINE = "offline"
    ONLINE = "online"
    BLENDED = "blended"


class NeedSource(StrEnum):
    """How a need reached the institution."""

    FORM = "form"
    TABLE = "table"


class PlanState(StrEnum):
    """The life of one version of an annual plan."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Need:
    """What one employer or learner wants, as rules see it."""

    employer: str
    training_type: str = ""
    topics: tuple[str, ...] = ()
    people: int = 1
    months: tuple[int, ...] = ()
    delivery: Delivery = Delivery.ANY
    contact: str = ""
    phone: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many needs name something, for how many people, and that as a share of the largest of its table."""

    name: str
    needs: int
    people: int
    percent: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The needs of a year, counted. A need that names several topics or months counts for each of them."""

    needs: int
    employers: int
    people: int
    topics: tuple[Count, ...]
    months: tuple[Count, ...]
    types: tuple[Count, ...]
    deliveries: tuple[Count, ...]


def summarise(needs: Sequence[Need]) -> Summary:
    """Count needs by topic, month, kind of training and way of delivery. Months come in order, the rest by people."""
    months = _counted([(f"{month:02d}", one.people) for one in needs for month in one.months])
    return Summary(
        needs=len(needs),
        employers=len({one.employer for one in needs}),
        people=sum(one.people for one in needs),
        topics=_counted([(topic, one.people) for one in needs for topic in one.topics]),
        months=tuple(sorted(months, key=lambda one: one.name)),
        types=_counted([(one.training_type, one.people) for one in needs]),
        deliveries=_counted([(one.delivery.value, one.people) for one in needs]),
    )


def _counted(named: Iterable[tuple[str, int]]) -> tuple[Count, ...]:
    needs: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for name, heads in named:
        needs[name] += 1
        people[name] += heads
    most = max(people.values(), default=0)
    counts = (Count(name, needs[name], heads, round(heads * 100 / most)) for name, heads in people.items())
    return tuple(sorted(counts, key=lambda one: (-one.people, -one.needs, one.name)))


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """A line of a plan as the needs suggest it; `month` is None when nobody named one."""

    training_type: str
    people: int
    classes: int
    month: int | None


def propose_items(needs: Sequence[Need], class_size: int) -> list[ProposedItem]:
    """One line for each kind of training: as many classes as its people fill, in the month that most people want."""
    items = []
    for count in summarise(needs).types:
        own = [one for one in needs if one.training_type == count.name]
        wanted: Counter[int] = Counter()
        for one in own:
            for month in one.months:
                wanted[month] += one.people
        busiest = min(wanted, key=lambda each: (-wanted[each], each)) if wanted else None
        items.append(ProposedItem(count.name, count.people, ceil(count.people / class_size), busiest))
    return items


class ApprovalFault(StrEnum):
    """Why somebody may not approve a plan."""

    NOT_SUBMITTED = "not_submitted"
    OWN_DRAFT = "own_draft"


def judge_approval(state: PlanState, drafted_by: int | None, approver: int) -> ApprovalFault | None:
    """A submitted plan is approved by somebody other than who drafted it."""
    if state is not PlanState.SUBMITTED:
        return ApprovalFault.NOT_SUBMITTED
    return ApprovalFault.OWN_DRAFT if drafted_by == approver else None


class Progress(StrEnum):
    """Where a line of the plan stands to what has been done."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    MET = "met"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Amount:
    """Classes, people and hours."""

    classes: int = 0
    people: int = 0
    hours: Decimal = Decimal(0)

    def less(self, other: Amount) -> Amount:
        return Amount(self.classes - other.classes, self.people - other.people, self.hours - other.hours)


@dataclass(frozen=True, slots=True)
class Held:
    """A class that was opened: for which line of the plan (empty: for none), how large, and whether it is finished."""

    key: str
    people: int
    hours: Decimal
    finished: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line of the plan against what was opened and what is finished; `gap` is finished less planned."""

    planned: Amount
    opened: Amount
    finished: Amount
    gap: Amount
    progress: Progress


def compare_with_plan(planned: Mapping[str, Amount], held: Sequence[Held]) -> dict[str, Outcome]:
    """Every line of the plan, by its key, against the classes that were opened for it."""
    found = {}
    for key, amount in planned.items():
        own = [one for one in held if one.key == key]
        opened, finished = _sum(own), _sum([one for one in own if one.finished])
        progress = judge_progress(amount.classes, opened.classes, finished.classes)
        found[key] = Outcome(amount, opened, finished, finished.less(amount), progress)
    return found


def _sum(held: Sequence[Held]) -> Amount:
    return Amount(len(held), sum(one.people for one in held), sum((one.hours for one in held), Decimal(0)))


def judge_progress(planned: int, opened: int, finished: int) -> Progress:
    """Over as soon as more classes were opened than planned; met when all planned ones are finished."""
    if opened > planned:
        return Progress.OVER
    if finished >= planned:
        return Progress.MET
    return Progress.UNDER_WAY if opened else Progress.NOT_BEGUN


def total_of(amounts: Iterable[Amount]) -> Amount:
    """The sum of amounts."""
    total = Amount()
    for one in amounts:
        total = Amount(total.classes + one.classes, total.people + one.people, total.hours + one.hours)
    return total
