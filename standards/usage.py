"""Which part of the product reads which figures of a rule-set, of what kind they are, and which a class needs. Pure.

A test compares this table with the code and with the shipped sample, so it cannot drift: whoever adds a new group of
figures adds a line to USES. A rule-set can be given to a class only if every figure that classes need has a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from standards.rules import Parameter


class Kind(StrEnum):
    """What kind of value a figure is."""

    NUMBER = "number"
    TIME = "time"
    CHOICE = "choice"
    TEXT = "text"


class Use(StrEnum):
    """The part of the product that reads figures."""

    ABSENCE = "absence"
    ARCHIVES = "archives"
    ATTENDANCE = "attendance"
    COMPLETION = "completion"
    CURRICULA = "curricula"
    ENROLLING = "enrolling"
    EXAMS = "exams"
    HOURS = "hours"
    INSTITUTION = "institution"
    LEDGER = "ledger"
    ONLINE = "online"
    SURVEYS = "surveys"
    TEACHERS = "teachers"
    TIMETABLES = "timetables"
    VENUES = "venues"


# What stands before the dot of a key, and who reads the figures of that group.
USES: dict[str, Use] = {
    "accreditation": Use.INSTITUTION,
    "appeal": Use.ABSENCE,
    "archive": Use.ARCHIVES,
    "attendance": Use.ATTENDANCE,
    "checkin": Use.ATTENDANCE,
    "completion": Use.COMPLETION,
    "curriculum": Use.CURRICULA,
    "enrolling": Use.ENROLLING,
    "exam": Use.EXAMS,
    "hours": Use.HOURS,
    "institution": Use.INSTITUTION,
    "leave": Use.ABSENCE,
    "ledger": Use.LEDGER,
    "makeup": Use.ABSENCE,
    "online": Use.ONLINE,
    "rollcall": Use.ATTENDANCE,
    "survey": Use.SURVEYS,
    "teachers": Use.TEACHERS,
    "timetable": Use.TIMETABLES,
    "training": Use.CURRICULA,
    "venues": Use.VENUES,
}
CHOICES: dict[str, tuple[str, ...]] = {
    "hours.precedence_classes": ("先开班", "后开班", "不设"),
    "hours.rounding": ("down", "up", "nearest"),
    "ledger.late_postings": ("next", "current"),
    "makeup.allowed": ("yes", "no"),
}

# Without these a class cannot be run: hours, attendance, examination, survey or dossier would stop at them.
NEEDED_BY_CLASSES = (
    *(f"hours.{name}" for name in ("minutes_per_hour", "step", "rounding")),
    *(f"attendance.{name}" for name in ("window_before", "window_after", "late_grace", "noon", "flag_noon")),
    *(f"attendance.{name}" for name in ("absent_if_late_over", "absent_if_early_over")),
    "online.max_rate",
    *(f"exam.{name}" for name in ("lowest", "highest", "makeup_cap")),
    *(f"completion.{name}" for name in ("required_hours", "pass_mark")),
    *(f"survey.{name}" for name in ("edition", "dimensions", "items_per_dimension", "scale_min", "scale_max")),
    *(f"survey.{name}" for name in ("nps_max", "min_items_answered", "straight_seconds", "min_items_per_dimension")),
    *(f"survey.{name}" for name in ("top_box_from", "promoter_from", "detractor_to", "suppress_below", "confidence")),
    *(f"archive.{name}" for name in ("fonds", "category")),
)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def use_of(key: str) -> Use | None:
    """Who reads a figure; None for one that is there for reference."""
    return USES.get(key.partition(".")[0])


def missing_for_classes(parameters: Mapping[str, Parameter]) -> list[str]:
    """The keys without which a class cannot be run and which these parameters leave open, in the order of the table."""
    known = {key for key, one in parameters.items() if one.value is not None}
    return [key for key in NEEDED_BY_CLASSES if key not in known]


def kind_of(key: str, value: object = None, unit: str = "") -> Kind:
    """The kind of a figure: a choice where choices are declared, else what its value or its unit says."""
    if key in CHOICES:
        return Kind.CHOICE
    if unit == "时刻" or (isinstance(value, str) and _TIME.fullmatch(value)):
        return Kind.TIME
    if isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        return Kind.NUMBER
    return Kind.NUMBER if value is None and unit else Kind.TEXT
