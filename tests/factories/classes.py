"""Curricula, classes, imports, roster lines and enrolments."""

from __future__ import annotations

from datetime import date

import factory

from courses.models import (
    ClassOffering,
    Curriculum,
    CurriculumModule,
    CurriculumVersion,
    Enrolment,
    ImportBatch,
    RosterLine,
)
from courses.rules import ClassState
from courses.syllabus.models import TeachingMaterial
from courses.syllabus.rules import MaterialKind
from learners.roster import RosterOutcome
from tests.factories.base import ModelFactory
from tests.factories.training import InstitutionFactory, LearnerFactory, RuleSetVersionFactory


class CurriculumFactory(ModelFactory):
    """A curriculum without modules."""

    class Meta:
        model = Curriculum

    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"培训方案{n}")


class CurriculumVersionFactory(ModelFactory):
    """A first version, still a draft."""

    class Meta:
        model = CurriculumVersion

    curriculum = factory.SubFactory(CurriculumFactory)
    number = 1
    drafted_by = "李静"


def version_of(curriculum):
    """The version of a curriculum that modules go to: the one it has, or a first one; None for any curriculum."""
    if curriculum is None:
        return CurriculumVersionFactory()
    session = CurriculumVersionFactory._meta.sqlalchemy_session
    found = session.query(CurriculumVersion).filter_by(curriculum_id=curriculum.id)
    return found.order_by(CurriculumVersion.number.desc()).first() or CurriculumVersionFactory(curriculum=curriculum)


class CurriculumModuleFactory(ModelFactory):
    """A module of eight hours. Give it a `version`, or a `curriculum`."""

    class Meta:
        model = CurriculumModule

    class Params:
        curriculum = None

    version = factory.LazyAttribute(lambda made: version_of(made.curriculum))
    position = factory.Sequence(int)
    name = factory.Sequence(lambda n: f"模块{n}")
    planned_hours = 8


class ClassOfferingFactory(ModelFactory):
    """A class of one week in March 2026 that is being delivered."""

    class Meta:
        model = ClassOffering

    institution = factory.SubFactory(InstitutionFactory)
    rule_set_version = factory.SubFactory(RuleSetVersionFactory)
    code = factory.Sequence(lambda n: f"CQO-2026-{n:03d}")
    name = factory.Sequence(lambda n: f"企业首席质量官任职培训第{n}期")
    starts_on = date(2026, 3, 2)
    ends_on = date(2026, 3, 6)
    state = ClassState.DELIVERING


class ImportBatchFactory(ModelFactory):
    """An import that counts."""

    class Meta:
        model = ImportBatch

    offering = factory.SubFactory(ClassOfferingFactory)
    by_name = "李静"


class RosterLineFactory(ModelFactory):
    """An accepted line of a roster; give it the `offering` of its `batch`."""

    class Meta:
        model = RosterLine

    class Params:
        batch = None

    offering_id = factory.LazyAttribute(lambda made: made.batch.offering_id)
    batch_id = factory.LazyAttribute(lambda made: made.batch.id)
    file = "学员名册.xlsx"
    sheet = "Sheet1"
    row = factory.Sequence(lambda n: n + 2)
    identity = factory.Sequence(lambda n: f"identity-{n}")
    content = factory.Sequence(lambda n: f"content-{n}")
    outcome = RosterOutcome.ACCEPTED
    name = factory.Sequence(lambda n: f"学员{n}")


class EnrolmentFactory(ModelFactory):
    """A learner in a class."""

    class Meta:
        model = Enrolment

    offering = factory.SubFactory(ClassOfferingFactory)
    learner = factory.SubFactory(LearnerFactory)
    employer = factory.SelfAttribute("learner.employer")
    position = factory.Sequence(lambda n: n + 2)


class TeachingMaterialFactory(ModelFactory):
    """Slides that stand on a shelf."""

    class Meta:
        model = TeachingMaterial

    curriculum = factory.SubFactory(CurriculumFactory)
    module = "质量战略"
    kind = MaterialKind.SLIDES
    title = factory.Sequence(lambda n: f"质量战略课件{n}")
    link = "资料柜 A-3"
    added_by = "李静"
