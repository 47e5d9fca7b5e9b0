"""Runs migrations inside the application's context: `flask db upgrade`, `flask db downgrade`, `flask db check`."""

from __future__ import annotations

from alembic import context
from flask import current_app

from core.db import Base, db

settings = current_app.extensions["migrate"].configure_args


def run_offline() -> None:
    """Print the SQL instead of running it."""
    context.configure(url=str(db.engine.url), target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """Run on the configured database."""
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, **settings)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
