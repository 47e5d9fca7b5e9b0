"""Questions about jobs."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.access import institution_ids_of
from accounts.models import User
from accounts.rules import Permission, allows
from core.db import db
from jobs.models import Job
from jobs.rules import ENDED

SHOWN = 100


def jobs_of(user: User) -> list[Job]:
    """What somebody has started, newest first, the last hundred."""
    statement = select(Job).where(Job.by_user_id == user.id).order_by(Job.id.desc()).limit(SHOWN)
    return list(db.session.scalars(statement))


def job_for(user: User, job_id: int) -> Job | None:
    """A job that somebody may watch: their own, or one of their institution with the permission it names."""
    job = db.session.scalar(select(Job).where(Job.id == job_id).options(joinedload(Job.by)))
    return job if job is not None and _may_watch(user, job) else None


def _may_watch(user: User, job: Job) -> bool:
    if job.by_user_id == user.id:
        return True
    if job.permission not in {one.value for one in Permission} or not allows(user.role, Permission(job.permission)):
        return False
    scope = institution_ids_of(user)
    return scope is None or job.institution_id in scope


def under_way(kind: str, **parameters: object) -> Job | None:
    """The newest job of a kind with these parameters that waits or runs."""
    statement = select(Job).where(Job.kind == kind, Job.state.not_in(ENDED)).order_by(Job.id.desc())
    wanted = parameters.items()
    return next((job for job in db.session.scalars(statement) if wanted <= job.parameters.items()), None)
