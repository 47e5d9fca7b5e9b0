"""What people read for classes, their states and the audit trail's entries about them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from courses.rules import ClassState, EnrolmentState

CLASS_STATES: dict[ClassState, tuple[Any, str]] = {
    ClassState.DRAFT: (_l("Draft"), "neutral"),
    ClassState.APPROVED: (_l("Plan approved"), "info"),
    ClassState.ENROLLING: (_l("Enrolling"), "info"),
    ClassState.ROSTER_LOCKED: (_l("Roster locked"), "info"),
    ClassState.DELIVERING: (_l("Being held"), "good"),
    ClassState.EXAMINING: (_l("Examining"), "good"),
    ClassState.COMPLETED: (_l("Completed"), "good"),
    ClassState.FILING: (_l("Filing"), "warning"),
    ClassState.FILED: (_l("Filed"), "neutral"),
    ClassState.CANCELLED: (_l("Cancelled"), "neutral"),
}
ENROLMENT_STATES = {
    EnrolmentState.ENROLLED: (_l("Enrolled"), "good"),
    EnrolmentState.WITHDRAWN: (_l("Left the class"), "neutral"),
}

name_actions(
    {
        "courses.opened": _l("Class opened"),
        "courses.edited": _l("Class changed"),
        "courses.curriculum_saved": _l("Curriculum saved"),
        "courses.roster_exported": _l("Roster exported with full numbers"),
    },
    {"class": _l("Class"), "curriculum": _l("Curriculum"), "learner": _l("Learner")},
    {"reason": _l("Reason"), "name": _l("Name")},
)
