"""Documents handed in as proof (证明材料): a certificate, a check report, a photo, an internal rule.

Their bytes stand in the database, so that one backup holds everything and no document outlives or misses its line.
A record refers to a stored file by a foreign key and decides who may open it; a stored file is never changed.
Personal papers (a medical note, a certificate of somebody) are kept encrypted: `keep_file(…, private=True)`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import CheckConstraint, Column, LargeBinary, String, delete, exists, false, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, deferred, mapped_column
from werkzeug.datastructures import FileStorage

from core import vault
from core.db import Base, db, utc_now
from core.uploads import MAX_BYTES, UploadFault, clean_name, judge_upload

PURPOSE = "stored_file.content"


class StoredFile(Base):
    """One document as it was handed in. `content` is what stands in the database; `plain` what was handed in."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("bytes > 0", name="is_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column("bytes")
    digest: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    encrypted: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_name: Mapped[str] = mapped_column(String(120), default="")
    handed_in_at: Mapped[datetime] = mapped_column(default=utc_now)

    @property
    def plain(self) -> bytes:
        """The bytes as they were handed in."""
        return vault.unseal_bytes(self.content, PURPOSE) if self.encrypted else self.content

    def encrypt(self) -> None:
        """Keep the bytes encrypted from now on; nothing about the document changes."""
        if not self.encrypted:
            self.content, self.encrypted = vault.seal_bytes(self.content, PURPOSE), True


class UploadRefused(Exception):
    """A document is not taken; `fault` says why."""

    def __init__(self, fault: UploadFault) -> None:
        super().__init__(fault)
        self.fault = fault


def read_upload(upload: FileStorage) -> tuple[str, bytes]:
    """Name and content of an uploaded file, read no further than one byte past the limit."""
    return upload.filename or "", upload.stream.read(MAX_BYTES + 1)


def keep_file(name: str, content: bytes, *, by_name: str, private: bool = False) -> StoredFile:
    """Judge a document by its content and keep it, a `private` one encrypted. Raises UploadRefused.

    Flushes, so that its id is known.
    """
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
        encrypted=False,
    )
    if private:
        stored.encrypt()
    db.session.add(stored)
    db.session.flush()
    return stored


def referring_columns() -> list[Column[int]]:
    """Every column of every table that refers to stored files, as the models say."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is StoredFile.__table__ for key in column.foreign_keys)
    ]


def remove_unused(before: datetime) -> int:
    """Remove files handed in before a moment that nothing refers to; says how many. The caller commits.

    Each is looked at again as it is deleted, and should a record come to refer to it in that very moment, the foreign
    key keeps it.
    """
    unused = [~exists().where(column == StoredFile.id) for column in referring_columns()]
    ids = list(db.session.scalars(select(StoredFile.id).where(StoredFile.handed_in_at < before, *unused)))
    removed = 0
    for number in ids:
        try:
            with db.session.begin_nested():
                gone = db.session.execute(delete(StoredFile).where(StoredFile.id == number, *unused))
        except IntegrityError:
            continue
        removed += gone.rowcount  # type: ignore[attr-defined]
    return removed


def hand_out(stored: StoredFile) -> ResponseReturnValue:
    """The document as a download. The caller has checked who asks. Nothing on the way keeps a private one."""
    answer = send_file(
        BytesIO(stored.plain), mimetype=stored.media_type, as_attachment=True, download_name=stored.file_name
    )
    if stored.encrypted:
        answer.headers["Cache-Control"] = "no-store"
    return answer
