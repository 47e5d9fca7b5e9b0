"""`flask remind`: tell people what is due, and send what waits; for sites that run it from a timer of their own."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from messages import reminders, sending


@click.command("remind")
@with_appcontext
def remind() -> None:
    """Tell people what is due, and send what waits to go out. Servers do both by themselves every few minutes."""
    outcome = reminders.remind_all()
    for name, done in outcome.items():
        click.echo(f"{name}\t{'done' if done else 'failed'}")
    click.echo(f"{sending.send_due()} sent")
    if not all(outcome.values()):
        raise click.ClickException("a reminder failed; the log says why")


COMMANDS = (remind,)
