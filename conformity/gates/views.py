"""The life of a class on one page: where it stands, what each gate asks, who let what pass, what was done."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from conformity.gates import labels, queries
from conformity.gates.forms import MoveForm, ReasonForm, WaiveForm
from conformity.gates.rules import OF_THE_INSTITUTION
from core import answers
from core.clock import local_now, today
from core.db import db
from courses import queries as course_queries
from courses.gates import actions
from courses.gates import queries as gate_queries
from courses.gates.rules import CANCELLABLE, ROAD, Gate, previous_state, reach
from courses.models import ClassOffering
from courses.rules import ClassState
from sessions.actions.timetable import cancel_all
from trainer.queries import scope_of

bp = Blueprint("gates", __name__, url_prefix="/classes/<int:offering_id>/steps")
answers.answer(bp, answers.GATES_AHEAD, queries.gates_of)


def offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, if it is in scope."""
    return course_queries.offering_in_scope(offering_id, scope_of(current_user)) or abort(404)


def gates_of(offering: ClassOffering) -> list[Gate]:
    """The gates ahead, as of now."""
    return queries.gates_of(offering, today(), local_now())


def gate_or_404(offering: ClassOffering, state: str) -> Gate:
    """The gate before a state that lies ahead."""
    return next((one for one in gates_of(offering) if one.to_state.value == state), None) or abort(404)


def road(state: ClassState) -> list[tuple[str, str]]:
    """The whole road with where the class stands, for the line of steps."""
    if state not in ROAD:
        return [(labels.state_word(each), "later") for each in ROAD]
    here = ROAD.index(state)
    kinds = ["done" if place < here else "now" if place == here else "later" for place in range(len(ROAD))]
    return [(labels.state_word(each), kind) for each, kind in zip(ROAD, kinds, strict=True)]


@bp.get("/")
@require(Permission.CLASSES_READ)
def show_gates(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    gates = gates_of(offering)
    return render_template(
        "conformity/gates/show_gates.html",
        offering=offering,
        road=road(offering.state),
        gates=gates,
        reachable=reach(gates),
        form=MoveForm(formdata=None, seen=offering.state.value),
        before=previous_state(offering.state),
        cancellable=offering.state in CANCELLABLE,
        waivers=gate_queries.waivers_that_count(offering.id),
        steps=gate_queries.steps_of(offering.id),
        labels=labels,
        address_of=lambda endpoint: address_of(offering, endpoint),
    )


def address_of(offering: ClassOffering, endpoint: str) -> str:
    """The page where a finding is put right."""
    if endpoint in OF_THE_INSTITUTION:
        return url_for(endpoint, institution_id=offering.institution_id)
    if endpoint == "standards.show_version":
        return url_for(endpoint, version_id=offering.rule_set_version_id)
    return url_for(endpoint, offering_id=offering.id) if endpoint else ""


@bp.post("/advance")
@require(Permission.CLASSES_EDIT)
def advance(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    form = MoveForm()
    target = form.wanted(offering.state) if form.validate_on_submit() else None
    try:
        if target is None:
            raise actions.StateMoved(offering.id)
        actions.advance(offering, target, gates=gates_of(offering), by=current_user._get_current_object())
    except actions.StateMoved:
        db.session.rollback()
        flash(_("Somebody has moved the class meanwhile. Look at it again."), "warning")
    except actions.GateShut:
        db.session.rollback()
        flash(_("A gate on the way is shut; what blocks it is listed below."), "danger")
    else:
        db.session.commit()
        flash(_("The class is now: %(state)s.", state=labels.state_word(target)), "success")
    return redirect(url_for(".show_gates", offering_id=offering_id))


@bp.route("/back", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def back(offering_id: int) -> ResponseReturnValue:
    offering, form = offering_or_404(offering_id), ReasonForm()
    before = previous_state(offering.state) or abort(404)
    if form.validate_on_submit():
        try:
            actions.step_back(offering, by=current_user._get_current_object(), reason=form.reason.data)
        except actions.StateMoved:
            db.session.rollback()
            flash(_("Somebody has moved the class meanwhile. Look at it again."), "warning")
        else:
            db.session.commit()
            flash(_("The class is now: %(state)s.", state=labels.state_word(before)), "success")
        return redirect(url_for(".show_gates", offering_id=offering_id))
    return reason_page(offering, form, _("Take the class back to: %(state)s", state=labels.state_word(before)))


@bp.route("/cancel", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def cancel(offering_id: int) -> ResponseReturnValue:
    offering, form = offering_or_404(offering_id), ReasonForm()
    if offering.state not in CANCELLABLE:
        abort(404)
    if form.validate_on_submit():
        person = current_user._get_current_object()
        try:
            actions.cancel_class(offering, by=person, reason=form.reason.data)
            cancel_all(offering, by=person, reason=form.reason.data)
        except actions.StateMoved:
            db.session.rollback()
            flash(_("Somebody has moved the class meanwhile. Look at it again."), "warning")
        else:
            db.session.commit()
            flash(_("The class is called off; its teachers and venues are free again."), "success")
        return redirect(url_for(".show_gates", offering_id=offering_id))
    lead = _("Its sessions are cancelled, and teachers and venues are free again. Nothing is deleted.")
    return reason_page(offering, form, _("Call the class off"), lead)


def reason_page(
    offering: ClassOffering, form: ReasonForm, title: str, lead: str = "", finding: str = ""
) -> ResponseReturnValue:
    """A page that asks for one reason."""
    return render_template(
        "conformity/gates/give_reason.html", offering=offering, form=form, title=title, lead=lead, finding=finding
    )


@bp.route("/<state>/waive", methods=["GET", "POST"])
@require(Permission.GATES_WAIVE)
def waive(offering_id: int, state: str) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    gate = gate_or_404(offering, state)
    form = WaiveForm(data=request.args if request.method == "GET" else None)
    finding = form.finding_in(gate)
    if finding is None or not finding.waivable:
        flash(_("This finding is there no more, or cannot be let pass."), "info")
        return redirect(url_for(".show_gates", offering_id=offering_id))
    if form.validate_on_submit():
        actions.waive(offering, gate, finding, by=current_user._get_current_object(), reason=form.reason.data)
        db.session.commit()
        flash(_("The finding is let pass; the reason is kept."), "success")
        return redirect(url_for(".show_gates", offering_id=offering_id))
    lead = _("It stays on record that this was found, who let it pass, and why.")
    return reason_page(offering, form, _("Let a finding pass"), lead, labels.sentence(finding))


@bp.route("/waivers/<int:waiver_id>/withdraw", methods=["GET", "POST"])
@require(Permission.GATES_WAIVE)
def withdraw(offering_id: int, waiver_id: int) -> ResponseReturnValue:
    offering, form = offering_or_404(offering_id), ReasonForm()
    waiver = gate_queries.waiver_of(offering.id, waiver_id) or abort(404)
    if form.validate_on_submit():
        actions.withdraw_waiver(waiver, offering, by=current_user._get_current_object(), reason=form.reason.data)
        db.session.commit()
        flash(_("The finding blocks again."), "success")
        return redirect(url_for(".show_gates", offering_id=offering_id))
    return reason_page(offering, form, _("Do not let it pass any more"), finding=str(labels.CHECKS[waiver.check]))
