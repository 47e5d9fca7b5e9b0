"""Writing needs and annual plans, and opening classes from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.db import db, utc_now
from courses import edits
from courses.models import ClassOffering
from courses.planning import queries
from courses.planning.models import AnnualPlan, PlanItem, PlannedClass, PlanRemark, TrainingNeed
from courses.planning.rules import ApprovalFault, Need, NeedSource, PlanState, judge_approval
from standards.models import RuleSetVersion
from trainer.models import Institution


class ChangedMeanwhile(Exception):
    """Somebody else has changed the plan since it was opened."""


class VersionThere(Exception):
    """The year has a plan that is not approved yet; `plan` is it."""

    def __init__(self, plan: AnnualPlan) -> None:
        super().__init__(plan.id)
        self.plan = plan


class NotApprovable(Exception):
    """The plan cannot be approved by this person; `fault` says why."""

    def __init__(self, fault: ApprovalFault) -> None:
        super().__init__(fault)
        self.fault = fault


def add_needs(institution: Institution, year: int, needs: Sequence[Need], *, source: NeedSource, by: User) -> int:
    """Write needs down, all of them; how many there were."""
    for one in needs:
        db.session.add(
            TrainingNeed(
                institution_id=institution.id,
                year=year,
                source=source,
                employer=one.employer,
                contact=one.contact,
                phone=one.phone or None,
                training_type=one.training_type,
                topics=list(one.topics),
                people=one.people,
                months=list(one.months),
                delivery=one.delivery,
                remark=one.remark,
                entered_by=by.display_name,
            )
        )
    db.session.flush()
    subject = ("training_needs", year)
    audit.record("courses.needs_added", by=by, subject=subject, institution_id=institution.id, count=len(needs))
    return len(needs)


def withdraw_need(need: TrainingNeed, *, reason: str, by: User) -> None:
    """Take a need out of the count; it stays on file with the reason."""
    need.withdrawn_at = utc_now()
    need.withdrawn_by = by.display_name
    need.withdrawn_reason = reason
    db.session.flush()
    subject = ("training_needs", need.year)
    audit.record("courses.need_withdrawn", by=by, subject=subject, institution_id=need.institution_id, reason=reason)


def draft_plan(
    institution: Institution, year: int, *, items: Sequence[Mapping[str, Any]], by: User, reason: str = ""
) -> AnnualPlan:
    """Begin a version of a year's plan. Raises VersionThere while another one waits for approval."""
    versions = queries.versions_of(institution.id, year)
    newest = next(iter(versions), None)
    if newest is not None and newest.state in (PlanState.DRAFT, PlanState.SUBMITTED):
        raise VersionThere(newest)
    plan = AnnualPlan(
        institution_id=institution.id,
        year=year,
        version=newest.version + 1 if newest else 1,
        reason=reason,
        drafted_by_id=by.id,
        drafted_by=by.display_name,
    )
    try:
        with db.session.begin_nested():
            db.session.add(plan)
    except IntegrityError as error:
        raise VersionThere(queries.versions_of(institution.id, year)[0]) from error
    _write_items(plan, [], items)
    _note("courses.plan_drafted", plan, by=by, reason=reason)
    return plan


def revise_plan(plan: AnnualPlan, *, reason: str, by: User) -> AnnualPlan:
    """Begin the next version of an approved plan with its lines, which keep their keys. Raises VersionThere."""
    names = (*ITEM_FACTS, "key")
    items = [{name: getattr(one, name) for name in names} for one in plan.items]
    institution = db.session.get_one(Institution, plan.institution_id)
    return draft_plan(institution, plan.year, items=items, by=by, reason=reason)


ITEM_FACTS = (
    "title",
    "training_type",
    "curriculum_id",
    "target_group",
    "classes",
    "people",
    "month",
    "hours",
    "budget",
    "responsible",
    "note",
)


def edit_plan(plan: AnnualPlan, *, items: Sequence[Mapping[str, Any]], note: str, edition: int, by: User) -> None:
    """Write the lines of a draft. Who writes is who drafted it. Raises ChangedMeanwhile."""
    if plan.state is not PlanState.DRAFT or plan.edition != edition:
        raise ChangedMeanwhile
    plan.note = note
    plan.edition += 1
    plan.drafted_by_id, plan.drafted_by = by.id, by.display_name
    _write_items(plan, plan.items, items)
    _note("courses.plan_edited", plan, by=by)


def _write_items(plan: AnnualPlan, known: Sequence[PlanItem], items: Sequence[Mapping[str, Any]]) -> None:
    by_key = {one.key: one for one in known}
    kept = {one.get("key") for one in items}
    for one in known:
        if one.key not in kept:
            db.session.delete(one)
    for position, facts in enumerate(items):
        item = by_key.get(facts.get("key", "")) or PlanItem(plan_id=plan.id, key=facts.get("key") or uuid4().hex)
        item.position = position
        for name in ITEM_FACTS:
            if name in facts:
                setattr(item, name, facts[name])
        db.session.add(item)
    db.session.flush()


def submit_plan(plan: AnnualPlan, *, edition: int, by: User) -> None:
    """Hand a draft in for approval. Raises ChangedMeanwhile."""
    if plan.state is not PlanState.DRAFT or plan.edition != edition:
        raise ChangedMeanwhile
    plan.state = PlanState.SUBMITTED
    plan.submitted_at = utc_now()
    plan.edition += 1
    _note("courses.plan_submitted", plan, by=by)
    db.session.flush()


def approve_plan(plan: AnnualPlan, *, edition: int, by: User) -> None:
    """Approve a plan, which takes the place of the version before. Raises NotApprovable, ChangedMeanwhile."""
    fault = judge_approval(plan.state, plan.drafted_by_id, by.id)
    if fault is not None:
        raise NotApprovable(fault)
    if plan.edition != edition:
        raise ChangedMeanwhile
    before = queries.approved_before(plan)
    if before is not None:
        before.state = PlanState.SUPERSEDED
    plan.state = PlanState.APPROVED
    plan.approved_by_id, plan.approved_by = by.id, by.display_name
    plan.approved_at = utc_now()
    plan.edition += 1
    _note("courses.plan_approved", plan, by=by)
    db.session.flush()


def return_plan(plan: AnnualPlan, *, reason: str, by: User) -> None:
    """Hand a submitted plan back to be changed. Raises ChangedMeanwhile."""
    if plan.state is not PlanState.SUBMITTED:
        raise ChangedMeanwhile
    plan.state = PlanState.DRAFT
    plan.returned_reason = reason
    plan.edition += 1
    _note("courses.plan_returned", plan, by=by, reason=reason)
    db.session.flush()


def remark_on(item: PlanItem, plan: AnnualPlan, *, reason: str, by: User) -> None:
    """Say why the year differs from a line of its plan."""
    db.session.add(PlanRemark(item_id=item.id, key=item.key, reason=reason, by_name=by.display_name))
    _note("courses.plan_remarked", plan, by=by, name=item.title, reason=reason)
    db.session.flush()


def open_class(
    item: PlanItem, plan: AnnualPlan, *, version: RuleSetVersion, facts: Mapping[str, Any], by: User
) -> ClassOffering:
    """Open a class, in draft, from a line of an approved plan. Raises courses.edits.CodeTaken."""
    institution = db.session.get_one(Institution, plan.institution_id)
    offering = edits.new_class(institution, rule_set_version=version, facts=facts, by=by)
    db.session.add(PlannedClass(offering_id=offering.id, item_id=item.id, key=item.key))
    db.session.flush()
    return offering


def _note(action: str, plan: AnnualPlan, *, by: User, **detail: Any) -> None:
    subject = ("annual_plan", f"{plan.year} v{plan.version}")
    audit.record(action, by=by, subject=subject, institution_id=plan.institution_id, **detail)
