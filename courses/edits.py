"""Writing classes by hand, from forms. Imports write through courses.actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.db import db
from courses.models import ClassOffering
from courses.syllabus import queries as syllabus_queries
from courses.syllabus.rules import online_hours, total_hours
from standards.models import RuleSetVersion
from trainer.models import Institution


class CodeTaken(Exception):
    """Another class has that code."""


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
            if "curriculum_version_id" in facts:
                _follow(offering)
            db.session.add(offering)
    except IntegrityError as error:
        raise CodeTaken from error
    audit.record(action, by=by, subject=("class", offering.code), institution_id=offering.institution_id)
    return offering


def _follow(offering: ClassOffering) -> None:
    """Take from the version that the class follows what the class does not say itself."""
    number = offering.curriculum_version_id
    version = syllabus_queries.version_by_id(number) if number is not None else None
    offering.curriculum_id = version.curriculum_id if version else None
    if version is None:
        return
    modules = version.to_modules()
    online = online_hours(modules)
    offering.training_type = offering.training_type or version.curriculum.training_type
    if offering.planned_offline_hours is None and offering.planned_online_hours is None:
        offering.planned_offline_hours = total_hours(modules) - online
        offering.planned_online_hours = online


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
