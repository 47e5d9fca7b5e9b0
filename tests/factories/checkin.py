"""Windows of check-in, attempts, and what was decided about them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import factory

from core.clock import to_utc
from sessions.checkin.models import CheckIn, CheckInDecision, CheckInWindow, SuspicionNote
from sessions.checkin.rules.judging import Outcome, Way
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource
from tests.factories.base import ModelFactory
from tests.factories.classes import ImportBatchFactory


class CheckInWindowFactory(ModelFactory):
    """Signing in on the morning of Monday 2 March 2026, 08:00 to 12:00, with a new code every 15 seconds."""

    class Meta:
        model = CheckInWindow

    offering_id = factory.LazyAttribute(lambda made: made.batch.offering_id)
    batch_id = factory.LazyAttribute(lambda made: made.batch.id)
    day = date(2026, 3, 2)
    part = "AM"
    direction = Direction.IN
    opens_at = to_utc(datetime(2026, 3, 2, 8, 0))
    closes_at = to_utc(datetime(2026, 3, 2, 12, 0))
    code_life = 15
    drift = 5
    pass_life = 600
    own_life = 60
    late = 120
    clock = 180
    remember_days = 180

    class Params:
        batch = factory.SubFactory(ImportBatchFactory)


class CheckInFactory(ModelFactory):
    """An attempt on one's own phone that waits for a decision; give it the `batch` of its window, or a `window`."""

    class Meta:
        model = CheckIn

    class Params:
        batch = None
        window = factory.Maybe(
            "batch",
            yes_declaration=factory.SubFactory(CheckInWindowFactory, batch=factory.SelfAttribute("..batch")),
            no_declaration=factory.SubFactory(CheckInWindowFactory),
        )
        enrolment = None

    client_id = factory.LazyFunction(lambda: str(uuid4()))
    window_id = factory.LazyAttribute(lambda made: made.window.id)
    enrolment_id = factory.LazyAttribute(lambda made: made.enrolment.id if made.enrolment else None)
    direction = factory.LazyAttribute(lambda made: made.window.direction)
    source = EventSource.SELF_CHECK_IN
    way = Way.CODE
    verdict = Outcome.HELD
    marks = factory.LazyFunction(lambda: ["late_upload"])
    at = to_utc(datetime(2026, 3, 2, 8, 50))
    device_at = factory.SelfAttribute("at")
    received_at = factory.SelfAttribute("at")


class CheckInDecisionFactory(ModelFactory):
    """That an attempt does not count."""

    class Meta:
        model = CheckInDecision

    class Params:
        held = factory.SubFactory(CheckInFactory)

    check_in_id = factory.LazyAttribute(lambda made: made.held.id)
    note = "查无此人"
    by_name = "李静"


class SuspicionNoteFactory(ModelFactory):
    """Looked at, and nothing in it."""

    class Meta:
        model = SuspicionNote

    class Params:
        batch = factory.SubFactory(ImportBatchFactory)

    offering_id = factory.LazyAttribute(lambda made: made.batch.offering_id)
    key = factory.Sequence(lambda n: f"shared:{n}")
    note = "夫妻共用一部手机"
    by_name = "李静"
