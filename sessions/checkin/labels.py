"""What people read for everything check-in says in codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from core.clock import to_local
from core.lists import listed
from sessions.checkin.rules.judging import Mark, Outcome
from sessions.checkin.rules.suspicion import SuspicionKind
from sessions.checkin.rules.windows import WindowState
from sessions.labels import DIRECTIONS as DIRECTIONS
from sessions.labels import EVENT_SOURCES as EVENT_SOURCES
from sessions.record_labels import PARTS, RUN_REASONS
from sessions.rules.halfdays import Direction

WINDOW_STATES = {
    WindowState.COMING: (_l("Opens later"), "neutral"),
    WindowState.OPEN: (_l("Open for check-in"), "good"),
    WindowState.ENDED: (_l("Window closed"), "neutral"),
}
OUTCOMES = {
    Outcome.ACCEPTED: _l("Signed"),
    Outcome.ALREADY: _l("Signed before"),
    Outcome.HELD: _l("Waits for the class teacher"),
    Outcome.EXPIRED: _l("Code out of date"),
    Outcome.NOT_YET: _l("Code not valid yet"),
    Outcome.FORGED: _l("Not a code of ours"),
    Outcome.OTHER_WINDOW: _l("Code of another class or half-day"),
    Outcome.CLOSED: _l("After the end"),
    Outcome.NOT_OPEN: _l("Before the beginning"),
    Outcome.UNKNOWN_PERSON: _l("Nobody introduced himself"),
    Outcome.NOT_IN_CLASS: _l("Not in this class"),
}
# What the person who tapped is told: what happened, and what to do.
SAID = {
    Outcome.ACCEPTED: _l("Signed in at %(time)s"),
    Outcome.ALREADY: _l("Signed in already, at %(time)s"),
    Outcome.HELD: _l(
        "Recorded. The class teacher will look at it, because it was not sent at once or not from this phone"
    ),
    Outcome.EXPIRED: _l("This code is out of date. Scan the one that is on the screen now"),
    Outcome.NOT_YET: _l("This code is not valid yet. Scan the one that is on the screen now"),
    Outcome.FORGED: _l("This is not a code of this training. Scan the one on the screen"),
    Outcome.OTHER_WINDOW: _l("This code is for another class or half-day. Scan the one on the screen"),
    Outcome.CLOSED: _l("The time for signing is over. Please see the class teacher"),
    Outcome.NOT_OPEN: _l("Signing has not begun yet. Please come back a little later"),
    Outcome.UNKNOWN_PERSON: _l("Tell us who you are first"),
    Outcome.NOT_IN_CLASS: _l("You are not on the list of this class. Please see the class teacher"),
}
SAID_WHEN_LEAVING = {
    Outcome.ACCEPTED: _l("Signed out at %(time)s"),
    Outcome.ALREADY: _l("Signed out already, at %(time)s"),
}
MARKS = {
    Mark.LATE_UPLOAD: _l("Sent later"),
    Mark.FAR_CLOCK: _l("The clock of the device was wrong"),
    Mark.OUTSIDE_WINDOW: _l("Outside the time for signing"),
    Mark.SIGNED_ALREADY: _l("Signed by other means already"),
    Mark.WITHDRAWN: _l("Has left the class"),
    Mark.PASSED_ON: _l("Scanned on one phone, signed on another"),
    Mark.OTHER_NETWORK: _l("Scanned in one network, signed in another"),
    Mark.OFF_NETWORK: _l("Not in the network of the venue"),
    Mark.OFF_PLACE: _l("Not at the venue"),
    Mark.NO_PLACE: _l("The phone did not say where it was"),
}

OUTCOME_TONES = {Outcome.ACCEPTED: "good", Outcome.ALREADY: "info", Outcome.HELD: "warning"}
SUSPICIONS = {
    SuspicionKind.SHARED_DEVICE: _l("Several people signed on one phone"),
    SuspicionKind.SAME_SECOND: _l("Several people signed on one phone within one second"),
    SuspicionKind.SEVERAL_DEVICES: _l("One person signed on several phones"),
    SuspicionKind.PASSED_ON: _l("Scanned on one phone, signed on another"),
    SuspicionKind.OTHER_NETWORK: _l("Scanned in one network, signed in another"),
    SuspicionKind.FAR_CLOCK: _l("The clock of the device was wrong"),
    SuspicionKind.AWAY: _l("Not in the network or at the place of the venue"),
}

RUN_REASONS["check_in"] = _l("End of a check-in")
name_actions(
    {
        "sessions.check_in_opened": _l("Check-in opened"),
        "sessions.check_in_changed": _l("Check-in changed"),
        "sessions.check_in_counted": _l("A held check-in was let count"),
        "sessions.check_in_refused": _l("A held check-in was refused"),
        "sessions.suspicion_seen": _l("A suspicion was looked at"),
    },
    {"check_in_window": _l("Check-in of a half-day")},
    {"half": _l("Half-day"), "direction": _l("Sign-in or sign-out"), "note": _l("Note")},
)


def said(outcome: Outcome, at: datetime | None, direction: Direction = Direction.IN) -> str:
    """What the person who tapped is told."""
    words = SAID_WHEN_LEAVING.get(outcome, SAID[outcome]) if direction is Direction.OUT else SAID[outcome]
    return str(words) % {"time": f"{to_local(at):%H:%M:%S}" if at else ""}


def half_day(window: Any) -> str:
    """2026-03-02 morning."""
    return f"{window.day.isoformat()} {PARTS[window.part]}"


def window_name(window: Any) -> str:
    """2026-03-02 morning, sign-in."""
    return _("%(half)s, %(direction)s", half=half_day(window), direction=DIRECTIONS[window.direction])


def mark_words(marks: Iterable[str], words: Mapping[Mark, Any] = MARKS) -> str:
    """The marks of an attempt as one enumeration."""
    return listed(words[Mark(mark)] for mark in marks)
