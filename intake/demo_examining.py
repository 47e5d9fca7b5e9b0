"""The demo's question bank: forty questions over the eight modules, taken in from a file."""

from __future__ import annotations

from pathlib import Path

from accounts.models import User
from courses import queries as course_queries
from sessions.questions import actions, queries
from sessions.questions.rules.documents import Known, read_file
from sessions.questions.rules.questions import QuestionState
from trainer.models import Institution

FILE = Path(__file__).resolve().parent.parent / "demo" / "questions.csv"


def fill_bank(institution: Institution, *, by: User) -> None:
    """Take the questions in as a person would."""
    content = FILE.read_bytes()
    known = Known(course_queries.module_names(institution.id), queries.prints_of(institution.id))
    reads = read_file(FILE.name, content, known)
    staged = actions.stage_import(institution, name="题库（示例）.csv", content=content, reads=reads, by=by)
    actions.take_import(staged, all_or_nothing=True, state=QuestionState.ACTIVE, by=by)
