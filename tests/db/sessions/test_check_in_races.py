"""Taps of one person at the same moment, from several connections: one is accepted, and nobody hears of a failure."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from core import group_commit
from sessions.checkin import actions, keys
from sessions.checkin.actions import TapAsked, Verdict
from sessions.checkin.models import CheckIn
from sessions.checkin.rules import codes
from sessions.checkin.rules.judging import Outcome, Way
from sessions.models import AttendanceEvent
from sessions.rules.kinds import EventSource
from tests.db.copies import copied_database
from tests.factories import Make

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC).timestamp()
AT_ONCE = 6


@pytest.fixture(scope="module")
def engine(app: Flask, engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of our own in which connections see what others have committed."""
    with copied_database(app, engine_name, "check_ins", tmp_path_factory.mktemp("check_ins")) as url:
        engine = create_engine(url, pool_size=AT_ONCE)
        yield engine
        engine.dispose()


@pytest.fixture
def tap(engine: Engine) -> Callable[..., TapAsked]:
    """`tap(client_id)`: a tap of one learner at one window, both new."""
    with Session(engine, expire_on_commit=False) as session:
        make = Make(session)
        batch = make.ImportBatch()
        window, enrolment = make.CheckInWindow(batch=batch), make.Enrolment(offering=batch.offering)
        session.commit()
        window_id, learner_id = window.id, enrolment.learner_id
    code = codes.room_code(keys.key(), window_id, codes.step_at(NINE, 15))

    def made(client_id: str = "") -> TapAsked:
        return TapAsked(
            client_id or str(uuid4()), window_id, Way.CODE, code, EventSource.SELF_CHECK_IN, NINE, NINE,
            learner_id=learner_id,
        )  # fmt: skip

    return made


def at_once(engine: Engine, taps: list[TapAsked]) -> list[Verdict]:
    """Each tap by a connection and a transaction of its own, as several processes write, all started together."""
    ready = threading.Barrier(len(taps))

    def work(asked: TapAsked) -> Verdict:
        ready.wait()
        return group_commit._in_its_own_transaction(engine, lambda connection: actions.take(connection, [asked])[0])

    with ThreadPoolExecutor(len(taps)) as threads:
        return list(threads.map(work, taps))


def count(engine: Engine, tap: TapAsked) -> tuple[int, int]:
    """How many attempts and events there are for the window of a tap."""
    with engine.connect() as connection:
        attempts = select(func.count()).select_from(CheckIn).where(CheckIn.window_id == tap.window_id)
        events = select(func.count()).select_from(AttendanceEvent).join(CheckIn, CheckIn.event_id == AttendanceEvent.id)
        found = connection.execute(attempts).scalar_one()
        return found, connection.execute(events.where(CheckIn.window_id == tap.window_id)).scalar_one()


def test_of_many_taps_at_one_moment_one_is_accepted(app, engine, tap):
    taps = [tap() for _ in range(AT_ONCE)]
    verdicts = [one.verdict for one in at_once(engine, taps)]
    assert sorted(verdicts) == [Outcome.ACCEPTED, *[Outcome.ALREADY] * (AT_ONCE - 1)]
    assert count(engine, taps[0]) == (AT_ONCE, 1)


def test_one_tap_sent_many_times_at_one_moment_is_written_once(app, engine, tap):
    same = tap("one-and-the-same-tap")
    verdicts = at_once(engine, [same] * AT_ONCE)
    assert {one.verdict for one in verdicts} == {Outcome.ACCEPTED}
    assert sum(one.is_repeat for one in verdicts) == AT_ONCE - 1
    assert count(engine, same) == (1, 1)
