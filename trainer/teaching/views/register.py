"""The register of teachers, and the page of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from accounts.access import require
from accounts.models import User
from accounts.rules import Permission
from core import answers, navigation, reveals
from core.clock import today
from core.db import db
from core.navigation import HomeCard
from core.pages import page_of
from core.reveals import RevealForm
from trainer import actions as trainer_actions
from trainer import labels as trainer_labels
from trainer import queries as trainer_queries
from trainer.models import Institution, Teacher
from trainer.places import queries as place_queries
from trainer.rules import Appointment, Validity, validity
from trainer.teaching import actions, labels, overview, queries
from trainer.teaching.forms.register import RegisterSearchForm, TeacherForm
from trainer.teaching.models import TeacherAppointment, TeacherQualification
from trainer.teaching.rules import ends_within
from trainer.teaching.views.shared import both_or_404
from trainer.views import bp, institution_or_404
from trainer.weeks import from_rows, write_week

AHEAD = 10  # sessions on the page of a teacher
ON_A_PAGE = 50


def home_cards(user: User) -> Iterator[HomeCard]:
    """For those who keep the register: proofs of teachers that end."""
    if not navigation.can(Permission.TRAINER_EDIT):
        return
    found = [one.id for one in trainer_queries.institutions(trainer_queries.scope_of(user))]
    days = overview.notice_days(place_queries.figures())
    ending = queries.ending_qualifications(found, today() + timedelta(days=days))
    if ending:
        owners = {one.teacher.institution_id for one in ending}
        href = url_for("trainer.list_teachers", institution_id=min(owners), state="alarm")
        text = _("Within %(days)s days, or already past", days=days)
        yield HomeCard(_("Proofs of teachers that end"), len(ending), href, text, "certificate", "warning")


navigation.attach(bp, cards=home_cards)


@bp.get("/institutions/<int:institution_id>/teachers")
@require(Permission.TRAINER_READ)
def list_teachers(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    teachers = trainer_queries.teachers_of([institution.id])
    lines = overview.lines_of(teachers, today())
    form = RegisterSearchForm(request.args)
    subjects = sorted({subject for one in lines for subject in one.subjects})
    form.subject.choices = [SelectChoice("", _("All")), *(SelectChoice(one, one) for one in subjects)]
    found = overview.matching(
        lines, text=form.text.data or "", subject=form.subject.data or "", state=form.state.data or ""
    )
    page = page_of(len(found), size=ON_A_PAGE)
    return render_template(
        "trainer/teaching/list_teachers.html",
        institution=institution,
        lines=found[page.offset : page.offset + page.size],
        page=page,
        known=len(lines),
        search_form=form,
        labels=labels,
        states=trainer_labels.APPOINTMENTS,
        year=today().year,
    )


@bp.get("/institutions/<int:institution_id>/teachers/<int:teacher_id>")
@require(Permission.TRAINER_READ)
def show_teacher(institution_id: int, teacher_id: int) -> ResponseReturnValue:
    institution, teacher = both_or_404(institution_id, teacher_id)
    return _teacher_page(institution, teacher, RevealForm())


def _teacher_page(institution: Institution, teacher: Teacher, form: RevealForm) -> ResponseReturnValue:
    day = today()
    ids = [teacher.id]
    profile = queries.profiles_of(ids).get(teacher.id)
    return render_template(
        "trainer/teaching/show_teacher.html",
        institution=institution,
        teacher=teacher,
        form=form,
        line=overview.lines_of([teacher], day)[0],
        labels=labels,
        states=trainer_labels.APPOINTMENTS,
        appointments=_appointments(teacher),
        proofs=_proofs(queries.qualifications_of(ids).get(teacher.id, [])),
        week=write_week(from_rows(profile.windows)) if profile else [],
        profile=profile,
        leaves=[(one, one.to_stretch()) for one in queries.leave_history(teacher.id)],
        ahead=answers.ask(answers.SESSIONS_AHEAD, teacher.id, AHEAD, otherwise=[]),
        year=day.year,
        revealed=reveals.handed_over(f"teacher:{teacher.id}"),
    )


def _appointments(teacher: Teacher) -> list[dict[str, Any]]:
    """Every entry, the newest first, and the term of the register where no entry says it."""
    entered = queries.appointments_of([teacher.id]).get(teacher.id, [])
    standing = [one.to_term() for one in entered if one.withdrawn_at is None]
    shown: list[tuple[Appointment, TeacherAppointment | None]] = [(one.to_term(), one) for one in reversed(entered)]
    stated = [one for one in queries.terms_with(teacher, entered) if one not in standing]
    dated = [(one, None) for one in stated if one.valid_from or one.valid_to]
    return [{"term": term, "entry": entry, "state": validity(term, today())} for term, entry in [*dated, *shown]]


def _proofs(entered: list[TeacherQualification]) -> list[tuple[TeacherQualification, Validity]]:
    notice = overview.notice_days(place_queries.figures())
    return [(one, ends_within(one.valid_to, today(), notice)) for one in entered]


@bp.post("/institutions/<int:institution_id>/teachers/<int:teacher_id>/reveal")
@require(Permission.LEARNERS_REVEAL)
def reveal_teacher(institution_id: int, teacher_id: int) -> ResponseReturnValue:
    institution, teacher = both_or_404(institution_id, teacher_id)
    form = RevealForm()
    if not form.validate_on_submit():
        return _teacher_page(institution, teacher, form)
    address = (request.remote_addr or "")[:64]
    phone = trainer_actions.reveal_phone(teacher, by=current_user, reason=form.reason.data, address=address)
    db.session.commit()
    reveals.hand_over(f"teacher:{teacher.id}", {"phone": phone})
    return redirect(url_for(".show_teacher", institution_id=institution.id, teacher_id=teacher.id))


@bp.route("/institutions/<int:institution_id>/teachers/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_teacher(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    return _edit_teacher(institution, Teacher(institution_id=institution.id), TeacherForm())


@bp.route("/institutions/<int:institution_id>/teachers/<int:teacher_id>/edit", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def edit_teacher(institution_id: int, teacher_id: int) -> ResponseReturnValue:
    institution, teacher = both_or_404(institution_id, teacher_id)
    return _edit_teacher(institution, teacher, TeacherForm.of(teacher))


def _edit_teacher(institution: Institution, teacher: Teacher, form: TeacherForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            if teacher.id:
                actions.unchanged_since(teacher, form.seen.data or "")
            trainer_actions.link_teacher(teacher, form.username.data)
            trainer_actions.write_entry(teacher, form.facts(), by=current_user._get_current_object())
        except actions.ChangedMeanwhile:
            form.blame_change()
        except trainer_actions.NoSuchAccount:
            form.blame_username()
        except trainer_actions.NameTaken:
            form.blame_other_teacher()
        else:
            db.session.commit()
            flash(_("%(name)s is saved.", name=teacher.name), "success")
            return redirect(url_for(".show_teacher", institution_id=institution.id, teacher_id=teacher.id))
    return render_template("trainer/teaching/edit_teacher.html", form=form, institution=institution, teacher=teacher)
