"""Institutions with staff, teachers and venues; rule-sets; people and their employers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from learners import queries as learner_queries
from learners.identity import identity_check
from learners.models import Employer, Learner
from standards.actions import SHIPPED
from standards.models import FilingItem, RuleClause, RuleParameter, RuleSet, RuleSetVersion
from standards.rules import Confidence, VersionState
from standards.toml_files import read_rule_set
from tests.factories.base import ModelFactory
from trainer.models import Institution, StaffMember, Teacher, Venue
from trainer.rules import StaffPost


def identity_number(serial: int) -> str:
    """A valid identity number: Xi'an, born on 1 January 1980, with this serial."""
    first = f"61010119800101{serial % 1000:03d}"
    return first + identity_check(first)


class InstitutionFactory(ModelFactory):
    """An accredited institution of Shaanxi."""

    class Meta:
        model = Institution

    code = factory.Sequence(lambda n: f"JG-{n:04d}")
    name = factory.Sequence(lambda n: f"陕西质量培训中心{n}")
    region = "610100"


class StaffMemberFactory(ModelFactory):
    """A post, which puts an account into an institution's scope."""

    class Meta:
        model = StaffMember

    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    institution = factory.SubFactory(InstitutionFactory)
    post = StaffPost.MANAGEMENT


class TeacherFactory(ModelFactory):
    """A teacher whose appointment has no end."""

    class Meta:
        model = Teacher

    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"教师{n}")


class VenueFactory(ModelFactory):
    """A room for fifty."""

    class Meta:
        model = Venue

    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"第{n}教室")
    capacity = 50


class RuleSetFactory(ModelFactory):
    """A sample rule-set without versions."""

    class Meta:
        model = RuleSet

    code = factory.Sequence(lambda n: f"rules-{n}")
    name = factory.Sequence(lambda n: f"规则集{n}")
    is_sample = True


class RuleSetVersionFactory(ModelFactory):
    """An approved version with the figures, clauses and filing list of the shipped sample."""

    class Meta:
        model = RuleSetVersion

    rule_set = factory.SubFactory(RuleSetFactory)
    version = 1
    state = VersionState.APPROVED
    effective_from = date(2026, 1, 1)
    approved_by = "示例"
    approved_at = datetime(2026, 1, 1, tzinfo=UTC)
    digest = "0" * 64

    @factory.lazy_attribute
    def parameters(self):
        file = read_rule_set(SHIPPED / "shaanxi-sample-2.toml")
        return [
            RuleParameter(
                position=position, key=one.key, name=file.names[one.key], value=one.value, unit=one.unit,
                basis=one.basis, confidence=one.confidence,
            )
            for position, one in enumerate(file.parameters)
        ]  # fmt: skip

    clauses = factory.LazyFunction(
        lambda: [RuleClause(position=0, code="JG-1", stage="机构", requirement="有制度", confidence=Confidence.SAMPLE)]
    )
    filing_items = factory.LazyFunction(
        lambda: [FilingItem(position=0, code="roster", stage="招生", title="学员名册", retention="D30")]
    )


class EmployerFactory(ModelFactory):
    """An enterprise without a code."""

    class Meta:
        model = Employer

    name = factory.Sequence(lambda n: f"陕西精工{n}有限公司")


class LearnerFactory(ModelFactory):
    """A person with a valid identity number and a mobile number."""

    class Meta:
        model = Learner

    employer = factory.SubFactory(EmployerFactory)
    name = factory.Sequence(lambda n: f"学员{n}")
    id_number = factory.Sequence(identity_number)
    id_index = factory.LazyAttribute(lambda made: learner_queries.id_index(made.id_number))
    phone = "13812345678"
