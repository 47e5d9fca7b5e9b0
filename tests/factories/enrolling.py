"""Desks, notices, applications and the links of employers."""

from __future__ import annotations

from datetime import datetime

import factory

from core.clock import to_utc
from courses.enrolling.models import Application, EmployerLink, EnrolmentDesk, NoticeVersion
from courses.enrolling.queries.notices import person_index, token_index
from courses.enrolling.rules.states import Origin, Stage
from courses.rules import ClassState
from tests.factories.base import ModelFactory
from tests.factories.classes import ClassOfferingFactory
from tests.factories.training import identity_number


class EnrolmentDeskFactory(ModelFactory):
    """A desk with thirty seats."""

    class Meta:
        model = EnrolmentDesk

    offering = factory.SubFactory(ClassOfferingFactory, state=ClassState.ENROLLING)
    slug = factory.Sequence(lambda n: f"desk{n}")
    capacity = 30
    last_number = 0


class NoticeVersionFactory(ModelFactory):
    """A published notice that closes in the far future."""

    class Meta:
        model = NoticeVersion

    offering_id = None
    number = 1
    published = True
    closes_at = to_utc(datetime(2099, 1, 1))
    texts = factory.LazyFunction(lambda: {"audience": "企业质量负责人", "terms": "按时到课", "privacy": "仅用于培训"})
    by_name = "李静"


class EmployerLinkFactory(ModelFactory):
    """A link that stands."""

    class Meta:
        model = EmployerLink

    offering = factory.SubFactory(ClassOfferingFactory)
    employer = "陕西精工有限公司"
    token = factory.Sequence(lambda n: f"employer-token-{n}")
    token_index = factory.LazyAttribute(lambda made: token_index(made.token))


class ApplicationFactory(ModelFactory):
    """Handed in by the person, nothing decided."""

    class Meta:
        model = Application

    offering = factory.SubFactory(ClassOfferingFactory)
    number = factory.Sequence(lambda n: f"B{n:04d}")
    token = factory.Sequence(lambda n: f"token-{n}")
    token_index = factory.LazyAttribute(lambda made: token_index(made.token))
    origin = Origin.SELF
    stage = Stage.SUBMITTED
    name = factory.Sequence(lambda n: f"申请人{n}")
    id_number = factory.Sequence(lambda n: identity_number(n + 500))
    id_index = factory.LazyAttribute(lambda made: person_index(made.id_number))
    phone = "13912345678"
    employer = "陕西精工有限公司"
    education = "本科"
    quality_years = 6
