"""What becomes of one tap: when it happened, whether it counts, and what somebody should look at.

All times are seconds since 1970 on the server's clock, but for `claimed` and `sent`, which a phone's clock says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """By what somebody proved to be there."""

    CODE = "code"  # the code on the wall, never seen by the server before
    PASS = "pass"  # noqa: S105 - the code on the wall, which the server has seen in time
    OWN = "own"  # the learner's own code, scanned by staff
    PIN = "pin"  # the learner's number, typed at a desk


class Outcome(StrEnum):
    """What became of a tap (签到结果)."""

    ACCEPTED = "accepted"
    ALREADY = "already"
    HELD = "held"  # to be decided by the class teacher
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    FORGED = "forged"
    OTHER_WINDOW = "other_window"
    CLOSED = "closed"
    NOT_OPEN = "not_open"
    UNKNOWN_PERSON = "unknown_person"
    NOT_IN_CLASS = "not_in_class"


class Mark(StrEnum):
    """What somebody should look at; none of them takes anything away."""

    LATE_UPLOAD = "late_upload"
    FAR_CLOCK = "far_clock"
    OUTSIDE_WINDOW = "outside_window"
    SIGNED_ALREADY = "signed_already"
    WITHDRAWN = "withdrawn"
    PASSED_ON = "passed_on"
    OTHER_NETWORK = "other_network"
    OFF_NETWORK = "off_network"
    OFF_PLACE = "off_place"
    NO_PLACE = "no_place"


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures of a window, in seconds."""

    drift: int
    late: int  # an upload later than this after the tap is marked
    clock: int  # a clock further off than this is marked


@dataclass(frozen=True, slots=True)
class Proof:
    """In what time something was shown that only who was there could see, half-open."""

    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Person:
    """The learner as the class knows him or her; `signed_at` is when a tap of this window was accepted before."""

    is_enrolled: bool
    signed_at: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One tap as it arrived."""

    way: Way
    claimed: float
    received: float
    sent: float | None = None  # the phone's clock when it sent the tap
    proof: Proof | None = None  # None for a number typed at a desk
    is_leaving: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome, when the tap happened, and what should be looked at."""

    outcome: Outcome
    at: float
    marks: tuple[Mark, ...] = ()


def judge(asked: Asked, window: tuple[float, float], person: Person | None, limits: Limits) -> Judged:
    """What becomes of a tap whose code is ours and of this window; `person` is None when the class has nobody such."""
    timed = _time_of(asked, limits)
    if timed.outcome not in (Outcome.ACCEPTED, Outcome.HELD):
        return timed
    if person is None:
        return Judged(Outcome.NOT_IN_CLASS, timed.at, timed.marks)
    is_late = Mark.LATE_UPLOAD in timed.marks
    outcome, marks = timed.outcome, list(timed.marks)
    if not person.is_enrolled:
        outcome = Outcome.HELD
        marks.append(Mark.WITHDRAWN)
    if not window[0] <= timed.at <= window[1]:
        if not is_late:
            return Judged(Outcome.NOT_OPEN if timed.at < window[0] else Outcome.CLOSED, timed.at, timed.marks)
        outcome = Outcome.HELD
        marks.append(Mark.OUTSIDE_WINDOW)
    if person.signed_at is not None:
        if not (is_late and _says_more(timed.at, person.signed_at, asked.is_leaving)):
            return Judged(Outcome.ALREADY, timed.at, tuple(marks))
        outcome = Outcome.HELD
        marks.append(Mark.SIGNED_ALREADY)
    return Judged(outcome, timed.at, tuple(marks))


def _says_more(at: float, signed_at: float, is_leaving: bool) -> bool:
    """Whether a late tap would change anything: an earlier arrival or a later departure."""
    return at > signed_at if is_leaving else at < signed_at


def _time_of(asked: Asked, limits: Limits) -> Judged:
    """When the tap happened, by the server's clock, and whether what proves it was shown then."""
    error = asked.sent - asked.received if asked.sent is not None else max(0.0, asked.claimed - asked.received)
    at = min(asked.claimed - error, asked.received)
    marks = (Mark.FAR_CLOCK,) if abs(error) > limits.clock else ()
    proof = asked.proof
    if proof is None:
        return _settled(asked, Outcome.ACCEPTED, at, marks, limits)
    if asked.received < proof.since - limits.drift:
        return Judged(Outcome.NOT_YET, at, marks)
    if asked.received < proof.until + limits.drift:
        return Judged(Outcome.ACCEPTED, min(max(at, proof.since), asked.received), marks)
    if not proof.since - limits.drift <= at < proof.until + limits.drift:
        return Judged(Outcome.EXPIRED, at, marks)
    at = min(max(at, proof.since), proof.until)
    # Nobody but the phone says when this code was seen: a picture of it could have been sent to somebody since.
    outcome = Outcome.HELD if asked.way is Way.CODE else Outcome.ACCEPTED
    return _settled(asked, outcome, at, marks, limits)


def _settled(asked: Asked, outcome: Outcome, at: float, marks: tuple[Mark, ...], limits: Limits) -> Judged:
    is_late = outcome is Outcome.HELD or asked.received - at > limits.late
    return Judged(outcome, at, (Mark.LATE_UPLOAD, *marks) if is_late else marks)
