"""Other classes in which learners of a class were at the same time: who, in which, and what stands as posted there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select, union_all, update
from sqlalchemy.orm import aliased

from core.db import db, utc_now
from courses.models import ClassOffering, Enrolment
from courses.rules import ClassState, EnrolmentState
from sessions.models import AttendanceEvent, ClassSession, HourPosting, ViewingSegment
from sessions.rules.elsewhere import AS_POSTED, Away, spans_of
from sessions.rules.kinds import PostingKind
from sessions.rules.precedence import Taken

CLOSED = (ClassState.FILED, ClassState.CANCELLED)
NEAR = timedelta(days=1)  # sign-in and sign-out of a half-day lie on one day


@dataclass(slots=True)
class Neighbour:
    """Another class with learners of ours: their enrolments here by those there. `settled` stand as posted."""

    offering: ClassOffering
    here: dict[int, int] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)

    @property
    def open(self) -> list[int]:
        """Enrolments there whose hours are still worked out."""
        return [one for one in self.here if one not in self.settled]


def neighbours_of(offering_id: int, only: Collection[int] | None = None) -> list[Neighbour]:
    """Other classes in which learners of a class (or of these enrolments) have records of the same days.

    One query where nobody is in another class, two otherwise.
    """
    mine, theirs = aliased(Enrolment), aliased(Enrolment)
    statement = (
        select(mine.id, theirs, ClassOffering)
        .join(theirs, theirs.learner_id == mine.learner_id)
        .join(ClassOffering, ClassOffering.id == theirs.offering_id)
        .where(
            mine.offering_id == offering_id,
            mine.state == EnrolmentState.ENROLLED,
            theirs.offering_id != offering_id,
            ClassOffering.state != ClassState.CANCELLED,
        )
        .order_by(ClassOffering.id, theirs.id)
    )
    if only is not None:
        statement = statement.where(mine.id.in_(only))
    rows = db.session.execute(statement).all()
    spans = _spans({one for own, other, _class in rows for one in (own, other.id)}) if rows else {}
    found: dict[int, Neighbour] = {}
    for own, other, offering in rows:
        if not _near(spans.get(own), spans.get(other.id)):
            continue
        neighbour = found.setdefault(offering.id, Neighbour(offering))
        neighbour.here[other.id] = own
        if offering.state in CLOSED or other.state is not EnrolmentState.ENROLLED:
            neighbour.settled.add(other.id)
    return list(found.values())


def _spans(enrolment_ids: Collection[int]) -> dict[int, tuple[datetime, datetime]]:
    """From the first to the last record of each enrolment."""
    events = select(
        AttendanceEvent.enrolment_id.label("who"),
        AttendanceEvent.at.label("first"),
        func.coalesce(AttendanceEvent.until, AttendanceEvent.at).label("last"),
    ).where(AttendanceEvent.enrolment_id.in_(enrolment_ids))
    played = select(
        ViewingSegment.enrolment_id.label("who"),
        ViewingSegment.played_at.label("first"),
        ViewingSegment.played_at.label("last"),
    ).where(ViewingSegment.enrolment_id.in_(enrolment_ids))
    both = union_all(events, played).subquery()
    statement = select(both.c.who, func.min(both.c.first), func.max(both.c.last)).group_by(both.c.who)
    return {who: (first, last) for who, first, last in db.session.execute(statement)}


def _near(one: tuple[datetime, datetime] | None, other: tuple[datetime, datetime] | None) -> bool:
    return one is not None and other is not None and one[0] - NEAR <= other[1] and other[0] - NEAR <= one[1]


def posted_times(neighbour: Neighbour) -> dict[int, list[Away]]:
    """The time for which hours stand that are not worked out any more, by enrolment there. One query."""
    reversed_ids = select(HourPosting.reverses_id).where(
        HourPosting.enrolment_id.in_(neighbour.settled), HourPosting.reverses_id.is_not(None)
    )
    statement = (
        select(HourPosting, ClassSession.code)
        .join(ClassSession, ClassSession.id == HourPosting.session_id)
        .where(
            HourPosting.enrolment_id.in_(neighbour.settled),
            HourPosting.kind == PostingKind.EARN,
            HourPosting.id.not_in(reversed_ids),
        )
        .order_by(HourPosting.id)
    )
    found: dict[int, list[Away]] = {}
    for one, code in db.session.execute(statement):
        if spans := spans_of(one.basis):
            taken = Taken(f"{neighbour.offering.code} {code}", one.category, spans)
            found.setdefault(one.enrolment_id, []).append(Away(AS_POSTED, taken))
    return found


def touch(offering: ClassOffering) -> None:
    """Mark a class as changed, for whoever keeps what was made of it. Nobody who edits it is told of a change."""
    db.session.execute(
        update(ClassOffering)
        .where(ClassOffering.id == offering.id)
        .values(updated_at=utc_now())
        .execution_options(synchronize_session=False)
    )
