"""Leave requests, appeals and make-up sessions."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import factory

from core.clock import to_utc
from core.db import utc_now
from sessions.absence.models import Appeal, LeaveRequest, LeaveSpan, MakeUpEntry, MakeUpSession
from tests.factories.accounts import UserFactory
from tests.factories.base import ModelFactory
from tests.factories.classes import EnrolmentFactory
from tests.factories.delivery import ClassSessionFactory

START = to_utc(datetime(2026, 3, 2, 9, 0))


class LeaveRequestFactory(ModelFactory):
    """A request for the morning of 2 March 2026 that one person may approve."""

    class Meta:
        model = LeaveRequest

    class Params:
        enrolment = factory.SubFactory(EnrolmentFactory)

    offering_id = factory.LazyAttribute(lambda made: made.enrolment.offering_id)
    enrolment_id = factory.LazyAttribute(lambda made: made.enrolment.id)
    by_name = "学员"
    at_desk = False
    kind = "病假"
    reason = "发烧"
    starts_at = START
    ends_at = START + timedelta(hours=3)
    hours = Decimal(4)
    levels = ("班主任",)
    spans = factory.LazyAttribute(lambda made: [LeaveSpan(starts_at=made.starts_at, ends_at=made.ends_at)])


class AppealFactory(ModelFactory):
    """An appeal that is to be decided within a day."""

    class Meta:
        model = Appeal

    class Params:
        enrolment = factory.SubFactory(EnrolmentFactory)
        class_session = None
        by = factory.SubFactory(UserFactory)

    offering_id = factory.LazyAttribute(lambda made: made.enrolment.offering_id)
    enrolment_id = factory.LazyAttribute(lambda made: made.enrolment.id)
    session_id = factory.LazyAttribute(lambda made: made.class_session.id)
    by_user_id = factory.LazyAttribute(lambda made: made.by.id)
    by_name = "学员"
    round = 1
    reason = "已到场"
    decide_by = factory.LazyFunction(lambda: utc_now() + timedelta(days=1))


class MakeUpSessionFactory(ModelFactory):
    """One session that stands in for another one of its class, for nobody yet."""

    class Meta:
        model = MakeUpSession

    class_session = factory.SubFactory(ClassSessionFactory)
    stands_for = factory.SubFactory(ClassSessionFactory, offering=factory.SelfAttribute("..class_session.offering"))
    offering_id = factory.LazyAttribute(lambda made: made.class_session.offering_id)
    by_name = "赵老师"


class MakeUpEntryFactory(ModelFactory):
    """A learner is named."""

    class Meta:
        model = MakeUpEntry

    class Params:
        makeup = None
        enrolment = None

    makeup_id = factory.LazyAttribute(lambda made: made.makeup.id)
    enrolment_id = factory.LazyAttribute(lambda made: made.enrolment.id)
    named = True
    by_name = "赵老师"
