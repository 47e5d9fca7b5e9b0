"""Questions about needs and annual plans. Scope is applied here."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from courses.planning.models import AnnualPlan, PlanItem, PlannedClass, PlanRemark, TrainingNeed
from courses.planning.rules import Held, PlanState
from courses.rules import ClassState
from trainer.models import Institution
from trainer.queries import Scope

FINISHED = frozenset({ClassState.COMPLETED, ClassState.FILING, ClassState.FILED})


def needs_of(scope: Scope, year: int) -> list[TrainingNeed]:
    """The needs of a year in scope that have not been withdrawn, in the order they came."""
    statement = (
        select(TrainingNeed)
        .join(TrainingNeed.institution)
        .where(scope.allows(), TrainingNeed.year == year, TrainingNeed.withdrawn_at.is_(None))
        .options(joinedload(TrainingNeed.institution))
    )
    return list(db.session.scalars(statement.order_by(TrainingNeed.id)))


def need_in_scope(need_id: int, scope: Scope) -> TrainingNeed | None:
    """One need, if it is in scope and has not been withdrawn."""
    statement = select(TrainingNeed).join(TrainingNeed.institution).where(TrainingNeed.id == need_id, scope.allows())
    return db.session.scalar(statement.where(TrainingNeed.withdrawn_at.is_(None)))


def need_years(scope: Scope) -> list[int]:
    """The years for which needs were collected, the latest first."""
    statement = select(TrainingNeed.year).join(TrainingNeed.institution).where(scope.allows()).distinct()
    return sorted(db.session.scalars(statement), reverse=True)


def plans(scope: Scope) -> list[AnnualPlan]:
    """Every version of the plans in scope with its lines, the latest year and version first."""
    statement = (
        select(AnnualPlan)
        .join(AnnualPlan.institution)
        .where(scope.allows())
        .options(joinedload(AnnualPlan.institution), selectinload(AnnualPlan.items))
        .order_by(AnnualPlan.year.desc(), Institution.name, AnnualPlan.version.desc(), AnnualPlan.id)
    )
    return list(db.session.scalars(statement))


def plan_in_scope(plan_id: int, scope: Scope) -> AnnualPlan | None:
    """One version with its lines, if it is in scope."""
    statement = (
        select(AnnualPlan)
        .join(AnnualPlan.institution)
        .where(AnnualPlan.id == plan_id, scope.allows())
        .options(joinedload(AnnualPlan.institution), selectinload(AnnualPlan.items).joinedload(PlanItem.curriculum))
    )
    return db.session.scalar(statement)


def versions_of(institution_id: int, year: int) -> list[AnnualPlan]:
    """Every version of a year's plan, the newest first."""
    statement = select(AnnualPlan).where(AnnualPlan.institution_id == institution_id, AnnualPlan.year == year)
    return list(db.session.scalars(statement.order_by(AnnualPlan.version.desc())))


def approved_before(plan: AnnualPlan) -> AnnualPlan | None:
    """The version that a plan takes the place of."""
    return next((one for one in versions_of(plan.institution_id, plan.year) if one.state is PlanState.APPROVED), None)


def classes_of(keys: list[str]) -> list[PlannedClass]:
    """The classes opened from these lines that were not cancelled, by first day."""
    statement = (
        select(PlannedClass)
        .join(PlannedClass.offering)
        .where(PlannedClass.key.in_(keys), ClassOffering.state != ClassState.CANCELLED)
        .options(joinedload(PlannedClass.offering))
    )
    return list(db.session.scalars(statement.order_by(ClassOffering.starts_on, ClassOffering.id)))


def unplanned_classes(plan: AnnualPlan) -> list[ClassOffering]:
    """Classes of that institution that began in the year of the plan and were not opened from it."""
    planned = select(PlannedClass.offering_id)
    statement = select(ClassOffering).where(
        ClassOffering.institution_id == plan.institution_id,
        func.extract("year", ClassOffering.starts_on) == plan.year,
        ClassOffering.state != ClassState.CANCELLED,
        ClassOffering.id.not_in(planned),
    )
    return list(db.session.scalars(statement.order_by(ClassOffering.starts_on, ClassOffering.id)))


def held(classes: list[PlannedClass], hours: dict[int, Decimal]) -> list[Held]:
    """These classes as rules see them; `hours` are those on the timetable of each."""
    heads = course_queries.learner_count([one.offering_id for one in classes])
    return [
        Held(
            one.key,
            heads.get(one.offering_id, 0),
            hours.get(one.offering_id, Decimal(0)),
            one.offering.state in FINISHED,
        )
        for one in classes
    ]


def remarks_of(keys: list[str]) -> dict[str, PlanRemark]:
    """Why the year differs from each of these lines: what was said last."""
    statement = select(PlanRemark).where(PlanRemark.key.in_(keys)).order_by(PlanRemark.id)
    return {one.key: one for one in db.session.scalars(statement)}


def item_of(plan_id: int, item_id: int) -> PlanItem | None:
    """One line of that plan with its curriculum."""
    statement = select(PlanItem).where(PlanItem.id == item_id, PlanItem.plan_id == plan_id)
    return db.session.scalar(statement.options(joinedload(PlanItem.curriculum)))
