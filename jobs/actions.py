"""Writing jobs: asking for one, stopping it, and what the runner notes about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from accounts import audit
from accounts.models import User
from accounts.rules import Permission
from core.db import db, utc_now
from jobs.models import Job
from jobs.rules import ENDED, JobState

SILENT_FOR = timedelta(seconds=90)  # a running job whose process was not heard of for so long is taken for interrupted


class JobEnded(Exception):
    """The job has ended before: it cannot be stopped any more."""


def start_job(
    kind: str,
    title: str,
    *,
    by: User | None,
    institution_id: int | None = None,
    permission: Permission | None = None,
    **parameters: Any,
) -> Job:
    """Ask for long work. It is taken up once the caller has committed. `parameters` must be what JSON can hold."""
    job = Job(
        kind=kind,
        title=title[:200],
        by_user_id=by.id if by else None,
        institution_id=institution_id,
        permission=permission.value if permission else "",
        parameters=parameters,
    )
    db.session.add(job)
    db.session.flush()
    audit.record("jobs.started", by=by, subject=("job", job.id), institution_id=institution_id, title=job.title)
    return job


def stop_job(job: Job, *, by: User | None) -> None:
    """Wish that a job ends. A waiting one ends at once, a running one as soon as its work asks. Raises JobEnded."""
    if job.state in ENDED:
        raise JobEnded(job.id)
    job.stop_wanted = True
    if job.state is JobState.WAITING:
        job.state, job.ended_at = JobState.STOPPED, utc_now()
    audit.record("jobs.stopped", by=by, subject=("job", job.id), institution_id=job.institution_id, title=job.title)
    db.session.flush()


def start_again(job: Job, *, by: User | None) -> Job:
    """Ask for the same work once more; the old job stays on file."""
    again = Job(
        kind=job.kind,
        title=job.title,
        by_user_id=by.id if by else None,
        institution_id=job.institution_id,
        permission=job.permission,
        parameters=dict(job.parameters),
    )
    db.session.add(again)
    db.session.flush()
    audit.record("jobs.started", by=by, subject=("job", again.id), institution_id=job.institution_id, title=job.title)
    return again


def claim_next() -> Job | None:
    """Take the oldest waiting job, or None. Of several runners exactly one gets it. Commits."""
    waiting = select(Job.id).where(Job.state == JobState.WAITING).order_by(Job.id).limit(1)
    if db.engine.dialect.name == "postgresql":
        waiting = waiting.with_for_update(skip_locked=True)
    number = db.session.scalar(waiting)
    if number is None:
        return None
    now = utc_now()
    taken = db.session.scalar(
        update(Job)
        .where(Job.id == number, Job.state == JobState.WAITING)
        .values(state=JobState.RUNNING, started_at=now, seen_alive_at=now)
        .returning(Job.id)
    )
    db.session.commit()
    return db.session.get_one(Job, taken) if taken else None


def end_job(job_id: int, state: JobState, **values: Any) -> None:
    """Note how a job ended. Commits."""
    share = {"share": 1.0} if state is JobState.DONE else {}
    db.session.execute(update(Job).where(Job.id == job_id).values(state=state, ended_at=utc_now(), **share, **values))
    db.session.commit()


def note_alive(job_id: int) -> None:
    """The process of a running job lives. Commits."""
    db.session.execute(update(Job).where(Job.id == job_id).values(seen_alive_at=utc_now()))
    db.session.commit()


def give_up_silent(*, now: datetime | None = None) -> int:
    """Mark running jobs whose process has gone away. Commits; says how many there were."""
    silent = update(Job).where(Job.state == JobState.RUNNING, Job.seen_alive_at < (now or utc_now()) - SILENT_FOR)
    count = db.session.execute(silent.values(state=JobState.INTERRUPTED, ended_at=utc_now())).rowcount  # type: ignore[attr-defined]
    db.session.commit()
    return int(count)


def give_up_all_running() -> int:
    """Mark every running job interrupted: on SQLite the only process that could run one has just started. Commits."""
    running = update(Job).where(Job.state == JobState.RUNNING)
    count = db.session.execute(running.values(state=JobState.INTERRUPTED, ended_at=utc_now())).rowcount  # type: ignore[attr-defined]
    db.session.commit()
    return int(count)
