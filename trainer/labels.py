"""What people read for posts, periods and safety checks."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from trainer.rules import SafetyState, StaffPost, Validity

STAFF_POSTS = {
    StaffPost.MANAGEMENT: _l("Management"),
    StaffPost.CLASS_TEACHER: _l("Class teacher"),
    StaffPost.EXAMINATION: _l("Examinations"),
    StaffPost.ARCHIVE: _l("Archive"),
    StaffPost.AUDIT: _l("Internal audit"),
}

# Words and tone of a badge.
APPOINTMENTS: dict[Validity, tuple[Any, str]] = {
    Validity.OPEN: (_l("No end given"), "neutral"),
    Validity.NOT_YET: (_l("Not begun"), "info"),
    Validity.VALID: (_l("Valid"), "good"),
    Validity.ENDS_SOON: (_l("Ends within 60 days"), "warning"),
    Validity.ENDED: (_l("Ended"), "bad"),
}
SAFETY_STATES: dict[SafetyState, tuple[Any, str]] = {
    SafetyState.PASSED: (_l("Check passed"), "good"),
    SafetyState.FAILED: (_l("Check failed"), "bad"),
    SafetyState.UNCLEAR: (_l("Result unclear"), "warning"),
    SafetyState.NOT_CHECKED: (_l("Not checked"), "warning"),
}

name_actions(
    {
        "learners.revealed": _l("Full number shown"),
        "trainer.saved": _l("Register changed"),
        "trainer.staff_added": _l("Post given"),
        "trainer.staff_removed": _l("Post taken away"),
    },
    {
        "institution": _l("Training institution"),
        "teacher": _l("Teacher"),
        "venue": _l("Venue"),
        "class": _l("Class"),
    },
    {"reason": _l("Reason"), "name": _l("Name"), "post": _l("Post")},
)
