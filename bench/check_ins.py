"""How many check-ins a second, beside the bare framework with one durable insert: `python -m bench.check_ins`.

The same crowd of 64 clients, server, threads and database for all four: the bare framework with a commit for each
request, the same with commits shared, the product, and the product with a commit for each request. Prints rate, time
until the answer (median and 95 of 100), processor time of the server for one request, and its memory.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from bench.faults.crowd import Line, post
from bench.faults.databases import Database, PostgresServer, SQLiteFile
from bench.faults.run import free_port
from bench.faults.server import Server
from bench.faults.subjects import Bare, Product
from bench.faults.taps import Tap, make_taps

CLIENTS, THREADS, PEOPLE, WINDOWS = 64, 16, 200, 50
Request = Callable[[Tap], bytes]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a crowd saw."""

    name: str
    rate: float
    median: float
    worst: float  # 95 of 100 are faster
    spent: float  # processor seconds of the server for one request
    megabytes: float


def rush(port: int, taps: list[Tap], request: Request, seconds: float) -> list[float]:
    """Sixty-four clients for so long, each a process-wide thread; seconds until each answer."""
    times: list[float] = []
    left, lock, end = iter(taps), threading.Lock(), time.monotonic() + seconds

    def work() -> None:
        line = Line(port, patience=60.0)  # a commit for each request lets some wait long
        while time.monotonic() < end:
            with lock:
                tap = next(left, None)
            if tap is None:
                break
            message, begun = request(tap), time.perf_counter()
            status, body = line.ask(message)
            times.append(time.perf_counter() - begun)
            if status != 200 or b"accepted" not in body:
                raise RuntimeError(f"{status}: {body[:200]!r}")
        line.hang_up()

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return times


def measure(name: str, server: Server, taps: list[Tap], request: Request, seconds: float) -> Measured:
    """Start the server, let it warm up, and measure."""
    server.start()
    try:
        rush(server.port, taps[:400], request, 1)
        spent, begun = server.seconds(), time.monotonic()
        times = sorted(rush(server.port, taps[400:], request, seconds))
        took = time.monotonic() - begun
        cost = (server.seconds() - spent) / len(times)
        middle, worst = times[len(times) // 2], times[len(times) * 95 // 100]
        return Measured(name, len(times) / took, middle, worst, cost, server.megabytes())
    finally:
        server.kill()


def all_four(engine: str, seconds: float) -> list[Measured]:
    """The four on one database server."""
    with tempfile.TemporaryDirectory(prefix="check-ins-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "clock").write_text("0")
        (folder / "site").mkdir()
        database: Database = SQLiteFile(folder) if engine == "sqlite" else PostgresServer(folder / "server")
        database.start()
        try:
            return [*_bare(database, folder, seconds), *_product(database, folder, seconds)]
        finally:
            database.stop()


def _bare(database: Database, folder: Path, seconds: float) -> list[Measured]:
    workers = 1 if database.engine == "sqlite" else 2
    subject = Bare(database.url, folder, THREADS, workers)
    subject.prepare(1, 1)
    found = []
    for path, name in (("/row-alone", "bare, own commit"), ("/row", "bare, shared commit")):
        taps = make_taps(range(400), range(PEOPLE), 80_000, seed=len(path))
        port = free_port()
        server = Server(subject.command(port), port, subject.environment, folder / "server.log", subject.ready)
        good = [tap for tap in taps if not tap.is_faulty]
        found.append(
            measure(name, server, good, lambda tap, path=path: post(path, {"client_id": tap.client_id}), seconds)
        )
    return found


def _product(database: Database, folder: Path, seconds: float) -> list[Measured]:
    subject = Product(database.url, folder)
    windows, people = subject.prepare(2 * WINDOWS, PEOPLE)
    taps = [tap for tap in make_taps(windows, people, len(windows) * PEOPLE, seed=1) if not tap.is_faulty]
    found = []
    half = len(taps) // 2
    for plant, name, share in (("alone", "check-in, own commit", taps[:half]), ("", "check-in", taps[half:])):
        port = free_port()
        environment = {**subject.environment, "BENCH_PLANT": plant, "BENCH_FAULTY": "", "BENCH_CLOCK": ""}
        server = Server(subject.command(port), port, environment, folder / "server.log", subject.ready)
        found.append(measure(name, server, share, subject.request, seconds))
    return found


def tell(engine: str, found: list[Measured]) -> None:
    click.echo(f"\n{engine:24}{'a second':>10}{'median ms':>11}{'95 % ms':>10}{'CPU ms':>9}{'MiB':>7}")
    for one in found:
        click.echo(
            f"{one.name:24}{one.rate:>10.0f}{one.median * 1000:>11.1f}{one.worst * 1000:>10.1f}"
            f"{one.spent * 1000:>9.2f}{one.megabytes:>7.0f}"
        )
    alone, bare, single, product = found
    click.echo(
        f"  a check-in reaches {product.rate / bare.rate:.0%} of the bare insert (aim 60 %); sharing commits makes the "
        f"bare insert {bare.rate / alone.rate:.1f} times, the check-in {product.rate / single.rate:.1f} times as fast"
    )


@click.command()
@click.option("--engine", type=click.Choice(["sqlite", "postgresql", "both"]), default="both", show_default=True)
@click.option("--seconds", default=8.0, show_default=True, help="of each of the four")
def main(engine: str, seconds: float) -> None:
    """Check-ins a second."""
    for name in ("sqlite", "postgresql") if engine == "both" else (engine,):
        tell(name, all_four(name, seconds))


if __name__ == "__main__":
    main()
