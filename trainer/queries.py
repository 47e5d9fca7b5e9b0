"""Questions about institutions, and the scope that limits every other question (design D9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from accounts.models import User
from accounts.rules import Role
from core.db import db
from trainer.models import Institution, StaffMember, Teacher, Venue
from trainer.rules import StaffPost


@dataclass(frozen=True, slots=True)
class Scope:
    """The institutions a person may see: all of them, those of his posts, or those of his region."""

    everything: bool = False
    institution_ids: frozenset[int] = frozenset()
    region: str = ""

    def allows(self) -> ColumnElement[bool]:
        """The condition on `Institution` that a query adds."""
        if self.everything:
            return true()
        conditions: list[ColumnElement[bool]] = []
        if self.institution_ids:
            conditions.append(Institution.id.in_(self.institution_ids))
        if self.region:
            conditions.append(Institution.region.startswith(self.region))
        return or_(*conditions) if conditions else false()


def scope_of(user: User) -> Scope:
    """What a person may see. Teachers and learners are not staff: their own pages ask by their own account."""
    if user.role is Role.ADMINISTRATOR:
        return Scope(everything=True)
    posts = db.session.scalars(select(StaffMember.institution_id).where(StaffMember.user_id == user.id))
    region = user.region if user.role in (Role.REGULATOR, Role.AUDITOR) else ""
    return Scope(institution_ids=frozenset(posts), region=region)


def institution_ids_of(user: User) -> frozenset[int] | None:
    """The numbers of the institutions in a person's scope; None when it is all of them."""
    scope = scope_of(user)
    if scope.everything:
        return None
    return frozenset(db.session.scalars(select(Institution.id).where(scope.allows())))


def institutions(scope: Scope) -> list[Institution]:
    """The institutions in scope, by name."""
    statement = select(Institution).where(scope.allows()).order_by(Institution.name, Institution.id)
    return list(db.session.scalars(statement))


def institution_in_scope(institution_id: int, scope: Scope) -> Institution | None:
    """One institution, if it is in scope."""
    return db.session.scalar(select(Institution).where(Institution.id == institution_id, scope.allows()))


def institution_by_code(code: str) -> Institution | None:
    """The institution with that code."""
    return db.session.scalar(select(Institution).where(Institution.code == code))


def institution_by_name(name: str) -> Institution | None:
    """The institution with that name."""
    return db.session.scalar(select(Institution).where(Institution.name == name))


def teachers_of(institution_ids: Iterable[int]) -> list[Teacher]:
    """The teachers of these institutions, in the order of the register."""
    statement = (
        select(Teacher)
        .where(Teacher.institution_id.in_(list(institution_ids)))
        .options(joinedload(Teacher.institution))
        .order_by(Teacher.institution_id, Teacher.id)
    )
    return list(db.session.scalars(statement))


def venues_of(institution_ids: Iterable[int]) -> list[Venue]:
    """The venues of these institutions, in the order of the list."""
    statement = (
        select(Venue)
        .where(Venue.institution_id.in_(list(institution_ids)))
        .options(joinedload(Venue.institution))
        .order_by(Venue.institution_id, Venue.id)
    )
    return list(db.session.scalars(statement))


def teacher_of(institution_id: int, teacher_id: int) -> Teacher | None:
    """One teacher of that institution, with the account."""
    statement = select(Teacher).where(Teacher.id == teacher_id, Teacher.institution_id == institution_id)
    return db.session.scalar(statement.options(joinedload(Teacher.user)))


def venue_of(institution_id: int, venue_id: int) -> Venue | None:
    """One venue of that institution."""
    return db.session.scalar(select(Venue).where(Venue.id == venue_id, Venue.institution_id == institution_id))


def teacher_of_user(user_id: int) -> Teacher | None:
    """The teacher an account belongs to."""
    return db.session.scalar(select(Teacher).where(Teacher.user_id == user_id))


def staff_of(institution_id: int) -> list[StaffMember]:
    """The staff of an institution with their accounts, by post and name."""
    statement = (
        select(StaffMember)
        .join(StaffMember.user)
        .where(StaffMember.institution_id == institution_id)
        .options(joinedload(StaffMember.user))
        .order_by(StaffMember.post, User.display_name, StaffMember.id)
    )
    return list(db.session.scalars(statement))


def staff_names(institution_ids: Iterable[int]) -> list[str]:
    """The names of the staff of these institutions, class teachers first."""
    statement = (
        select(StaffMember.post, User.display_name)
        .join(StaffMember.user)
        .where(StaffMember.institution_id.in_(list(institution_ids)), User.is_active)
    )
    found = sorted({(row[0] is not StaffPost.CLASS_TEACHER, row[1]) for row in db.session.execute(statement)})
    return list(dict.fromkeys(name for _other, name in found))


def staff_member(institution_id: int, user_id: int) -> StaffMember | None:
    """The post of an account at that institution."""
    statement = select(StaffMember).where(StaffMember.institution_id == institution_id, StaffMember.user_id == user_id)
    return db.session.scalar(statement.options(joinedload(StaffMember.user)))


def register_sizes() -> dict[int, tuple[int, int]]:
    """How many teachers and venues each institution has on its registers."""
    teachers = select(Teacher.institution_id, func.count()).group_by(Teacher.institution_id)
    venues = select(Venue.institution_id, func.count()).group_by(Venue.institution_id)
    of_teachers = {row[0]: row[1] for row in db.session.execute(teachers)}
    of_venues = {row[0]: row[1] for row in db.session.execute(venues)}
    return {key: (of_teachers.get(key, 0), of_venues.get(key, 0)) for key in {*of_teachers, *of_venues}}


def coordinators_of(institution_id: int, *, named: str = "") -> list[int]:
    """The accounts of an institution's coordinators; of those, the one with that name where there is such a one.

    A class names its class teacher (班主任): that person is told, or everybody when nobody has the name.
    """
    statement = (
        select(StaffMember.user_id, User.display_name)
        .join(StaffMember.user)
        .where(StaffMember.institution_id == institution_id, User.role == Role.COORDINATOR, User.is_active)
        .order_by(StaffMember.user_id)
    )
    found = db.session.execute(statement).all()
    return [row[0] for row in found if named and row[1] == named] or [row[0] for row in found]
