"""What the pages of teachers share."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from core.stored_files import StoredFile, hand_out, read_upload
from trainer import queries
from trainer.models import Institution, Teacher
from trainer.teaching.actions import Upload
from trainer.views import institution_or_404


def teacher_or_404(institution: Institution, teacher_id: int) -> Teacher:
    """The teacher of the address, if it is one of that institution."""
    return queries.teacher_of(institution.id, teacher_id) or abort(404)


def both_or_404(institution_id: int, teacher_id: int) -> tuple[Institution, Teacher]:
    """Institution and teacher of the address, if they are in scope and belong together."""
    institution = institution_or_404(institution_id)
    return institution, teacher_or_404(institution, teacher_id)


def upload_of(field_data: FileStorage | None) -> Upload | None:
    """Name and content of the document that was handed in, if there is one."""
    return read_upload(field_data) if field_data else None


def document(stored: StoredFile | None) -> ResponseReturnValue:
    """The document as a download; 404 where there is none."""
    return hand_out(stored) if stored else abort(404)
