"""What the pages of a learner's hours show of leave, appeals and make-up sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from courses.models import Enrolment
from sessions.absence import outlook, queries
from sessions.absence.actions.appeals import last_day_to_raise
from sessions.absence.models import Appeal, MakeUpSession
from sessions.absence.rules.appeals import AppealState
from sessions.absence.rules.forecast import Forecast
from sessions.results import ClassResults
from sessions.stories import UnitStory
from standards.rules import ParameterMissing


@dataclass(frozen=True, slots=True)
class UnitMatters:
    """About one session of one learner: appeals, whether one can be raised now, and what makes up for what."""

    appeals: Sequence[Appeal]
    may_appeal: bool
    last: date | None  # day for appealing; None where none can be raised at all
    stands_for: MakeUpSession | None  # this is a make-up session
    made_up_by: Sequence[MakeUpSession]  # make-up sessions for it


def own_forecast(computed: ClassResults, enrolment: Enrolment, now: datetime) -> Forecast:
    """The three figures of one learner. One query."""
    slips = queries.slips_that_count(enrolment.offering_id, enrolment.id)
    leave = outlook.leave_spans(slips).get(enrolment.id, [])
    return outlook.forecast_of(computed, enrolment.id, leave, last_day=enrolment.offering.ends_on, now=now)


def matters_of(enrolment: Enrolment, unit: UnitStory, now: datetime) -> UnitMatters:
    """What there is about one session. A rule-set without terms of appeal leaves no appeal."""
    found = queries.appeals_about(enrolment.id, unit.session.id)
    mine = [one for one in queries.makeup_rows(enrolment.offering_id) if enrolment.id in one.people]
    last = None if unit.upcoming or enrolment.offering.state in queries.CLOSED else _last_day(enrolment, unit)
    is_open = any(one.state is AppealState.OPEN for one in found)
    return UnitMatters(
        found,
        last is not None and now.date() <= last and not is_open,
        last,
        next((one for one in mine if one.session_id == unit.session.id), None),
        [one for one in mine if one.stands_for_id == unit.session.id],
    )


def _last_day(enrolment: Enrolment, unit: UnitStory) -> date | None:
    try:
        policy = queries.appeal_policy_of(enrolment.offering)
    except ParameterMissing:
        return None
    return last_day_to_raise(enrolment.offering, enrolment, unit, policy)
