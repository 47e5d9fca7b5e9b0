"""Annual plans: drafted from the needs, approved by a second person, kept to or not, and classes opened from them."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import answers
from core.db import db
from courses import edits
from courses import queries as course_queries
from courses.class_tabs import class_address
from courses.models import ClassOffering
from courses.planning import actions, labels, queries
from courses.planning.forms import NewPlanForm, OpenClassForm, PlanForm, WithdrawForm, institution_choices, suggested
from courses.planning.models import AnnualPlan, PlanItem, PlannedClass
from courses.planning.rules import PlanState, compare_with_plan, propose_items, total_of
from courses.planning.views.blueprint import bp
from courses.planning.views.needs import asked_year, institution_or_404
from courses.syllabus import queries as syllabus_queries
from standards import queries as standard_queries
from trainer import queries as trainer_queries
from trainer.queries import Scope, scope_of


def plan_or_404(plan_id: int, *states: PlanState) -> AnnualPlan:
    """The plan of the address, if it is in scope and in one of these states, where some are named."""
    plan = queries.plan_in_scope(plan_id, scope_of(current_user)) or abort(404)
    return plan if not states or plan.state in states else abort(404)


def item_or_404(plan: AnnualPlan, item_id: int) -> PlanItem:
    """The line of the address."""
    return queries.item_of(plan.id, item_id) or abort(404)


def to_plan(plan: AnnualPlan) -> ResponseReturnValue:
    return redirect(url_for(".show_plan", plan_id=plan.id))


@bp.get("/plans")
@require(Permission.TRAINER_READ)
def list_plans() -> ResponseReturnValue:
    return render_template(
        "courses/planning/list_plans.html", plans=queries.plans(scope_of(current_user)), labels=labels
    )


@bp.route("/plans/new", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def new_plan() -> ResponseReturnValue:
    form = NewPlanForm(data={"year": asked_year()})
    form.institution_id.choices = institution_choices(trainer_queries.institutions(scope_of(current_user)))
    if form.validate_on_submit():
        institution = institution_or_404(form.institution_id.data)
        items = _proposed(institution.id, form.year.data, form.class_size.data)
        try:
            plan = actions.draft_plan(institution, form.year.data, items=items, by=current_user._get_current_object())
        except actions.VersionThere as there:
            flash(_("This year has a plan that is not approved yet."), "info")
            return to_plan(there.plan)
        db.session.commit()
        flash(_("The plan is drafted with %(count)d lines from the needs.", count=len(items)), "success")
        return redirect(url_for(".edit_plan", plan_id=plan.id))
    return render_template("courses/planning/new_plan.html", form=form)


def _proposed(institution_id: int, year: int, class_size: int) -> list[dict[str, Any]]:
    """Lines of a plan as the needs of that year suggest them."""
    scope = Scope(institution_ids=frozenset({institution_id}))
    needs = [one.to_need() for one in queries.needs_of(scope, year)]
    by_type = {one.curriculum.training_type: one for one in syllabus_queries.versions_to_follow(scope)}
    items = []
    for one in propose_items(needs, class_size):
        version = by_type.get(one.training_type) if one.training_type else None
        items.append(
            {
                "title": one.training_type or _("Training by need"),
                "training_type": one.training_type,
                "classes": one.classes,
                "people": one.people,
                "month": one.month,
                "curriculum_id": version.curriculum_id if version else None,
                "hours": sum((m.planned_hours for m in version.modules), Decimal(0)) if version else None,
            }
        )
    return items


@bp.get("/plans/<int:plan_id>")
@require(Permission.TRAINER_READ)
def show_plan(plan_id: int) -> ResponseReturnValue:
    plan = plan_or_404(plan_id)
    keys = [one.key for one in plan.items]
    opened = queries.classes_of(keys)
    hours = answers.ask(answers.HOURS_BY_CLASS, [one.offering_id for one in opened], otherwise={})
    outcomes = compare_with_plan({one.key: one.to_amount() for one in plan.items}, queries.held(opened, hours))
    totals = {
        name: total_of(getattr(one, name) for one in outcomes.values())
        for name in ("planned", "opened", "finished", "gap")
    }
    return render_template(
        "courses/planning/show_plan.html",
        plan=plan,
        outcomes=outcomes,
        totals=totals,
        classes=_by_key(opened),
        unplanned=queries.unplanned_classes(plan),
        remarks=queries.remarks_of(keys),
        versions=queries.versions_of(plan.institution_id, plan.year),
        labels=labels,
        own=plan.drafted_by_id == current_user.id,
    )


def _by_key(opened: list[PlannedClass]) -> dict[str, list[ClassOffering]]:
    found: defaultdict[str, list[ClassOffering]] = defaultdict(list)
    for one in opened:
        found[one.key].append(one.offering)
    return found


@bp.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def edit_plan(plan_id: int) -> ResponseReturnValue:
    plan = plan_or_404(plan_id, PlanState.DRAFT)
    form = PlanForm.of(plan.items, plan.note, plan.edition)
    if not form.is_submitted() or "add_rows" in request.form:
        form.add_rows()
    curricula = course_queries.curricula(Scope(institution_ids=frozenset({plan.institution_id})))
    form.offer(curricula)
    if form.is_submitted() and "add_rows" not in request.form and form.validate():
        try:
            actions.edit_plan(
                plan,
                items=form.named_items(),
                note=form.note.data or "",
                edition=form.opened_edition,
                by=current_user._get_current_object(),
            )
        except actions.ChangedMeanwhile:
            form.blame_meanwhile()
        else:
            db.session.commit()
            flash(_("The plan is saved."), "success")
            return to_plan(plan)
    return render_template("courses/planning/edit_plan.html", form=form, plan=plan)


@bp.post("/plans/<int:plan_id>/submit")
@require(Permission.CLASSES_EDIT)
def submit_plan(plan_id: int) -> ResponseReturnValue:
    plan = plan_or_404(plan_id)
    seen = request.form.get("edition", 0, type=int)
    try:
        actions.submit_plan(plan, edition=seen, by=current_user._get_current_object())
    except actions.ChangedMeanwhile:
        flash(_("The plan has changed since you opened it. Look at it again."), "warning")
    else:
        db.session.commit()
        flash(_("The plan waits for the approval of a colleague."), "success")
    return to_plan(plan)


@bp.post("/plans/<int:plan_id>/approve")
@require(Permission.PLANS_APPROVE)
def approve_plan(plan_id: int) -> ResponseReturnValue:
    plan = plan_or_404(plan_id)
    seen = request.form.get("edition", 0, type=int)
    try:
        actions.approve_plan(plan, edition=seen, by=current_user._get_current_object())
    except actions.NotApprovable as refused:
        flash(labels.APPROVAL_FAULTS[refused.fault], "warning")
    except actions.ChangedMeanwhile:
        flash(_("The plan has changed since you opened it. Look at it again."), "warning")
    else:
        db.session.commit()
        flash(_("The plan is approved."), "success")
    return to_plan(plan)


@bp.route("/plans/<int:plan_id>/return", methods=["GET", "POST"])
@require(Permission.PLANS_APPROVE)
def return_plan(plan_id: int) -> ResponseReturnValue:
    plan = plan_or_404(plan_id, PlanState.SUBMITTED)
    form = WithdrawForm()
    if form.validate_on_submit():
        actions.return_plan(plan, reason=form.reason.data, by=current_user._get_current_object())
        db.session.commit()
        flash(_("The plan is handed back to be changed."), "success")
        return to_plan(plan)
    return _reason_page(form, plan, _("Hand the plan back"))


@bp.route("/plans/<int:plan_id>/revise", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def revise_plan(plan_id: int) -> ResponseReturnValue:
    plan = plan_or_404(plan_id, PlanState.APPROVED)
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            revised = actions.revise_plan(plan, reason=form.reason.data, by=current_user._get_current_object())
        except actions.VersionThere as there:
            flash(_("This year has a plan that is not approved yet."), "info")
            return to_plan(there.plan)
        db.session.commit()
        return redirect(url_for(".edit_plan", plan_id=revised.id))
    return _reason_page(form, plan, _("Change the approved plan"))


@bp.route("/plans/<int:plan_id>/items/<int:item_id>/remark", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def remark_item(plan_id: int, item_id: int) -> ResponseReturnValue:
    plan = plan_or_404(plan_id, PlanState.APPROVED)
    item = item_or_404(plan, item_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        actions.remark_on(item, plan, reason=form.reason.data, by=current_user._get_current_object())
        db.session.commit()
        flash(_("The reason is written down."), "success")
        return to_plan(plan)
    return _reason_page(form, plan, _("Why %(name)s differs from the plan", name=item.title))


def _reason_page(form: WithdrawForm, plan: AnnualPlan, title: str) -> ResponseReturnValue:
    back = url_for(".show_plan", plan_id=plan.id)
    return render_template("courses/planning/give_reason.html", form=form, title=title, back=back)


@bp.route("/plans/<int:plan_id>/items/<int:item_id>/open", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def open_planned_class(plan_id: int, item_id: int) -> ResponseReturnValue:
    plan = plan_or_404(plan_id, PlanState.APPROVED)
    item = item_or_404(plan, item_id)
    form = OpenClassForm(data=suggested(item, plan.year))
    if form.validate_on_submit() and (offering := _opened(plan, item, form)):
        db.session.commit()
        flash(_("The class %(code)s is open and stands in the plan.", code=offering.code), "success")
        return redirect(class_address(offering))
    return render_template("courses/planning/open_planned_class.html", form=form, plan=plan, item=item)


def _opened(plan: AnnualPlan, item: PlanItem, form: OpenClassForm) -> ClassOffering | None:
    """The new class; None when the form has been told what is wrong."""
    version = standard_queries.version_for(standard_queries.DEFAULT_RULE_SET, form.starts_on.data)
    if version is None:
        form.blame_day()
        return None
    followed = syllabus_queries.current_version(item.curriculum_id) if item.curriculum_id else None
    facts = {
        **form.facts(),
        "training_type": item.training_type,
        "curriculum_version_id": followed.id if followed else None,
    }
    try:
        return actions.open_class(item, plan, version=version, facts=facts, by=current_user._get_current_object())
    except edits.CodeTaken:
        form.blame_code()
        return None
