"""One run: prepare, let the crowd loose, inject faults on its way, and hold journal against database."""

from __future__ import annotations

import random
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import click

from bench.faults.checker import faults_in, report
from bench.faults.crowd import Crowd, Journal
from bench.faults.databases import Database, PostgresServer, SmallDisk, SQLiteFile
from bench.faults.server import Server
from bench.faults.subjects import SUBJECTS
from bench.faults.taps import make_taps

CLOCKS = (300, -3600, 0)  # seconds by which the server's clock goes wrong, in turn
DISK = {"sqlite": 64, "postgresql": 256}  # megabytes
STALLED = 120.0  # seconds without an acknowledgement after which a run is given up


class Plan(NamedTuple):
    """What a run does."""

    engine: str = "sqlite"
    subject: str = "bare"
    taps: int = 10_000
    clients: int = 64
    server_kills: int = 100
    database_kills: int = 100
    full_disks: int = 20
    full_for: float = 3.0
    plant: str = ""
    seed: int = 1
    people: int = 200


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    injected: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    kept: int = 0
    crowd: Crowd | None = None
    full: int = 0  # requests refused or broken off while the disk was full
    through: int = 0  # acknowledged while it was


class Run:
    """The parts of a run and the faults that are done to them."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.folder = plan, folder
        self.chance = random.Random(plan.seed)
        self.disk = SmallDisk(folder / "disk", DISK[plan.engine]) if plan.full_disks and can_mount() else None
        home = folder / "disk" / "instance" if self.disk else folder / "instance"
        self.database: Database = SQLiteFile(home) if plan.engine == "sqlite" else PostgresServer(home)
        self.clock = folder / "clock"
        self.clock.write_text("0")
        self.outcome = Outcome()

    def go(self) -> Outcome:
        plan = self.plan
        self.database.start()
        (self.folder / "site").mkdir()
        subject = SUBJECTS[plan.subject](self.database.url, self.folder)
        windows, people = subject.prepare(-(-plan.taps // plan.people), plan.people)
        taps = make_taps(windows, people, plan.taps, plan.seed)
        port = free_port()
        environment = {**subject.environment, "BENCH_PLANT": plan.plant}
        self.server = Server(subject.command(port), port, environment, self.folder / "server.log", subject.ready)
        self.server.start()
        journal = Journal(self.folder / "journal")
        self.crowd = self.outcome.crowd = Crowd(taps, subject, journal, port, plan.clients)
        begun = time.monotonic()
        self.crowd.start()
        self.inject()
        self.outcome.seconds = time.monotonic() - begun
        self.server.kill()
        self.database.revive()
        kept, counted = subject.kept()
        self.outcome.kept = len(kept)
        self.outcome.faults = faults_in(taps, journal.lines(), kept, counted)
        return self.outcome

    def inject(self) -> None:
        """Do one fault after another, evenly over the taps, while clients are at work; then wait for the crowd."""
        faults = list(self.faults())
        self.chance.shuffle(faults)
        step = self.plan.taps / (len(faults) + 1)
        for number, (name, fault) in enumerate(faults, 1):
            self.crowd.leash = int(step * (number + 1))  # enough to be at work while the fault happens
            if not self.wait_for(int(step * number)):
                break
            time.sleep(self.chance.random() * 0.02)
            fault()
            self.outcome.injected[name] += 1
        self.crowd.leash = 2 * self.plan.taps  # faulty ones come on top
        self.wait_for(self.plan.taps)

    def faults(self) -> Iterator[tuple[str, Callable[[], None]]]:
        plan = self.plan
        for number in range(plan.server_kills):
            yield ("worker killed", self.kill_worker) if number % 4 == 3 else ("server killed", self.kill_server)
        for number in range(plan.database_kills if plan.engine == "postgresql" else 0):
            yield ("backend killed", self.kill_backend) if number % 2 else ("postmaster killed", self.kill_postmaster)
        for _number in range(plan.full_disks):
            yield "disk full", self.fill_disk
        for number in range(6 if plan.subject == "product" else 0):
            yield "server's clock set wrong", lambda wrong=CLOCKS[number % 3]: self.set_clock(wrong)

    def wait_for(self, acknowledged: int) -> bool:
        """Wait until so many taps are through; False when nobody is at work any more."""
        last, since = self.crowd.acknowledged, time.monotonic()
        while self.crowd.acknowledged < acknowledged and self.crowd.is_busy():
            time.sleep(0.002)
            if self.crowd.acknowledged != last:
                last, since = self.crowd.acknowledged, time.monotonic()
            elif time.monotonic() - since > STALLED:
                self.crowd.stop()
                return False
        while acknowledged == self.plan.taps and self.crowd.is_busy():
            time.sleep(0.01)
        return self.crowd.is_busy()

    def kill_server(self) -> None:
        self.server.kill()
        self.server.start()

    def kill_worker(self) -> None:
        self.server.kill_worker()

    def kill_postmaster(self) -> None:
        if isinstance(self.database, PostgresServer):
            self.database.kill()
            self.database.revive()

    def kill_backend(self) -> None:
        if isinstance(self.database, PostgresServer):
            self.database.kill_backend(self.chance)
            self.database.revive()

    def fill_disk(self) -> None:
        before, through = sum(self.crowd.rude.values()) + self.crowd.troubles, self.crowd.acknowledged
        self.database.use_up_room()
        self.disk.fill() if self.disk else self.server.choke(0)
        end = time.monotonic() + self.plan.full_for
        while time.monotonic() < end:
            self.database.use_up_room()
            if self.disk:
                self.disk.fill()
            time.sleep(0.02)
        self.disk.empty() if self.disk else self.server.choke(-1)
        self.outcome.full += sum(self.crowd.rude.values()) + self.crowd.troubles - before
        self.outcome.through += self.crowd.acknowledged - through
        self.database.revive()

    def set_clock(self, wrong: float) -> None:
        self.clock.write_text(str(wrong))

    def end(self) -> None:
        """Leave nothing behind."""
        if hasattr(self, "server"):
            self.server.kill()
        self.database.stop()
        if self.disk:
            self.disk.remove()


def can_mount() -> bool:
    """Whether this account may mount a file system of its own."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            SmallDisk(Path(folder), 1).remove()
    except Exception:
        return False
    return True


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


@contextmanager
def run_in(folder: Path, plan: Plan) -> Iterator[Run]:
    run = Run(plan, folder)
    try:
        yield run
    finally:
        run.end()


def carry_out(plan: Plan) -> Outcome:
    """One run in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        Path(folder).chmod(0o755)
        with run_in(Path(folder), plan) as run:
            return run.go()


def tell(plan: Plan, outcome: Outcome) -> None:
    crowd = outcome.crowd
    if crowd is None:
        return
    times = sorted(crowd.seconds)
    done = ", ".join(f"{name} {count}" for name, count in sorted(outcome.injected.items())) or "no fault"
    click.echo(
        f"{plan.subject} on {plan.engine}, {plan.clients} clients{f', planted: {plan.plant}' if plan.plant else ''}"
    )
    click.echo(f"  injected: {done}")
    click.echo(
        f"  {crowd.acknowledged} acknowledged in {outcome.seconds:.0f} s, {outcome.kept} kept; broken connections "
        f"{crowd.troubles}, other answers {dict(sorted(crowd.rude.items()))}"
    )
    if outcome.injected["disk full"]:
        click.echo(f"  while the disk was full: {outcome.full} not acknowledged, {outcome.through} acknowledged")
    click.echo(f"  until acknowledged: median {times[len(times) // 2]:.3f} s, longest {times[-1]:.1f} s")
    click.echo(report(outcome.faults) if outcome.faults else "  nothing lost, nothing counted twice")


@click.command()
@click.option("--engine", type=click.Choice(["sqlite", "postgresql", "both"]), default="both", show_default=True)
@click.option("--subject", type=click.Choice(sorted(SUBJECTS)), default="bare", show_default=True)
@click.option("--taps", default=10_000, show_default=True)
@click.option("--clients", default=64, show_default=True)
@click.option("--server-kills", default=100, show_default=True, help="three of four the server, one of four a worker")
@click.option("--database-kills", default=100, show_default=True, help="PostgreSQL: postmaster and backend in turn")
@click.option("--full-disks", default=20, show_default=True)
@click.option("--full-for", default=3.0, show_default=True, help="seconds")
@click.option("--plant", default="", help="a fault to plant: early, savepoint, neighbours or client-id")
@click.option("--seed", default=1, show_default=True)
def main(engine: str, **options: object) -> None:
    """Ten thousand check-ins under fire; ends with 1 where something was lost or counted twice."""
    failed = False
    for name in ("sqlite", "postgresql") if engine == "both" else (engine,):
        plan = Plan(engine=name, **options)  # type: ignore[arg-type]
        outcome = carry_out(plan)
        tell(plan, outcome)
        failed |= bool(outcome.faults)
    raise SystemExit(failed)
