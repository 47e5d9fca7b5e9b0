"""Runs waiting jobs, one after another: in a thread of the server, or in a process of its own (`flask work`)."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable

from flask import Flask
from flask_babel import force_locale

from core.db import db, utc_now, will_write
from jobs import actions, ticks
from jobs.models import Job
from jobs.rules import JobState
from jobs.work import CannotBeDone, Done, Stopped, Task, works_of

log = logging.getLogger(__name__)
LOOK_EVERY = 0.5  # seconds between two looks for waiting work
ALIVE_EVERY = 15.0


def run_next(app: Flask) -> bool:
    """Run the oldest waiting job to its end, whatever that is. False when nothing waits."""
    with app.app_context():
        will_write.set(True)
        try:
            job = actions.claim_next()
            if job is None:
                return False
            _run(app, job)
        finally:
            db.session.remove()
    return True


def run_waiting(app: Flask) -> int:
    """Run jobs until none waits; says how many."""
    count = 0
    while run_next(app):
        count += 1
    return count


def _run(app: Flask, job: Job) -> None:
    task, kind = Task(job), job.kind
    db.session.rollback()
    try:
        done = _work(app, task, kind)
    except Stopped:
        _end(task, JobState.STOPPED)
    except CannotBeDone as refusal:
        _end(task, JobState.FAILED, note=str(refusal)[:300])
    except Exception:
        log.exception("job %d (%s) failed", task.id, kind)
        _end(task, JobState.FAILED, fault=traceback.format_exc()[-8000:])
    else:
        _keep(task, done)


def _work(app: Flask, task: Task, kind: str) -> Done:
    """Do the work, in the language of the site, while `keep_alive` knows of it."""
    running: set[int] = app.extensions.setdefault("jobs_running", set())
    running.add(task.id)
    try:
        work = works_of(app).get(kind)
        if work is None:
            raise LookupError(f"nothing does the work of the kind {kind}")
        with force_locale(app.config["BABEL_DEFAULT_LOCALE"]):
            return work(task)
    finally:
        running.discard(task.id)


def _end(task: Task, state: JobState, **values: str) -> None:
    db.session.rollback()
    actions.end_job(task.id, state, **values)


def _keep(task: Task, done: Done) -> None:
    db.session.rollback()
    actions.end_job(
        task.id,
        JobState.DONE,
        note=done.note[:300],
        result=done.result,
        endpoint=done.endpoint,
        endpoint_values=done.values,
    )


def look_after(app: Flask, stop: threading.Event, *, alone: bool) -> None:
    """Run jobs until `stop` is set. `alone`: no other process runs jobs of this database."""
    with app.app_context():
        actions.give_up_all_running() if alone else actions.give_up_silent()
        db.session.remove()
    while not stop.is_set():
        try:
            busy = run_next(app)
        except Exception:
            log.exception("looking for jobs failed; trying again")
            busy = False
        if not busy:
            stop.wait(LOOK_EVERY)


def keep_alive(app: Flask, stop: threading.Event) -> None:
    """Note now and then that this process lives, and give up jobs of processes that do not."""
    while not stop.wait(ALIVE_EVERY):
        try:
            with app.app_context():
                _note_own(app)
                actions.give_up_silent(now=utc_now())
        except Exception:
            log.exception("noting that the jobs' process lives failed; trying again")


def _note_own(app: Flask) -> None:
    for number in list(app.extensions.get("jobs_running", ())):
        actions.note_alive(number)
    db.session.remove()


def start(app: Flask) -> threading.Event:
    """Start the threads of a server; the answer stops them. They end with the process."""
    stop = threading.Event()
    alone = db_is_sqlite(app)
    work: tuple[tuple[str, Callable[[], None]], ...] = (
        ("jobs", lambda: look_after(app, stop, alone=alone)),
        ("jobs-alive", lambda: keep_alive(app, stop)),
        ("jobs-ticks", lambda: ticks.look_after(app, stop)),
    )
    for name, target in work:
        threading.Thread(target=target, name=name, daemon=True).start()
    return stop


def db_is_sqlite(app: Flask) -> bool:
    """Whether the embedded engine is used: one process, one writer."""
    return str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")
