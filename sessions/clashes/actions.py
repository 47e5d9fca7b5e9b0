"""Letting a finding of the timetable pass: a decision of its own, with a reason, never changed."""

from __future__ import annotations

from collections.abc import Sequence

from accounts import audit
from accounts.models import User
from core.db import db
from courses.models import ClassOffering
from sessions import queries
from sessions.models import FindingWaiver
from sessions.rules.conflicts import Finding


def waive_findings(offering: ClassOffering, findings: Sequence[Finding], *, by: User | None, reason: str) -> None:
    """Keep that somebody let these findings pass, for every session that they name as it stands now."""
    known = queries.every_session(offering.id)
    by_name = by.display_name if by else audit.COMMAND_LINE
    for finding in findings:
        for code in finding.sessions:
            session = known[code]
            db.session.add(
                FindingWaiver(
                    session_id=session.id,
                    code=finding.code.value,
                    subject=finding.subject[:200],
                    starts_at=session.starts_at,
                    ends_at=session.ends_at,
                    reason=reason,
                    by_name=by_name,
                )
            )
        audit.record(
            "sessions.waived",
            by=by,
            subject=("session", f"{offering.code} {finding.sessions[0]}"[:60]),
            institution_id=offering.institution_id,
            reason=reason,
            rule=finding.code.value,
        )
    db.session.flush()
