"""Questions about people."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from core import vault
from core.db import db
from learners.models import Employer, Learner


def id_index(id_number: str) -> str:
    """The blind index of an identity number."""
    return vault.blind_index(id_number, "learner.id_number")


def learners_by_index(indexes: Iterable[str]) -> dict[str, Learner]:
    """Known people by the blind index of their identity number."""
    found = db.session.scalars(select(Learner).where(Learner.id_index.in_(list(indexes))))
    return {one.id_index: one for one in found}


def learner_of_user(user_id: int) -> Learner | None:
    """The person an account belongs to."""
    return db.session.scalar(select(Learner).where(Learner.user_id == user_id))


def employers_by_code(codes: Iterable[str]) -> dict[str, Employer]:
    """Known enterprises by unified social credit code."""
    found = db.session.scalars(select(Employer).where(Employer.uscc.in_(list(codes))))
    return {one.uscc: one for one in found if one.uscc}


def employers_without_code(names: Iterable[str]) -> dict[str, Employer]:
    """Known enterprises that have no code, by name."""
    statement = select(Employer).where(Employer.name.in_(list(names)), Employer.uscc.is_(None))
    return {one.name: one for one in db.session.scalars(statement.order_by(Employer.id.desc()))}


def users_of_learners(learner_ids: Iterable[int]) -> dict[int, int]:
    """The accounts of these people by the id of the learner; those who cannot sign in are left out."""
    statement = select(Learner.id, Learner.user_id).where(
        Learner.id.in_(list(learner_ids)), Learner.user_id.isnot(None)
    )
    return {learner: user for learner, user in db.session.execute(statement) if user is not None}
