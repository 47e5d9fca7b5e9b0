"""Handing in the files of a class: the one way in, for the page and for the command."""

from __future__ import annotations

from collections.abc import Sequence

from accounts import audit
from accounts.models import User
from core.db import db
from courses import actions as course_actions
from courses import queries as course_queries
from courses.lines import Draft
from courses.models import ClassOffering, EvidenceMixin, ImportBatch, ImportedFile
from courses.rules import Replacement
from intake import drafts, facts
from intake.belonging import Errand, institution_for, offering_for, refuse_other_class
from intake.reading.codes import UNREADABLE
from intake.report import ImportRefused, ImportReport, KindResult, Refusal
from intake.rows import FileKind, Reading
from sessions import queries as session_queries
from sessions import results
from sessions.actions import ledger, records, timetable
from sessions.clashes import queries as clash_queries
from sessions.models import AttendanceEvent, LeaveSlip, ScoreLine, ViewingSegment
from surveys import actions as survey_actions
from trainer import actions as trainer_actions
from trainer import queries as trainer_queries


def hand_in(reading: Reading, errand: Errand) -> ImportReport:
    """Apply what was read, in one transaction that the caller commits (or rolls back, for a dry run).

    Raises ImportRefused when the hand-in as a whole cannot be taken.
    """
    report = ImportReport.of(reading)
    if not any(table.rows and not table.missing for table in reading.tables):
        raise ImportRefused(Refusal.NOTHING_READ)
    if errand.strict and _faulty(reading):
        raise ImportRefused(Refusal.FAULTS_FOUND)
    unreadable = sorted({one.file for one in reading.files if one.refused and one.code in UNREADABLE})
    if unreadable and not errand.partial:
        raise ImportRefused(Refusal.FILES_UNREADABLE, "、".join(unreadable))
    institution = institution_for(reading, errand)
    offering = offering_for(reading, errand, institution, report)
    refuse_other_class(reading, offering)
    report.offering_code, report.offering_name = offering.code, offering.name
    report.institution = institution.name
    batch = course_actions.start_batch(offering, by=errand.by)
    _apply(reading, errand, offering, batch, report)
    _close(batch, offering, errand, report)
    return report


def _faulty(reading: Reading) -> bool:
    return (
        any(finding.refused for finding in reading.cells)
        or any(finding.refused for finding in reading.files)
        or any(row.outcome.value == "rejected" for row in reading.roster)
        or any(table.missing for table in reading.tables)
    )


def _apply(reading: Reading, errand: Errand, offering: ClassOffering, batch: ImportBatch, report: ImportReport) -> None:
    _take_in_registers(reading, offering, report)
    if reading.sessions:
        incoming = [drafts.session_facts(row) for row in reading.sessions]
        change = timetable.take_in_timetable(offering, batch, incoming)
        added = len(change.added) + len(change.changed)
        superseded = len(change.changed) + len(change.dropped)
        report.kinds.append(_result(FileKind.TIMETABLE, len(incoming), added, superseded))
    if reading.roster:
        stored = course_actions.take_in_roster(batch, reading.roster)
        report.kinds.append(_stored(FileKind.ROSTER, len(reading.roster), stored))
    _take_in_records(reading, errand, batch, report)
    _look_at_timetable(reading, offering, report)
    if reading.survey:
        lines = drafts.response_drafts(reading.survey)
        stored = survey_actions.take_in_responses(batch, lines, reading.questions)
        report.kinds.append(_stored(FileKind.SURVEY, len(lines), stored))
    records.settle_records(offering.id)
    db.session.flush()
    evaluation = ledger.evaluate_offering(offering, by=errand.by, reason="import", batch=batch)
    report.posted = evaluation.posted if evaluation else 0


def _look_at_timetable(reading: Reading, offering: ClassOffering, report: ImportReport) -> None:
    """What the clash engine says once timetable, registers and roster are in: an import hides no clash."""
    if reading.sessions or reading.teachers or reading.venues or reading.roster:
        found = clash_queries.findings_of(offering, session_queries.sessions_of(offering.id))
        report.timetable = [one.to_json() for one in found]


def _take_in_registers(reading: Reading, offering: ClassOffering, report: ImportReport) -> None:
    institution = course_queries.institution_of_offering(offering)
    before = _registers(offering)
    for teacher in reading.teachers:
        said = {field: getattr(teacher, field) for field in facts.TEACHER_FIELDS}
        trainer_actions.register_teacher(institution, name=teacher.name, facts=said)
    for venue in reading.venues:
        said = {field: getattr(venue, field) for field in facts.VENUE_FIELDS}
        trainer_actions.register_venue(institution, name=venue.name, facts=said)
    after = _registers(offering)
    for kind, subject, rows in (
        (FileKind.TEACHERS, "teacher", reading.teachers),
        (FileKind.VENUES, "venue", reading.venues),
    ):
        if rows:
            changes = facts.changes(subject, before[subject], after[subject])
            report.facts += changes
            added = len(after[subject]) - len(before[subject])
            report.kinds.append(_result(kind, len(rows), added, len({one["id"] for one in changes})))


def _registers(offering: ClassOffering) -> dict[str, dict[int, facts.Facts]]:
    institution = [offering.institution_id]
    return {
        "teacher": facts.snapshot("teacher", trainer_queries.teachers_of(institution)),
        "venue": facts.snapshot("venue", trainer_queries.venues_of(institution)),
    }


def _take_in_records(reading: Reading, errand: Errand, batch: ImportBatch, report: ImportReport) -> None:
    """Sign-ins, stays, leave, viewing and scores, each kind compared with what is stored of it."""
    present = results.records_of(batch.offering_id)
    jobs: list[tuple[FileKind, type[EvidenceMixin], Sequence[EvidenceMixin], list[Draft]]] = [
        (FileKind.SIGN, AttendanceEvent, present.device_taps, drafts.tap_drafts(reading.taps)),
        (FileKind.LIVE, AttendanceEvent, present.stays, drafts.live_drafts(reading.live)),
        (FileKind.LEAVE, LeaveSlip, present.imported_leaves, drafts.leave_drafts(reading.leaves)),
        (FileKind.RECORDED, ViewingSegment, present.imported_segments, drafts.segment_drafts(reading.segments)),
        (FileKind.SCORES, ScoreLine, present.scores, drafts.score_drafts(reading.scores)),
    ]
    for kind, model, stored_lines, lines in jobs:
        if lines:
            stored = course_actions.store_lines(model, batch, lines, present=stored_lines, force=errand.force)
            report.kinds.append(_stored(kind, len(lines), stored))


def _result(kind: FileKind, rows: int, added: int, superseded: int) -> KindResult:
    replacement = Replacement.REVISION if superseded else Replacement.ADDITION
    if not added and not superseded:
        replacement = Replacement.UNCHANGED
    return KindResult(kind.value, rows, added, superseded, replacement.value)


def _stored(kind: FileKind, rows: int, stored: course_actions.Stored) -> KindResult:
    return KindResult(kind.value, rows, stored.added, stored.superseded, stored.replacement.value)


def _close(batch: ImportBatch, offering: ClassOffering, errand: Errand, report: ImportReport) -> None:
    """Keep the batch with its report; a hand-in that changed nothing leaves no batch behind."""
    for record in results.unsettled(results.records_of(offering.id).everything()):
        report.unmatched[record.match_code] = report.unmatched.get(record.match_code, 0) + 1
    report.learners = course_queries.learner_count([offering.id]).get(offering.id, 0)
    if not report.changed:
        db.session.delete(batch)
        db.session.flush()
        return
    report.batch_id = batch.id
    digests = errand.digests or {}
    for table in report.tables:
        db.session.add(
            ImportedFile(
                batch_id=batch.id,
                file=table.file,
                sheet=table.sheet,
                kind=table.kind.value,
                digest=digests.get(table.file, ""),
                rows=table.rows,
            )
        )
    batch.report = report.to_json()
    audit.record(
        "import.applied",
        by=errand.by,
        subject=("class", offering.code),
        institution_id=offering.institution_id,
        batch=batch.id,
        posted=report.posted,
    )
    db.session.flush()


def take_back(batch: ImportBatch, offering: ClassOffering, *, by: User | None, reason: str) -> int:
    """Take an import back and post what that changes; returns the number of postings.

    Raises AlreadyUndone, StandsAlone or NotTheLastBatch (courses.actions).
    """
    course_actions.undo_batch(batch, by=by, reason=reason)
    facts.restore(batch.report.get("facts", []))
    timetable.restore_timetable(batch)
    records.settle_records(offering.id)
    db.session.flush()
    evaluation = ledger.evaluate_offering(offering, by=by, reason="import taken back", batch=batch)
    audit.record(
        "import.undone",
        by=by,
        subject=("class", offering.code),
        institution_id=offering.institution_id,
        batch=batch.id,
        reason=reason,
    )
    return evaluation.posted if evaluation else 0
