"""The bank: its list, a question with its versions, wording one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.pages import page_of
from sessions.questions import actions, labels, queries
from sessions.questions.forms import QuestionForm, QuestionSearchForm
from sessions.questions.models import Question
from sessions.questions.rules.questions import QuestionState, faults_of
from sessions.questions.views.blueprint import bp, institutions, modules_of, question_or_404
from trainer.queries import scope_of


@bp.get("/questions")
@require(Permission.EXAMS_PREPARE)
def list_questions() -> ResponseReturnValue:
    scope, form = scope_of(current_user), QuestionSearchForm(request.args)
    form.offer(queries.modules_used(scope))
    statement = queries.questions_matching(scope, form.wanted())
    page = page_of(queries.total_of(statement))
    return render_template(
        "sessions/questions/list_questions.html",
        versions=queries.on_page(statement, offset=page.offset, size=page.size),
        page=page,
        search_form=form,
        stock=queries.stock(scope),
        labels=labels,
    )


@bp.get("/questions/<int:question_id>")
@require(Permission.EXAMS_PREPARE)
def show_question(question_id: int) -> ResponseReturnValue:
    question = question_or_404(question_id)
    return render_template(
        "sessions/questions/show_question.html",
        question=question,
        newest=question.versions[-1],
        earlier=list(reversed(question.versions[:-1])),
        states=QuestionState,
        results=queries.item_results_of(question.id),
        labels=labels,
    )


@bp.route("/questions/new", methods=["GET", "POST"])
@require(Permission.EXAMS_PREPARE)
def new_question() -> ResponseReturnValue:
    found = institutions() or abort(404)
    form = QuestionForm()
    form.offer(found, modules_of(found))
    if form.validate_on_submit() and not _has_faults(form):
        by = current_user._get_current_object()
        try:
            question = actions.add_question(form.institution_id.data, form.to_text(), state=QuestionState.DRAFT, by=by)
        except actions.ChangedMeanwhile:
            form.blame_change()
        else:
            db.session.commit()
            flash(_("The question is in the bank as a draft. Release it when it is checked."), "success")
            return redirect(url_for(".show_question", question_id=question.id))
    return render_template("sessions/questions/edit_question.html", form=form, question=None)


@bp.route("/questions/<int:question_id>/edit", methods=["GET", "POST"])
@require(Permission.EXAMS_PREPARE)
def edit_question(question_id: int) -> ResponseReturnValue:
    question = question_or_404(question_id)
    form = QuestionForm.of(question.versions[-1])
    form.offer([question.institution], _modules_for(question))
    if form.validate_on_submit() and not _has_faults(form):
        by = current_user._get_current_object()
        try:
            actions.reword(question, form.to_text(), seen=form.seen_number(), reason=form.reason.data or "", by=by)
        except actions.ChangedMeanwhile:
            form.blame_change()
        else:
            db.session.commit()
            flash(_("The new version is saved; papers drawn before keep the old one."), "success")
            return redirect(url_for(".show_question", question_id=question.id))
    return render_template("sessions/questions/edit_question.html", form=form, question=question)


@bp.post("/questions/<int:question_id>/state/<any('draft', 'active', 'retired'):state>")
@require(Permission.EXAMS_PREPARE)
def change_state(question_id: int, state: str) -> ResponseReturnValue:
    question = question_or_404(question_id)
    actions.set_state(question, QuestionState(state), by=current_user._get_current_object())
    db.session.commit()
    flash(_("State of the question: %(state)s", state=labels.STATES[question.state][0]), "success")
    return redirect(url_for(".show_question", question_id=question.id))


def _modules_for(question: Question) -> list[str]:
    """The modules of the institution, and the one the question has."""
    return list(dict.fromkeys([*modules_of([question.institution]), question.versions[-1].module]))


def _has_faults(form: QuestionForm) -> bool:
    """Whether the question cannot be asked like this; the form says why."""
    faults = faults_of(form.to_text())
    form.blame_faults(faults)
    return bool(faults)
