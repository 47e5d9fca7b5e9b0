"""For an employer with a private link: entering people one by one or as an Excel list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import public
from core import answers
from core.db import db
from core.masking import mask
from core.spreadsheets.export import ExportSheet, write_workbook
from core.stored_files import read_upload
from courses.enrolling import labels
from courses.enrolling.actions import applications, notices
from courses.enrolling.forms import ApplicationForm, UploadForm
from courses.enrolling.models import EmployerLink
from courses.enrolling.queries import applications as queries
from courses.enrolling.queries import notices as notice_queries
from courses.enrolling.rules.states import Origin
from courses.enrolling.views.blueprint import bp, not_here, sender, too_many
from courses.enrolling.views.public import is_open
from courses.rules import CLOSED, ClassState
from learners import labels as learner_labels
from learners.roster import RosterOutcome, RosterRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = (
    "姓名", "身份证号", "手机号", "职务", "学历", "从事质量工作年限", "职称",
    "单位名称", "统一社会信用代码", "企业规模", "所在城市",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """One line that was not taken, in words."""

    row: int
    name: str
    column: str
    value: str
    words: str


def link_or_404(token: str) -> EmployerLink:
    """The link, while it stands and its class takes people in."""
    link = notice_queries.link_by_token(token) or not_here()
    if link.offering.state in CLOSED:
        not_here()
    return link


def may_enter(link: EmployerLink) -> bool:
    """Whether the class enrols and the deadline of its notice, if there is one, has not passed."""
    notice = notice_queries.notice_of(link.offering_id)
    return link.offering.state is ClassState.ENROLLING if notice is None else is_open(notice, link.offering)


@bp.route("/u/<token>", methods=["GET", "POST"])
@public
def employer_people(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    form = UploadForm()
    refused: list[Refused] = []
    if may_enter(link) and form.validate_on_submit():
        rows, refused = _read(form, link)
        taken = _take_in(link, rows, refused, whole=bool(form.whole.data))
        db.session.commit()
        if taken:
            flash(_("Handed in: %(count)d.", count=taken), "success")
        if not refused and taken:
            return redirect(url_for(".employer_people", token=token))
    people = queries.applications_of(link.offering_id, link_id=link.id)
    return render_template(
        "courses/enrolling/employer_people.html",
        link=link,
        offering=link.offering,
        form=form,
        refused=refused,
        people=people,
        stages=labels.STAGES,
        may_enter=may_enter(link),
    )


def _let_in(form: UploadForm | ApplicationForm) -> bool:
    """Whether this address has not sent too much; the form is told so otherwise."""
    if too_many():
        words = _("Too many forms came from here. Try again in an hour, or call the contact of the class.")
        form.blame("file" if isinstance(form, UploadForm) else "name", words)
        return False
    notices.note_attempt(sender())
    return True


def _read(form: UploadForm, link: EmployerLink) -> tuple[list[RosterRow], list[Refused]]:
    """The lines of the file that can be taken, and the others in words."""
    if not _let_in(form):
        return [], []
    name, content = read_upload(form.file.data)
    rows, problems = answers.ask(answers.ROSTER_IN_FILE, name, content, link.offering.starts_on, otherwise=([], []))
    for words in problems:
        form.blame("file", words)
    if not rows and not problems:
        form.blame("file", _("No list of people was found in the file. Use the template."))
    refused = [_words_of(row) for row in rows if row.outcome is RosterOutcome.REJECTED]
    return [row for row in rows if row.outcome is RosterOutcome.ACCEPTED], refused


def _words_of(row: RosterRow) -> Refused:
    fault = next(code for code in row.codes if learner_labels.is_fault(code))
    words = f"{learner_labels.reason_of(fault)} {learner_labels.remedy_of(fault)}"
    return Refused(row.place.row, row.name, row.column, mask(row.value), words)


def _take_in(link: EmployerLink, rows: list[RosterRow], refused: list[Refused], *, whole: bool) -> int:
    """How many lines became applications; with `whole` none does when one is refused."""
    point = db.session.begin_nested()
    taken = 0
    for row in rows:
        owned = replace(row, employer=link.employer, uscc=link.uscc or row.uscc)
        try:
            applications.hand_in(link.offering, owned, origin=Origin.EMPLOYER, link=link, by_name=link.employer)
            taken += 1
        except applications.AlreadyApplied as known:
            refused.append(Refused(row.place.row, row.name, "", "", _known_words(known, link)))
    if whole and refused:
        point.rollback()
        return 0
    point.commit()
    return taken


def _known_words(refused: applications.AlreadyApplied, link: EmployerLink) -> str:
    if refused.known.employer_link_id == link.id:
        return _("This person has already applied, application number %(number)s.", number=refused.known.number)
    return _("An application with this identity number exists. Call the contact of the class.")


@bp.route("/u/<token>/add", methods=["GET", "POST"])
@public
def add_person(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    if not may_enter(link):
        return redirect(url_for(".employer_people", token=token))
    form = ApplicationForm(data={"employer": link.employer, "uscc": link.uscc})
    if form.validate_on_submit() and _let_in(form) and (row := form.judged(link.offering.starts_on)):
        owned: Any = replace(row, employer=link.employer)
        try:
            made = applications.hand_in(link.offering, owned, origin=Origin.EMPLOYER, link=link, by_name=link.employer)
            db.session.commit()
            flash(_("%(name)s has been handed in as %(number)s.", name=made.name, number=made.number), "success")
            return redirect(url_for(".employer_people", token=token))
        except applications.AlreadyApplied as refused:
            form.blame_known(refused.known)
            db.session.rollback()
    return render_template("courses/enrolling/add_person.html", form=form, link=link, offering=link.offering)


@bp.get("/u/<token>/template.xlsx")
@public
def employer_template(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    content = write_workbook([ExportSheet("报名表", HEADERS, [])])
    return send_file(
        BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=f"{link.offering.code}-报名表.xlsx"
    )
