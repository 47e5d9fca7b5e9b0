"""A copy of the suite's database for tests whose connections must see what others have committed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import make_url

from core.db import db
from tests import engines


@contextmanager
def copied_database(app: Flask, engine_name: str, name: str, folder: Path) -> Iterator[str]:
    """The address of an empty copy on the engine of the test; gone afterwards."""
    with app.app_context():
        db.engine.dispose()
        if engine_name == "postgresql":
            url = engines.create_database(name, template="suite")
        else:
            url = engines.sqlite_url(folder)
            source, target = str(db.engine.url.database), str(make_url(url).database)
            with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
                old.backup(new)
    yield url
    if engine_name == "postgresql":
        engines.drop_database(name)
