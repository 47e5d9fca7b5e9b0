"""What a curriculum version is, whether its hours satisfy a rule-set, and what differs between two versions (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from math import ceil

LESSON = Decimal(2)  # a double hour: how a proposal cuts hours into lessons, no figure of a standard
_BETWEEN_NAMES = re.compile(r"[、，,;；\n]+")


class SyllabusState(StrEnum):
    """The life of a curriculum version. An approved one is never changed; a class keeps the one it was opened with."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


class Mode(StrEnum):
    """How a module may be delivered (授课方式)."""

    LECTURE = "lecture"
    CASE = "case"
    FIELD = "field"
    DISCUSSION = "discussion"
    LIVE = "live"
    RECORDED = "recorded"
    EXAMINATION = "examination"


ONLINE = frozenset({Mode.LIVE, Mode.RECORDED})


class MaterialKind(StrEnum):
    """What a teaching material is (教学资料)."""

    HANDOUT = "handout"
    SLIDES = "slides"
    CASE = "case"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Module:
    """One module as rules see it; no modes means that nothing is said about them."""

    name: str
    planned_hours: Decimal = Decimal(0)
    compulsory: bool = True
    min_hours: Decimal | None = None
    modes: tuple[Mode, ...] = ()
    objectives: str = ""
    source: str = ""

    @property
    def only_online(self) -> bool:
        """Whether it can be held in no other way than online."""
        return bool(self.modes) and ONLINE.issuperset(self.modes)


class SyllabusCode(StrEnum):
    """What can be wrong with the hours and modules of a curriculum."""

    TOTAL_SHORT = "total_short"
    BELOW_MINIMUM = "below_minimum"
    WITHOUT_HOURS = "without_hours"
    COMPULSORY_MISSING = "compulsory_missing"
    COMPULSORY_AS_ELECTIVE = "compulsory_as_elective"
    ONLINE_OVER_CAP = "online_over_cap"
    WITHOUT_MODES = "without_modes"


GRAVE = frozenset(
    {
        SyllabusCode.TOTAL_SHORT,
        SyllabusCode.BELOW_MINIMUM,
        SyllabusCode.COMPULSORY_MISSING,
        SyllabusCode.COMPULSORY_AS_ELECTIVE,
        SyllabusCode.ONLINE_OVER_CAP,
    }
)


@dataclass(frozen=True, slots=True)
class SyllabusFinding:
    """One thing that is wrong: the module it is about (empty: the whole), what it is and what it should be."""

    code: SyllabusCode
    module: str = ""
    found: Decimal | None = None
    should: Decimal | None = None

    @property
    def grave(self) -> bool:
        return self.code in GRAVE


@dataclass(frozen=True, slots=True)
class Demands:
    """What a rule-set asks of a curriculum; None and empty where it is silent. The share is in percent."""

    required_hours: Decimal | None = None
    compulsory: tuple[str, ...] = ()
    max_online_share: Decimal | None = None


def total_hours(modules: Iterable[Module]) -> Decimal:
    """The planned hours of all modules."""
    return sum((one.planned_hours for one in modules), Decimal(0))


def online_hours(modules: Iterable[Module]) -> Decimal:
    """The hours of the modules that can only be held online."""
    return sum((one.planned_hours for one in modules if one.only_online), Decimal(0))


def names_in(text: str) -> tuple[str, ...]:
    """Names that stand in one text, apart by 、 or a comma. Each once."""
    return tuple(dict.fromkeys(name.strip() for name in _BETWEEN_NAMES.split(text) if name.strip()))


def outline(demands: Demands) -> list[Module]:
    """The compulsory modules a rule-set names, with the hours it asks shared out in double hours, as lessons are held.

    What does not divide goes to the first modules; without a figure the hours are 0. All are lectures until changed.
    """
    if not demands.compulsory:
        return []
    each, rest = divmod(ceil((demands.required_hours or 0) / LESSON), len(demands.compulsory))
    return [
        Module(name, LESSON * (each + (place < rest)), modes=(Mode.LECTURE,))
        for place, name in enumerate(demands.compulsory)
    ]


def check_syllabus(modules: Sequence[Module], demands: Demands) -> list[SyllabusFinding]:
    """Everything that is wrong with these modules: the whole first, then module by module in their order."""
    return [
        *_total(modules, demands),
        *_online(modules, demands),
        *_compulsory(modules, demands),
        *(found for one in modules for found in _of_module(one)),
    ]


def _total(modules: Sequence[Module], demands: Demands) -> Iterable[SyllabusFinding]:
    total = total_hours(modules)
    if demands.required_hours is not None and total < demands.required_hours:
        yield SyllabusFinding(SyllabusCode.TOTAL_SHORT, "", total, demands.required_hours)


def _online(modules: Sequence[Module], demands: Demands) -> Iterable[SyllabusFinding]:
    total = total_hours(modules)
    if demands.max_online_share is None or not total:
        return
    share = online_hours(modules) * 100 / total
    if share > demands.max_online_share:
        yield SyllabusFinding(
            SyllabusCode.ONLINE_OVER_CAP, "", share.quantize(Decimal("0.1")), demands.max_online_share
        )


def _compulsory(modules: Sequence[Module], demands: Demands) -> Iterable[SyllabusFinding]:
    known = {one.name: one for one in modules}
    for name in demands.compulsory:
        if name not in known:
            yield SyllabusFinding(SyllabusCode.COMPULSORY_MISSING, name)
        elif not known[name].compulsory:
            yield SyllabusFinding(SyllabusCode.COMPULSORY_AS_ELECTIVE, name)


def _of_module(one: Module) -> Iterable[SyllabusFinding]:
    if not one.planned_hours:
        yield SyllabusFinding(SyllabusCode.WITHOUT_HOURS, one.name)
    elif one.min_hours is not None and one.planned_hours < one.min_hours:
        yield SyllabusFinding(SyllabusCode.BELOW_MINIMUM, one.name, one.planned_hours, one.min_hours)
    if not one.modes:
        yield SyllabusFinding(SyllabusCode.WITHOUT_MODES, one.name)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a module that two versions state differently; the fact is a field of `Module`."""

    fact: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class ModuleChange:
    """What happened to a module between two versions."""

    name: str
    before: Module | None
    after: Module | None
    changes: tuple[Change, ...] = field(default=())


COMPARED = ("planned_hours", "min_hours", "compulsory", "modes", "objectives", "source")


def compare_versions(before: Sequence[Module], after: Sequence[Module]) -> list[ModuleChange]:
    """Modules that came, went or changed, in the order of the newer version, those that went at the end."""
    old = {one.name: one for one in before}
    new = {one.name: one for one in after}
    found = [ModuleChange(one.name, None, one) for one in after if one.name not in old]
    changed = [
        ModuleChange(one.name, old[one.name], one, _changes(old[one.name], one)) for one in after if one.name in old
    ]
    order = {name: place for place, name in enumerate(new)}
    found += [one for one in changed if one.changes]
    gone = [ModuleChange(one.name, one, None) for one in before if one.name not in new]
    return [*sorted(found, key=lambda one: order[one.name]), *gone]


def _changes(before: Module, after: Module) -> tuple[Change, ...]:
    return tuple(
        Change(fact, getattr(before, fact), getattr(after, fact))
        for fact in COMPARED
        if getattr(before, fact) != getattr(after, fact)
    )
