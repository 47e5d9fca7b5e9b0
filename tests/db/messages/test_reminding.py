"""Reminders run one by one, and nobody hears the same twice."""

from __future__ import annotations

import pytest
from flask import url_for

from messages import actions, reminders
from messages.models import Notification


@pytest.fixture
def only(app, monkeypatch):
    """These reminders and no others."""
    return lambda **found: monkeypatch.setitem(app.extensions, "reminders", found)


def test_one_that_fails_leaves_nothing_and_stops_no_other(in_app, make, only, caplog):
    li = make.User().id

    def half(_now):
        actions.notify("test.said", to=[li], what="一半")
        raise ZeroDivisionError

    def whole(_now):
        actions.notify("test.said", to=[li], once="x", link=url_for("messages.list_messages"), what="全部")

    only(half=half, whole=whole)
    assert [reminders.remind_all() for _time in range(2)] == [{"half": False, "whole": True}] * 2
    assert [(one.facts["what"], one.link) for one in in_app.query(Notification)] == [("全部", "/messages/")]


def test_the_command_says_what_ran(run_command, only):
    only(fine=lambda _now: None)
    result = run_command("remind")
    assert (result.exit_code, result.output.split("\n")[:2]) == (0, ["fine\tdone", "0 sent"])


def test_the_command_fails_when_a_reminder_does(run_command, only):
    only(broken=lambda _now: 1 / 0)
    assert run_command("remind").exit_code == 1
