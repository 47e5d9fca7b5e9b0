"""The database as the migrations want it: prepared on first use, checked afterwards."""

from __future__ import annotations

import logging

from flask_migrate import upgrade
from sqlalchemy import inspect

from core.db import db, will_write


def is_prepared() -> bool:
    """Whether migrations have ever been run on this database. Only looks, so that it need not wait for a writer."""
    kept = will_write.set(False)
    try:
        return inspect(db.engine).has_table("alembic_version")
    finally:
        will_write.reset(kept)


def prepare() -> bool:
    """Run the migrations on a database that has none yet. Returns whether that was needed.

    A database that has migrations is left alone: bringing it up to date is a decision (`flask db upgrade`).
    """
    if is_prepared():
        return False
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    return True
