"""What the work of a job is given, and which work there is: packages attach theirs by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, cast

from flask import Blueprint, Flask
from sqlalchemy import select, update

from core.db import db, utc_now, will_write
from jobs.models import Job
from jobs.rules import LONGEST_NOTE

NOTE_EVERY = 0.5  # seconds between two notes of progress on file; the last one is always written
ASK_EVERY = 0.25


class Stopped(Exception):
    """Somebody wants the job to end; the work raises this (through `Task.check`) to end at once."""


class CannotBeDone(Exception):
    """The work cannot be done; the message is worded for the person who asked."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: a page to look at it, a sentence, and figures."""

    endpoint: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    result: dict[str, Any] = field(default_factory=dict)


class Task:
    """The job as its work sees it.

    Progress is written between transactions of the work, never inside one: a note must not commit half of the work.
    Inside a transaction it is dropped, and the next one outside tells.
    """

    def __init__(self, job: Job) -> None:
        self.id = job.id
        self.by_user_id = job.by_user_id
        self.institution_id = job.institution_id
        self.parameters: dict[str, Any] = dict(job.parameters)
        self._noted_at = self._asked_at = 0.0
        self._stop = False

    def progress(self, share: float, note: str = "", **figures: Any) -> None:
        """Tell how far the work is: a share from 0 to 1, a sentence, and figures to show."""
        if db.session.registry.has() and db.session().in_transaction():
            return
        if monotonic() - self._noted_at < NOTE_EVERY and share < 1:
            return
        self._noted_at = monotonic()
        values: dict[str, Any] = {
            "share": min(1.0, max(0.0, share)),
            "note": note[:LONGEST_NOTE],
            "seen_alive_at": utc_now(),
        }
        if figures:
            values["figures"] = figures
        db.session.execute(update(Job).where(Job.id == self.id).values(**values))
        db.session.commit()

    def stop_wanted(self) -> bool:
        """Whether somebody wants the job to end. Cheap to ask often."""
        if self._stop or monotonic() - self._asked_at < ASK_EVERY:
            return self._stop
        self._asked_at = monotonic()
        inside = db.session.registry.has() and db.session().in_transaction()
        self._stop = bool(db.session.scalar(select(Job.stop_wanted).where(Job.id == self.id)))
        if not inside:
            db.session.rollback()
        return self._stop

    def check(self) -> None:
        """Raise Stopped when somebody wants the job to end."""
        if self.stop_wanted():
            raise Stopped

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction that only reads: it locks nobody out, and is over at the end of the block."""
        db.session.rollback()
        before = will_write.get()
        will_write.set(False)
        try:
            yield
        finally:
            db.session.rollback()
            will_write.set(before)


Work = Callable[[Task], Done]


def attach(bp: Blueprint, kind: str, work: Work) -> None:
    """Say what does the work of a kind, together with a blueprint."""
    bp.record_once(lambda state: works_of(cast(Flask, state.app)).update({kind: work}))


def works_of(app: Flask) -> dict[str, Work]:
    """The work of every kind."""
    works: dict[str, Work] = app.extensions.setdefault("jobs", {})
    return works
