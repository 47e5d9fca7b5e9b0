"""What people read for versions and their figures."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from standards.rules import Confidence, VersionState
from standards.usage import Use, use_of

VERSION_STATES: dict[VersionState, tuple[Any, str]] = {
    VersionState.DRAFT: (_l("Draft"), "neutral"),
    VersionState.APPROVED: (_l("Approved version"), "good"),
    VersionState.RETIRED: (_l("Retired"), "neutral"),
}
CONFIDENCES: dict[Confidence, tuple[Any, str]] = {
    Confidence.STATED: (_l("Official text seen"), "good"),
    Confidence.SECONDARY: (_l("Reported by others"), "info"),
    Confidence.SAMPLE: (_l("Sample"), "warning"),
    Confidence.UNKNOWN: (_l("Not known, to be filled in"), "bad"),
}
USES: dict[Use, Any] = {
    Use.ABSENCE: _l("Leave, appeals, make-up sessions"),
    Use.ARCHIVES: _l("Archives"),
    Use.ATTENDANCE: _l("Attendance"),
    Use.COMPLETION: _l("Completion"),
    Use.CURRICULA: _l("Curricula"),
    Use.ENROLLING: _l("Enrolment"),
    Use.EXAMS: _l("Examination"),
    Use.HOURS: _l("Credit hours"),
    Use.INSTITUTION: _l("Training institution"),
    Use.LEDGER: _l("Yearly account of hours"),
    Use.ONLINE: _l("Online learning"),
    Use.SURVEYS: _l("Satisfaction"),
    Use.TEACHERS: _l("Teachers"),
    Use.TIMETABLES: _l("Timetables"),
    Use.VENUES: _l("Venues"),
}
# Values that are words of a rule and not numbers or texts of people.
VALUE_WORDS: dict[Any, Any] = {
    "down": _l("rounded down"),
    "up": _l("rounded up"),
    "nearest": _l("rounded half up"),
    "yes": _l("yes"),
    "no": _l("no"),
    "next": _l("the next open year"),
    "current": _l("the year of the posting"),
}


def value_words(value: object) -> Any:
    """A parameter's value as people read it."""
    return VALUE_WORDS.get(value, value) if isinstance(value, str) else value


def use_words(key: str) -> Any:
    """The part of the product that reads a figure; for one that nothing reads, that it is for reference."""
    use = use_of(key)
    return USES[use] if use else _l("For reference")
