"""What the results of a class are made from, as one small value that changes with it: the key of everything kept.

Triggers of the database leave a mark for the class (`ClassRevision`) whenever a row changes that an evaluation, or a
page of it, reads: on PostgreSQL the number of the transaction, on SQLite one drawn anew, so that no two states have
the same marks. A change to a register (a teacher's name, a figure of a rule-set) marks class 0, which is part of every
class; so are the marks of other classes of the same people, for time in two classes at once counts once. New lines
about one person have a kind of mark of their own: others' pages do not depend on them, and the person's are told by
counting the lines in all his or her classes. Which tables are watched, and how: the migration `class_revisions`.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache, partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal_column, or_, select

from core.db import db
from core.kept import Footing
from courses.models import Enrolment
from sessions.models import AttendanceEvent, ClassRevision, HourPosting, LeaveSlip, ScoreLine, ViewingSegment
from sessions.rules.kinds import RevisionKind

EVERY_CLASS = 0
LINES = (AttendanceEvent, LeaveSlip, ViewingSegment, ScoreLine, HourPosting)


def of_class(offering_id: int) -> Footing:
    """What pages of a whole class stand on."""
    return Footing(partial(read, offering_id))


def of_person(offering_id: int, enrolment_id: int) -> Footing:
    """What pages of one learner in a class stand on."""
    return Footing(partial(read, offering_id, enrolment_id))


def read(offering_id: int, enrolment_id: int | None = None) -> Hashable | None:
    """The marks of a class, or of one of its learners; None while this very transaction may have changed something."""
    dialect = db.session.get_bind().dialect.name
    asked = {"offering_id": offering_id, "enrolment_id": enrolment_id}
    found = db.session.execute(_statement(dialect, enrolment_id is not None), asked).all()
    if found and found[0][0] is not None:
        return None
    return offering_id, enrolment_id, frozenset(tuple(row) for row in found)


@cache
def _statement(dialect: str, of_person: bool) -> Select[Any]:
    """The number of this transaction, once it writes (PostgreSQL marks all its changes with it), and the marks."""
    marks = ClassRevision.__table__.c
    own_changes = func.txid_current_if_assigned() if dialect == "postgresql" else literal_column("NULL")
    columns: list[ColumnElement[Any]] = [own_changes, marks.offering_id, marks.kind, marks.writer, marks.token]
    mine, theirs = Enrolment.__table__.alias("mine"), Enrolment.__table__.alias("theirs")
    same_people = mine.join(theirs, theirs.c.learner_id == mine.c.learner_id)
    whose = mine.c.id == bindparam("enrolment_id") if of_person else mine.c.offering_id == bindparam("offering_id")
    classes = select(theirs.c.offering_id).select_from(same_people).where(whose)
    wanted = or_(
        marks.offering_id == EVERY_CLASS, marks.offering_id == bindparam("offering_id"), marks.offering_id.in_(classes)
    )
    if of_person:
        enrolments = select(theirs.c.id).select_from(same_people).where(whose)
        columns += [
            select(func.count()).select_from(line).where(line.c.enrolment_id.in_(enrolments)).scalar_subquery()
            for line in (model.__table__ for model in LINES)
        ]
        wanted = and_(wanted, marks.kind == RevisionKind.CHANGED)
    return select(*columns).where(wanted)
