"""The sessions behind the hours a teacher has taught in a year."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now, to_local
from core.db import db
from sessions import labels, teaching
from sessions.ledger.views.blueprint import bp, year_or_404
from trainer import queries as trainer_queries
from trainer.models import Teacher


@bp.get("/teachers/<int:teacher_id>/hours/<int:year>")
@require(Permission.TRAINER_READ)
def teacher_hours(teacher_id: int, year: int) -> ResponseReturnValue:
    teacher = db.session.get(Teacher, teacher_id) or abort(404)
    scope = trainer_queries.scope_of(current_user)
    if trainer_queries.institution_in_scope(teacher.institution_id, scope) is None:
        abort(404)
    return hours_page(teacher, year, own=False)


@bp.get("/my/teaching/<int:year>")
@require(Permission.SESSIONS_OWN)
def my_teaching(year: int) -> ResponseReturnValue:
    return hours_page(trainer_queries.teacher_of_user(current_user.id) or abort(404), year, own=True)


def hours_page(teacher: Teacher, year: int, *, own: bool) -> ResponseReturnValue:
    """Every meeting of the year with its planned hours, and whether it is over."""
    sessions = teaching.sessions_in_year(teacher.id, year_or_404(year))
    now = local_now()
    over = {one.id for one in sessions if one.ends_at and to_local(one.ends_at) <= now}
    return render_template(
        "sessions/ledger/teacher_hours.html",
        teacher=teacher,
        year=year,
        sessions=sessions,
        over=over,
        planned=sum(one.planned_hours for one in sessions),
        taught=sum(one.planned_hours for one in sessions if one.id in over),
        own=own,
        labels=labels,
    )
