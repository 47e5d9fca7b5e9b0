"""Writing check-ins. `take` is the one path by which every tap is written: plain statements, no ORM, no commit.

It runs inside whatever transaction it is given, also together with the taps of other requests. Times here are
seconds since 1970, as the rules have them, until they are stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, insert, select

from courses.lines import keyed_digest
from courses.models import Enrolment
from courses.rules import EnrolmentState
from learners.models import Learner
from sessions.checkin import keys
from sessions.checkin.models import CheckIn, CheckInWindow
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


# What `take` needs to know of a window.
OF_WINDOW = (
    *("id", "offering_id", "batch_id", "direction", "opens_at", "closes_at", "networks"),
    *("code_life", "drift", "pass_life", "own_life", "late", "clock", "latitude", "longitude", "radius"),
)


def _look(person: Any) -> Any:
    """All that is known about a window, a person and a tap, in one row."""
    window, enrolment, learner = CheckInWindow.__table__, Enrolment.__table__, Learner.__table__
    known, before = CheckIn.__table__.alias("known"), CheckIn.__table__.alias("before")
    accepted = and_(
        before.c.window_id == window.c.id, before.c.enrolment_id == enrolment.c.id, before.c.verdict == Outcome.ACCEPTED
    )
    return (
        select(
            *(window.c[name] for name in OF_WINDOW),
            enrolment.c.id.label("person"),
            enrolment.c.state.label("state"),
            learner.c.name.label("name"),
            before.c.at.label("signed_at"),
            known.c.verdict.label("known_verdict"),
            known.c.at.label("known_at"),
            known.c.window_id.label("known_window"),
            known.c.enrolment_id.label("known_person"),
        )
        .select_from(window)
        .outerjoin(enrolment, and_(enrolment.c.offering_id == window.c.offering_id, person(enrolment.c)))
        .outerjoin(learner, learner.c.id == enrolment.c.learner_id)
        .outerjoin(before, accepted)
        .outerjoin(known, known.c.client_id == bindparam("client"))
        .where(window.c.id == bindparam("window"))
    )


BY_LEARNER = _look(lambda columns: columns.learner_id == bindparam("learner"))
BY_ENROLMENT = _look(lambda columns: columns.id == bindparam("enrolment"))
CLASS_OF_WINDOW = (
    select(Enrolment.__table__.c.id)
    .join(CheckInWindow.__table__, CheckInWindow.__table__.c.offering_id == Enrolment.__table__.c.offering_id)
    .where(CheckInWindow.__table__.c.id == bindparam("window"))
    .order_by(Enrolment.__table__.c.id)
)
NOT_SAID = dict.fromkeys(("file", "sheet", "match_code", "unit", "point", "method", "reason"), "")
ADD_EVENT, ADD_CHECK_IN = insert(AttendanceEvent), insert(CheckIn)


def take(connection: Connection, taps: Sequence[TapAsked]) -> list[Verdict]:
    """Write taps down, in the order given, and say what became of each. A repeat of a `client_id` changes nothing.

    Raises IntegrityError where another connection wrote the same between looking and writing: `group_commit.submit`
    then runs all of it once more, and the second look sees what is there.
    """
    key = keys.key()
    return [_take_one(connection, key, tap) for tap in taps]


def _take_one(connection: Connection, key: bytes, tap: TapAsked) -> Verdict:
    enrolment_id = tap.enrolment_id or _whose(connection, key, tap)
    asked = {"window": tap.window_id, "client": tap.client_id}
    if tap.way in (Way.CODE, Way.PASS):
        row = connection.execute(BY_LEARNER, {**asked, "learner": tap.learner_id}).first()
    else:
        row = connection.execute(BY_ENROLMENT, {**asked, "enrolment": enrolment_id}).first()
    if row is None:
        return Verdict(tap.client_id, Outcome.OTHER_WINDOW)
    if row.known_verdict is not None:
        return _again(tap, row)
    judged = _judge(key, tap, row)
    if row.person is not None:
        _write(connection, tap, row, judged)
    at = row.signed_at if judged.outcome is Outcome.ALREADY else _moment(judged.at)
    return Verdict(tap.client_id, judged.outcome, at, row.direction, row.name or "")


def _whose(connection: Connection, key: bytes, tap: TapAsked) -> int:
    """The learner in the class that an own code or a number stands for; 0 for nobody."""
    if tap.way is Way.OWN:
        read = codes.read_own_code(key, tap.secret)
        return read.subject if read else 0
    if tap.way is Way.PIN:
        everybody = list(connection.execute(CLASS_OF_WINDOW, {"window": tap.window_id}).scalars())
        return codes.pins(key, everybody).get(tap.secret, 0)
    return 0


def _again(tap: TapAsked, row: Row[Any]) -> Verdict:
    """The verdict of before, unless somebody else's tap has the same id."""
    if (row.known_window, row.known_person) != (tap.window_id, row.person):
        return Verdict(tap.client_id, Outcome.FORGED)
    at = row.signed_at if row.known_verdict is Outcome.ALREADY else row.known_at
    return Verdict(tap.client_id, row.known_verdict, at, row.direction, row.name or "", is_repeat=True)


def _judge(key: bytes, tap: TapAsked, row: Row[Any]) -> Judged:
    if tap.direction is not None and tap.direction is not row.direction:
        return Judged(Outcome.OTHER_WINDOW, tap.received)
    evidence = _evidence(key, tap, row)
    if evidence.refused:
        return Judged(evidence.refused, tap.received)
    asked = Asked(
        tap.way, tap.claimed, tap.received, tap.sent, evidence.proof, is_leaving=row.direction is Direction.OUT
    )
    person = None
    if row.person is not None:
        signed_at = row.signed_at.timestamp() if row.signed_at else None
        person = Person(row.state is EnrolmentState.ENROLLED, signed_at)
    elif tap.way in (Way.CODE, Way.PASS) and not tap.learner_id:
        return Judged(Outcome.UNKNOWN_PERSON, tap.received)
    window = (row.opens_at.timestamp(), row.closes_at.timestamp())
    judged = judge(asked, window, person, Limits(row.drift, row.late, row.clock))
    outcome = Outcome.HELD if evidence.is_held and judged.outcome is Outcome.ACCEPTED else judged.outcome
    return Judged(outcome, judged.at, (*judged.marks, *evidence.marks, *_marks_of_place(tap, row)))


def _evidence(key: bytes, tap: TapAsked, row: Row[Any]) -> Evidence:
    """What the secret of a tap proves for this window."""
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
    return Evidence() if row.person is not None else Evidence(refused=Outcome.NOT_IN_CLASS)


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


def _write(connection: Connection, tap: TapAsked, row: Row[Any], judged: Judged) -> None:
    """One line of the attempt; for an accepted one first the event that it wrote."""
    accepted = judged.outcome is Outcome.ACCEPTED
    values = event_values(tap, row, _moment(judged.at)) if accepted else None
    key = connection.execute(ADD_EVENT, values).inserted_primary_key if values else None
    event_id = key[0] if key else None
    connection.execute(
        ADD_CHECK_IN,
        {
            "client_id": tap.client_id,
            "window_id": row.id,
            "enrolment_id": row.person,
            "event_id": event_id,
            "direction": row.direction,
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
        },
    )


def event_values(tap: TapAsked, row: Row[Any], at: datetime) -> dict[str, Any]:
    """The attendance event of an accepted tap, column by column."""
    identity = keyed_digest("check-in", row.id, row.person)
    return {
        "offering_id": row.offering_id,
        "batch_id": row.batch_id,
        **NOT_SAID,
        "row": 0,
        "identity": f"{identity}#1",
        "content": f"{keyed_digest('check-in', tap.client_id)}#1",
        "name": row.name,
        "enrolment_id": row.person,
        "settled_by": SETTLED_BY,
        "source": tap.source,
        "direction": row.direction,
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
