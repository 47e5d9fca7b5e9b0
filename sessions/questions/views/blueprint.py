"""The blueprint of the bank, and what an address names."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.rules import Permission
from core import navigation
from core.navigation import NavItem
from courses import queries as course_queries
from sessions.questions import queries
from sessions.questions.models import Question, QuestionImport
from trainer import queries as trainer_queries
from trainer.models import Institution

bp = Blueprint("questions", __name__)
navigation.attach(
    bp, NavItem("questions.list_questions", _l("Question bank"), Permission.EXAMS_PREPARE, icon="list-check", order=45)
)


def institutions() -> list[Institution]:
    """The institutions of the signed-in person."""
    return trainer_queries.institutions(trainer_queries.scope_of(current_user))


def modules_of(found: Sequence[Institution]) -> list[str]:
    """The modules of their curricula, each once."""
    return list(dict.fromkeys(name for one in found for name in course_queries.module_names(one.id)))


def question_or_404(question_id: int) -> Question:
    """The question of the address, if it is in scope."""
    return queries.question_in_scope(question_id, trainer_queries.scope_of(current_user)) or abort(404)


def import_or_404(import_id: int) -> QuestionImport:
    """The file of the address, if it is in scope."""
    return queries.import_in_scope(import_id, trainer_queries.scope_of(current_user)) or abort(404)
