"""Writing classes, import batches, lines of evidence and enrolments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from core.db import db, utc_now
from core.masking import mask
from courses import queries
from courses.lines import Draft
from courses.models import ClassOffering, Enrolment, EvidenceMixin, ImportBatch, RosterLine
from courses.rules import (
    BatchState,
    Difference,
    EnrolmentState,
    Line,
    Replacement,
    compare_lines,
    judge_replacement,
    with_occurrence,
)
from learners import actions as learner_actions
from learners.models import Employer, Learner
from learners.roster import RosterOutcome, RosterRow
from standards.models import RuleSetVersion
from trainer.models import Institution


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing a file's lines changed."""

    replacement: Replacement
    added: int
    superseded: int


class NotTheLastBatch(Exception):
    """Only the latest import of a class can be taken back; `last` is the one to take back first."""

    def __init__(self, last: ImportBatch) -> None:
        super().__init__(last.id)
        self.last = last


class AlreadyUndone(Exception):
    """The import has been taken back before."""


class StandsAlone(Exception):
    """Not an import: recorded on the spot or brought by a decision, and ended by another one only."""


def open_offering(
    institution: Institution,
    *,
    rule_set_version: RuleSetVersion,
    code: str,
    name: str,
    starts_on: date,
    ends_on: date,
    **facts: Any,
) -> ClassOffering:
    """Open a class under a rule-set version, which it keeps from now on."""
    offering = ClassOffering(
        institution_id=institution.id,
        rule_set_version_id=rule_set_version.id,
        code=code,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        **facts,
    )
    db.session.add(offering)
    db.session.flush()
    return offering


def start_batch(offering: ClassOffering, *, by: User | None, report: dict[str, Any] | None = None) -> ImportBatch:
    """Begin an import; everything it writes carries its number."""
    batch = ImportBatch(
        offering_id=offering.id,
        by_user_id=by.id if by else None,
        by_name=by.display_name if by else "command line",
        report=report or {},
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def store_lines(
    model: type[EvidenceMixin],
    batch: ImportBatch,
    drafts: Sequence[Draft],
    *,
    present: Sequence[EvidenceMixin] | None = None,
    force: Replacement | None = None,
) -> Stored:
    """Store what is new and mark what it supersedes; lines that are stored already are left alone.

    `present` narrows what the drafts are compared with; without it, every line of the model that counts.
    """
    if present is None:
        present = queries.lines_that_count(model, batch.offering_id)
    scopes = _stored_scopes(present, drafts)
    lines = with_occurrence(draft.to_line() for draft in drafts)
    difference = _difference([(one.id, one.to_line()) for one in present], lines, drafts, scopes, force)
    by_id = {one.id: one for one in present}
    for number in difference.superseded:
        by_id[number].superseded_by_id = batch.id
    for position in difference.added:
        _add_line(model, batch, drafts[position], lines[position])
    db.session.flush()
    return Stored(difference.replacement, len(difference.added), len(difference.superseded))


def _add_line(model: type[EvidenceMixin], batch: ImportBatch, draft: Draft, line: Line) -> None:
    db.session.add(
        model(  # type: ignore[call-arg]
            offering_id=batch.offering_id,
            batch_id=batch.id,
            file=draft.place.file,
            sheet=draft.place.sheet,
            row=draft.place.row,
            identity=line.identity,
            content=line.content,
            **draft.values,
        )
    )


def _stored_scopes(present: Sequence[EvidenceMixin], drafts: Sequence[Draft]) -> dict[int, str]:
    """The scope of each stored line, as its model tells it; all one scope where drafts name none."""
    if not any(draft.scope for draft in drafts):
        return {}
    return {one.id: one.scope() for one in present}


def _difference(
    stored: list[tuple[int, Line]],
    lines: list[Line],
    drafts: Sequence[Draft],
    scopes: dict[int, str],
    force: Replacement | None,
) -> Difference:
    """Compare scope by scope, where there are scopes: a day or unit that a file leaves out is never touched by it.

    With `force` a revision replaces everything stored.
    """
    verdict = force or judge_replacement([line for _, line in stored], lines)
    if not scopes or force is Replacement.REVISION:
        return compare_lines(stored, lines, force=force)
    added: list[int] = []
    superseded: list[int] = []
    for scope in sorted({draft.scope for draft in drafts}):
        positions = [number for number, draft in enumerate(drafts) if draft.scope == scope]
        part = compare_lines(
            [(number, line) for number, line in stored if scopes[number] == scope],
            [lines[position] for position in positions],
            force=verdict if verdict is Replacement.REVISION else force,
        )
        added += [positions[number] for number in part.added]
        superseded += part.superseded
    kind = Replacement.REVISION if superseded else Replacement.ADDITION
    return Difference(kind if added or superseded else Replacement.UNCHANGED, tuple(sorted(added)), tuple(superseded))


def take_in_roster(batch: ImportBatch, rows: Sequence[RosterRow]) -> Stored:
    """Store judged roster lines, enrol the accepted, withdraw those whose line no longer counts."""
    stored = store_lines(RosterLine, batch, [_roster_draft(row) for row in rows])
    if stored.added or stored.superseded:
        refresh_enrolments(batch.offering_id, rows)
    return stored


def _roster_draft(row: RosterRow) -> Draft:
    facts = asdict(row)
    for field in ("place", "outcome", "codes", "name", "id_number", "phone"):
        facts.pop(field)
    details = {key: str(value) if isinstance(value, Decimal) else value for key, value in facts.items()}
    values = {
        "outcome": row.outcome,
        "codes": list(row.codes),
        "name": row.name,
        "id_number": row.id_number,
        "phone": row.phone,
        "details": {**details, "value": mask(row.value)},  # a mistyped identity number is personal data too
    }
    says = (row.place.row, row.outcome, row.codes, row.name, row.id_number, row.phone, details)
    return Draft(row.place, values, identity=("roster", row.name, row.id_number), says=says)


def refresh_enrolments(offering_id: int, rows: Sequence[RosterRow] = ()) -> None:
    """Make the enrolments agree with the roster lines that count; nobody is deleted, leavers are withdrawn.

    An enrolment without a roster line was decided at the enrolment desk, admitted or withdrawn: it stays as it is.
    """
    judged = {(row.place, row.id_number): row for row in rows}
    accepted = [one for one in queries.roster_lines(offering_id) if one.outcome is RosterOutcome.ACCEPTED]
    facts = [judged.get((one.to_place(), one.id_number)) or _row_of(one) for one in accepted]
    employers = learner_actions.take_in_employers(facts)
    people = learner_actions.take_in_learners(facts, employers)
    known = queries.all_enrolments(offering_id)
    decided = {learner_id for learner_id, one in known.items() if one.roster_line_id is None}
    for learner_id in known.keys() - decided:
        known[learner_id].state = EnrolmentState.WITHDRAWN
    for line, row in zip(accepted, facts, strict=True):
        if row.id_number and people[row.id_number].id not in decided:
            _enrol(known, people[row.id_number], line, employers.get((row.employer, row.uscc)))
    db.session.flush()


def _row_of(line: RosterLine) -> RosterRow:
    details = dict(line.details)
    years = details.pop("quality_years", None)
    return RosterRow(
        line.to_place(),
        line.outcome,
        tuple(line.codes),
        line.name,
        id_number=line.id_number,
        phone=line.phone,
        quality_years=Decimal(years) if years is not None else None,
        **details,
    )


def _enrol(known: dict[int, Enrolment], person: Learner, line: RosterLine, employer: Employer | None) -> None:
    enrolment = known.get(person.id) or Enrolment(offering_id=line.offering_id, learner_id=person.id)
    known[person.id] = enrolment
    enrolment.state = EnrolmentState.ENROLLED
    enrolment.roster_line_id = line.id
    enrolment.employer_id = employer.id if employer else None
    enrolment.position = line.row
    db.session.add(enrolment)


def undo_batch(batch: ImportBatch, *, by: User | None, reason: str) -> None:
    """Take an import back: its lines stay and no longer count.

    Raises AlreadyUndone, StandsAlone, or NotTheLastBatch when a later import rests on it.
    """
    if batch.stands_alone:
        raise StandsAlone
    if batch.state is BatchState.UNDONE:
        raise AlreadyUndone
    last = queries.last_applied_batch(batch.offering_id)
    if last is not None and last.id != batch.id:
        raise NotTheLastBatch(last)
    batch.state = BatchState.UNDONE
    batch.undone_at = utc_now()
    batch.undone_by = by.display_name if by else "command line"
    batch.undone_reason = reason
    db.session.flush()
    refresh_enrolments(batch.offering_id)
