"""Whose files these are: the institution and the class a hand-in belongs to, opened where that is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from core.db import db
from courses import actions as course_actions
from courses import queries as course_queries
from courses.lines import digest
from courses.models import ClassOffering
from courses.rules import ClassState, Replacement
from intake import facts, queries
from intake.report import ImportRefused, ImportReport, Refusal
from intake.rows import ClassInfo, Reading
from standards import queries as standard_queries
from trainer import actions as trainer_actions
from trainer import queries as trainer_queries
from trainer.models import Institution
from trainer.queries import Scope

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Errand:
    """Who hands in, for which class or institution if that is known, and what may happen.

    `strict` refuses everything as soon as one cell or roster line is refused; `partial` takes what can be read although
    a whole file cannot. `scope` limits whose class it may be;
    None is a command on the server, which may also open an institution.
    """

    by: User | None = None
    institution_code: str = ""
    offering: ClassOffering | None = None
    scope: Scope | None = None
    strict: bool = False
    partial: bool = False
    force: Replacement | None = None
    digests: Mapping[str, str] | None = None


def institution_for(reading: Reading, errand: Errand) -> Institution:
    if errand.offering is not None:
        return course_queries.institution_of_offering(errand.offering)
    stored = queries.named_offering(reading)
    if stored is not None and not errand.institution_code:
        return _in_scope(course_queries.institution_of_offering(stored), errand, stored.code)
    name = reading.info.institution if reading.info else ""
    found = (
        trainer_queries.institution_by_code(errand.institution_code)
        if errand.institution_code
        else trainer_queries.institution_by_name(name)
    )
    if found is None and errand.scope is None and (name or errand.institution_code):
        code = errand.institution_code or f"JG-{digest(name)[:6].upper()}"
        found = trainer_actions.open_institution(code=code, name=name or errand.institution_code)
    if found is None and errand.scope is not None:
        own = trainer_queries.institutions(errand.scope)
        found = own[0] if len(own) == 1 and not name else None
    if found is None:
        raise ImportRefused(Refusal.OTHER_INSTITUTION if name else Refusal.NO_INSTITUTION, name)
    return _in_scope(found, errand, name or found.name)


def _in_scope(institution: Institution, errand: Errand, named: str) -> Institution:
    if errand.scope is not None and trainer_queries.institution_in_scope(institution.id, errand.scope) is None:
        raise ImportRefused(Refusal.OTHER_INSTITUTION, named)
    return institution


def offering_for(reading: Reading, errand: Errand, institution: Institution, report: ImportReport) -> ClassOffering:
    info = reading.info
    if errand.offering is not None:
        if info and info.code and info.code != errand.offering.code:
            raise ImportRefused(Refusal.OTHER_CLASS, info.code)
        offering = errand.offering
    else:
        code = class_code_of(reading, institution)
        known = course_queries.offering_by_code(code)
        if known is not None and known.institution_id != institution.id:
            raise ImportRefused(Refusal.OTHER_INSTITUTION, code)
        report.opened_class = known is None
        offering = known or _open(reading, institution, code)
    if info is not None:
        before = facts.snapshot("class", [offering])
        _bring_up_to_date(offering, info)
        if not report.opened_class:
            report.facts += facts.changes("class", before, facts.snapshot("class", [offering]))
    return offering


def class_code_of(reading: Reading, institution: Institution) -> str:
    """The code of the class the files belong to: as they give it, else made from institution and first day."""
    if reading.info and reading.info.code:
        return reading.info.code
    named = {row.class_code for row in reading.taps if row.class_code}
    if len(named) == 1:
        return named.pop()
    first, _ = _days(reading)
    if reading.info is None or first is None:
        raise ImportRefused(Refusal.NO_CLASS)
    return f"{institution.code}-{first:%Y%m%d}"


def _days(reading: Reading) -> tuple[date | None, date | None]:
    """First and last day: as the information sheet says, else as the timetable shows."""
    days = [row.on for row in reading.sessions if row.on]
    info = reading.info
    first = (info.starts_on if info else None) or min(days, default=None)
    last = (info.ends_on if info else None) or max(days, default=None)
    return first, max(first, last) if first and last else first


def _open(reading: Reading, institution: Institution, code: str) -> ClassOffering:
    first, last = _days(reading)
    if first is None or last is None:
        raise ImportRefused(Refusal.NO_DATES, code)
    version = standard_queries.version_for(standard_queries.DEFAULT_RULE_SET, first)
    if version is None:
        raise LookupError("no rule-set is loaded; run `flask standards load`")
    return course_actions.open_offering(
        institution,
        rule_set_version=version,
        code=code,
        name=reading.info.name if reading.info and reading.info.name else code,
        starts_on=first,
        ends_on=last,
        state=ClassState.DELIVERING,
    )


def _bring_up_to_date(offering: ClassOffering, info: ClassInfo) -> None:
    """Take over what the information sheet says; what it leaves out stays."""
    for field in facts.CLASS_FIELDS:
        value = getattr(info, field)
        if value not in (None, "") and getattr(offering, field) != value:
            setattr(offering, field, value)
    db.session.flush()


def refuse_other_class(reading: Reading, offering: ClassOffering) -> None:
    """Sign-ins of another class, or all of another time, stop the whole hand-in before anything is written."""
    others = sorted({row.class_code for row in reading.taps if row.class_code and row.class_code != offering.code})
    if others:
        raise ImportRefused(Refusal.OTHER_CLASS, "、".join(others))
    days = {row.at.date() for row in reading.taps}
    first, last = offering.starts_on - A_DAY, offering.ends_on + A_DAY
    if days and not any(first <= day <= last for day in days):
        raise ImportRefused(Refusal.OTHER_TIME, f"{min(days)} — {max(days)}")
