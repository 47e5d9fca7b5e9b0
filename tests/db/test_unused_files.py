"""Uploads that nobody has put on record are removed after some days; what a record refers to never is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, inspect
from sqlalchemy.exc import IntegrityError

from accounts.models import AuditEntry
from core import stored_files
from core.db import db, utc_now
from core.stored_files import StoredFile, referring_columns
from jobs.ticks import ticks_of
from jobs.tidying import remove_unused_files

LONG_AGO = timedelta(days=30)


def left(db_session):
    db_session.expire_all()
    return {one.file_name for one in db_session.query(StoredFile)}


def test_every_foreign_key_of_the_database_is_known_and_refuses(in_app):
    known = {(column.table.name, column.name) for column in referring_columns()}
    looked = inspect(db.session.connection())
    keys = [(table, key) for table in looked.get_table_names() for key in looked.get_foreign_keys(table)]
    mine = [(table, key) for table, key in keys if key["referred_table"] == "stored_file"]
    assert {(table, key["constrained_columns"][0]) for table, key in mine} == known
    assert len(known) >= 12
    assert [key for _table, key in mine if key["options"].get("ondelete")] == []


def test_only_old_files_without_a_record_are_removed(make, in_app, db_session, app):
    long_ago = utc_now() - LONG_AGO
    make.StoredFile(file_name="old.pdf", handed_in_at=long_ago)
    make.StoredFile(file_name="new.pdf")
    make.PostHolding(file=make.StoredFile(file_name="post.pdf", handed_in_at=long_ago))
    make.DocumentVersion(file=make.StoredFile(file_name="rule.pdf", handed_in_at=long_ago))
    db_session.commit()
    assert remove_unused_files() == 1
    assert left(db_session) == {"new.pdf", "post.pdf", "rule.pdf"}
    assert db_session.query(AuditEntry).one().detail == {"count": "1"}
    assert remove_unused_files() == 0
    assert "jobs.unused_files" in ticks_of(app)


def test_a_day_that_is_set_too_short_is_not_taken_at_its_word(make, in_app, db_session, app, monkeypatch):
    monkeypatch.setitem(app.config, "UNUSED_FILE_DAYS", 0)
    make.StoredFile(file_name="yesterday.pdf", handed_in_at=utc_now() - timedelta(days=1))
    db_session.commit()
    assert remove_unused_files() == 0


def test_a_record_that_comes_in_the_last_moment_keeps_its_file(make, in_app, db_session, monkeypatch):
    """As if nothing were known of posts: the foreign key has the last word, and the others are removed."""
    long_ago = utc_now() - LONG_AGO
    held = make.PostHolding(file=make.StoredFile(file_name="post.pdf", handed_in_at=long_ago))
    make.StoredFile(file_name="old.pdf", handed_in_at=long_ago)
    db_session.commit()
    known = [column for column in referring_columns() if column.table.name != "post_holding"]
    monkeypatch.setattr(stored_files, "referring_columns", lambda: known)
    assert remove_unused_files() == 1
    assert left(db_session) == {"post.pdf"}
    with pytest.raises(IntegrityError):
        db_session.execute(delete(StoredFile).where(StoredFile.id == held.file_id))
