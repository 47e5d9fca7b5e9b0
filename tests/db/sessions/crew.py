"""Several processes that write one timetable at the same moment, each a whole application of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.context import SpawnProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Any
from unittest.mock import patch

from sqlalchemy import select

import config
from app import create_app
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import queries
from sessions.actions import moves, timetable
from sessions.actions.series import schedule_series
from sessions.rules.timetable import SessionFacts
from trainer.models import Venue

PATIENCE = 60  # seconds; whoever waits longer stands in a deadlock
WAIVER = "比赛"
Outcome = tuple[int, int, str]  # who, in which round, what came of it


@dataclass(frozen=True, slots=True)
class Step:
    """What one process does in one round: put sessions on the timetable of a class, move one, or take one off."""

    class_code: str
    facts: tuple[SessionFacts, ...] = ()
    code: str = ""  # of the session to move or to take off
    to: datetime | None = None
    venue: str = ""


Script = Sequence[Step]


class Crew:
    """Processes that are started once and then follow one script after the other, round by round together."""

    def __init__(self, size: int) -> None:
        context = fresh_processes()
        self.orders: list[Queue[Any]] = [context.Queue() for _ in range(size)]
        self.outcomes: Queue[Outcome] = context.Queue()
        self.start: Barrier = context.Barrier(size)  # kept: processes that still start up look for it
        self.processes: list[SpawnProcess] = [
            context.Process(target=work, args=(number, orders, self.start, self.outcomes), daemon=True)
            for number, orders in enumerate(self.orders)
        ]
        for process in self.processes:
            process.start()

    def perform(self, url: str, scripts: Sequence[Script], *, blind: bool = False) -> list[list[str]]:
        """What came of each round, in the order of the processes. Scripts are equally long, one for each process."""
        for orders, script in zip(self.orders, scripts, strict=True):
            orders.put((url, script, blind))
        rounds = [[""] * len(scripts) for _ in scripts[0]]
        for _ in range(sum(len(script) for script in scripts)):
            who, number, said = self.outcomes.get(timeout=PATIENCE)
            rounds[number][who] = said
        return rounds

    def dismiss(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.join(timeout=PATIENCE)


def fresh_processes() -> Any:
    """Processes that share nothing with this one; where the system can, the imports are made once for all of them."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def work(who: int, orders: Queue[Any], start: Barrier, outcomes: Queue[Outcome]) -> None:
    """Follow scripts until killed: in each round, when all are ready, take the step and say what came of it."""
    apps: dict[str, Any] = {}
    while True:
        url, script, blind = orders.get()
        if url not in apps:
            settings = config.TestConfig()
            settings.SQLALCHEMY_DATABASE_URI = url
            apps[url] = create_app(settings)
        with blinded() if blind else patch.dict({}, {}):
            for number, step in enumerate(script):
                start.wait(timeout=PATIENCE)
                with apps[url].app_context():
                    outcomes.put((who, number, attempt(step)))


@contextmanager
def blinded() -> Iterator[None]:
    """A fault planted on purpose: nobody looks what stands in the way."""
    with patch.object(timetable, "_refuse_conflicts", lambda *_args: []):
        yield


def attempt(step: Step) -> str:
    """`won`, the refusal in codes, or the name of an error that nobody should see."""
    try:
        offering = course_queries.offering_by_code(step.class_code)
        assert offering is not None
        said = act(offering, step)
    except timetable.ScheduleConflict as conflict:
        said = codes_of(conflict.findings)
    except timetable.SessionChangedMeanwhile:
        said = "changed"
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    db.session.commit() if said == "won" else db.session.rollback()
    db.session.remove()
    return said


def act(offering: ClassOffering, step: Step) -> str:
    """Take the step, which is not yet committed."""
    if len(step.facts) > 1:
        series = schedule_series(offering, step.facts, by=None, waiver=WAIVER)
        return "won" if series.planned else codes_of([one for found in series.refused.values() for one in found])
    if step.facts:
        timetable.schedule_session(offering, step.facts[0], by=None, waiver=WAIVER)
        return "won"
    session = queries.every_session(offering.id).get(step.code)
    if session is None:
        return "missing"
    if step.to is None:
        timetable.cancel_session(offering, session, by=None, reason="取消")
        return "won"
    venue = db.session.scalar(select(Venue).where(Venue.name == step.venue)) if step.venue else None
    move = moves.move_session(offering, session, starts_at=step.to, venue=venue, by=None, reason="改期", waiver=WAIVER)
    return "won" if move.done else codes_of(move.findings)


def codes_of(findings: Sequence[Any]) -> str:
    return " ".join(sorted({one.code.value for one in findings}))
