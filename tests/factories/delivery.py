"""Class sessions and bookings."""

from __future__ import annotations

from datetime import datetime

import factory

from core.clock import to_utc
from sessions.models import Booking, ClassSession
from sessions.rollcall.models import TeachingLog, TeachingLogReview
from sessions.rollcall.rules.logs import LogDecision
from sessions.rules.kinds import Resource, SessionKind
from tests.factories.base import ModelFactory
from tests.factories.classes import ClassOfferingFactory


class ClassSessionFactory(ModelFactory):
    """An offline session on Monday 2 March 2026, 09:00 to 12:00, without teacher and venue; not booked."""

    class Meta:
        model = ClassSession

    offering = factory.SubFactory(ClassOfferingFactory)
    code = factory.Sequence(lambda n: f"S{n:02d}")
    position = factory.Sequence(int)
    kind = SessionKind.OFFLINE
    title = factory.Sequence(lambda n: f"质量管理第{n}讲")
    starts_at = to_utc(datetime(2026, 3, 2, 9, 0))
    ends_at = to_utc(datetime(2026, 3, 2, 12, 0))
    teacher_name = factory.LazyAttribute(lambda made: made.teacher.name if getattr(made, "teacher", None) else "")
    venue_name = factory.LazyAttribute(lambda made: made.venue.name if getattr(made, "venue", None) else "")
    planned_hours = 4


class BookingFactory(ModelFactory):
    """A venue taken by a session, for the time of the session."""

    class Meta:
        model = Booking

    class_session = factory.SubFactory(ClassSessionFactory)
    resource = Resource.VENUE
    resource_id = 1
    starts_at = factory.SelfAttribute("class_session.starts_at")
    ends_at = factory.SelfAttribute("class_session.ends_at")


class TeachingLogFactory(ModelFactory):
    """A session taught as planned, written down by its teacher; nobody has said anything to it."""

    class Meta:
        model = TeachingLog

    class Params:
        class_session = factory.SubFactory(ClassSessionFactory)

    session_id = factory.LazyAttribute(lambda made: made.class_session.id)
    starts_at = factory.SelfAttribute("class_session.starts_at")
    ends_at = factory.SelfAttribute("class_session.ends_at")
    taught = "按教案讲授，课堂讨论一次"
    teacher_name = "王老师"
    by_name = "王老师"


class TeachingLogReviewFactory(ModelFactory):
    """A second person has confirmed a log."""

    class Meta:
        model = TeachingLogReview

    log = factory.SubFactory(TeachingLogFactory)
    decision = LogDecision.CONFIRMED
    by_name = "李静"
