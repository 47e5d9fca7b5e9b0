"""Writing the question bank: a wording is added, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from accounts.rules import Permission
from core.db import db, utc_now
from core.stored_files import StoredFile
from jobs.actions import start_job
from jobs.models import Job
from sessions.questions import queries
from sessions.questions.models import Question, QuestionImport, QuestionVersion
from sessions.questions.rules.cells import Read
from sessions.questions.rules.documents import mark_same
from sessions.questions.rules.questions import QuestionState, QuestionText, fingerprint
from sessions.questions.rules.stored import from_plain, good, mistakes, to_plain
from trainer.models import Institution

READING = "questions.read"  # the kind of the job


class ChangedMeanwhile(Exception):
    """Somebody else was faster."""


class NothingToTake(Exception):
    """No question of the file may be taken."""


class HasMistakes(Exception):
    """All or nothing was asked for, and there are mistakes; `count` rows have some."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def add_question(
    institution_id: int, text: QuestionText, *, state: QuestionState, by: User, source_import: int | None = None
) -> Question:
    """A new question with its first version. Raises ChangedMeanwhile when its number is taken at the same moment."""
    question = Question(
        institution_id=institution_id,
        import_id=source_import,
        number=queries.next_number(institution_id),
        state=state,
        versions=[],
    )
    try:
        with db.session.begin_nested():
            db.session.add(question)
    except IntegrityError as taken:
        raise ChangedMeanwhile from taken
    _add_version(question, text, 1, reason="", by=by)
    _note("sessions.question_added", question, by, code=question.code)
    return question


def reword(question: Question, text: QuestionText, *, seen: int, reason: str, by: User) -> QuestionVersion:
    """A new version. Raises ChangedMeanwhile when version `seen` is no longer the newest."""
    if question.newest != seen:
        raise ChangedMeanwhile
    try:
        with db.session.begin_nested():
            version = _add_version(question, text, seen + 1, reason=reason, by=by)
    except IntegrityError as taken:
        raise ChangedMeanwhile from taken
    question.newest = version.number
    db.session.flush()
    _note("sessions.question_reworded", question, by, code=question.code, version=version.number, reason=reason)
    return version


def _add_version(question: Question, text: QuestionText, number: int, *, reason: str, by: User) -> QuestionVersion:
    version = _version_of(text, by)
    version.question_id, version.number, version.reason = question.id, number, reason
    db.session.add(version)
    db.session.flush()
    return version


def set_state(question: Question, state: QuestionState, *, by: User) -> None:
    """Let a question be drawn from now on, or no longer. The same state again changes nothing."""
    if question.state is not state:
        question.state = state
        db.session.flush()
        _note("sessions.question_state", question, by, code=question.code, state=state.value)


def stage_import(
    institution: Institution, *, name: str, content: bytes, reads: Sequence[Read], by: User
) -> QuestionImport:
    """Keep what a file said, to be looked at."""
    staged = QuestionImport(
        institution_id=institution.id,
        file=name[:255],
        digest=hashlib.sha256(content).hexdigest(),
        rows=[to_plain(one) for one in reads],
        by_name=by.display_name,
    )
    db.session.add(staged)
    db.session.flush()
    return staged


def ask_to_read(institution: Institution, *, name: str, content: bytes, module: str, by: User) -> Job:
    """Keep a large file and ask for a job that reads it."""
    stored = StoredFile(
        file_name=name[:200],
        media_type="application/octet-stream",
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        by_name=by.display_name,
    )
    db.session.add(stored)
    db.session.flush()
    return start_job(
        READING,
        name,
        by=by,
        institution_id=institution.id,
        permission=Permission.EXAMS_PREPARE,
        file=stored.id,
        institution=institution.id,
        module=module,
        name=name[:255],
    )


def reads_of(staged: QuestionImport) -> list[Read]:
    """What a file said; what is the same as in the bank is found anew, for the bank goes on."""
    reads = [from_plain(row) for row in staged.rows]
    if staged.taken_at is not None:
        return reads
    said = [Read(one.place, one.text, tuple(found for found in one.faults if found in mistakes(one))) for one in reads]
    return mark_same(said, queries.prints_of(staged.institution_id))


def take_import(staged: QuestionImport, *, all_or_nothing: bool, state: QuestionState, by: User) -> int:
    """Put the good questions of a file into the bank. Raises ChangedMeanwhile, HasMistakes, NothingToTake."""
    if staged.taken_at is not None:
        raise ChangedMeanwhile
    reads = reads_of(staged)
    if all_or_nothing and (wrong := [one for one in reads if mistakes(one)]):
        raise HasMistakes(len(wrong))
    taken = good(reads)
    if not taken:
        raise NothingToTake
    first = queries.next_number(staged.institution_id)
    questions = [
        Question(
            institution_id=staged.institution_id,
            import_id=staged.id,
            number=first + shift,
            state=state,
            versions=[_version_of(one.text, by)],
        )
        for shift, one in enumerate(taken)
    ]
    try:
        with db.session.begin_nested():
            db.session.add_all(questions)
    except IntegrityError as taken_number:
        raise ChangedMeanwhile from taken_number
    staged.taken_at, staged.taken_by, staged.added = utc_now(), by.display_name, len(taken)
    staged.rows = [to_plain(one) for one in reads]
    db.session.flush()
    audit.record(
        "sessions.questions_imported",
        by=by,
        subject=("question_import", staged.id),
        institution_id=staged.institution_id,
        name=staged.file,
        added=len(taken),
    )
    return len(taken)


def _version_of(text: QuestionText, by: User) -> QuestionVersion:
    return QuestionVersion(
        number=1,
        kind=text.kind,
        module=text.module,
        difficulty=text.difficulty,
        score=text.score,
        stem=text.stem,
        options=list(text.options),
        answer=list(text.answer),
        explanation=text.explanation,
        source=text.source,
        mark=fingerprint(text),
        by_name=by.display_name,
    )


def _note(action: str, question: Question, by: User, **detail: Any) -> None:
    audit.record(action, by=by, subject=("question", question.id), institution_id=question.institution_id, **detail)
