"""Marking: question by question, without names, each round for itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.amounts import plain
from core.db import db
from sessions.examining import labels, queries, standing
from sessions.examining.actions.marks import Given, give_marks
from sessions.examining.forms import points_entered
from sessions.examining.marksheets import Line, open_questions, sheet_of
from sessions.examining.models import Marker
from sessions.examining.views.blueprint import bp, now
from sessions.questions import labels as question_labels


def marker_or_404(sitting_id: int) -> Marker:
    """The signed-in person as a marker of that sitting."""
    return queries.marker_of(sitting_id, current_user.id) or abort(404)


@bp.get("/marking")
@require(Permission.EXAMS_MARK)
def my_marking() -> ResponseReturnValue:
    return render_template(
        "sessions/examining/my_marking.html", markers=queries.sittings_to_mark(current_user.id), labels=labels
    )


@bp.get("/marking/<int:sitting_id>")
@require(Permission.EXAMS_MARK)
def show_marking(sitting_id: int) -> ResponseReturnValue:
    marker = marker_or_404(sitting_id)
    stood = standing.standing_of(marker.sitting, now())
    return render_template(
        "sessions/examining/show_marking.html",
        marker=marker,
        rows=open_questions(stood, marker.round),
        labels=labels,
        questions=question_labels,
    )


@bp.route("/marking/<int:sitting_id>/<int:question_id>", methods=["GET", "POST"])
@require(Permission.EXAMS_MARK)
def mark_question(sitting_id: int, question_id: int) -> ResponseReturnValue:
    """All answers to one question; number 0 stands for whole paper sheets."""
    marker = marker_or_404(sitting_id)
    if request.method == "POST":
        db.session.refresh(marker.sitting, ["version"], with_for_update=True)  # one after the other
    stood = standing.standing_of(marker.sitting, now())
    lines = sheet_of(stood, marker.round, question_id or None)
    if not lines and stood.question(question_id) is None:
        abort(404)
    highest = lines[0].highest if lines else Decimal(0)
    wrong: dict[int, str] = {}
    if request.method == "POST":
        given, wrong = read_marks(lines, highest)
        if not wrong:
            by = current_user._get_current_object()
            give_marks(marker.sitting, question_id or None, given, in_round=marker.round, by=by)
            db.session.commit()
            flash(_("%(num)d marks are saved.", num=len(given)), "success")
            return redirect(url_for(".show_marking", sitting_id=sitting_id))
    return render_template(
        "sessions/examining/mark_question.html", marker=marker, lines=lines, highest=highest, wrong=wrong,
        typed=request.form, asked=stood.question(question_id), labels=labels, questions=question_labels,
    )  # fmt: skip


def read_marks(lines: Sequence[Line], highest: Decimal) -> tuple[list[Given], dict[int, str]]:
    """The marks of a form that say something new, and what is wrong, by candidate."""
    given, wrong = [], {}
    for line in lines:
        text, note = (request.form.get(f"{name}{line.candidate_id}", "").strip() for name in ("points", "note"))
        if not text:
            continue
        points = points_entered(text, highest)
        if points is None:
            wrong[line.candidate_id] = _("Enter points from 0 to %(highest)s.", highest=f"{highest.normalize():f}")
        elif line.own is not None and (line.own.points, line.own.note) == (points, note):
            continue
        elif line.own is not None and request.form.get(f"seen{line.candidate_id}") != str(line.own.id):
            wrong[line.candidate_id] = _(
                "%(name)s has given %(points)s points since you opened the page. Save again if yours are to count.",
                name=line.own.by_name,
                points=plain(line.own.points),
            )
        else:
            given.append(Given(line.candidate_id, points, note[:1000]))
    return given, wrong
