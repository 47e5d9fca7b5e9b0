"""Examinations on paper: seats by lot, scores from sheets."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from accounts.models import User
from core.db import db
from courses.models import Enrolment
from sessions.examining import queries
from sessions.examining.actions.marks import Given, give_marks
from sessions.examining.actions.notes import note
from sessions.examining.actions.sittings import ChangedMeanwhile, enter
from sessions.examining.models import Candidate, SeatPlan, Sitting
from sessions.examining.rules.kinds import EntryKind, HandedIn, Round
from sessions.examining.rules.scores import Entered
from sessions.examining.rules.seating import Sitter, seat


class TooSmall(Exception):
    """The room has fewer seats than people."""


def seat_people(
    sitting: Sitting, people: Sequence[Enrolment], *, rows: int, columns: int, seed: str, by: User
) -> SeatPlan:
    """Seat everybody by lot. Raises TooSmall, ChangedMeanwhile."""
    seating = seat([Sitter(one.id, str(one.employer_id or "")) for one in people], rows, columns, seed)
    if seating is None:
        raise TooSmall
    before = queries.seat_plan_of(sitting.id)
    plan = SeatPlan(
        sitting_id=sitting.id,
        number=before.number + 1 if before else 1,
        seed=seed,
        rows=rows,
        columns=columns,
        seats=[[number, place.row, place.column] for number, place in seating.seats],
        together=seating.together,
        by_name=by.display_name,
    )
    try:
        with db.session.begin_nested():
            db.session.add(plan)
    except IntegrityError as taken:
        raise ChangedMeanwhile from taken
    note("seats_drawn", sitting, by, number=plan.number, seed=seed, people=len(people))
    return plan


def enter_scores(sitting: Sitting, entered: Sequence[Entered], *, in_round: Round, by: User) -> int:
    """Keep what stands on score sheets: points of a round, or that somebody did not come. Says how many were kept."""
    begun = queries.candidates_of(sitting.id)
    given = []
    for one in entered:
        if one.points is None:
            enter(sitting, one.enrolment_id, EntryKind.ABSENT, reason=one.word, by=by)
            continue
        candidate = begun.get(one.enrolment_id) or _sheet_of(sitting, one.enrolment_id)
        given.append(Given(candidate.id, one.points))
    give_marks(sitting, None, given, in_round=in_round, by=by)
    return len(entered)


def _sheet_of(sitting: Sitting, enrolment_id: int) -> Candidate:
    """A paper sheet that was handed in with the sitting."""
    sheet = Candidate(
        sitting_id=sitting.id,
        enrolment_id=enrolment_id,
        started_at=sitting.opens_at,
        handed_in_at=sitting.closes_at,
        handed_in=HandedIn.SELF,
    )
    sheet.sitting = sitting
    db.session.add(sheet)
    db.session.flush()
    return sheet
