"""The work of reading a large file of questions. Nothing reaches the bank: what was read waits to be looked at."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.models import User
from accounts.rules import Permission, allows
from core.db import db
from core.stored_files import StoredFile
from courses import queries as course_queries
from jobs import work
from jobs.work import CannotBeDone, Done, Task
from sessions.questions import actions, labels, queries
from sessions.questions.rules.documents import FileRefused, Known, read_file
from sessions.questions.views.blueprint import bp
from trainer.models import Institution
from trainer.queries import institution_in_scope, scope_of


def read_questions(task: Task) -> Done:
    """Read a file that was handed in, and keep what it says; the page of the import shows it."""
    asked = task.parameters
    with task.reading():
        stored = db.session.get_one(StoredFile, asked["file"])
        content, number = stored.content, asked["institution"]
        known = Known(course_queries.module_names(number), queries.prints_of(number), asked["module"])

    def tell(share: float) -> None:
        task.check()
        task.progress(0.9 * share, _("Reading the questions …"))

    try:
        reads = read_file(asked["name"], content, known, tell)
    except FileRefused as refused:
        raise CannotBeDone(str(labels.FILE_FAULTS[refused.fault])) from refused
    by, institution = _still_allowed(task, number)
    staged = actions.stage_import(institution, name=asked["name"], content=content, reads=reads, by=by)
    place = {"import_id": staged.id}
    db.session.commit()
    note = ngettext("%(num)d question was read.", "%(num)d questions were read.", len(reads))
    return Done("questions.show_import", place, note)


def _still_allowed(task: Task, institution_id: int) -> tuple[User, Institution]:
    """Who handed the file in, and the institution, if that person may still write its bank."""
    by = db.session.get(User, task.by_user_id) if task.by_user_id else None
    if by is None or not by.is_active or not allows(by.role, Permission.EXAMS_PREPARE):
        raise CannotBeDone(_("Who handed in the file may no longer write the question bank."))
    institution = institution_in_scope(institution_id, scope_of(by))
    if institution is None:
        raise CannotBeDone(_("Who handed in the file may no longer write the question bank."))
    return by, institution


work.attach(bp, actions.READING, read_questions)
