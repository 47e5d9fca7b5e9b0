"""Uploads that nobody has put on record are removed after some days, by every site once in a while."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from accounts import audit
from core.db import db, utc_now
from core.stored_files import remove_unused

EVERY = timedelta(hours=6)
LEAST_DAYS = 2  # what was handed in today may still be put on record


def remove_unused_files() -> int:
    """Remove what nothing refers to and was handed in too many days ago (UNUSED_FILE_DAYS). Commits; says how many."""
    days = max(LEAST_DAYS, int(current_app.config["UNUSED_FILE_DAYS"]))
    removed = remove_unused(utc_now() - timedelta(days=days))
    if removed:
        audit.record("jobs.files_removed", by=None, subject=("stored_file", ""), count=str(removed))
    db.session.commit()
    return removed
