"""Closing a year of an institution, and opening it again; both are entries that stay."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.clock import local_now
from core.db import db
from sessions.ledger import accounts, queries
from sessions.ledger.frames import YearFrame
from sessions.ledger.models import YearClosing, YearTotal
from sessions.ledger.rules.closing import ClosingKind, Hindrance, hindrances
from sessions.ledger.rules.years import YearCount, digest_of
from trainer.models import Institution


class CannotClose(Exception):
    """Something has to be settled first."""

    def __init__(self, found: list[Hindrance]) -> None:
        super().__init__(*found)
        self.found = found


class ChangedMeanwhile(Exception):
    """Somebody else has closed or opened this year."""


def close_year(institution: Institution, frame: YearFrame, *, note: str, seen: int, by: User) -> YearClosing:
    """Freeze what everybody has in a year, with the postings behind it. Raises CannotClose, ChangedMeanwhile."""
    _take_turns(institution.id)
    found = hindrances(accounts.closing_facts(institution.id, frame), local_now().date())
    if found:
        raise CannotClose(found)
    totals = frozen_totals(institution.id, frame)
    closing = _enter(institution.id, frame, ClosingKind.CLOSE, seen, note, by)
    closing.people, closing.reached = len(totals), sum(one.reached for one in totals)
    closing.digest = digest_of([facts_of(one) for one in totals])
    _write(closing)
    for one in totals:
        one.closing_id = closing.id
    db.session.add_all(totals)
    db.session.flush()
    _note("sessions.year_closed", closing, by, people=closing.people, reached=closing.reached)
    return closing


def reopen_year(institution: Institution, frame: YearFrame, *, reason: str, seen: int, by: User) -> YearClosing:
    """Open a closed year again, with the reason; what was frozen stays on record. Raises ChangedMeanwhile."""
    _take_turns(institution.id)
    if frame.year not in queries.closed_years(institution.id):
        raise ChangedMeanwhile
    closing = _write(_enter(institution.id, frame, ClosingKind.REOPEN, seen, reason, by))
    _note("sessions.year_reopened", closing, by, reason=reason)
    return closing


def frozen_totals(institution_id: int, frame: YearFrame) -> list[YearTotal]:
    """What everybody has now, in the form in which a closing keeps it; by person. No row is added."""
    rows = accounts.year_rows(frame, [institution_id], local_now())
    marks = accounts.marks_of(frame.year, [institution_id])
    return [
        YearTotal(
            learner_id=one.learner.id,
            name=one.learner.name,
            employer=one.learner.employer.name if one.learner.employer else "",
            total=one.count.total,
            reached=one.count.reached,
            figures=figures_of(one.count),
            postings=marks.get(one.learner.id, []),
        )
        for one in sorted(rows, key=lambda row: row.learner.id)
    ]


def figures_of(count: YearCount) -> dict[str, Any]:
    """What counted and why, in plain text that stays readable."""
    return {
        "categories": [{name: _text(value) for name, value in asdict(one).items()} for one in count.categories],
        "carried": str(count.carried),
        "target": str(count.target),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def facts_of(total: YearTotal) -> list[Any]:
    """What the digest of a closing covers, of one person."""
    return [total.learner_id, total.name, f"{total.total:f}", total.reached, total.figures, total.postings]


def _take_turns(institution_id: int) -> None:
    """Nobody posts for this institution while its year is being closed."""
    lock = select(Institution.id).where(Institution.id == institution_id).with_for_update(key_share=True)
    db.session.execute(lock)


def _enter(institution_id: int, frame: YearFrame, kind: ClosingKind, seen: int, reason: str, by: User) -> YearClosing:
    if seen != len(queries.closings_of(institution_id, frame.year)):
        raise ChangedMeanwhile
    return YearClosing(
        institution_id=institution_id,
        year=frame.year,
        number=seen + 1,
        kind=kind,
        rule_set_version_id=frame.version.id,
        reason=reason,
        by_name=by.display_name,
    )


def _write(closing: YearClosing) -> YearClosing:
    try:
        with db.session.begin_nested():
            db.session.add(closing)
            db.session.flush()
    except IntegrityError as taken:
        raise ChangedMeanwhile from taken
    return closing


def _note(action: str, closing: YearClosing, by: User, **detail: Any) -> None:
    audit.record(
        action,
        by=by,
        subject=("account_year", closing.year),
        institution_id=closing.institution_id,
        **detail,
    )
