"""Writing institutions, teachers and venues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

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
