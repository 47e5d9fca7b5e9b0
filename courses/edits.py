"""Writing classes and curricula by hand, from forms. Imports write through courses.actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.db import db
from courses.models import ClassOffering, Curriculum, CurriculumModule
from standards.models import RuleSetVersion
from trainer.models import Institution


class CodeTaken(Exception):
    """Another class has that code."""


class NameTaken(Exception):
    """The institution has a curriculum of that name."""


def new_class(
    institution: Institution, *, rule_set_version: RuleSetVersion, facts: Mapping[str, Any], by: User
) -> ClassOffering:
    """Open a class by hand, in draft. Raises CodeTaken."""
    offering = ClassOffering(institution_id=institution.id, rule_set_version_id=rule_set_version.id)
    return edit_class(offering, facts=facts, by=by, action="courses.opened")


def edit_class(
    offering: ClassOffering, *, facts: Mapping[str, Any], by: User, action: str = "courses.edited"
) -> ClassOffering:
    """Write facts into a class, which keeps its institution and its rule-set version. Raises CodeTaken."""
    try:
        with db.session.begin_nested():
            for field, value in facts.items():
                setattr(offering, field, value)
            db.session.add(offering)
    except IntegrityError as error:
        raise CodeTaken from error
    audit.record(action, by=by, subject=("class", offering.code), institution_id=offering.institution_id)
    return offering


def write_curriculum(
    curriculum: Curriculum, *, facts: Mapping[str, Any], modules: Sequence[Mapping[str, Any]], by: User
) -> Curriculum:
    """Write a curriculum with its modules in this order; modules that are no longer named are removed.

    Classes keep what their timetable says: a curriculum is a plan, not a record. Raises NameTaken.
    """
    known = {one.name: one for one in curriculum.modules} if curriculum.id else {}
    try:
        with db.session.begin_nested():
            for field, value in facts.items():
                setattr(curriculum, field, value)
            db.session.add(curriculum)
            db.session.flush()
            _write_modules(curriculum, known, modules)
    except IntegrityError as error:
        raise NameTaken from error
    audit.record(
        "courses.curriculum_saved",
        by=by,
        subject=("curriculum", curriculum.id),
        institution_id=curriculum.institution_id,
        name=curriculum.name,
    )
    return curriculum


def _write_modules(
    curriculum: Curriculum, known: dict[str, CurriculumModule], modules: Sequence[Mapping[str, Any]]
) -> None:
    named = {one["name"] for one in modules}
    for name, module in known.items():
        if name not in named:
            db.session.delete(module)
    for position, one in enumerate(modules):
        module = known.get(one["name"]) or CurriculumModule(curriculum_id=curriculum.id, name=one["name"])
        module.position = position
        module.planned_hours = one["planned_hours"]
        module.compulsory = one["compulsory"]
        db.session.add(module)


def note_full_export(offering: ClassOffering, *, by: User, reason: str, address: str = "") -> None:
    """Write down who took the roster with whole identity and mobile numbers, and why."""
    audit.record(
        "courses.roster_exported",
        by=by,
        subject=("class", offering.code),
        institution_id=offering.institution_id,
        address=address,
        reason=reason,
    )
