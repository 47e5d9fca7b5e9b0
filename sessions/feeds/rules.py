"""Calendar feeds: whose they are, what an entry says, and how long the past stays in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

KEPT = timedelta(days=180)  # how long what is over, or cancelled, stays in a feed: calendars must hear of it


class FeedKind(StrEnum):
    """Whose sessions a feed lists."""

    CLASS = "class"
    LEARNER = "learner"
    TEACHER = "teacher"
    VENUE = "venue"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One session as calendars are told of it: aware times, and the serial number that rises with every change."""

    uid: str
    serial: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    lines: tuple[str, ...] = ()
    url: str = ""
    cancelled: bool = False


def uid_from(digest: str) -> str:
    """A keyed digest of the session's number (hex) as the lasting name of its event."""
    return f"{uuid.UUID(digest[:32])}@cqo-training"


def still_told(ends_at: datetime, changed_at: datetime, *, cancelled: bool, now: datetime) -> bool:
    """Whether a feed still lists it: to come, over for less than `KEPT`, or cancelled less than `KEPT` ago."""
    since = now - KEPT
    return ends_at >= since or (cancelled and changed_at >= since)


def lines_of(facts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Names and values as lines; what is not known is left out."""
    return tuple(f"{name}：{value}" for name, value in facts if value)
