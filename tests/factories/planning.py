"""Needs, annual plans and their lines."""

from __future__ import annotations

import factory

from courses.planning.models import AnnualPlan, PlanItem, PlannedClass, PlanRemark, TrainingNeed
from tests.factories.base import ModelFactory
from tests.factories.classes import ClassOfferingFactory
from tests.factories.training import InstitutionFactory


class TrainingNeedFactory(ModelFactory):
    """Ten people of one employer, for 2027."""

    class Meta:
        model = TrainingNeed

    institution = factory.SubFactory(InstitutionFactory)
    year = 2027
    employer = factory.Sequence(lambda n: f"企业{n}")
    training_type = "任职培训"
    people = 10


class AnnualPlanFactory(ModelFactory):
    """A draft for 2027; give it `drafted_by_id`."""

    class Meta:
        model = AnnualPlan

    institution = factory.SubFactory(InstitutionFactory)
    year = 2027
    drafted_by = "李静"


class PlanItemFactory(ModelFactory):
    """One class of sixty people in April."""

    class Meta:
        model = PlanItem

    plan = factory.SubFactory(AnnualPlanFactory)
    key = factory.Sequence(lambda n: f"key-{n}")
    position = factory.Sequence(int)
    title = factory.Sequence(lambda n: f"任职培训{n}")
    people = 60
    month = 4
    hours = 40


class PlannedClassFactory(ModelFactory):
    """A class opened from a line; give it `item` and its `key`."""

    class Meta:
        model = PlannedClass

    class Params:
        item = None

    offering = factory.SubFactory(ClassOfferingFactory)
    item_id = factory.LazyAttribute(lambda made: made.item.id)
    key = factory.LazyAttribute(lambda made: made.item.key)


class PlanRemarkFactory(ModelFactory):
    """Why a line was not kept to."""

    class Meta:
        model = PlanRemark

    class Params:
        item = None

    item_id = factory.LazyAttribute(lambda made: made.item.id)
    key = factory.LazyAttribute(lambda made: made.item.key)
    reason = "场地改造"
