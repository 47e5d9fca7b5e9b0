"""What people read for versions and their figures."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from standards.rules import Confidence, VersionState

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
# Values that are words of a rule and not numbers or texts of people.
VALUE_WORDS: dict[Any, Any] = {"down": _l("rounded down"), "up": _l("rounded up"), "half_up": _l("rounded half up")}


def value_words(value: object) -> Any:
    """A parameter's value as people read it."""
    return VALUE_WORDS.get(value, value) if isinstance(value, str) else value
