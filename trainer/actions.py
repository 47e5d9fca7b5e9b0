"""Writing institutions, teachers and venues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts import queries as account_queries
from accounts.models import User
from core.db import db
from trainer import queries
from trainer.models import Institution, StaffMember, Teacher, Venue
from trainer.rules import StaffPost

Registered = TypeVar("Registered", Teacher, Venue)


def open_institution(*, code: str, name: str, region: str = "61") -> Institution:
    """The institution with that code, or that name; made if there is none."""
    found = queries.institution_by_code(code) or queries.institution_by_name(name)
    if found is None:
        found = Institution(code=code, name=name, region=region)
        db.session.add(found)
        db.session.flush()
    return found


def add_staff(institution: Institution, *, user: User, post: StaffPost) -> StaffMember:
    """Give a person a post, and with it the institution's scope."""
    member = StaffMember(user_id=user.id, institution_id=institution.id, post=post)
    db.session.add(member)
    db.session.flush()
    return member


def register_teacher(institution: Institution, *, name: str, facts: Mapping[str, Any]) -> Teacher:
    """Put a teacher on the register, or bring the one of that name up to date; blanks leave what is known."""
    known = {one.name: one for one in queries.teachers_of([institution.id])}
    return _register(known.get(name) or Teacher(institution_id=institution.id, name=name), facts)


def register_venue(institution: Institution, *, name: str, facts: Mapping[str, Any]) -> Venue:
    """Put a venue on the list, or bring the one of that name up to date; blanks leave what is known."""
    known = {one.name: one for one in queries.venues_of([institution.id])}
    return _register(known.get(name) or Venue(institution_id=institution.id, name=name), facts)


def _register(entry: Registered, facts: Mapping[str, Any]) -> Registered:
    for field, value in facts.items():
        if value not in (None, "") and getattr(entry, field) != value:
            setattr(entry, field, value)
    db.session.add(entry)
    db.session.flush()
    return entry


class NameTaken(Exception):
    """Another entry has that name, code or account already."""


class NoSuchAccount(Exception):
    """There is no account of that sign-in name."""


def write_entry(entry: Institution | Teacher | Venue, facts: Mapping[str, Any], *, by: User) -> None:
    """Write facts from a form into an entry, new or known. Raises NameTaken and leaves the entry as it was."""
    try:
        with db.session.begin_nested():
            for field, value in facts.items():
                setattr(entry, field, value)
            db.session.add(entry)
    except IntegrityError as error:
        raise NameTaken from error
    institution_id = entry.id if isinstance(entry, Institution) else entry.institution_id
    audit.record(
        "trainer.saved",
        by=by,
        subject=(entry.__tablename__, entry.id),
        institution_id=institution_id,
        name=entry.name,
    )


def give_post(institution: Institution, *, username: str, post: StaffPost, by: User) -> StaffMember:
    """Give an account a post, and with it the institution's scope. A second post of a person replaces the first."""
    user = account_queries.user_named(username)
    if user is None:
        raise NoSuchAccount
    member = queries.staff_member(institution.id, user.id)
    if member is None:
        member = add_staff(institution, user=user, post=post)
    member.post = post
    _note(member, "trainer.staff_added", name=user.display_name, by=by)
    return member


def take_post(member: StaffMember, *, by: User) -> None:
    """Take a person's post away, and with it the scope. What the person did stays on file."""
    _note(member, "trainer.staff_removed", name=member.user.display_name, by=by)
    db.session.delete(member)


def _note(member: StaffMember, action: str, *, name: str, by: User) -> None:
    audit.record(
        action,
        by=by,
        subject=("institution", member.institution_id),
        institution_id=member.institution_id,
        name=name,
        post=member.post.value,
    )


def link_teacher(teacher: Teacher, username: str) -> None:
    """Say which account is the teacher's own; an empty name unlinks. Raises NoSuchAccount, or NameTaken by another."""
    user = account_queries.user_named(username) if username else None
    if username and user is None:
        raise NoSuchAccount
    owner = queries.teacher_of_user(user.id) if user else None
    if owner is not None and owner is not teacher:
        raise NameTaken
    teacher.user_id = user.id if user else None


def reveal_phone(teacher: Teacher, *, by: User, reason: str, address: str = "") -> str:
    """A teacher's whole mobile number; who asked and why is written down."""
    audit.record(
        "learners.revealed",
        by=by,
        subject=("teacher", teacher.id),
        institution_id=teacher.institution_id,
        address=address,
        name=teacher.name,
        reason=reason,
    )
    return teacher.phone or ""
