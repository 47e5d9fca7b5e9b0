"""A small class with a little of everything, and what papers of it are made with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from archives.drafting import Press
from archives.labels import report_words
from core.clock import to_utc
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions.actions.ledger import evaluate_offering
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import SessionKind
from standards.actions import SHIPPED
from standards.models import FilingItem
from standards.toml_files import read_rule_set
from tests.factories import Make

PRESS = Press(report_words)


def filing_items() -> list[FilingItem]:
    """The filing list of the shipped sample."""
    return [
        FilingItem(
            position=at, code=one.code, stage=one.stage, title=one.title, required=one.required, retention=one.retention
        )
        for at, one in enumerate(read_rule_set(SHIPPED / "shaanxi-sample-2.toml").filing)
    ]


def small_class(make: Make, **changes: Any) -> ClassOffering:
    """Two learners, a morning on site, a live unit; one signs in and out, both have scores; no survey, no leave."""
    institution = changes.pop("institution", None) or make.Institution()
    version = make.RuleSetVersion(filing_items=filing_items())
    offering = make.ClassOffering(institution=institution, rule_set_version=version, **changes)
    teacher, venue = make.Teacher(institution=institution), make.Venue(institution=institution)
    make.ClassSession(offering=offering, code="S01", teacher=teacher, venue=venue)
    make.ClassSession(offering=offering, code="L01", kind=SessionKind.LIVE, starts_at=at(19), ends_at=at(20))
    batch = make.ImportBatch(offering=offering)
    first, second = make.many(2).Enrolment(offering=offering)
    make.AttendanceEvent(batch=batch, enrolment=first)
    make.AttendanceEvent(batch=batch, enrolment=first, direction=Direction.OUT, at=at(12, 5))
    make.AttendanceEvent(batch=batch, direction=None, at=at(19), until=at(20), unit="L01", enrolment=second)
    make.ScoreLine(batch=batch, enrolment=first)
    make.ScoreLine(batch=batch, enrolment=second)
    return offering


def at(hour: int, minute: int = 0) -> datetime:
    """A time of Monday 2 March 2026 on the site's clock."""
    return to_utc(datetime(2026, 3, 2, hour, minute))


def evaluated(offering: ClassOffering) -> ClassOffering:
    """The class as the application's own session sees it, with its hours posted."""
    own = course_queries.offering_by_code(offering.code)
    assert own is not None
    evaluate_offering(own, by=None, reason="test")
    return own
