"""Pages of attendance and hours with ten thousand, a hundred thousand and a million events in the database.

`python -m bench.pages` starts the real server on each, asks one page after another, and prints the time until the
answer, the processor time of the server for one request, and its memory. A page is about one class of 50 learners and
40 sessions, so what the rest of the database holds should not matter: the last column says how much it does.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bench.faults.crowd import Line
from bench.faults.databases import Database, PostgresServer, SQLiteFile
from bench.faults.run import free_port
from bench.faults.server import ROOT, Server

EVENTS_A_CLASS = 1954
PAGES = {
    "learner's hours": ("learner", "/my/hours"),
    "hours of the class": ("staff", "/classes/1/hours"),
    "grid of the class": ("staff", "/classes/1/attendance"),
    "grid as a workbook": ("staff", "/classes/1/attendance.xlsx"),
}
AIMS = {"learner's hours": 4.6, "grid of the class": 9.0, "grid as a workbook": 27.0}  # processor time, ms
ASKED, WARM = 40, 4
Measured = dict[str, tuple[float, float]]  # page to seconds until the answer and of processor time


def fill(copies: int) -> tuple[dict[str, str], int]:
    """Make the database of the environment; cookies of its users, and how many events there are."""
    from flask_migrate import upgrade
    from sqlalchemy import select

    from accounts.models import User
    from app import create_app
    from bench import classes
    from core.db import db

    app = create_app()
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        classes.sign_everybody_in(classes.open_class())
        db.session.commit()
        events = classes.copy_class(copies)
        cookies = {user.username: cookie_of(app, user) for user in db.session.scalars(select(User))}
        db.session.remove()
        db.engine.dispose()
    return cookies, events


def cookie_of(app, user) -> str:  # type: ignore[no-untyped-def]
    """What the browser of somebody who is signed in sends."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = user.get_id(), True
    return f"session={client.get_cookie('session').value}"


@contextmanager
def served(database: Database, folder: Path) -> Iterator[Server]:
    """`flask serve` on that database."""
    port = free_port()
    command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--port", str(port)]
    server = Server(command, port, dict(os.environ), folder / "server.log", "/sign-in")
    server.start()
    try:
        yield server
    finally:
        server.kill()


def measure(server: Server, cookies: dict[str, str]) -> Measured:
    """Ask each page again and again, one at a time."""
    line = Line(server.port)
    found: Measured = {}
    for page, (who, path) in PAGES.items():
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies[who]}\r\n\r\n".encode()
        for _ in range(WARM):
            status, _body = line.ask(request)
            if status != 200:
                raise RuntimeError(f"{page}: {status}")
        times, spent = [], server.seconds()
        for _ in range(ASKED):
            begun = time.perf_counter()
            line.ask(request)
            times.append(time.perf_counter() - begun)
        found[page] = statistics.median(times), (server.seconds() - spent) / ASKED
    line.hang_up()
    return found


def run(engine: str, size: int) -> tuple[int, Measured, float]:
    """One database of that size: events, times, megabytes."""
    with tempfile.TemporaryDirectory(prefix="pages-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        database: Database = SQLiteFile(folder) if engine == "sqlite" else PostgresServer(folder / "server")
        os.environ["TRAINING_INSTANCE_DIR"] = str(folder)
        database.start()
        os.environ["DATABASE_URL"] = database.url
        try:
            cookies, events = fill_apart(max(size // EVENTS_A_CLASS - 1, 0))
            with served(database, folder) as server:
                measured = measure(server, cookies)
                return events, measured, server.megabytes()
        finally:
            database.stop()


def fill_apart(copies: int) -> tuple[dict[str, str], int]:
    """`fill` in a process of its own, for the settings are read when the application is imported."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        return one.submit(fill, copies).result()


def tell(engine: str, found: list[tuple[int, Measured, float]]) -> None:
    click.echo(f"\n{engine:20}" + "".join(f"{events:>14,} events" for events, _m, _b in found) + "   largest/smallest")
    for page in PAGES:
        times = [measured[page] for _events, measured, _megabytes in found]
        cells = "".join(f"{wall * 1000:>9.1f} / {spent * 1000:<9.1f}" for wall, spent in times)
        aim = f"   aim {AIMS[page]} ms of processor time" if page in AIMS else ""
        click.echo(f"{page:20}{cells}{times[-1][0] / times[0][0]:>12.2f}{aim}")
    click.echo(f"{'memory, MiB':20}" + "".join(f"{megabytes:>15.0f}      " for _e, _m, megabytes in found))


@click.command()
@click.option("--engine", type=click.Choice(["sqlite", "postgresql", "both"]), default="both", show_default=True)
@click.option("--size", "sizes", multiple=True, type=int, default=(10_000, 100_000, 1_000_000), show_default=True)
def main(engine: str, sizes: tuple[int, ...]) -> None:
    """Milliseconds until the answer / of processor time, by page and size of the database."""
    for name in ("sqlite", "postgresql") if engine == "both" else (engine,):
        tell(name, [run(name, size) for size in sizes])


if __name__ == "__main__":
    main()
