"""The yearly account comes and goes with rows in the tables, and the ledger of classes stays as it was and guarded."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from core.db import db
from tests.db.test_migrations import FOLDER, empty
from tests.factories import Make

__all__ = ["empty"]  # the fixture: an application on a database without a single table


def before_the_account() -> str:
    """The revision below the one that brought the account."""
    scripts = ScriptDirectory(str(FOLDER)).walk_revisions()
    mine = next(one for one in scripts if Path(one.path).stem.endswith("_yearly_account"))
    return str(mine.down_revision)


def test_down_and_up_again_with_rows_leaves_the_ledger_of_classes_as_it_was(empty):
    upgrade(str(FOLDER))
    with Session(db.engine) as session:
        make = Make(session)
        make.HourPosting()
        make.AccountPosting()
        make.YearTotal()
        make.HourAdjustment()
    everything = text("SELECT * FROM hour_posting")
    with db.engine.connect() as connection:
        kept = connection.execute(everything).all()
    downgrade(str(FOLDER), revision=before_the_account())
    assert not inspect(db.engine).has_table("account_posting")
    upgrade(str(FOLDER))
    with db.engine.connect() as connection:
        assert connection.execute(everything).all() == kept
        for table in ("hour_posting", "account_posting"):
            assert inspect(connection).has_table(table)
        with pytest.raises(DatabaseError, match="append_only"):
            connection.execute(text("UPDATE hour_posting SET hours = 0"))
