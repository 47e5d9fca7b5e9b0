"""The words of examinations."""

from __future__ import annotations

from enum import StrEnum


class SittingKind(StrEnum):
    """Which of the two scores of a class a sitting gives."""

    FIRST = "first"
    MAKEUP = "makeup"


class SittingWay(StrEnum):
    """How people sit it: on a screen, or on paper."""

    ONLINE = "online"
    PAPER = "paper"


class EntryKind(StrEnum):
    """What is put on record about a candidate."""

    EXTRA_TIME = "extra_time"
    MISCONDUCT = "misconduct"
    MISCONDUCT_LIFTED = "misconduct_lifted"
    ABSENT = "absent"  # noted at the door of a sitting on paper


class HandedIn(StrEnum):
    """How an online paper came to its end."""

    SELF = "self"
    CLOCK = "clock"


class ScreenKind(StrEnum):
    """What a browser says about the page of a paper."""

    HIDDEN = "hidden"
    SHOWN = "shown"
    BLUR = "blur"
    FOCUS = "focus"


class Round(StrEnum):
    """First and second marking, and the third that decides between them."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
