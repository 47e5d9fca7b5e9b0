"""Documents handed in as proof (证明材料): a certificate, a check report, a photo, an internal rule.

Their bytes stand in the database, so that one backup holds everything and no document outlives or misses its line.
A record refers to a stored file by a foreign key and decides who may open it; a stored file is never changed.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column
from werkzeug.datastructures import FileStorage

from core.db import Base, db, utc_now
from core.uploads import MAX_BYTES, UploadFault, clean_name, judge_upload


class StoredFile(Base):
    """One document as it was handed in."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("bytes > 0", name="is_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column("bytes")
    digest: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    handed_in_at: Mapped[datetime] = mapped_column(default=utc_now)


class UploadRefused(Exception):
    """A document is not taken; `fault` says why."""

    def __init__(self, fault: UploadFault) -> None:
        super().__init__(fault)
        self.fault = fault


def read_upload(upload: FileStorage) -> tuple[str, bytes]:
    """Name and content of an uploaded file, read no further than one byte past the limit."""
    return upload.filename or "", upload.stream.read(MAX_BYTES + 1)


def keep_file(name: str, content: bytes, *, by_name: str) -> StoredFile:
    """Judge a document by its content and keep it. Raises UploadRefused. Flushes, so that its id is known."""
    judged = judge_upload(name, content)
    if judged.kind is None:
        raise UploadRefused(judged.fault or UploadFault.UNKNOWN_KIND)
    stored = StoredFile(
        file_name=clean_name(name, judged.kind),
        media_type=judged.kind.media_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        by_name=by_name,
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def hand_out(stored: StoredFile) -> ResponseReturnValue:
    """The document as a download. The caller has checked who asks."""
    return send_file(
        BytesIO(stored.content), mimetype=stored.media_type, as_attachment=True, download_name=stored.file_name
    )
