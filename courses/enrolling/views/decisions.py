"""For coordinators: one application, decisions about one or many, moving to another class."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from accounts.access import require
from accounts.rules import Permission
from core import answers, reveals
from core.db import db
from core.lists import listed
from core.reveals import RevealForm
from courses.enrolling import labels
from courses.enrolling.actions import applications, transfers
from courses.enrolling.actions.decisions import Outcome, approve_all
from courses.enrolling.forms import ApplicationForm, DecisionForm, TransferForm
from courses.enrolling.models import Application
from courses.enrolling.queries import applications as queries
from courses.enrolling.queries.people import classes_to_transfer_to, findings_of, other_classes, policy_of
from courses.enrolling.queries.seats import seat_plan
from courses.enrolling.rules.eligibility import Rule
from courses.enrolling.rules.states import OPEN, TRANSITIONS, Act, IllegalAct, Origin, by_hand
from courses.enrolling.views.blueprint import bp, offering_or_404
from courses.enrolling.views.desk import me
from courses.models import ClassOffering
from courses.queries import enrolment_of

PAGE = "/classes/<int:offering_id>/enrolment/<int:application_id>"


def application_or_404(offering: ClassOffering, application_id: int) -> Application:
    """The application of the address, if it is one of this class."""
    return queries.application_of(offering.id, application_id) or abort(404)


@bp.get(PAGE)
@require(Permission.LEARNERS_READ)
def show_application(offering_id: int, application_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    application = application_or_404(offering, application_id)
    return _page(offering, application, RevealForm())


def _page(offering: ClassOffering, application: Application, reveal_form: RevealForm) -> ResponseReturnValue:
    others = other_classes(offering, [application.id_index]).get(application.id_index, [])
    shared = answers.ask(answers.OVERLAPPING_SESSIONS, offering.id, [one.offering.id for one in others], otherwise={})
    plan = seat_plan(offering.id)
    stage, until = plan.stage_now(application)
    return render_template(
        "courses/enrolling/show_application.html",
        offering=offering,
        application=application,
        stage=stage,
        until=until,
        place=plan.place_of(application),
        findings=findings_of(offering.id, [application])[application.id],
        overridden=queries.overridden(application),
        steps=policy_of(offering.id).steps,
        clashes=[(one, shared.get(one.offering.id, [])) for one in others],
        successor=queries.successor_of(application.id),
        acts=[act for act in labels.BUTTONS if act in by_hand(stage)],
        may_approve=stage in OPEN,
        may_move=Act.TRANSFER in TRANSITIONS[stage],
        words=labels,
        form=DecisionForm(),
        reveal_form=reveal_form,
        revealed=reveals.handed_over(f"application:{application.id}"),
    )


def _back(application: Application) -> ResponseReturnValue:
    return redirect(url_for(".show_application", offering_id=application.offering_id, application_id=application.id))


@bp.post(PAGE + "/decide")
@require(Permission.ENROLMENT_DECIDE)
def decide_application(offering_id: int, application_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    application = application_or_404(offering, application_id)
    reason = request.form.get("reason", "").strip()[:500]
    verb = request.form.get("act", "")
    if verb == "approve":
        _say(approve_all(offering, [application], by=me(), reason=reason))
        db.session.commit()
        return _back(application)
    if verb not in {act.value for act in labels.BUTTONS}:
        abort(400)
    _do(application, Act(verb), reason)
    return _back(application)


def _do(application: Application, act: Act, reason: str) -> bool:
    """Do an act and say what came of it."""
    try:
        applications.do(application, act, by=me(), reason=reason)
    except applications.ReasonMissing:
        flash(_("Say why: the applicant reads it, and it stays on record."), "warning")
    except IllegalAct as refused:
        flash(labels.illegal(refused), "warning")
    except StaleDataError:
        db.session.rollback()
        flash(_("Somebody else has changed this application in the meantime. Look at it again."), "warning")
    else:
        db.session.commit()
        flash(f"{application.name}{_(': ')}{labels.ACTS[act]}", "success")
        return True
    db.session.commit()
    return False


def _say(outcomes: list[Outcome]) -> None:
    """What came of approving, in at most two messages."""
    done = [one for one in outcomes if one.act is not None]
    for act in (Act.ADMIT, Act.QUEUE, Act.PASS_STEP):
        count = sum(one.act is act for one in done)
        if count:
            flash(f"{labels.ACTS[act]}{_(': ')}{count}", "success" if act is not Act.QUEUE else "warning")
    for one in outcomes:
        if one.findings:
            missing = listed(labels.RULES[each.rule] for each in one.findings)
            flash(
                _(
                    "%(name)s: not met: %(what)s. Make an exception with a reason, or refuse.",
                    name=one.application.name,
                    what=missing,
                ),
                "danger",
            )
        elif one.act is None:
            words = labels.STAGES[one.application.stage][0]
            flash(
                _("%(name)s is in the state “%(state)s”: nothing to approve.", name=one.application.name, state=words),
                "warning",
            )


@bp.post("/classes/<int:offering_id>/enrolment/decide")
@require(Permission.ENROLMENT_DECIDE)
def decide_many(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    wanted = {int(one) for one in request.form.getlist("chosen") if one.isdecimal()}
    chosen = [one for one in queries.applications_of(offering.id) if one.id in wanted]
    verb = request.form.get("act", "")
    reason = request.form.get("reason", "").strip()[:500]
    if not chosen:
        flash(_("Tick at least one application."), "warning")
    elif verb == "approve":
        _say(approve_all(offering, chosen, by=me(), reason=reason))
        db.session.commit()
    elif verb in (Act.RETURN, Act.REFUSE):
        for one in chosen:
            if not _do(one, Act(verb), reason):
                break
    return redirect(url_for(".desk", offering_id=offering.id))


@bp.post(PAGE + "/exception")
@require(Permission.ENROLMENT_DECIDE)
def make_exception(offering_id: int, application_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    application = application_or_404(offering, application_id)
    rule = request.form.get("rule", "")
    if rule not in set(Rule):
        abort(400)
    try:
        applications.override(application, rule=rule, reason=request.form.get("reason", "").strip()[:500], by=me())
        flash(_("The exception has been written down."), "success")
    except applications.ReasonMissing:
        flash(_("Say why the exception is made."), "warning")
    except IllegalAct as refused:
        flash(labels.illegal(refused), "warning")
    db.session.commit()
    return _back(application)


@bp.post(PAGE + "/reveal")
@require(Permission.LEARNERS_REVEAL)
def reveal_application(offering_id: int, application_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    application = application_or_404(offering, application_id)
    form = RevealForm()
    if not form.validate_on_submit():
        return _page(offering, application, form)
    address = (request.remote_addr or "")[:64]
    values = applications.reveal(
        application, by=me(), reason=form.reason.data or "", institution_id=offering.institution_id, address=address
    )
    db.session.commit()
    reveals.hand_over(f"application:{application.id}", values)
    return _back(application)


@bp.route(PAGE + "/move", methods=["GET", "POST"])
@require(Permission.ENROLMENT_DECIDE)
def move_learner(offering_id: int, application_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    application = application_or_404(offering, application_id)
    if Act.TRANSFER not in TRANSITIONS[application.stage]:
        flash(labels.illegal(IllegalAct(application.stage, Act.TRANSFER)), "warning")
        return _back(application)
    targets = classes_to_transfer_to(offering)
    form = TransferForm()
    form.offer(targets)
    if form.validate_on_submit():
        target = next(one for one in targets if one.id == form.target_id.data)
        try:
            into = transfers.transfer(application, target, by=me(), reason=form.reason.data or "")
        except applications.AlreadyApplied as refused:
            db.session.rollback()
            form.blame("target_id", _("There is an application %(number)s in that class.", number=refused.known.number))
        except StaleDataError:
            db.session.rollback()
            flash(_("Somebody else has changed this application in the meantime. Look at it again."), "warning")
            return redirect(url_for(".show_application", offering_id=offering_id, application_id=application_id))
        else:
            db.session.commit()
            flash(_("Moved. In the new class: %(state)s.", state=labels.STAGES[into.stage][0]), "success")
            return _back(application)
    return render_template(
        "courses/enrolling/move_learner.html", offering=offering, application=application, form=form, targets=targets
    )


@bp.post("/classes/<int:offering_id>/enrolment/learners/<int:enrolment_id>")
@require(Permission.ENROLMENT_DECIDE)
def adopt_learner(offering_id: int, enrolment_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    enrolment = enrolment_of(offering.id, enrolment_id) or abort(404)
    known = queries.application_of_person(offering.id, enrolment.learner.id_number)
    application = known or transfers.adopt(enrolment, offering, by=me())
    db.session.commit()
    return _back(application)


@bp.route("/classes/<int:offering_id>/enrolment/new", methods=["GET", "POST"])
@require(Permission.ENROLMENT_DECIDE)
def new_application(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    form = ApplicationForm()
    if form.validate_on_submit() and (row := form.judged(offering.starts_on)):
        try:
            made = applications.hand_in(offering, row, origin=Origin.DESK, by=me())
        except applications.AlreadyApplied as refused:
            form.blame_known(refused.known)
        else:
            db.session.commit()
            flash(_("%(name)s has been handed in as %(number)s.", name=made.name, number=made.number), "success")
            return _back(made)
    return render_template("courses/enrolling/new_application.html", offering=offering, form=form)
