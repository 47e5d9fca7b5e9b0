"""`flask encrypt-proofs`: once after an update, for papers that were handed in before they were kept encrypted."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import text

from core.db import db
from sessions import proofs


@click.command("encrypt-proofs")
@with_appcontext
def encrypt_proofs() -> None:
    """Encrypt proofs of leave, appeals, claims and later examinations that are still kept in the clear."""
    sqlite = db.engine.dialect.name == "sqlite"
    if sqlite:
        db.session.execute(text("PRAGMA secure_delete = ON"))  # what is overwritten is not left in free pages
    done = 0
    for _number in proofs.encrypt_all():
        db.session.commit()
        done += 1
    click.echo(f"{done} encrypted")
    if done:
        click.echo("Backups made before still hold these papers as they were.")


COMMANDS = (encrypt_proofs,)
