"""Pins, the sessions of classes, proposals and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from courses.rules import CLOSED
from jobs.models import Job
from sessions.models import ClassSession
from sessions.rules.kinds import SessionStatus
from sessions.solving.models import ProposalDecision, SessionPin
from sessions.solving.rules.asked import from_json
from sessions.solving.rules.grid import Period
from sessions.solving.rules.proposal import changed_codes, changes_in
from trainer.queries import Scope

KINDS = ("solving.propose", "solving.repair")
ADOPTION = "solving.adopt"
LOOKED_AT, SHOWN = 100, 5  # of the latest proposals of an institution


def pinned_ids(session_ids: Collection[int]) -> frozenset[int]:
    """Which of these sessions are held fast."""
    newest = select(func.max(SessionPin.id)).where(SessionPin.session_id.in_(list(session_ids)))
    statement = select(SessionPin.session_id).where(
        SessionPin.id.in_(newest.group_by(SessionPin.session_id)), SessionPin.pinned
    )
    return frozenset(db.session.scalars(statement))


def last_periods(institution_id: int) -> tuple[Period, ...]:
    """The periods that were asked for last in an institution; none when nobody has asked yet."""
    statement = select(Job.parameters).where(Job.institution_id == institution_id, Job.kind == KINDS[0])
    found = db.session.scalar(statement.order_by(Job.id.desc()).limit(1))
    return from_json(found)[0].periods if found else ()


def sessions_of_classes(offering_ids: Collection[int]) -> dict[int, list[ClassSession]]:
    """The sessions that are to be held, by class, in timetable order."""
    statement = (
        select(ClassSession)
        .where(ClassSession.offering_id.in_(list(offering_ids)), ClassSession.status == SessionStatus.PLANNED)
        .order_by(ClassSession.offering_id, ClassSession.position, ClassSession.id)
    )
    found: dict[int, list[ClassSession]] = {one: [] for one in offering_ids}
    for session in db.session.scalars(statement):
        found[session.offering_id].append(session)
    return found


def offerings_by_id(offering_ids: Collection[int]) -> list[ClassOffering]:
    """These classes, with what their pages show, in order."""
    statement = select(ClassOffering).where(ClassOffering.id.in_(list(offering_ids))).order_by(ClassOffering.id)
    return list(db.session.scalars(statement.options(joinedload(ClassOffering.institution))))


def changed_since(told: Mapping[str, Any], offering_ids: Collection[int]) -> tuple[list[str], list[str]]:
    """Codes of sessions that changed, came or went since a proposal was made; and of those to move that are pinned."""
    now = [one for held in sessions_of_classes(offering_ids).values() for one in held]
    changed = changed_codes(told["sessions"], {one.id: (one.version, one.code) for one in now})
    moving = {line["session_id"] for line in changes_in(told["lines"])}
    pinned = pinned_ids([one.id for one in now if one.id in moving])
    return changed, sorted(one.code for one in now if one.id in pinned)


def earlier_proposals(institution_id: int, offering_ids: Collection[int]) -> list[tuple[Job, ProposalDecision | None]]:
    """The latest proposals for exactly these classes, with what became of them."""
    statement = (
        select(Job, ProposalDecision)
        .outerjoin(ProposalDecision, ProposalDecision.job_id == Job.id)
        .where(Job.institution_id == institution_id, Job.kind.in_(KINDS))
        .order_by(Job.id.desc())
        .limit(LOOKED_AT)
    )
    wanted = set(offering_ids)
    rows: list[tuple[Job, ProposalDecision | None]] = [
        (job, decision) for job, decision in db.session.execute(statement)
    ]
    return [(job, decision) for job, decision in rows if set(job.parameters.get("offerings", ())) == wanted][:SHOWN]


def open_offerings(offering_ids: Iterable[int], scope: Scope) -> list[ClassOffering]:
    """These classes of one institution, as long as their timetables can be changed and all are in scope; else none."""
    asked = [course_queries.offering_in_scope(one, scope) for one in dict.fromkeys(offering_ids)]
    found = [one for one in asked if one is not None and one.state not in CLOSED]
    same = len({one.institution_id for one in found}) == 1
    return found if same and len(found) == len(asked) else []


def adoption_of(proposal: Job) -> Job | None:
    """The latest job that adopts a proposal."""
    statement = (
        select(Job)
        .where(Job.kind == ADOPTION, Job.institution_id == proposal.institution_id, Job.id > proposal.id)
        .order_by(Job.id.desc())
        .limit(LOOKED_AT)
    )
    return next((job for job in db.session.scalars(statement) if job.parameters["proposal"] == proposal.id), None)


def decision_of(job_id: int) -> ProposalDecision | None:
    """What became of a proposal; None while nobody has decided."""
    return db.session.scalar(select(ProposalDecision).where(ProposalDecision.job_id == job_id))
