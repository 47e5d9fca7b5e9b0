"""Approving with the conditions in view: what is not met stands in the way until an exception is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm.exc import StaleDataError

from accounts.models import User
from core.db import db
from courses.enrolling.actions import applications
from courses.enrolling.models import Application
from courses.enrolling.queries.applications import overridden
from courses.enrolling.queries.people import findings_of
from courses.enrolling.rules.eligibility import Finding, Verdict, standing
from courses.enrolling.rules.states import Act, IllegalAct
from courses.models import ClassOffering


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one application: the act done, or what stood in the way."""

    application: Application
    act: Act | None
    findings: tuple[Finding, ...] = ()


def approve_all(offering: ClassOffering, chosen: Sequence[Application], *, by: User, reason: str = "") -> list[Outcome]:
    """Approve those whom nothing bars, one by one in the order they came; the others are left as they are."""
    found = findings_of(offering.id, chosen)
    outcomes = []
    for application in chosen:
        bars = [
            one for one in standing(found[application.id], overridden(application)) if one.verdict is Verdict.NOT_MET
        ]
        act = None if bars else _approve(application, by, reason)
        outcomes.append(Outcome(application, act, tuple(bars)))
    return outcomes


def _approve(application: Application, by: User, reason: str) -> Act | None:
    try:
        with db.session.begin_nested():
            return applications.approve(application, by=by, reason=reason)
    except (IllegalAct, StaleDataError):
        return None
