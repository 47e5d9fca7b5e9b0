"""What people are reminded of: packages attach functions that tell them, again and again, what is due.

They run every few minutes and must be idempotent: `notify(…, once=…)` tells nobody the same thing twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from flask import Blueprint, Flask, current_app

from core.db import db, utc_now

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=5)
Reminder = Callable[[datetime], None]


def attach(bp: Blueprint, name: str, remind: Reminder) -> None:
    """Have `remind(now)` (an aware moment) run every few minutes and by `flask remind`. It flushes, never commits.

    It runs in a context in which `url_for` gives addresses within the site.
    """
    bp.record_once(lambda state: reminders_of(cast(Flask, state.app)).update({name: remind}))


def reminders_of(app: Flask) -> dict[str, Reminder]:
    """Every reminder by name."""
    reminders: dict[str, Reminder] = app.extensions.setdefault("reminders", {})
    return reminders


def remind_all(now: datetime | None = None) -> dict[str, bool]:
    """Run every reminder, each in a transaction of its own; one that fails stops no other. Commits."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    moment, outcome = now or utc_now(), {}
    for name, remind in reminders_of(app).items():
        with app.test_request_context():
            try:
                remind(moment)
                db.session.commit()
                outcome[name] = True
            except Exception:
                log.exception("the reminder %s failed; it is tried again later", name)
                db.session.rollback()
                outcome[name] = False
    return outcome
