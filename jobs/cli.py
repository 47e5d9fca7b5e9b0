"""`flask work`: run long work in a process of its own; `flask remove-unused-files`."""

from __future__ import annotations

import threading

import click
from flask import current_app
from flask.cli import with_appcontext

from jobs import runner, tidying


@click.command("work")
@click.option("--once", is_flag=True, help="Run what waits now, then end.")
@with_appcontext
def work(once: bool) -> None:
    """Run long work here, for servers with TRAINING_JOBS=apart. On SQLite use it only while no server runs."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        click.echo(f"{runner.run_waiting(app)} done")
        return
    stop = runner.start(app)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        stop.set()


@click.command("remove-unused-files")
@with_appcontext
def remove_unused_files() -> None:
    """Remove uploads that nobody has put on record for some days (TRAINING_UNUSED_FILE_DAYS)."""
    click.echo(f"{tidying.remove_unused_files()} removed")


COMMANDS = (work, remove_unused_files)
