"""Opening a personal paper: whoever does, learners their own as well, is on record."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts import audit
from core.db import db
from core.stored_files import StoredFile, hand_out


def open_proof(stored: StoredFile, *, of: tuple[str, int], institution_id: int | None) -> ResponseReturnValue:
    """The paper as a download, and an entry in the audit trail. The caller has checked who asks."""
    answer = hand_out(stored)
    by = current_user._get_current_object()
    audit.record("sessions.proof_opened", by=by, subject=of, institution_id=institution_id, file=stored.id)
    db.session.commit()
    return answer
