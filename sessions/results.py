"""From the records in the database to what the rules make of them: one class, or one learner."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

from sqlalchemy import select

from core.clock import to_local
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering, Enrolment
from courses.queries import counts, lines_that_count
from sessions import neighbours, queries
from sessions.absence import links
from sessions.absence.rules.crediting import Crediting
from sessions.half_days import units_of
from sessions.models import AttendanceEvent, ClassSession, LeaveSlip, RecordMixin, ScoreLine, ViewingSegment
from sessions.rules.attendance import Leave
from sessions.rules.elsewhere import Abroad, Away, Place, abroad, stands_anyway
from sessions.rules.evaluation import PersonResult, Records, Timetable, Unit
from sessions.rules.exams import Score, ScoreState
from sessions.rules.halfdays import Tap
from sessions.rules.intervals import length
from sessions.rules.kinds import EventSource, LeaveDecision
from sessions.rules.online import Segment
from sessions.rules.policy import DeliveryPolicy
from sessions.rules.precedence import Taken
from sessions.rules.suspicion import DeviceTap, ProxySuspicion, find_proxies
from standards.rules import ParameterMissing

Line = TypeVar("Line", bound=RecordMixin)


@dataclass(slots=True)
class ClassRecords:
    """Every line about people that counts, as stored."""

    events: list[AttendanceEvent] = field(default_factory=list)
    leaves: list[LeaveSlip] = field(default_factory=list)
    segments: list[ViewingSegment] = field(default_factory=list)
    scores: list[ScoreLine] = field(default_factory=list)

    def everything(self) -> Iterable[RecordMixin]:
        return [*self.events, *self.leaves, *self.segments, *self.scores]

    @property
    def imported_leaves(self) -> list[LeaveSlip]:
        """Leave slips that came from a file; those of requests are ended by their own decisions only."""
        return [one for one in self.leaves if one.file]

    @property
    def taps(self) -> list[AttendanceEvent]:
        return [one for one in self.events if one.direction is not None]

    @property
    def device_taps(self) -> list[AttendanceEvent]:
        """Taps as devices exported them, without corrections made by hand."""
        return [one for one in self.taps if one.source is EventSource.DEVICE_IMPORT]

    @property
    def imported_segments(self) -> list[ViewingSegment]:
        """Played stretches from files, without those that the built-in player has proved."""
        return [one for one in self.segments if not one.is_proved_here]

    @property
    def stays(self) -> list[AttendanceEvent]:
        return [one for one in self.events if one.direction is None]


@dataclass(frozen=True, slots=True)
class ClassResults:
    """What the rules make of a class; people are known by their enrolment."""

    sessions: tuple[ClassSession, ...]
    timetable: Timetable
    policy: DeliveryPolicy
    people: dict[int, PersonResult]
    enrolments: tuple[Enrolment, ...] = ()  # in roster order
    common: Timetable | None = None  # without make-up sessions, where there are any
    own: Mapping[int, Timetable] = field(default_factory=dict)  # of those named for a make-up session

    @property
    def common_units(self) -> tuple[Unit, ...]:
        """The units that everybody has."""
        return (self.common or self.timetable).units

    def timetable_of(self, enrolment_id: int) -> Timetable:
        """The timetable by which that person was evaluated."""
        return self.own.get(enrolment_id, self.common or self.timetable)

    def turns(self) -> list[datetime]:
        """When sessions begin and end, as planned and as held: what a page says of a class may change then."""
        units = [unit for one in (self.timetable, *self.own.values()) for unit in one.units]
        held = [moment for unit in units for moment in (unit.starts_at, unit.ends_at) if moment]
        planned = [moment for one in self.sessions for moment in (one.starts_at, one.ends_at) if moment]
        return held + [to_local(one) for one in planned]


def crediting_of(
    offering: ClassOffering,
    sessions: Sequence[ClassSession],
    policy: DeliveryPolicy,
    elsewhere: Mapping[int, Abroad] | None = None,
) -> Crediting:
    """What evaluates the people of a class, one by one. Three queries, more where there are make-ups or real times."""
    makeups = links.makeups_of(offering.id)
    most = links.most_hours(offering) if makeups else Decimal(0)
    return Crediting(units_of(offering, sessions), policy, makeups, most, elsewhere)


def abroad_of(
    offering: ClassOffering, policy: DeliveryPolicy, only: Collection[int] | None = None
) -> dict[int, Abroad]:
    """What people of a class claim in other classes at the same time, by enrolment; those without any are left out.

    No query where the rule-set says nothing of other classes, one where nobody is in another class.
    """
    if policy.online.classes is None:
        return {}
    times: defaultdict[int, list[Away]] = defaultdict(list)
    for near in neighbours.neighbours_of(offering.id, only):
        for theirs, claims in claims_of(near).items():
            times[near.here[theirs]] += claims
    place = Place(offering.starts_on, offering.id)
    return {one: abroad(place, policy.online, claims) for one, claims in times.items()}


def claims_of(near: neighbours.Neighbour) -> dict[int, list[Away]]:
    """What people claim in another class, by enrolment there: worked out, or as posted where that is settled."""
    found = claimed_there(near.offering, near.open) if near.open else {}
    return found | neighbours.posted_times(near) if near.settled else found


def claimed_there(offering: ClassOffering, enrolment_ids: Collection[int]) -> dict[int, list[Away]]:
    """What people claim in a class, by enrolment. Nothing where its rule-set leaves a figure open: it posts nothing."""
    try:
        policy = queries.policy_of(offering)
        crediting = crediting_of(offering, queries.sessions_of(offering.id), policy)
    except ParameterMissing:
        return {}
    by_person = gather(facts_of_records(offering.id, enrolment_ids))
    place = Place(offering.starts_on, offering.id)
    return {
        person: [
            Away(place.order_of(one.kind, policy.online), Taken(f"{offering.code} {one.code}", one.kind, one.intervals))
            for one in crediting.claims(person, records)
        ]
        for person, records in by_person.items()
    }


def counted_twice(offering: ClassOffering, computed: ClassResults) -> dict[str, list[int]]:
    """People whose time another class counts as well, by its code: where neither rule-set says which goes first.

    No query where the rule-set of this class says it, for then nothing counts twice.
    """
    if computed.policy.online.classes is not None:
        return {}
    found: dict[str, list[int]] = {}
    for near in neighbours.neighbours_of(offering.id):
        for theirs, claims in claims_of(near).items():
            own = [span for one in computed.people[near.here[theirs]].earned for span in one.wall]
            silent = [span for one in claims if stands_anyway(one.order) for span in one.taken.intervals]
            if length(own) + length(silent) > length([*own, *silent]):
                found.setdefault(near.offering.code, []).append(near.here[theirs])
    return found


def records_of(offering_id: int) -> ClassRecords:
    """All records of a class that count. Four queries, however many rows."""
    return ClassRecords(
        lines_that_count(AttendanceEvent, offering_id),
        lines_that_count(LeaveSlip, offering_id),
        lines_that_count(ViewingSegment, offering_id),
        lines_that_count(ScoreLine, offering_id),
    )


def facts_of_records(offering_id: int, only: Collection[int] | None = None) -> ClassRecords:
    """The same as plain rows with no more than `gather` reads, in a fraction of the time; of these people alone."""

    def facts(model: type[Line], *columns: Any) -> list[Line]:
        statement = select(model.id, model.enrolment_id, *columns).where(
            counts(model, offering_id),
            model.enrolment_id.is_not(None) if only is None else model.enrolment_id.in_(only),
        )
        rows = db.session.execute(statement.order_by(model.file, model.sheet, model.row, model.id))
        return cast(list[Line], rows.all())

    event, slip, segment, score = AttendanceEvent, LeaveSlip, ViewingSegment, ScoreLine
    return ClassRecords(
        facts(event, event.direction, event.at, event.until, event.unit),
        facts(slip, slip.decision, slip.starts_at, slip.ends_at),
        facts(segment, segment.unit, segment.start_second, segment.end_second, segment.played_at, segment.rate),
        facts(score, score.first_state, score.first_value, score.makeup_state, score.makeup_value),
    )


def class_results(
    offering: ClassOffering, records: ClassRecords | None = None, only: Collection[int] | None = None
) -> ClassResults:
    """Evaluate everybody in a class, or these. Raises ParameterMissing when the rule-set leaves a figure open."""
    policy = queries.policy_of(offering)
    sessions = queries.sessions_of(offering.id)
    crediting = crediting_of(offering, sessions, policy, abroad_of(offering, policy, only))
    by_person = gather(records or facts_of_records(offering.id, only))
    enrolments = tuple(course_queries.enrolments_of(offering.id, only))
    people = {one.id: crediting.evaluate(one.id, by_person.get(one.id, Records())) for one in enrolments}
    return ClassResults(
        tuple(sessions), crediting.everything, policy, people, enrolments, crediting.common, crediting.own
    )


def gather(records: ClassRecords) -> dict[int, Records]:
    """The records of each known person, as the rules want them."""
    gathered: defaultdict[int, Records] = defaultdict(Records)
    for event in _settled(records.events):
        _add_event(gathered[event.enrolment_id or 0], event)
    for slip in _settled(records.leaves):
        if slip.decision is LeaveDecision.APPROVED:
            leave = Leave(to_local(slip.starts_at), to_local(slip.ends_at), slip.id)
            gathered[slip.enrolment_id or 0].leaves.append(leave)
    for line in _settled(records.segments):
        played = Segment(line.start_second, line.end_second, to_local(line.played_at), line.rate, line.id)
        gathered[line.enrolment_id or 0].segments.setdefault(line.unit, []).append(played)
    for score in sorted(_settled(records.scores), key=lambda one: one.id):
        _add_scores(gathered[score.enrolment_id or 0], score)
    return dict(gathered)


def _settled(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.enrolment_id is not None]


def _add_event(person: Records, event: AttendanceEvent) -> None:
    if event.direction is not None:
        person.taps.append(Tap(to_local(event.at), event.direction, event.id, event.unit))
    elif event.until is not None:
        person.stays.setdefault(event.unit, []).append((to_local(event.at), to_local(event.until), event.id))


def _add_scores(person: Records, line: ScoreLine) -> None:
    """A later line stands where it says something; a blank cell leaves what is known (a make-up sheet)."""
    if line.first_state is not ScoreState.EMPTY or person.first is None:
        person.first = Score(line.first_state, line.first_value)
    if line.makeup_state is not ScoreState.EMPTY or person.makeup is None:
        person.makeup = Score(line.makeup_state, line.makeup_value)


def proxies_of(records: ClassRecords) -> list[ProxySuspicion]:
    """Taps of different known people at one device in the same second."""
    return find_proxies(
        DeviceTap(one.enrolment_id, one.device, one.direction, to_local(one.at), one.row, one.exact)
        for one in records.taps
        if one.enrolment_id and one.direction
    )


def unsettled(records: Iterable[RecordMixin]) -> list[RecordMixin]:
    """Records that earn nothing because nobody, or more than one, is behind them."""
    return [one for one in records if one.enrolment_id is None]


def key_of(record: RecordMixin) -> dict[str, str]:
    """The ends of numbers by which a record names its person."""
    found: dict[str, str] = json.loads(record.key) if record.key else {}
    return found
