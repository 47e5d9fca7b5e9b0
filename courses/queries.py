"""Questions about classes, imports and enrolments. Scope is applied here, not in views."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from courses.models import (
    ClassOffering,
    Curriculum,
    CurriculumModule,
    CurriculumVersion,
    Enrolment,
    EvidenceMixin,
    ImportBatch,
    RosterLine,
)
from courses.rules import RUNNING, BatchState, ClassState, EnrolmentState
from courses.syllabus import queries as syllabus_queries
from learners.models import Learner
from learners.roster import RosterOutcome
from standards.models import RuleSetVersion
from trainer.models import Institution
from trainer.queries import Scope

Evidence = TypeVar("Evidence", bound=EvidenceMixin)

_HEAD = (
    joinedload(ClassOffering.institution),
    joinedload(ClassOffering.rule_set_version).joinedload(RuleSetVersion.rule_set),
)


def offerings(scope: Scope, *, search: str = "") -> list[ClassOffering]:
    """The classes in scope, the latest first; `search` looks in code and name."""
    statement = select(ClassOffering).join(ClassOffering.institution).where(scope.allows()).options(*_HEAD)
    if search:
        like = f"%{search}%"
        statement = statement.where(or_(ClassOffering.code.ilike(like), ClassOffering.name.ilike(like)))
    return list(db.session.scalars(statement.order_by(ClassOffering.starts_on.desc(), ClassOffering.id.desc())))


def offering_in_scope(offering_id: int, scope: Scope) -> ClassOffering | None:
    """One class, if it is in scope."""
    statement = select(ClassOffering).join(ClassOffering.institution).where(ClassOffering.id == offering_id)
    return db.session.scalar(statement.where(scope.allows()).options(*_HEAD))


def offering_by_code(code: str) -> ClassOffering | None:
    """One class by its code, for commands (no scope)."""
    return db.session.scalar(select(ClassOffering).where(ClassOffering.code == code).options(*_HEAD))


def institution_of_offering(offering: ClassOffering) -> Institution:
    """The institution that runs the class."""
    return db.session.get_one(Institution, offering.institution_id)


def curricula(scope: Scope) -> list[Curriculum]:
    """The curricula in scope with their versions and modules."""
    statement = (
        select(Curriculum)
        .join(Curriculum.institution)
        .where(scope.allows())
        .options(
            joinedload(Curriculum.institution),
            selectinload(Curriculum.versions).selectinload(CurriculumVersion.modules),
        )
        .order_by(Curriculum.name, Curriculum.id)
    )
    return list(db.session.scalars(statement))


def counts(model: type[EvidenceMixin], offering_id: int) -> ColumnElement[bool]:
    """The condition that a line of evidence counts: its batch is applied and no applied batch has superseded it."""
    applied = select(ImportBatch.id).where(
        ImportBatch.offering_id == offering_id, ImportBatch.state == BatchState.APPLIED
    )
    return and_(
        model.offering_id == offering_id,
        model.batch_id.in_(applied),
        or_(model.superseded_by_id.is_(None), model.superseded_by_id.not_in(applied)),
    )


def lines_that_count(model: type[Evidence], offering_id: int) -> list[Evidence]:
    """Every line of a kind that counts, in the order of the files."""
    statement = select(model).where(counts(model, offering_id))
    return list(db.session.scalars(statement.order_by(model.file, model.sheet, model.row, model.id)))


def roster_lines(offering_id: int) -> list[RosterLine]:
    """The roster as judged, in row order."""
    return lines_that_count(RosterLine, offering_id)


def enrolments_of(offering_id: int, only: Collection[int] | None = None) -> list[Enrolment]:
    """The learners of a class, or these of them, with person, employer and roster line, in roster order."""
    conditions = [Enrolment.offering_id == offering_id, Enrolment.state == EnrolmentState.ENROLLED]
    return _in_roster_order(*conditions, *([] if only is None else [Enrolment.id.in_(only)]))


def _in_roster_order(*conditions: ColumnElement[bool]) -> list[Enrolment]:
    people = (joinedload(Enrolment.learner), joinedload(Enrolment.employer), joinedload(Enrolment.roster_line))
    statement = select(Enrolment).where(*conditions).options(*people).order_by(Enrolment.position, Enrolment.id)
    return list(db.session.scalars(statement))


def enrolment_of(offering_id: int, enrolment_id: int) -> Enrolment | None:
    """One learner of that class."""
    statement = (
        select(Enrolment)
        .where(Enrolment.id == enrolment_id, Enrolment.offering_id == offering_id)
        .options(joinedload(Enrolment.learner), joinedload(Enrolment.employer), joinedload(Enrolment.roster_line))
    )
    return db.session.scalar(statement)


def enrolments_of_learner(learner_id: int, *, also: Collection[int] = ()) -> list[Enrolment]:
    """The classes of one person, the latest first; `also` are enrolments to show though the person has left."""
    here = or_(Enrolment.state == EnrolmentState.ENROLLED, Enrolment.id.in_(list(also)))
    statement = (
        select(Enrolment)
        .join(Enrolment.offering)
        .where(Enrolment.learner_id == learner_id, here)
        .options(
            joinedload(Enrolment.offering).joinedload(ClassOffering.institution),
            joinedload(Enrolment.offering)
            .joinedload(ClassOffering.rule_set_version)
            .joinedload(RuleSetVersion.rule_set),
        )
        .options(joinedload(Enrolment.learner), joinedload(Enrolment.roster_line))
        .order_by(ClassOffering.starts_on.desc(), Enrolment.id.desc())
    )
    return list(db.session.scalars(statement))


def all_enrolments(offering_id: int) -> dict[int, Enrolment]:
    """Every enrolment a class ever had, by learner."""
    found = db.session.scalars(select(Enrolment).where(Enrolment.offering_id == offering_id))
    return {one.learner_id: one for one in found}


def enrolments_left_at_the_desk(offering_id: int) -> list[Enrolment]:
    """Those who were withdrawn or transferred at the enrolment desk, with person, employer and (no) roster line."""
    return _in_roster_order(Enrolment.id.in_(left_at_the_desk(offering_id)))


def left_at_the_desk(offering_id: int) -> frozenset[int]:
    """Enrolments withdrawn or transferred at the enrolment desk: what was earned until then stays on record."""
    statement = select(Enrolment.id).where(
        Enrolment.offering_id == offering_id,
        Enrolment.state == EnrolmentState.WITHDRAWN,
        Enrolment.roster_line_id.is_(None),
    )
    return frozenset(db.session.scalars(statement))


def learner_count(offering_ids: list[int]) -> dict[int, int]:
    """How many learners are enrolled, by class."""
    statement = (
        select(Enrolment.offering_id, func.count())
        .where(Enrolment.offering_id.in_(offering_ids), Enrolment.state == EnrolmentState.ENROLLED)
        .group_by(Enrolment.offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def batches_of(offering_id: int) -> list[ImportBatch]:
    """The imports of a class with their files, the latest first."""
    statement = select(ImportBatch).where(ImportBatch.offering_id == offering_id)
    return list(db.session.scalars(statement.options(selectinload(ImportBatch.files)).order_by(ImportBatch.id.desc())))


def batch_of(offering_id: int, batch_id: int) -> ImportBatch | None:
    """One import of that class with its files."""
    statement = select(ImportBatch).where(ImportBatch.id == batch_id, ImportBatch.offering_id == offering_id)
    return db.session.scalar(statement.options(selectinload(ImportBatch.files)))


def last_applied_batch(offering_id: int) -> ImportBatch | None:
    """The latest import of a class that was not taken back; what a decision brought, another one ends: left out."""
    statement = select(ImportBatch).where(
        ImportBatch.offering_id == offering_id, ImportBatch.state == BatchState.APPLIED
    )
    batches = db.session.scalars(statement.order_by(ImportBatch.id.desc()))
    return next((one for one in batches if not one.stands_alone), None)


def learner_names(offering_id: int) -> dict[int, str]:
    """Names of everybody ever enrolled, by enrolment."""
    statement = select(Enrolment.id, Learner.name).join(Enrolment.learner).where(Enrolment.offering_id == offering_id)
    return {row[0]: row[1] for row in db.session.execute(statement)}


@dataclass(frozen=True, slots=True)
class ClassFilter:
    """What a person looks for in the list of classes."""

    text: str = ""
    state: ClassState | None = None
    version_id: int | None = None


def offerings_matching(scope: Scope, wanted: ClassFilter) -> Select[ClassOffering]:
    """The classes in scope that fit, the latest first."""
    statement = select(ClassOffering).join(ClassOffering.institution).where(scope.allows()).options(*_HEAD)
    if wanted.text:
        like = f"%{escape_like(wanted.text)}%"
        columns = (ClassOffering.code, ClassOffering.name, Institution.name)
        statement = statement.where(or_(*(column.ilike(like, escape="\\") for column in columns)))
    if wanted.state:
        statement = statement.where(ClassOffering.state == wanted.state)
    if wanted.version_id:
        statement = statement.where(ClassOffering.rule_set_version_id == wanted.version_id)
    return statement.order_by(ClassOffering.starts_on.desc(), ClassOffering.id.desc())


def escape_like(text: str) -> str:
    """The text with the signs that LIKE reads as wildcards escaped by a backslash."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def total_of(statement: Select[ClassOffering]) -> int:
    """How many classes the statement finds without page limits."""
    ids = statement.with_only_columns(ClassOffering.id).order_by(None)
    return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def offerings_with(offering_ids: Iterable[int]) -> list[ClassOffering]:
    """The classes with these ids, whoever asks: for figures over several classes, never for a page of one."""
    return list(db.session.scalars(select(ClassOffering).where(ClassOffering.id.in_(list(offering_ids)))))


def offerings_on_page(statement: Select[ClassOffering], *, offset: int, size: int) -> list[ClassOffering]:
    """One page of the list."""
    return list(db.session.scalars(statement.offset(offset).limit(size)))


def running_offerings(scope: Scope) -> list[ClassOffering]:
    """The classes in scope between the locked roster and the filed dossier, the latest first."""
    statement = offerings_matching(scope, ClassFilter()).where(ClassOffering.state.in_(RUNNING))
    return list(db.session.scalars(statement))


def refused_lines(offering_ids: list[int]) -> dict[int, int]:
    """How many roster lines that count were refused, by class. One query."""
    applied = select(ImportBatch.id).where(ImportBatch.state == BatchState.APPLIED)
    statement = (
        select(RosterLine.offering_id, func.count())
        .where(
            RosterLine.offering_id.in_(offering_ids),
            RosterLine.outcome == RosterOutcome.REJECTED,
            RosterLine.batch_id.in_(applied),
            or_(RosterLine.superseded_by_id.is_(None), RosterLine.superseded_by_id.not_in(applied)),
        )
        .group_by(RosterLine.offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def module_names(institution_id: int) -> list[str]:
    """The names of the modules of an institution's curricula, each once, in the order of the curricula."""
    statement = (
        select(CurriculumModule.name)
        .join(CurriculumVersion, CurriculumModule.version_id == CurriculumVersion.id)
        .join(Curriculum, CurriculumVersion.curriculum_id == Curriculum.id)
        .where(Curriculum.institution_id == institution_id)
        .order_by(Curriculum.id, CurriculumVersion.number.desc(), CurriculumModule.position, CurriculumModule.id)
    )
    return list(dict.fromkeys(db.session.scalars(statement)))


def curriculum_in_scope(curriculum_id: int, scope: Scope) -> Curriculum | None:
    """One curriculum, if it is in scope; its versions are asked for apart (`courses.syllabus.queries`)."""
    statement = select(Curriculum).join(Curriculum.institution).where(Curriculum.id == curriculum_id, scope.allows())
    return db.session.scalar(statement.options(joinedload(Curriculum.institution)))


def curriculum_of(offering: ClassOffering) -> CurriculumVersion | None:
    """The version of the curriculum that a class follows, with its modules: its own, whatever was approved since."""
    return syllabus_queries.version_followed(offering)


def curricula_of_institution(institution_id: int) -> int:
    """How many curricula an institution has."""
    counted = select(func.count()).select_from(Curriculum).where(Curriculum.institution_id == institution_id)
    return db.session.scalar(counted) or 0


def classes_by_institution(institution_ids: Iterable[int]) -> dict[int, int]:
    """How many classes each of these institutions has."""
    statement = select(ClassOffering.institution_id, func.count()).group_by(ClassOffering.institution_id)
    wanted = statement.where(ClassOffering.institution_id.in_(list(institution_ids)))
    return {row[0]: row[1] for row in db.session.execute(wanted)}
