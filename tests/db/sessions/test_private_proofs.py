"""Medical notes and other personal papers stand encrypted in the database; those from before by a command."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.stored_files import StoredFile, keep_file
from core.vault import VaultError
from sessions.absence.models import AbsenceFile
from tests.unit.core.test_uploads import pdf

NOTE = pdf() + "\n% 诊断：急性阑尾炎".encode()


def on_disk(session, number):
    raw = session.connection().execute(text("SELECT content FROM stored_file WHERE id = :id"), {"id": number}).scalar()
    return bytes(raw)


def test_a_personal_paper_is_encrypted_and_reads_as_it_was_handed_in(in_app):
    private = keep_file("病历.pdf", NOTE, by_name="王芳", private=True)
    other = keep_file("通知.pdf", NOTE, by_name="李静")
    assert "急性阑尾炎".encode() in on_disk(in_app, other.id)
    for word in ("急性阑尾炎".encode(), b"%PDF"):
        assert word not in on_disk(in_app, private.id)
    assert (private.plain, other.plain, private.size, private.digest) == (NOTE, NOTE, len(NOTE), other.digest)


def test_the_bytes_are_of_no_use_in_another_column_or_changed(in_app):
    private = keep_file("病历.pdf", NOTE, by_name="王芳", private=True)
    private.content = private.content[:-1] + bytes([private.content[-1] ^ 1])
    with pytest.raises(VaultError):
        _ = private.plain


def test_proofs_from_before_are_encrypted_by_a_command_and_nothing_else_is(make, run_command, db_session):
    old, other = make.StoredFile(content=NOTE), make.StoredFile(content=NOTE)
    db_session.add(AbsenceFile(file_id=old.id, request_id=make.LeaveRequest().id))
    db_session.commit()
    assert run_command("encrypt-proofs").output.startswith("1 encrypted\n")
    assert run_command("encrypt-proofs").output == "0 encrypted\n"
    found = {one: db_session.get_one(StoredFile, one) for one in (old.id, other.id)}
    assert [(one.encrypted, one.plain) for one in found.values()] == [(True, NOTE), (False, NOTE)]
    assert "急性阑尾炎".encode() not in on_disk(db_session, old.id)
