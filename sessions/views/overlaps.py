"""Sessions of other classes at the same time, for the pages of enrolment, which stand lower."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from core import answers
from core.clock import to_local
from core.db import db
from sessions.models import ClassSession
from sessions.rules.kinds import SessionStatus
from sessions.views.blueprint import bp

SHOWN = 6


def overlapping_sessions(offering_id: int, others: Sequence[int]) -> dict[int, list[str]]:
    """For each other class the sessions that meet one of this class, as lines with title and time. One query."""
    own, other = aliased(ClassSession), aliased(ClassSession)
    meets = and_(own.starts_at < other.ends_at, other.starts_at < own.ends_at)
    statement = (
        select(other.offering_id, other.code, other.title, other.starts_at, other.ends_at, own.title)
        .join(own, meets)
        .where(
            own.offering_id == offering_id,
            other.offering_id.in_(list(others)),
            own.status == SessionStatus.PLANNED,
            other.status == SessionStatus.PLANNED,
        )
        .order_by(other.starts_at, other.id, own.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for number, code, title, starts, ends, mine in db.session.execute(statement):
        if starts and ends and len(found[number]) < SHOWN:
            found[number].append(f"{to_local(starts):%m-%d %H:%M}–{to_local(ends):%H:%M} {code} {title} ↔ {mine}")
    return dict(found)


answers.answer(bp, answers.OVERLAPPING_SESSIONS, overlapping_sessions)
