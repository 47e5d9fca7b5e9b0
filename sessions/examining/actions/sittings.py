"""Sittings: arranging one, drawing its paper, naming markers, what is on record about candidates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts.models import User
from core.db import db, utc_now
from courses.models import ClassOffering
from sessions.examining import queries
from sessions.examining.actions.notes import note
from sessions.examining.models import CandidateEntry, ExamPaper, Marker, PaperQuestion, Sitting
from sessions.examining.rules.blueprint import Blueprint, Cell, Drawn, InBank, draw
from sessions.examining.rules.kinds import EntryKind, Round
from sessions.questions import queries as bank
from sessions.questions.models import QuestionVersion


class ChangedMeanwhile(Exception):
    """Somebody else was faster."""


class HasBegun(Exception):
    """Somebody has begun: the paper and the times no longer change."""


class Lacking(Exception):
    """The bank has not enough questions; `drawn.lacks` names what is missing."""

    def __init__(self, drawn: Drawn) -> None:
        super().__init__(len(drawn.lacks))
        self.drawn = drawn


class MarksAlready(Exception):
    """Somebody marks this sitting in another round."""


def arrange(offering: ClassOffering, *, facts: Mapping[str, Any], by: User) -> Sitting:
    """A new sitting of a class."""
    sitting = Sitting(offering_id=offering.id, by_name=by.display_name, **facts)
    sitting.offering = offering
    db.session.add(sitting)
    db.session.flush()
    note("sitting_arranged", sitting, by, kind=sitting.kind.value, way=sitting.way.value)
    return sitting


def rearrange(sitting: Sitting, *, facts: Mapping[str, Any], seen: int, by: User) -> None:
    """Change a sitting. Raises ChangedMeanwhile; HasBegun when more than title, rules and closing time would change."""
    if sitting.version != seen:
        raise ChangedMeanwhile
    changed = {name for name, value in facts.items() if getattr(sitting, name) != value}
    if changed - {"title", "rules", "session_id", "closes_at"} and queries.has_candidates(sitting.id):
        raise HasBegun
    for name, value in facts.items():
        setattr(sitting, name, value)
    db.session.flush()
    if changed:
        note("sitting_changed", sitting, by, changed=sorted(changed))


def cancel(sitting: Sitting, *, reason: str, by: User) -> None:
    """Call a sitting off. Raises HasBegun."""
    if queries.has_candidates(sitting.id):
        raise HasBegun
    if sitting.cancelled_at is None:
        sitting.cancelled_at = utc_now()
        db.session.flush()
        note("sitting_cancelled", sitting, by, reason=reason)


def draw_paper(sitting: Sitting, blueprint: Blueprint, *, seed: str, by: User) -> tuple[ExamPaper, Drawn]:
    """Draw a paper from the bank of the institution. Raises HasBegun, Lacking, ChangedMeanwhile."""
    if queries.has_candidates(sitting.id):
        raise HasBegun
    versions = {one.question.number: one for one in bank.active_versions(sitting.offering.institution_id)}
    drawn = draw(blueprint, [_in_bank(number, one) for number, one in versions.items()], seed)
    if drawn.lacks:
        raise Lacking(drawn)
    before = queries.paper_of(sitting.id)
    paper = ExamPaper(
        sitting_id=sitting.id,
        number=before.number + 1 if before else 1,
        seed=seed,
        blueprint=plain_blueprint(blueprint),
        total=blueprint.total,
        by_name=by.display_name,
        questions=[
            PaperQuestion(version_id=versions[number].id, position=place, points=points)
            for place, (number, points) in enumerate(drawn.questions, 1)
        ],
    )
    try:
        with db.session.begin_nested():
            db.session.add(paper)
    except IntegrityError as taken:
        raise ChangedMeanwhile from taken
    note("paper_drawn", sitting, by, number=paper.number, seed=seed, questions=len(drawn.questions))
    return paper, drawn


def _in_bank(number: int, version: QuestionVersion) -> InBank:
    return InBank(number, Cell(version.kind, version.module, version.difficulty))


def plain_blueprint(blueprint: Blueprint) -> dict[str, Any]:
    """A blueprint as JSON keeps it."""
    return {
        "parts": [{**asdict(part), "points": f"{part.points:f}"} for part in blueprint.parts],
        "modules": [[name, f"{weight:f}"] for name, weight in blueprint.modules],
        "difficulties": [[difficulty, f"{share:f}"] for difficulty, share in blueprint.difficulties],
    }


def name_marker(sitting: Sitting, user: User, *, in_round: Round, by: User) -> Marker:
    """Let somebody mark in a round. Raises MarksAlready: nobody marks the same paper in two rounds."""
    marker = Marker(sitting_id=sitting.id, user_id=user.id, round=in_round, by_name=by.display_name)
    try:
        with db.session.begin_nested():
            db.session.add(marker)
    except IntegrityError as taken:
        raise MarksAlready from taken
    note("marker_named", sitting, by, person=user.display_name, round=in_round.value)
    return marker


def remove_marker(sitting: Sitting, marker: Marker, *, by: User) -> None:
    """Let somebody no longer mark; marks that were given stay and count. Raises MarksAlready when there are some."""
    given = {mark.user_id for marks in queries.marks_of(sitting.id).values() for mark in marks}
    if marker.user_id in given:
        raise MarksAlready
    note("marker_removed", sitting, by, person=marker.user.display_name)
    db.session.delete(marker)
    db.session.flush()


def enter(
    sitting: Sitting, enrolment_id: int, kind: EntryKind, *, reason: str, by: User, minutes: int = 0
) -> CandidateEntry:
    """Put something on record about a candidate."""
    entry = CandidateEntry(
        sitting_id=sitting.id,
        enrolment_id=enrolment_id,
        kind=kind,
        minutes=minutes,
        reason=reason,
        by_name=by.display_name,
    )
    db.session.add(entry)
    db.session.flush()
    note("candidate_entry", sitting, by, entry=kind.value, enrolment=enrolment_id, minutes=minutes, reason=reason)
    return entry
