"""Check-in on a phone of 390 px, in Chromium: `python bench/check_in_on_a_phone.py [--chromium /usr/bin/chromium]`.

A throw-away database and a real server. A learner introduces himself; another, known, signs with one tap while the
network is off; a third opens the very link without a network; staff type a number without one. Each must end as it
should.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PORT = 8187
SITE = f"http://127.0.0.1:{PORT}"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PASSWORD = "Bench-2026-cqo"  # noqa: S105 - of a throw-away account


def kept(row: Any) -> Any:
    """The row, with its number."""
    from core.db import db

    db.session.add(row)
    db.session.flush()
    return row


def fill() -> tuple[int, list[tuple[int, int, str]]]:
    """A class whose half-day goes on now: its window, and enrolment, learner and name of five people."""
    from core.db import db

    now = datetime.now(UTC).replace(microsecond=0)
    offering, window = open_class(now)
    people = enrol(offering)
    db.session.commit()
    return window, people


def open_class(now: datetime) -> tuple[int, int]:
    """A class with one session that begins in five minutes, and its window."""
    from accounts import actions as account_actions
    from accounts.rules import Role
    from core.clock import to_local
    from courses.models import ClassOffering, ImportBatch
    from courses.rules import ClassState
    from sessions.checkin.models import CheckInWindow
    from sessions.models import ClassSession
    from sessions.rules.halfdays import Direction
    from sessions.rules.kinds import SessionKind
    from standards import actions as standard_actions
    from standards import queries as standard_queries
    from trainer.models import Institution

    starts, ends = now + timedelta(minutes=5), now + timedelta(minutes=95)
    day = to_local(starts).date()
    standard_actions.load_shipped()
    version = standard_queries.version_for("shaanxi-sample", day)
    staff = {"display_name": "佘青禾", "password": PASSWORD, "must_change_password": False}
    account_actions.create_user("staff", role=Role.ADMINISTRATOR, by=None, **staff)
    house = kept(Institution(code="B", name="培训中心", region="610100"))
    facts = {"institution_id": house.id, "rule_set_version_id": version.id if version else 0, "code": "B-1"}
    days = {"starts_on": day, "ends_on": day, "state": ClassState.DELIVERING}
    offering = kept(ClassOffering(name="任职培训班", **facts, **days)).id
    times = {"starts_at": starts, "ends_at": ends}
    kept(ClassSession(offering_id=offering, code="K1", kind=SessionKind.OFFLINE, title="课", **times))
    batch = kept(ImportBatch(offering_id=offering, report={"check_in": "bench", "stands_alone": True})).id
    lives = {"code_life": 15, "drift": 5, "pass_life": 600, "own_life": 60, "late": 120, "clock": 180}
    part = {"day": day, "part": "AM" if to_local(starts).hour < 12 else "PM", "direction": Direction.IN}
    open_for = {"opens_at": now - timedelta(hours=1), "closes_at": ends, "remember_days": 1}
    window = kept(CheckInWindow(offering_id=offering, batch_id=batch, **part, **open_for, **lives))
    return offering, window.id


def enrol(offering: int) -> list[tuple[int, int, str]]:
    """Five people: enrolment, learner, name."""
    from courses.models import Enrolment
    from learners.models import Learner
    from learners.queries import id_index

    people = []
    for number, name in enumerate(["王岚", "范世杰", "丁铮", "汪丽娟", "彭蓉蓉"]):
        identity = f"61010119800101{number:04d}"
        learner = kept(Learner(name=name, id_number=identity, id_index=id_index(identity)))
        people.append((kept(Enrolment(offering_id=offering, learner_id=learner.id)).id, learner.id, name))
    return people


@contextmanager
def server() -> Iterator[None]:
    """The product's own server on a free port, until it is no longer needed."""
    words = [sys.executable, "-m", "flask", "--app", "app", "serve", "--port", str(PORT)]
    child = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        for _attempt in range(120):
            try:
                urlopen(f"{SITE}/sign-in", timeout=2).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.5)
        yield
    finally:
        child.terminate()
        child.wait(20)


def expect(what: str, seen: bool) -> None:
    """Say it, and stop where it is not so."""
    click.echo(f"{'ok  ' if seen else 'FAIL'} {what}")
    if not seen:
        raise SystemExit(1)


def walk(browser: Any, window: int, people: list[tuple[int, int, str]], key: bytes) -> None:
    """The four stories."""
    from sessions.checkin.rules import codes

    def link() -> str:
        return f"{SITE}/s/{codes.room_code(key, window, codes.step_at(time.time(), 15))}"

    def phone(learner: int = 0) -> tuple[Any, Any]:
        context = browser.new_context(**PHONE)
        if learner:
            device = codes.Device(f"aabbccdd{learner:08d}", learner, int(time.time()))
            context.add_cookies([{"name": "check_in", "value": codes.write_device(key, device), "url": SITE}])
        return context, context.new_page()

    introduces_himself(*phone(), link, people[0][2])
    loses_the_network(*phone(people[1][1]), link)
    has_no_network(*phone(people[2][1]), link)
    enrolments = [enrolment for enrolment, _learner, _name in people]
    pins = {enrolment: pin for pin, enrolment in codes.pins(key, enrolments).items()}
    staff_without_network(*phone(), window, pins[people[3][0]])


def introduces_himself(_context: Any, page: Any, link: Callable[[], str], name: str) -> None:
    page.goto(link())
    page.fill("#name", name)
    page.fill("#tail", "0000")
    with page.expect_navigation():
        page.tap("#sign button")
    expect("first time: name, four characters, one tap, and the tick", page.is_visible(".phone-tick"))


def loses_the_network(context: Any, page: Any, link: Callable[[], str]) -> None:
    page.goto(link())
    context.set_offline(True)
    page.tap("#sign button")
    page.wait_for_selector("[data-waiting]", state="visible")
    expect("known phone, network gone: one tap, kept on the phone", page.is_visible("[data-waiting]"))
    context.set_offline(False)
    page.wait_for_selector("[data-done]", state="visible", timeout=20_000)
    expect("network back: sent by itself, signed", page.is_visible("[data-done]"))


def has_no_network(context: Any, page: Any, link: Callable[[], str]) -> None:
    page.goto(link())
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.keys().then((names) => names.length > 0)")
    page.wait_for_timeout(1500)
    context.set_offline(True)
    page.goto(link())
    page.tap("#sign button")
    page.wait_for_selector("[data-waiting]", state="visible")
    expect("the link opened without any network: the kept page, one tap, kept", page.is_visible("[data-waiting]"))
    page.wait_for_timeout(21_000)  # until the code has ended: nobody but the phone can say when it was seen
    context.set_offline(False)
    page.wait_for_selector("[data-refused]", state="visible", timeout=20_000)
    expect("sent later: waits for the class teacher", "班主任" in page.inner_text("[data-refused]"))


def staff_without_network(context: Any, page: Any, window: int, pin: str) -> None:
    page.goto(f"{SITE}/sign-in")
    page.fill("#username", "staff")
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.tap("main button[type=submit]")
    page.goto(f"{SITE}/check-in/{window}/scan")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(1500)
    page.reload()
    page.wait_for_timeout(1000)
    context.set_offline(True)
    page.reload()
    page.fill("#typed", pin)
    page.tap("form button")
    page.wait_for_selector("[data-count-line]", state="visible")
    expect("staff page opened and used without a network", page.is_visible("[data-count-line]"))
    context.set_offline(False)
    page.wait_for_selector(".scan-good", timeout=20_000)
    expect("network back: sent by itself, with the name", "汪丽娟" in page.inner_text("[data-list]"))


@click.command()
@click.option("--chromium", default="/usr/bin/chromium", show_default=True)
def main(chromium: str) -> None:
    """Walk through it, and stop at the first step that does not end as it should."""
    os.environ["TRAINING_INSTANCE_DIR"] = tempfile.mkdtemp(prefix="check-in-")
    from playwright.sync_api import sync_playwright

    from app import create_app
    from core import schema
    from sessions.checkin import keys

    app = create_app()
    with app.app_context():
        schema.prepare()
        window, people = fill()
    with server(), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        walk(browser, window, people, keys.key())
        browser.close()


if __name__ == "__main__":
    main()
