"""The words of delivery: how a session is held, what became of a leave request, where an event comes from."""

from __future__ import annotations

from enum import StrEnum


class SessionKind(StrEnum):
    """How a session (课次) is held."""

    OFFLINE = "offline"
    LIVE = "live"
    RECORDED = "recorded"


class SessionStatus(StrEnum):
    """Whether a session is to be held."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class Resource(StrEnum):
    """What a booking takes; everybody who needs several takes them in alphabetical order."""

    CLASS = "class"
    TEACHER = "teacher"
    VENUE = "venue"


class EventSource(StrEnum):
    """Where an attendance event comes from."""

    DEVICE_IMPORT = "device_import"
    LIVE_IMPORT = "live_import"
    ROLL_CALL = "roll_call"
    CORRECTION = "correction"
    SELF_CHECK_IN = "self_check_in"
    STAFF_SCAN = "staff_scan"
    STATION = "station"  # at the desk, with a personal number
    SHEET = "sheet"  # a signed sheet, scanned back


ABSENT_METHOD = "absent"  # an event of a roll call that says somebody was not there


class LeaveDecision(StrEnum):
    """What became of a leave request."""

    APPROVED = "approved"
    REFUSED = "refused"
    PENDING = "pending"


class PostingKind(StrEnum):
    """What a posting does to the account."""

    EARN = "earn"
    REVERSE = "reverse"
    ADJUST = "adjust"
    CLAIM = "claim"


class RevisionKind(StrEnum):
    """What a mark says: that a line about one person came, or that anything else changed."""

    ADDED = "added"
    CHANGED = "changed"
