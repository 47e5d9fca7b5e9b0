"""`flask serve`: the server that comes with the product, granian where it exists, waitress elsewhere."""

from __future__ import annotations

import gc
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

RESPAWN_SECONDS = 1.0  # a process that dies is replaced
MOST_ENDS = 5  # the server gives up after so many ends within
ENDS_WITHIN = 60.0  # seconds: beginning anew does not mend it


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=int)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve the pages: one process on SQLite, where only one may write; TRAINING_WORKERS of them on PostgreSQL."""
    click.echo(f"http://{host}:{port}")
    threads = current_app.config["THREADS"]
    workers = current_app.config["WORKERS"] if current_app.config["SQLALCHEMY_DATABASE_URI"].startswith("post") else 1
    if sys.platform == "win32":
        _serve_with_waitress(host, port, threads)
    else:
        _serve_with_granian(host, port, threads, workers)


def _serve_with_waitress(host: str, port: int, threads: int) -> None:
    import waitress

    for start in current_app.extensions.get("at_serving", ()):
        start(current_app._get_current_object())  # type: ignore[attr-defined]
    waitress.serve(current_app._get_current_object(), host=host, port=port, threads=threads)  # type: ignore[attr-defined]


def _serve_with_granian(host: str, port: int, threads: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    static = Path(current_app.static_folder or "static")

    def serve_once() -> None:
        Granian(
            "app:create_server",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            respawn_failed_workers=True,
            respawn_interval=RESPAWN_SECONDS,
            factory=True,
            static_path_route=["/static"],
            static_path_mount=[static],
            log_level=LogLevels.error,
        ).serve()

    serve_again(serve_once)


def serve_again(serve_once: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
    """Serve until told to stop; granian ends by itself when a process dies twice within seconds, and then begins anew.

    SystemExit of `serve_once` is passed on when the server has ended MOST_ENDS times within ENDS_WITHIN seconds.
    """
    ends: list[float] = []
    while True:
        try:
            serve_once()
        except SystemExit as end:
            now = clock()
            ends = [*(one for one in ends if now - one < ENDS_WITHIN), now]
            if not end.code or len(ends) >= MOST_ENDS:
                raise
            logging.getLogger("granian").error("the server ended and begins anew")
        else:
            return


def settle_memory() -> None:
    """What has been imported stays: the collector need not look at it again after every few hundred objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


COMMANDS = (serve,)
