"""Releasing the results of a sitting into the scores of the class."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from core.amounts import plain
from core.db import db
from courses import actions as course_actions
from courses import queries as course_queries
from courses.lines import Draft
from courses.rules import Replacement
from learners.rows import Place
from sessions.actions import ledger
from sessions.examining import queries, turns
from sessions.examining.actions.notes import note
from sessions.examining.models import ResultRelease, Sitting
from sessions.examining.rules.kinds import SittingKind
from sessions.examining.rules.marking import PaperResult, PaperState, ReleaseFault, release_fault
from sessions.models import ScoreLine
from sessions.rules.exams import ScoreState

STATES = {
    PaperState.SCORED: ScoreState.NUMBER,
    PaperState.ABSENT: ScoreState.ABSENT,
    PaperState.INVALID: ScoreState.INVALID,
    PaperState.DEFERRED: ScoreState.DEFERRED,
}
WORDS = {PaperState.ABSENT: "缺考", PaperState.INVALID: "违纪", PaperState.DEFERRED: "缓考"}


class CannotRelease(Exception):
    """The results cannot be released; `fault` says why."""

    def __init__(self, fault: ReleaseFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def release(
    sitting: Sitting,
    people: Sequence[tuple[int, str, PaperResult]],
    *,
    shows_answers: bool,
    by: User,
) -> ResultRelease:
    """Write the results (enrolment, name, result) as scores of the class, and reckon completion anew.

    Raises CannotRelease: not over, not marked, or by somebody who marked.
    """
    markers = {mark.user_id for marks in queries.marks_of(sitting.id).values() for mark in marks}
    markers |= {one.user_id for one in queries.markers_of(sitting.id)}
    if fault := release_fault([result for *_, result in people], by=by.id, markers=markers):
        raise CannotRelease(fault)
    batch = course_actions.start_batch(sitting.offering, by=by, report={"correction": sitting.title})
    before = set(queries.release_batches(sitting.id))
    standing = course_queries.lines_that_count(ScoreLine, sitting.offering_id)
    deferred = turns.deferred_in(sitting.offering_id)
    drafts = [_draft(sitting, row, *one, deferred=one[0] in deferred, by=by) for row, one in enumerate(people, 1)]
    own = [line for line in standing if line.batch_id in before]
    course_actions.store_lines(ScoreLine, batch, drafts, present=own, force=Replacement.REVISION)
    known = queries.releases_of([sitting.id]).get(sitting.id)
    released = ResultRelease(
        sitting_id=sitting.id,
        batch_id=batch.id,
        number=known.number + 1 if known else 1,
        shows_answers=shows_answers,
        people=len(people),
        by_name=by.display_name,
    )
    db.session.add(released)
    db.session.flush()
    ledger.evaluate_offering(sitting.offering, by=by, reason=sitting.title, batch=batch)
    note("results_released", sitting, by, number=released.number, people=len(people))
    return released


def _draft(
    sitting: Sitting, row: int, enrolment_id: int, name: str, result: PaperResult, *, deferred: bool, by: User
) -> Draft:
    """A line of the score sheet. Who was let off the first examination has the later one as the first."""
    state = STATES[result.state]
    text = WORDS.get(result.state) or plain(result.points)
    said = {"state": state, "value": result.points, "text": text, "code": ""}
    nothing = {"state": ScoreState.EMPTY, "value": None, "text": "", "code": ""}
    first, makeup = (said, nothing) if sitting.kind is SittingKind.FIRST or deferred else (nothing, said)
    values = {
        **{f"first_{part}": value for part, value in first.items()},
        **{f"makeup_{part}": value for part, value in makeup.items()},
        "name": name,
        "enrolment_id": enrolment_id,
        "settled_by": by.display_name,
    }
    identity = ("sitting", sitting.id, enrolment_id)
    return Draft(Place(sitting.title, "", row), values, identity=identity, says=(*identity, state, result.points))
