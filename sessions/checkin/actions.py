"""Writing check-ins. `take` is the one path by which every tap is written: plain statements, no ORM, no commit.

It runs inside whatever transaction it is given, also together with the taps of other requests. Times here are
seconds since 1970, as the rules have them, until they are stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, insert

from courses.lines import keyed_digest
from courses.rules import EnrolmentState
from sessions.checkin import keys
from sessions.checkin.known import CLASS_OF_WINDOW, Known, Told, look
from sessions.checkin.models import CheckIn
from sessions.checkin.rules import codes
from sessions.checkin.rules.judging import Asked, Judged, Limits, Mark, Outcome, Person, Proof, Way, judge
from sessions.checkin.rules.places import Place, is_within, metres_between
from sessions.models import AttendanceEvent
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource

SETTLED_BY = "check-in"  # who is behind the event is known from the start; matching by name leaves it alone


@dataclass(frozen=True, slots=True)
class TapAsked:
    """One tap as a device sent it. `secret` is the code, pass or number; who taps comes with it or from the sender."""

    client_id: str
    window_id: int
    way: Way
    secret: str
    source: EventSource
    claimed: float
    received: float
    sent: float | None = None
    learner_id: int = 0  # whose phone it is; 0 where the secret says it, or nobody does
    enrolment_id: int = 0  # found by name at a desk
    direction: Direction | None = None
    device: str = ""
    address: str = ""
    recorder: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a tap. `at` is when it counts from; for ALREADY, when the person had signed before."""

    client_id: str
    verdict: Outcome
    at: datetime | None = None
    direction: Direction = Direction.IN
    name: str = ""
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a secret proves: in what time it was shown, whose it is, or why it is worth nothing."""

    proof: Proof | None = None
    enrolment_id: int = 0
    refused: Outcome | None = None
    marks: tuple[Mark, ...] = ()
    is_held: bool = False


NOT_SAID = dict.fromkeys(("file", "sheet", "match_code", "unit", "point", "method", "reason"), "")
ADD_EVENTS = insert(AttendanceEvent).returning(AttendanceEvent.id, AttendanceEvent.serial)
ADD_CHECK_INS = insert(CheckIn)
BY_PHONE = (Way.CODE, Way.PASS)  # the sender says who it is


@dataclass(frozen=True, slots=True)
class Seen:
    """A tap beside its window and the person, and when that person had signed before."""

    tap: TapAsked
    window: Row[Any]
    person: Row[Any] | None
    signed_at: datetime | None


def take_all(connection: Connection, requests: Sequence[Sequence[TapAsked]]) -> list[list[Verdict]]:
    """`take` for the taps of several requests at once, in the order given."""
    verdicts = iter(take(connection, [tap for taps in requests for tap in taps]))
    return [list(islice(verdicts, len(taps))) for taps in requests]


def take(connection: Connection, taps: Sequence[TapAsked]) -> list[Verdict]:
    """Write taps down, in the order given, and say what became of each. A repeat of a `client_id` changes nothing.

    Five statements, however many taps there are. Raises IntegrityError where another connection wrote the same between
    looking and writing: `group_commit` then runs all of it once more, and the second look sees what is there.
    """
    key = keys.key()
    whose = [tap.enrolment_id or _whose(connection, key, tap) for tap in taps]
    known = look(
        connection,
        {tap.client_id for tap in taps},
        {tap.window_id for tap in taps},
        {tap.learner_id for tap in taps if tap.way in BY_PHONE},
        {number for tap, number in zip(taps, whose, strict=True) if tap.way not in BY_PHONE},
    )
    written: list[tuple[Seen, Judged]] = []
    verdicts = [_say(key, known, tap, number, written) for tap, number in zip(taps, whose, strict=True)]
    _write(connection, written)
    return verdicts


def _say(key: bytes, known: Known, tap: TapAsked, enrolment: int, written: list[tuple[Seen, Judged]]) -> Verdict:
    """What becomes of one tap; what is to be written is added to `written`."""
    window = known.windows.get(tap.window_id)
    if window is None:
        return Verdict(tap.client_id, Outcome.OTHER_WINDOW)
    by_phone = tap.way in BY_PHONE
    people, number = (known.by_learner, tap.learner_id) if by_phone else (known.by_enrolment, enrolment)
    person = people.get((window.offering_id, number))
    seen = Seen(tap, window, person, known.signed.get((window.id, person.id)) if person else None)
    if tap.client_id in known.told:
        return _again(seen, known.told[tap.client_id])
    judged = _judge(key, seen)
    if person is not None:
        known.tell(tap.client_id, Told(window.id, person.id, judged.outcome, _moment(judged.at)))
        written.append((seen, judged))
    at = seen.signed_at if judged.outcome is Outcome.ALREADY else _moment(judged.at)
    return Verdict(tap.client_id, judged.outcome, at, window.direction, person.name if person else "")


def _whose(connection: Connection, key: bytes, tap: TapAsked) -> int:
    """The learner in the class that an own code or a number stands for; 0 for nobody."""
    if tap.way is Way.OWN:
        read = codes.read_own_code(key, tap.secret)
        return read.subject if read else 0
    if tap.way is Way.PIN:
        everybody = list(connection.execute(CLASS_OF_WINDOW, {"window": tap.window_id}).scalars())
        return codes.pins(key, everybody).get(tap.secret, 0)
    return 0


def _again(seen: Seen, told: Told) -> Verdict:
    """The verdict of before, unless somebody else's tap has the same id."""
    tap, person = seen.tap, seen.person
    if (told.window_id, told.person) != (tap.window_id, person.id if person else None):
        return Verdict(tap.client_id, Outcome.FORGED)
    at = seen.signed_at if told.verdict is Outcome.ALREADY else told.at
    name = person.name if person else ""
    return Verdict(tap.client_id, told.verdict, at, seen.window.direction, name, is_repeat=True)


def _judge(key: bytes, seen: Seen) -> Judged:
    tap, row = seen.tap, seen.window
    if tap.direction is not None and tap.direction is not row.direction:
        return Judged(Outcome.OTHER_WINDOW, tap.received)
    evidence = _evidence(key, seen)
    if evidence.refused:
        return Judged(evidence.refused, tap.received)
    asked = Asked(
        tap.way, tap.claimed, tap.received, tap.sent, evidence.proof, is_leaving=row.direction is Direction.OUT
    )
    person = None
    if seen.person is not None:
        signed_at = seen.signed_at.timestamp() if seen.signed_at else None
        person = Person(seen.person.state is EnrolmentState.ENROLLED, signed_at)
    elif tap.way in BY_PHONE and not tap.learner_id:
        return Judged(Outcome.UNKNOWN_PERSON, tap.received)
    window = (row.opens_at.timestamp(), row.closes_at.timestamp())
    judged = judge(asked, window, person, Limits(row.drift, row.late, row.clock))
    outcome = Outcome.HELD if evidence.is_held and judged.outcome is Outcome.ACCEPTED else judged.outcome
    return Judged(outcome, judged.at, (*judged.marks, *evidence.marks, *_marks_of_place(tap, row)))


def _evidence(key: bytes, seen: Seen) -> Evidence:
    """What the secret of a tap proves for this window."""
    tap, row = seen.tap, seen.window
    if tap.way is Way.CODE:
        read = codes.read_room_code(key, tap.secret)
        if read and read.subject == row.id:
            return _shown(read, row.code_life)
        return Evidence(refused=Outcome.OTHER_WINDOW if read else Outcome.FORGED)
    if tap.way is Way.OWN:
        read = codes.read_own_code(key, tap.secret)
        return _shown(read, row.own_life) if read else Evidence(refused=Outcome.FORGED)
    if tap.way is Way.PASS:
        return _evidence_of_pass(key, tap, row)
    return Evidence() if seen.person is not None else Evidence(refused=Outcome.NOT_IN_CLASS)


def _shown(read: codes.Read, life: int) -> Evidence:
    return Evidence(Proof(*codes.shown(read.step, life)), read.subject)


def _evidence_of_pass(key: bytes, tap: TapAsked, row: Row[Any]) -> Evidence:
    told = codes.read_pass(key, tap.secret)
    if told is None or told.window != row.id:
        return Evidence(refused=Outcome.OTHER_WINDOW if told else Outcome.FORGED)
    marks = [Mark.PASSED_ON] if told.device != tap.device else []
    if told.network != codes.network_mark(key, tap.address):
        marks.append(Mark.OTHER_NETWORK)
    proof = Proof(told.issued, told.issued + row.pass_life)
    return Evidence(proof, marks=tuple(marks), is_held=told.device != tap.device)


def _marks_of_place(tap: TapAsked, row: Row[Any]) -> tuple[Mark, ...]:
    """Where a learner's own phone was, as far as the window asks."""
    if tap.source is not EventSource.SELF_CHECK_IN:
        return ()
    marks = () if is_within(tap.address, row.networks) else (Mark.OFF_NETWORK,)
    if row.radius is None or row.latitude is None or row.longitude is None:
        return marks
    if tap.place is None:
        return (*marks, Mark.NO_PLACE)
    is_off = metres_between(tap.place, Place(row.latitude, row.longitude)) > row.radius
    return (*marks, Mark.OFF_PLACE) if is_off else marks


def _write(connection: Connection, written: Sequence[tuple[Seen, Judged]]) -> None:
    """A line for each attempt; for the accepted ones first the events that they wrote.

    In the order of their ids, so that two processes with the same taps wait for each other instead of locking up.
    """
    written = sorted(written, key=lambda pair: pair[0].tap.client_id)
    accepted = [
        event_values(seen.tap, seen.window, seen.person, _moment(said.at))
        for seen, said in written
        if said.outcome is Outcome.ACCEPTED and seen.person is not None
    ]
    events = {row.serial: row.id for row in connection.execute(ADD_EVENTS, accepted)} if accepted else {}
    if written:
        connection.execute(ADD_CHECK_INS, [_line(seen, said, events.get(seen.tap.client_id)) for seen, said in written])


def _line(seen: Seen, judged: Judged, event_id: int | None) -> dict[str, Any]:
    """One attempt, column by column."""
    tap = seen.tap
    return {
        "client_id": tap.client_id,
        "window_id": seen.window.id,
        "enrolment_id": seen.person.id if seen.person else None,
        "event_id": event_id,
        "direction": seen.window.direction,
        "source": tap.source,
        "way": tap.way,
        "verdict": judged.outcome,
        "marks": [mark.value for mark in judged.marks],
        "at": _moment(judged.at),
        "device_at": _moment(tap.claimed),
        "received_at": datetime.fromtimestamp(tap.received, UTC),
        "device": tap.device,
        "address": tap.address,
        "recorder": tap.recorder,
    }


def event_values(tap: TapAsked, window: Row[Any], person: Row[Any], at: datetime) -> dict[str, Any]:
    """The attendance event of an accepted tap, column by column."""
    return {
        "offering_id": window.offering_id,
        "batch_id": window.batch_id,
        **NOT_SAID,
        "row": 0,
        "identity": f"{keyed_digest('check-in', window.id, person.id)}#1",
        "content": f"{keyed_digest('check-in', tap.client_id)}#1",
        "name": person.name,
        "enrolment_id": person.id,
        "settled_by": SETTLED_BY,
        "source": tap.source,
        "direction": window.direction,
        "at": at,
        "received_at": datetime.fromtimestamp(tap.received, UTC),
        "exact": True,
        "serial": tap.client_id,
        "device": tap.device if tap.source is EventSource.SELF_CHECK_IN else "",
        "recorder": tap.recorder,
    }


def _moment(seconds: float) -> datetime:
    """A time to be stored, in whole seconds as devices give it; one that no calendar has is the beginning of 1970."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)
