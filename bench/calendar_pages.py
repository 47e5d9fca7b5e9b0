"""How long the pages of the calendar take with 200 classes of 20 sessions in a year: `python bench/calendar_pages.py`.

A throw-away database; each page is asked for a few times, the best time counts, with the number of its statements.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

CLASSES, SESSIONS, TEACHERS, VENUES, ROUNDS = 200, 20, 40, 20, 5
FIRST = date(2026, 1, 5)


def fill() -> None:
    """One institution with its registers, 200 classes through the year, and their sessions."""
    from accounts.models import User
    from accounts.rules import Role
    from core.db import db
    from courses.models import ClassOffering
    from standards.models import RuleSet, RuleSetVersion
    from standards.rules import VersionState
    from trainer.models import Institution, Teacher, Venue

    home = Institution(name="测量中心", code="B")
    rules = RuleSet(code="b", name="测量")
    version = RuleSetVersion(
        rule_set=rules, version=1, state=VersionState.APPROVED, effective_from=FIRST, digest="0" * 64
    )
    user = User(username="bench", display_name="测量", role=Role.ADMINISTRATOR, password_hash="-")  # noqa: S106
    user.must_change_password = False
    db.session.add_all([home, version, user])
    db.session.flush()
    db.session.add_all(Teacher(institution_id=home.id, name=f"教师{number}") for number in range(TEACHERS))
    db.session.add_all(Venue(institution_id=home.id, name=f"教室{number}") for number in range(VENUES))
    starts = [FIRST + timedelta(days=number * 7 // 4) for number in range(CLASSES)]
    classes = [
        ClassOffering(
            institution_id=home.id, rule_set_version_id=version.id, code=f"K{number:03}", name=f"第{number}期",
            starts_on=day, ends_on=day + timedelta(days=9),
        )
        for number, day in enumerate(starts)
    ]  # fmt: skip
    db.session.add_all(classes)
    db.session.flush()
    plan([one.id for one in classes], starts)
    db.session.commit()


def plan(ids: list[int], starts: list[date]) -> None:
    """Two sessions a day, ten days long, for each class."""
    from sqlalchemy import insert

    from core.clock import to_utc
    from core.db import db
    from sessions.models import ClassSession
    from sessions.rules.kinds import SessionKind

    rows = []
    for place, (number, day) in enumerate(zip(ids, starts, strict=True)):
        for count in range(SESSIONS):
            start = to_utc(datetime(day.year, day.month, day.day, 9 + 5 * (count % 2)) + timedelta(days=count // 2))
            rows.append({
                "offering_id": number, "code": f"S{count:02}", "kind": SessionKind.OFFLINE, "title": "质量战略",
                "teacher_name": f"教师{place % TEACHERS}", "venue_name": f"教室{place % VENUES}", "planned_hours": 4,
                "starts_at": start, "ends_at": start + timedelta(hours=3),
            })  # fmt: skip
    db.session.execute(insert(ClassSession), rows)


def main() -> None:
    """Print the best time, the statements and the size of each page."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRAINING_INSTANCE_DIR"] = folder
        from flask_migrate import upgrade
        from sqlalchemy import event

        from accounts.models import User
        from app import create_app
        from core.db import db

        app = create_app()
        with app.app_context():
            upgrade(str(ROOT / "migrations"))
            fill()
            user = db.session.query(User).one()
            client, statements = app.test_client(), []
            event.listen(db.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = user.get_id(), True
        for page in ("view=week", "view=month", "view=year", "view=year&by=teacher", "view=week&teacher_id=1"):
            best = float("inf")
            for _ in range(ROUNDS):
                statements.clear()
                begun = time.perf_counter()
                answer = client.get(f"/calendar?on=2026-05-13&{page}")
                best = min(best, time.perf_counter() - begun)
            size = len(answer.data) // 1024
            click.echo(f"{page}: {answer.status_code}, {best * 1000:.0f} ms, {len(statements)} statements, {size} kB")


if __name__ == "__main__":
    main()
