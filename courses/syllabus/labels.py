"""What people read for curriculum versions: states, ways of delivery, findings, faults of a paste, materials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from core.amounts import plain
from courses.syllabus.pasted import CellFault, PasteFault
from courses.syllabus.rules import Change, MaterialKind, Mode, SyllabusCode, SyllabusFinding, SyllabusState

STATES: dict[SyllabusState, tuple[Any, str]] = {
    SyllabusState.DRAFT: (_l("Draft"), "neutral"),
    SyllabusState.APPROVED: (_l("Has been approved"), "good"),
    SyllabusState.RETIRED: (_l("Out of use"), "neutral"),
}
MODES: dict[Mode, Any] = {
    Mode.LECTURE: _l("Lecture"),
    Mode.CASE: _l("Case study"),
    Mode.FIELD: _l("Field teaching"),
    Mode.DISCUSSION: _l("Discussion"),
    Mode.LIVE: _l("Live online"),
    Mode.RECORDED: _l("Recorded online"),
    Mode.EXAMINATION: _l("Examination at the end"),
}
MATERIALS: dict[MaterialKind, Any] = {
    MaterialKind.SLIDES: _l("Slides"),
    MaterialKind.HANDOUT: _l("Handout"),
    MaterialKind.CASE: _l("Case material"),
    MaterialKind.OTHER: _l("Other"),
}
FACTS = {
    "name": _l("Module"),
    "compulsory": _l("Compulsory or elective"),
    "planned_hours": _l("Planned hours"),
    "min_hours": _l("Minimum hours"),
    "modes": _l("Ways of delivery"),
    "objectives": _l("Objectives"),
    "source": _l("Source"),
}
PASTE_FAULTS = {
    PasteFault.NOTHING: _l("There is no module here. Copy the rows in Excel and paste them."),
    PasteFault.NO_NAME: _l("The module has no name."),
    PasteFault.TOO_LONG: _l("The name is longer than 120 characters."),
    PasteFault.TWICE: _l("A module of this name stands further up already."),
    PasteFault.NO_NUMBER: _l("This is no number of hours from 0 to 9999."),
    PasteFault.NO_KIND: _l("Write compulsory (必修) or elective (选修)."),
    PasteFault.NO_MODE: _l("Not a way of delivery. Use: 授课、案例、现场教学、研讨、线上直播、线上录播、考核."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words."""

    text: str
    tone: str


def mode_names(modes: Sequence[Mode]) -> str:
    """Ways of delivery in one line."""
    return "、".join(str(MODES[one]) for one in modes)


def finding(found: SyllabusFinding) -> Said:
    """What is wrong, what it is and what it should be."""
    return Said(_FINDINGS[found.code](found), "bad" if found.grave else "warning")


_FINDINGS: dict[SyllabusCode, Any] = {
    SyllabusCode.TOTAL_SHORT: lambda one: _(
        "%(hours)s hours are missing to the hours that the rule-set requires: planned %(found)s, required %(should)s.",
        hours=plain(one.should - one.found),
        found=plain(one.found),
        should=plain(one.should),
    ),
    SyllabusCode.BELOW_MINIMUM: lambda one: _(
        "%(module)s: planned %(found)s hours, at least %(should)s are needed.",
        module=one.module,
        found=plain(one.found),
        should=plain(one.should),
    ),
    SyllabusCode.WITHOUT_HOURS: lambda one: _("%(module)s has no planned hours.", module=one.module),
    SyllabusCode.WITHOUT_MODES: lambda one: _("%(module)s names no way of delivery.", module=one.module),
    SyllabusCode.COMPULSORY_MISSING: lambda one: _("The compulsory module %(module)s is missing.", module=one.module),
    SyllabusCode.COMPULSORY_AS_ELECTIVE: lambda one: _(
        "%(module)s is elective here; the rule-set makes it compulsory.", module=one.module
    ),
    SyllabusCode.ONLINE_OVER_CAP: lambda one: _(
        "Online modules take %(found)s %% of the hours, at most %(should)s %% are allowed.",
        found=plain(one.found),
        should=plain(one.should),
    ),
}


def cell_fault(fault: CellFault) -> tuple[int, Any, str, Any]:
    """Row, column, what stands there, and what is wrong with it."""
    return fault.row, FACTS.get(fault.column, ""), fault.text, PASTE_FAULTS[fault.fault]


def change_line(change: Change) -> tuple[Any, str, str]:
    """Name of the fact, what it was, what it is."""
    return FACTS[change.fact], _shown(change.fact, change.before), _shown(change.fact, change.after)


def _shown(fact: str, value: Any) -> str:
    if fact == "compulsory":
        return str(kind_name(value))
    if fact == "modes":
        return mode_names(value) or "—"
    return (plain(value) if fact.endswith("hours") else str(value)) or "—"


def kind_name(compulsory: bool) -> Any:
    """Compulsory or elective."""
    return _l("Compulsory") if compulsory else _l("Elective")


name_actions(
    {
        "courses.curriculum_version_started": _l("New version of a curriculum begun"),
        "courses.curriculum_approved": _l("Curriculum approved"),
        "courses.curriculum_retired": _l("Curriculum taken out of use"),
        "courses.material_added": _l("Teaching material added"),
        "courses.material_withdrawn": _l("Teaching material withdrawn"),
    },
    details={"version": _l("Version")},
)
