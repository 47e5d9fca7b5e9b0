"""What people read in the report of a clone."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from sessions.clashes.labels import describe_conflict
from sessions.cloning.actions import Line
from sessions.cloning.rules import Carried, Shift
from sessions.rules.conflicts import Finding

SHIFTS = {
    Shift.WEEKS: _l("By whole weeks: every session keeps its weekday"),
    Shift.WORKING_DAYS: _l("By working days: holidays are skipped"),
}
CARRIED: dict[str, tuple[Any, str]] = {
    Carried.WHOLE: (_l("Carried over"), "good"),
    Carried.IN_PART: (_l("Without teacher or venue"), "warning"),
    Carried.LEFT_OUT: (_l("Not carried over"), "bad"),
}


def report_line(line: Line) -> dict[str, Any]:
    """A line of the report as it is shown and kept."""
    facts = line.facts
    said = [_in_the_way(one) for one in line.findings]
    if line.day_off:
        name = "" if line.day_off == "-" else line.day_off
        said.append(_("The new day is a day off%(name)s. Move the session.", name=f" ({name})" if name else ""))
    if line.module_gone:
        said.append(_("The module %(name)s is not in the curriculum of the class.", name=facts.module))
    when = f"{facts.starts_at:%Y-%m-%d %H:%M}" if facts.starts_at else ""
    return {
        "code": facts.code,
        "title": facts.title,
        "when": when,
        "teacher": facts.teacher_name,
        "venue": facts.venue_name,
        "carried": line.carried.value,
        "said": said,
    }


def _in_the_way(finding: Finding) -> str:
    said = describe_conflict(finding)
    if finding.minutes is None:
        return said
    return _("%(taken)s They share %(minutes)d minutes.", taken=said, minutes=finding.minutes)


name_actions({"sessions.class_cloned": _l("Class cloned")})
