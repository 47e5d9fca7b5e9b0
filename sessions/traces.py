"""What a figure rests on: one person's records, those that no longer count too, and records without a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer

from core.db import db
from courses.models import ClassOffering, Enrolment, ImportBatch
from courses.queries import counts
from courses.rules import BatchState
from sessions import queries, results
from sessions.models import AttendanceEvent, HourPosting, LeaveSlip, RecordMixin, ScoreLine, ViewingSegment
from sessions.online.models import RecordedLesson
from sessions.results import ClassResults
from sessions.rules.evaluation import Records
from sessions.rules.kinds import EventSource, SessionKind
from sessions.rules.traces import TraceState

Line = TypeVar("Line", bound=RecordMixin)

# The kinds of records about people, by the word that stands for each in an address.
KINDS: dict[str, type[RecordMixin]] = {
    "events": AttendanceEvent,
    "leave": LeaveSlip,
    "segments": ViewingSegment,
    "scores": ScoreLine,
}


# Events of these sources know their person when they are written.
NAMED_FROM_THE_START = (
    EventSource.CORRECTION,
    EventSource.SELF_CHECK_IN,
    EventSource.STAFF_SCAN,
    EventSource.STATION,
)


@dataclass(frozen=True, slots=True)
class Trace(Generic[Line]):
    """One record, whether it counts, and which hand-ins brought and ended it."""

    line: Line
    state: TraceState
    brought: ImportBatch
    ended: ImportBatch | None = None

    @property
    def counts(self) -> bool:
        return self.state is TraceState.COUNTS


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything ever recorded about one person in a class, by id of the record."""

    events: dict[int, Trace[AttendanceEvent]] = field(default_factory=dict)
    segments: dict[int, Trace[ViewingSegment]] = field(default_factory=dict)
    leaves: dict[int, Trace[LeaveSlip]] = field(default_factory=dict)

    @property
    def taps(self) -> list[Trace[AttendanceEvent]]:
        """Sign-ins and sign-outs in order of time."""
        found = [trace for trace in self.events.values() if trace.line.direction is not None]
        return sorted(found, key=lambda trace: (trace.line.at, trace.line.id))

    def stays_in(self, unit: str) -> list[Trace[AttendanceEvent]]:
        """Stays in the meeting of a live unit in order of time."""
        found = [trace for trace in self.events.values() if trace.line.direction is None and trace.line.unit == unit]
        return sorted(found, key=lambda trace: (trace.line.at, trace.line.id))

    def segments_of(self, unit: str) -> list[Trace[ViewingSegment]]:
        """Played stretches of a recorded unit in order of the video."""
        found = [trace for trace in self.segments.values() if trace.line.unit == unit]
        return sorted(found, key=lambda trace: (trace.line.start_second, trace.line.id))

    def behind(self, posting: HourPosting) -> list[Trace[AttendanceEvent]] | list[Trace[ViewingSegment]]:
        """The records that a posting names as its basis."""
        ids = posting.basis.get("events", [])
        if posting.category is SessionKind.RECORDED:
            return [self.segments[one] for one in ids if one in self.segments]
        return [self.events[one] for one in ids if one in self.events]


def batches_by_id(offering_id: int) -> dict[int, ImportBatch]:
    """Every hand-in of a class."""
    found = db.session.scalars(select(ImportBatch).where(ImportBatch.offering_id == offering_id))
    return {one.id: one for one in found}


def evidence_of(enrolment: Enrolment, postings: Iterable[HourPosting] = ()) -> Evidence:
    """Everything ever recorded about a person in a class, and what the postings name. Four queries."""
    batches = batches_by_id(enrolment.offering_id)
    named = [(one.category, one.basis.get("events", [])) for one in postings]
    recorded = {number for kind, ids in named if kind is SessionKind.RECORDED for number in ids}
    attended = {number for kind, ids in named if kind is not SessionKind.RECORDED for number in ids}
    return Evidence(
        _traces(AttendanceEvent, enrolment, attended, batches),
        _traces(ViewingSegment, enrolment, recorded, batches),
        _traces(LeaveSlip, enrolment, set(), batches),
    )


def _traces(
    model: type[Line], enrolment: Enrolment, ids: set[int], batches: dict[int, ImportBatch]
) -> dict[int, Trace[Line]]:
    statement = select(model).where(
        model.offering_id == enrolment.offering_id, or_(model.enrolment_id == enrolment.id, model.id.in_(ids))
    )
    found = db.session.scalars(statement.options(defer(model.key, raiseload=True)).order_by(model.id))
    return {one.id: trace_of(one, enrolment.id, batches) for one in found}


def trace_of(line: Line, enrolment_id: int, batches: dict[int, ImportBatch]) -> Trace[Line]:
    """What became of a record since it was written."""
    brought = batches[line.batch_id]
    ended = batches.get(line.superseded_by_id or 0)
    if brought.state is BatchState.UNDONE:
        return Trace(line, TraceState.TAKEN_BACK, brought, brought)
    if ended is not None and ended.state is BatchState.APPLIED:
        withdraws = ended.report.get("withdraws")
        withdrawn = line.id in withdraws if isinstance(withdraws, list) else line.id == withdraws
        return Trace(line, TraceState.WITHDRAWN if withdrawn else TraceState.REPLACED, brought, ended)
    if line.enrolment_id != enrolment_id:
        return Trace(line, TraceState.MOVED, brought)
    return Trace(line, TraceState.COUNTS, brought)


def results_of_person(offering: ClassOffering, enrolment_id: int) -> ClassResults:
    """What the rules make of one person's records. Raises ParameterMissing when the rule-set leaves a figure open."""
    policy = queries.policy_of(offering)
    sessions = queries.sessions_of(offering.id)
    elsewhere = results.abroad_of(offering, policy, [enrolment_id])
    crediting = results.crediting_of(offering, sessions, policy, elsewhere)
    gathered = results.gather(results.facts_of_records(offering.id, [enrolment_id]))
    person = crediting.evaluate(enrolment_id, gathered.get(enrolment_id, Records()))
    timetable = crediting.timetable_of(enrolment_id)
    codes = {unit.code for unit in timetable.units}
    own = tuple(one for one in sessions if one.code in codes)
    return ClassResults(own, timetable, policy, {enrolment_id: person})


def sessions_with_lessons(session_ids: Collection[int]) -> frozenset[int]:
    """Those of these sessions whose recorded lesson can be watched here. One query."""
    having = select(RecordedLesson.session_id).where(RecordedLesson.session_id.in_(session_ids))
    return frozenset(db.session.scalars(having))


def unsettled_records(offering_id: int) -> list[tuple[str, RecordMixin]]:
    """Records that count and that nobody could be found for, with their kind, in the order of the files."""
    found = [
        (kind, line)
        for kind, model in KINDS.items()
        for line in db.session.scalars(
            select(model).where(counts(model, offering_id), model.enrolment_id.is_(None)).order_by(model.id)
        )
    ]
    return sorted(found, key=lambda pair: (pair[1].file, pair[1].sheet, pair[1].row, pair[0], pair[1].id))


def unsettled_count(offering_id: int) -> int:
    """How many records nobody could be found for. One query."""
    kinds = (
        select(func.count()).where(counts(model, offering_id), model.enrolment_id.is_(None)).scalar_subquery()
        for model in KINDS.values()
    )
    return sum(db.session.execute(select(*kinds)).one())


def records_settled_by_hand(offering_id: int) -> list[tuple[str, RecordMixin]]:
    """Records whose person somebody chose; events that name their person from the start are left out."""
    found: list[tuple[str, RecordMixin]] = []
    for kind, model in KINDS.items():
        statement = select(model).where(counts(model, offering_id), model.settled_by != "").order_by(model.id)
        if model is AttendanceEvent:
            statement = statement.where(AttendanceEvent.source.not_in(NAMED_FROM_THE_START))
        found += [(kind, line) for line in db.session.scalars(statement)]
    return found


def record_of(offering_id: int, kind: str, record_id: int) -> RecordMixin | None:
    """One record of a class that counts."""
    model = KINDS.get(kind)
    if model is None:
        return None
    found: RecordMixin | None = db.session.scalar(
        select(model).where(counts(model, offering_id), model.id == record_id)
    )
    return found


def alike(record: RecordMixin, kind: str) -> list[RecordMixin]:
    """Records of the same file that name their person the same way and that nobody is behind yet, this one left out."""
    return [
        line
        for other, line in unsettled_records(record.offering_id)
        if other == kind
        and line.id != record.id
        and (line.file, line.name) == (record.file, record.name)
        and results.key_of(line) == results.key_of(record)
    ]


def event_of(offering_id: int, enrolment_id: int, event_id: int) -> AttendanceEvent | None:
    """One event of that learner that counts."""
    statement = select(AttendanceEvent).where(
        counts(AttendanceEvent, offering_id),
        AttendanceEvent.id == event_id,
        AttendanceEvent.enrolment_id == enrolment_id,
    )
    return db.session.scalar(statement)
