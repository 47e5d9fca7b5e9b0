"""Questions about the bank. Every read is limited to the institutions of the person who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from courses.queries import escape_like
from sessions.questions.models import ItemResult, Question, QuestionImport, QuestionVersion
from sessions.questions.rules.questions import Difficulty, QuestionKind, QuestionState
from trainer.queries import Scope


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """What a person looks for in the bank."""

    text: str = ""
    module: str = ""
    kind: QuestionKind | None = None
    difficulty: Difficulty | None = None
    state: QuestionState | None = None


def newest_versions() -> Select[QuestionVersion]:
    """The newest version of each question, with the question."""
    newest = and_(QuestionVersion.question_id == Question.id, QuestionVersion.number == Question.newest)
    return select(QuestionVersion).join(Question, newest).options(joinedload(QuestionVersion.question))


def questions_matching(scope: Scope, wanted: QuestionFilter) -> Select[QuestionVersion]:
    """The newest versions of the questions in scope that fit, the latest number first."""
    statement = newest_versions().join(Question.institution).where(scope.allows())
    if wanted.text:
        like = f"%{escape_like(wanted.text)}%"
        texts = (QuestionVersion.stem, QuestionVersion.source, QuestionVersion.explanation)
        statement = statement.where(or_(*(column.ilike(like, escape="\\") for column in texts)))
    if wanted.module:
        statement = statement.where(QuestionVersion.module == wanted.module)
    if wanted.kind:
        statement = statement.where(QuestionVersion.kind == wanted.kind)
    if wanted.difficulty:
        statement = statement.where(QuestionVersion.difficulty == wanted.difficulty)
    if wanted.state:
        statement = statement.where(Question.state == wanted.state)
    return statement.order_by(Question.institution_id, Question.number.desc())


def total_of(statement: Select[QuestionVersion]) -> int:
    """How many the statement finds."""
    ids = statement.with_only_columns(QuestionVersion.id).order_by(None)
    return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def on_page(statement: Select[QuestionVersion], *, offset: int, size: int) -> list[QuestionVersion]:
    """One page of the list."""
    return list(db.session.scalars(statement.offset(offset).limit(size)))


def stock(scope: Scope) -> dict[tuple[str, QuestionKind], int]:
    """How many active questions there are of each module and kind."""
    statement = (
        newest_versions()
        .join(Question.institution)
        .where(scope.allows(), Question.state == QuestionState.ACTIVE)
        .options()
        .with_only_columns(QuestionVersion.module, QuestionVersion.kind, func.count())
        .group_by(QuestionVersion.module, QuestionVersion.kind)
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(statement)}


def question_in_scope(question_id: int, scope: Scope) -> Question | None:
    """One question with its versions, if it is in scope."""
    statement = select(Question).join(Question.institution).where(Question.id == question_id, scope.allows())
    return db.session.scalar(statement.options(selectinload(Question.versions), joinedload(Question.institution)))


def next_number(institution_id: int) -> int:
    """The number of the next question of a bank."""
    last = db.session.scalar(select(func.max(Question.number)).where(Question.institution_id == institution_id))
    return (last or 0) + 1


def prints_of(institution_id: int) -> dict[str, str]:
    """The fingerprints of the bank, with the codes of their questions; a retired question does not count."""
    statement = (
        newest_versions()
        .where(Question.institution_id == institution_id, Question.state != QuestionState.RETIRED)
        .order_by(Question.number.desc())
    )
    return {one.mark: one.question.code for one in db.session.scalars(statement)}


def active_versions(institution_id: int) -> list[QuestionVersion]:
    """The newest versions of all questions that may be drawn, in the order of their numbers."""
    statement = newest_versions().where(
        Question.institution_id == institution_id, Question.state == QuestionState.ACTIVE
    )
    return list(db.session.scalars(statement.order_by(Question.number)))


def versions_with(ids: Iterable[int]) -> dict[int, QuestionVersion]:
    """These versions, by number."""
    found = db.session.scalars(select(QuestionVersion).where(QuestionVersion.id.in_(list(ids))))
    return {one.id: one for one in found}


def modules_used(scope: Scope) -> list[str]:
    """The modules that questions in scope name."""
    statement = newest_versions().join(Question.institution).where(scope.allows())
    names = statement.with_only_columns(QuestionVersion.module).distinct().order_by(QuestionVersion.module)
    return list(db.session.scalars(names))


def import_in_scope(import_id: int, scope: Scope) -> QuestionImport | None:
    """One file of questions, if it is in scope."""
    statement = select(QuestionImport).join(QuestionImport.institution).where(QuestionImport.id == import_id)
    return db.session.scalar(statement.where(scope.allows()).options(joinedload(QuestionImport.institution)))


def item_results_of(question_id: int) -> list[ItemResult]:
    """How a question did, the latest sitting first, with the versions."""
    statement = select(ItemResult).join(ItemResult.version).where(QuestionVersion.question_id == question_id)
    found = db.session.scalars(statement.options(joinedload(ItemResult.version)).order_by(ItemResult.id.desc()))
    return list(found)
