"""What people read for checks, equipment and campuses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from trainer.places.rules import CheckFaultKind, CheckKind, CheckResult, EquipmentState

CHECKS = {
    CheckKind.SAFETY: _l("Safety check"),
    CheckKind.FIRE: _l("Fire check"),
    CheckKind.NETWORK: _l("Network check"),
}
# Words and tone of a badge.
RESULTS: dict[CheckResult, tuple[Any, str]] = {
    CheckResult.PASSED: (_l("Check passed"), "good"),
    CheckResult.FAILED: (_l("Check failed"), "bad"),
    CheckResult.UNCLEAR: (_l("Result unclear"), "warning"),
}
FAULTS: dict[CheckFaultKind, tuple[Any, str]] = {
    CheckFaultKind.FAILED: (_l("Check failed"), "bad"),
    CheckFaultKind.OVERDUE: (_l("Check overdue"), "bad"),
    CheckFaultKind.UNCLEAR: (_l("Result unclear"), "warning"),
    CheckFaultKind.MISSING: (_l("Not checked"), "warning"),
}
EQUIPMENT: dict[EquipmentState, tuple[Any, str]] = {
    EquipmentState.READY: (_l("Ready"), "good"),
    EquipmentState.FAULTY: (_l("Faulty"), "bad"),
    EquipmentState.REPAIR: (_l("Under repair"), "warning"),
}

name_actions(
    {
        "places.venue_saved": _l("Campus, opening hours and equipment saved"),
        "places.closure_added": _l("Closure of a venue entered"),
        "places.closure_withdrawn": _l("Closure of a venue withdrawn"),
        "places.check_added": _l("Check of a venue entered"),
        "places.check_withdrawn": _l("Check of a venue withdrawn"),
        "places.campus_saved": _l("Campus saved"),
        "places.travel_saved": _l("Travel times saved"),
    },
    {"campus": _l("Campus")},
    {"result": _l("Result")},
)


def due_lines(due: Mapping[CheckKind, date | None]) -> list[tuple[str, str]]:
    """For each kind of check, until when the last one counts."""
    return [
        (_("%(check)s counts until", check=word), day.isoformat() if (day := due[kind]) else "")
        for kind, word in CHECKS.items()
        if kind in due
    ]
