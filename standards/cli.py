"""`flask standards …`: the shipped rule-sets."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from core.db import db
from standards import actions
from standards.toml_files import RuleSetFileFaulty

group = AppGroup("standards", help="Load and list rule-sets.")


@group.command("load")
def load() -> None:
    """Load every shipped rule-set version that is not in the database yet."""
    try:
        added = actions.load_shipped()
    except actions.VersionChanged as changed:
        raise click.ClickException(f"{changed} is loaded with other content; give it a new version number") from changed
    except RuleSetFileFaulty as fault:
        raise click.ClickException(str(fault)) from fault
    db.session.commit()
    click.echo(f"{added} rule-set version(s) loaded")


COMMANDS = (group,)
