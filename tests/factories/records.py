"""Records of delivery: taps, stays, played stretches, leave, scores. Give them the `batch` of their class."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import factory

from core.clock import to_utc
from sessions.models import AttendanceEvent, LeaveSlip, ScoreLine, ViewingSegment
from sessions.rules.exams import ScoreState
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource, LeaveDecision
from tests.factories.base import ModelFactory


class RecordFactory(ModelFactory):
    """What all records share."""

    class Meta:
        abstract = True

    class Params:
        batch = None
        enrolment = None

    offering_id = factory.LazyAttribute(lambda made: made.batch.offering_id)
    batch_id = factory.LazyAttribute(lambda made: made.batch.id)
    enrolment_id = factory.LazyAttribute(lambda made: made.enrolment.id if made.enrolment else None)
    match_code = factory.LazyAttribute(lambda made: "" if made.enrolment else "REC_UNMATCHED")
    name = factory.LazyAttribute(lambda made: made.enrolment.learner.name if made.enrolment else "无名")
    row = factory.Sequence(lambda n: n + 2)
    identity = factory.Sequence(lambda n: f"record-{n}")
    content = factory.Sequence(lambda n: f"record-content-{n}")


class AttendanceEventFactory(RecordFactory):
    """A sign-in at 08:50 on Monday 2 March 2026."""

    class Meta:
        model = AttendanceEvent

    file, sheet = "签到记录.xlsx", "签到记录"
    source = EventSource.DEVICE_IMPORT
    direction = Direction.IN
    at = to_utc(datetime(2026, 3, 2, 8, 50))
    device = "CHK-01"


class LeaveSlipFactory(RecordFactory):
    """Approved leave of the whole of Monday 2 March 2026."""

    class Meta:
        model = LeaveSlip

    file, sheet = "请假条.xlsx", "请假条"
    starts_at = to_utc(datetime(2026, 3, 2))
    ends_at = to_utc(datetime(2026, 3, 3))
    decision = LeaveDecision.APPROVED


class ViewingSegmentFactory(RecordFactory):
    """The first half hour of R01, watched in the evening at normal speed."""

    class Meta:
        model = ViewingSegment

    file, sheet = "录播学习记录.xlsx", "学习片段"
    unit = "R01"
    start_second = 0
    end_second = 1800
    played_at = to_utc(datetime(2026, 3, 4, 20, 0))
    rate = Decimal(1)


class ScoreLineFactory(RecordFactory):
    """A first score of 80 and no make-up score."""

    class Meta:
        model = ScoreLine

    file, sheet = "成绩单.xlsx", "成绩单"
    first_text = "80"
    first_state = ScoreState.NUMBER
    first_value = Decimal(80)
    makeup_state = ScoreState.EMPTY
