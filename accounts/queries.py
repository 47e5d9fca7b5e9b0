"""Questions about accounts, failed attempts and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from accounts.models import AuditEntry, LoginAttempt, User
from accounts.rules import Role
from core.clock import to_utc
from core.db import db


def user_of(user_id: int) -> User | None:
    """The account with this id."""
    return db.session.get(User, user_id)


def user_named(username: str) -> User | None:
    """The account with this name, however it is capitalised."""
    return db.session.scalar(select(User).where(User.username == normal_name(username)))


def normal_name(username: str) -> str:
    """The form in which names are stored and compared."""
    return username.strip().lower()


def _contains(text: str) -> str:
    """A LIKE pattern for text that a person typed, in which % and _ mean themselves (escape character \\)."""
    escaped = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"


def accounts_matching(text: str = "", role: Role | None = None) -> Select[User]:
    """Accounts whose name or sign-in name contains the text, by sign-in name."""
    statement = select(User).order_by(User.username, User.id)
    if text:
        pattern = _contains(text.lower())
        statement = statement.where(
            or_(User.username.like(pattern, escape="\\"), func.lower(User.display_name).like(pattern, escape="\\"))
        )
    return statement.where(User.role == role) if role else statement


def active_administrators() -> int:
    """How many people can still manage accounts."""
    statement = select(func.count(User.id)).where(User.role == Role.ADMINISTRATOR, User.is_active)
    return db.session.scalar(statement) or 0


def failures_of_name(username: str, since: datetime, other_than: int) -> Sequence[datetime]:
    """When attempts with this name failed; `other_than` is the id of the attempt being made."""
    return _failures(LoginAttempt.username == normal_name(username), since, other_than)


def failures_from_address(address: str, since: datetime, other_than: int) -> Sequence[datetime]:
    """When attempts from this address failed."""
    return _failures(LoginAttempt.address == address, since, other_than)


def _failures(whose: ColumnElement[bool], since: datetime, other_than: int) -> Sequence[datetime]:
    statement = (
        select(LoginAttempt.at)
        .where(whose, LoginAttempt.at >= since, LoginAttempt.id != other_than)
        .order_by(LoginAttempt.at, LoginAttempt.id)
    )
    return db.session.scalars(statement).all()


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What an auditor looks for. Days are the site's days, both included."""

    actor: str = ""
    action: str = ""
    first_day: date | None = None
    last_day: date | None = None
    institution_ids: frozenset[int] | None = None  # None: every institution's entries, and those of none


def audit_entries(wanted: AuditFilter) -> Select[AuditEntry]:
    """Entries of the trail, the newest first."""
    statement = select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    if wanted.actor:
        statement = statement.where(func.lower(AuditEntry.actor).like(_contains(wanted.actor.lower()), escape="\\"))
    if wanted.action:
        statement = statement.where(AuditEntry.action == wanted.action)
    if wanted.first_day:
        statement = statement.where(AuditEntry.at >= _start_of(wanted.first_day))
    if wanted.last_day:
        statement = statement.where(AuditEntry.at < _start_of(wanted.last_day + timedelta(days=1)))
    if wanted.institution_ids is not None:
        statement = statement.where(AuditEntry.institution_id.in_(wanted.institution_ids))
    return statement


def _start_of(day: date) -> datetime:
    return to_utc(datetime.combine(day, time.min))


def actions_in_trail() -> Sequence[str]:
    """Every kind of action that has been recorded, for the filter."""
    return db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def total_of(statement: Select[User] | Select[AuditEntry]) -> int:
    """How many rows the statement has without its page limits."""
    return db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0


def rows_of(statement: Select[AuditEntry], *, offset: int, size: int) -> Sequence[AuditEntry]:
    """One page of the trail."""
    return db.session.scalars(statement.offset(offset).limit(size)).all()


def users_of(statement: Select[User], *, offset: int, size: int) -> Sequence[User]:
    """One page of the accounts."""
    return db.session.scalars(statement.offset(offset).limit(size)).all()
