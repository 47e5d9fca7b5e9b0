"""Pages of attendance and hours with ten thousand, a hundred thousand and a million events in the database.

`python -m bench.pages` starts the real server on each, twice: one that keeps nothing and makes every page anew, and one
as it is delivered, which keeps a page until something of the class changes. It asks one page after another, and prints
the time until the answer, the processor time of the server for one request, and its memory. Both must say the same. A
page is about one class of 50 learners and 40 sessions, so what the rest of the database holds should not matter: the
last columns say how much it does, by the clock and in processor time. `--keep` names a folder in which SQLite databases
stay for the next run (they depend on the schema: throw it away after a migration).
"""

from __future__ import annotations

import io
import json
import os
import re
import statistics
import sys
import tempfile
import time
import zipfile
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
# Processor time, ms.
AIMS = {"learner's hours": 4.6, "hours of the class": 4.6, "grid of the class": 9.0, "grid as a workbook": 27.0}
STATES = {"made anew": "0", "kept": "32"}  # and the megabytes for what is kept
ASKED = {"made anew": 15, "kept": 60}
WARM = 16  # each process makes what it keeps
CHANGING = re.compile(rb'value="[^"]*"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d')  # tokens of forms, times of messages
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


def measure(server: Server, cookies: dict[str, str], times: int) -> tuple[Measured, dict[str, object]]:
    """Ask each page again and again, one at a time; what was measured, and what the pages say."""
    line = Line(server.port)
    found: Measured = {}
    said: dict[str, object] = {}
    for page, (who, path) in PAGES.items():
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies[who]}\r\n\r\n".encode()
        for _ in range(WARM):
            status, body = line.ask(request)
            if status != 200:
                raise RuntimeError(f"{page}: {status}")
        said[page] = substance(body)
        taken, spent = [], server.seconds()
        for _ in range(times):
            begun = time.perf_counter()
            line.ask(request)
            taken.append(time.perf_counter() - begun)
        found[page] = statistics.median(taken), (server.seconds() - spent) / times
    line.hang_up()
    return found, said


def substance(body: bytes) -> object:
    """What a page or a workbook says, without tokens and the time of writing."""
    if not body.startswith(b"PK"):
        return CHANGING.sub(b"", body)
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return {one.filename: one.CRC for one in book.infolist() if one.filename.startswith("xl/")}


def run(engine: str, size: int, keep: Path | None) -> tuple[int, dict[str, Measured], dict[str, float]]:
    """One database of that size: events, and for a server that keeps pages and one that does not: times, megabytes."""
    with tempfile.TemporaryDirectory(prefix="pages-") as name:
        folder = keep / str(size) if keep and engine == "sqlite" else Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        database: Database = SQLiteFile(folder) if engine == "sqlite" else PostgresServer(folder / "server")
        os.environ["TRAINING_INSTANCE_DIR"] = str(folder)
        database.start()
        os.environ["DATABASE_URL"] = database.url
        try:
            cookies, events = filled(folder / "cookies.json", max(size // EVENTS_A_CLASS - 1, 0))
            return events, *compare(database, folder, cookies)
        finally:
            database.stop()


def filled(known: Path, copies: int) -> tuple[dict[str, str], int]:
    """Cookies and number of events of a database that is filled here, or was by an earlier run."""
    if not known.exists():
        known.write_text(json.dumps(fill_apart(copies)))
    cookies, events = json.loads(known.read_text())
    return cookies, events


def compare(database: Database, folder: Path, cookies: dict[str, str]) -> tuple[dict[str, Measured], dict[str, float]]:
    """Both servers, one after the other; raises where their pages differ."""
    found, megabytes, pages = {}, {}, []
    for state, room in STATES.items():
        os.environ["TRAINING_KEPT_MB"] = room
        with served(database, folder) as server:
            found[state], said = measure(server, cookies, ASKED[state])
            megabytes[state] = server.megabytes()
        pages.append(said)
    for page in PAGES:
        if pages[0][page] != pages[1][page]:
            raise RuntimeError(f"{page}: what is kept differs from what is made anew")
    return found, megabytes


def fill_apart(copies: int) -> tuple[dict[str, str], int]:
    """`fill` in a process of its own, for the settings are read when the application is imported."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        return one.submit(fill, copies).result()


def tell(engine: str, found: list[tuple[int, dict[str, Measured], dict[str, float]]]) -> None:
    click.echo(f"\n{engine:32}" + "".join(f"{events:>12,} events" for events, _m, _b in found) + "   largest/smallest")
    for page in PAGES:
        for state in STATES:
            times = [measured[state][page] for _events, measured, _megabytes in found]
            cells = "".join(f"{wall * 1000:>9.1f} / {spent * 1000:<7.1f}" for wall, spent in times)
            growth = " / ".join(
                f"{last / max(first, 1e-9):.2f}" for first, last in zip(times[0], times[-1], strict=True)
            )
            aim = f"   aim {AIMS[page]} ms of processor time" if state == "kept" else ""
            click.echo(f"{page:20}{state:12}{cells}   {growth}{aim}")
    for state in STATES:
        cells = "".join(f"{megabytes[state]:>13.0f}      " for _events, _measured, megabytes in found)
        click.echo(f"{'memory, MiB':20}{state:12}{cells}   aim 250")


@click.command()
@click.option("--engine", type=click.Choice(["sqlite", "postgresql", "both"]), default="both", show_default=True)
@click.option("--size", "sizes", multiple=True, type=int, default=(10_000, 100_000, 1_000_000), show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for the SQLite databases, used again next time.")
def main(engine: str, sizes: tuple[int, ...], keep: Path | None) -> None:
    """Milliseconds until the answer / of processor time, by page and size of the database."""
    for name in ("sqlite", "postgresql") if engine == "both" else (engine,):
        tell(name, [run(name, size, keep) for size in sizes])


if __name__ == "__main__":
    main()
