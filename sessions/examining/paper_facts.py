"""What the papers of a sitting are written from, out of the records."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core.clock import to_local, today
from courses.models import Enrolment
from sessions.examining.models import ExamPaper, SeatPlan, Sitting
from sessions.examining.writing.papers import Asked, ExamFacts, Sits


def facts_of(
    sitting: Sitting, people: Sequence[Enrolment], plan: SeatPlan | None, paper: ExamPaper | None
) -> ExamFacts:
    """A sitting with its people, their seats and its questions."""
    at = {number: (row, column) for number, row, column in plan.seats} if plan else {}
    opens, closes = to_local(sitting.opens_at), to_local(sitting.closes_at)
    seated = [
        Sits(
            number,
            one.learner.name,
            one.employer.name if one.employer else "",
            *at.get(one.id, (0, 0)),
        )
        for number, one in enumerate(people, 1)
    ]
    return ExamFacts(
        institution=sitting.offering.institution.name,
        class_name=sitting.offering.name,
        code=sitting.offering.code,
        title=sitting.title,
        when=f"{opens:%Y-%m-%d %H:%M}—{closes:%H:%M}",
        where=sitting.class_session.venue_name if sitting.class_session else "",
        minutes=sitting.minutes,
        on=today(),
        rules=sitting.rules,
        total=paper.total if paper else Decimal(100),
        questions=[Asked(one.version.to_text(), one.points) for one in paper.questions] if paper else (),
        people=seated,
        rows=plan.rows if plan else 0,
        columns=plan.columns if plan else 0,
    )
