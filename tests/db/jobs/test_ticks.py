"""What is done again and again: by turns where one is enough, and going on when something fails."""

from __future__ import annotations

import threading
from datetime import timedelta

from core.db import utc_now
from jobs import ticks

HOUR = timedelta(hours=1)


def test_of_several_processes_one_takes_the_turn(in_app):
    now = utc_now()
    assert [ticks.take_turn("test.tick", HOUR, now=now) for _process in range(2)] == [True, False]
    assert [ticks.take_turn("test.tick", HOUR, now=now + HOUR) for _process in range(2)] == [True, False]


def test_what_fails_stops_nothing_and_comes_again(app, in_app, monkeypatch, caplog):
    done, stop = [], threading.Event()

    def fail():
        raise ZeroDivisionError

    def work():
        done.append(1)
        stop.set()

    table = {"test.fails": ticks.Tick(HOUR, fail, by_turns=False), "test.works": ticks.Tick(HOUR, work)}
    monkeypatch.setitem(app.extensions, "ticks", table)
    monkeypatch.setattr(ticks, "LOOK_EVERY", 0.0)
    ticks.look_after(app, stop)
    assert done == [1]
    assert "test.fails failed" in caplog.text
