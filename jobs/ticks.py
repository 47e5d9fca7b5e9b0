"""Short work done again and again while a server runs: reminders, sending what waits. Packages attach theirs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import cast

from flask import Blueprint, Flask
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from core.db import db, utc_now, will_write
from jobs.models import RepeatedWork

log = logging.getLogger(__name__)
LOOK_EVERY = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Tick:
    """Work and how often it is done. `by_turns`: of several processes of a site one does it each time."""

    every: timedelta
    work: Callable[[], object]
    by_turns: bool = True


def attach(bp: Blueprint, name: str, every: timedelta, work: Callable[[], object], *, by_turns: bool = True) -> None:
    """Have something done again and again, together with a blueprint. The work begins and ends its own transactions."""
    tick = Tick(every, work, by_turns)
    bp.record_once(lambda state: ticks_of(cast(Flask, state.app)).update({name: tick}))


def ticks_of(app: Flask) -> dict[str, Tick]:
    """Everything that is done again and again."""
    ticks: dict[str, Tick] = app.extensions.setdefault("ticks", {})
    return ticks


def take_turn(name: str, every: timedelta, *, now: datetime | None = None) -> bool:
    """Whether it is this process that does the work now. Commits."""
    now = now or utc_now()
    known = db.session.scalar(select(RepeatedWork.due_at).where(RepeatedWork.name == name))
    if known is None:
        return _first_turn(name, now + every)
    turn = update(RepeatedWork).where(RepeatedWork.name == name, RepeatedWork.due_at <= now).values(due_at=now + every)
    taken = bool(db.session.execute(turn).rowcount)  # type: ignore[attr-defined]
    db.session.commit()
    return taken


def _first_turn(name: str, due_at: datetime) -> bool:
    try:
        db.session.execute(insert(RepeatedWork).values(name=name, due_at=due_at))
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True


def do_one(app: Flask, name: str, tick: Tick) -> None:
    """Do one piece of work if it is its turn; a failure is told to the log and tried again next time."""
    with app.app_context():
        will_write.set(True)
        try:
            if not tick.by_turns or take_turn(name, tick.every):
                tick.work()
        except Exception:
            log.exception("repeated work %s failed; it is done again later", name)
            db.session.rollback()
        finally:
            db.session.remove()


def look_after(app: Flask, stop: threading.Event) -> None:
    """Do what is due until `stop` is set."""
    due = dict.fromkeys(ticks_of(app), 0.0)
    while not stop.wait(LOOK_EVERY):
        for name, tick in ticks_of(app).items():
            if monotonic() >= due.get(name, 0.0):
                do_one(app, name, tick)
                due[name] = monotonic() + tick.every.total_seconds()
