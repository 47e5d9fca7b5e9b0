"""Handing in the files of a class: the one way in, for the page and for the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts import audit
from accounts.models import User
from core.db import db
from courses import actions as course_actions
from courses import queries as course_queries
from courses.lines import Draft, digest
from courses.models import ClassOffering, EvidenceMixin, ImportBatch, ImportedFile
from courses.rules import ClassState, Replacement
from intake import drafts
from intake.report import ImportRefused, ImportReport, KindResult, Refusal
from intake.rows import ClassInfo, FileKind, Reading
from sessions import results
from sessions.actions import ledger, records, timetable
from sessions.models import AttendanceEvent, LeaveSlip, ScoreLine, ViewingSegment
from standards import queries as standard_queries
from surveys import actions as survey_actions
from trainer import actions as trainer_actions
from trainer import queries as trainer_queries
from trainer.models import Institution
from trainer.queries import Scope


@dataclass(frozen=True, slots=True)
class Errand:
    """Who hands in, for which class or institution if that is known, and what may happen.

    `strict` refuses everything as soon as one cell or roster line is refused. `scope` limits whose class it may be;
    None is a command on the server, which may also open an institution.
    """

    by: User | None = None
    institution_code: str = ""
    offering: ClassOffering | None = None
    scope: Scope | None = None
    strict: bool = False
    force: Replacement | None = None
    digests: Mapping[str, str] | None = None


def hand_in(reading: Reading, errand: Errand) -> ImportReport:
    """Apply what was read, in one transaction that the caller commits (or rolls back, for a dry run).

    Raises ImportRefused when the hand-in as a whole cannot be taken.
    """
    report = ImportReport.of(reading)
    if not any(table.rows and not table.missing for table in reading.tables):
        raise ImportRefused(Refusal.NOTHING_READ)
    if errand.strict and _faulty(reading):
        raise ImportRefused(Refusal.FAULTS_FOUND)
    institution = _institution_for(reading, errand)
    offering = _offering_for(reading, errand, institution, report)
    _refuse_other_class(reading, offering)
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


def _institution_for(reading: Reading, errand: Errand) -> Institution:
    if errand.offering is not None:
        return course_queries.institution_of_offering(errand.offering)
    name = reading.info.institution if reading.info else ""
    found = (
        trainer_queries.institution_by_code(errand.institution_code)
        if errand.institution_code
        else trainer_queries.institution_by_name(name)
    )
    if found is None and errand.scope is None and (name or errand.institution_code):
        code = errand.institution_code or f"JG-{digest(name)[:6].upper()}"
        found = trainer_actions.open_institution(code=code, name=name or errand.institution_code)
    if found is None and errand.scope is not None:
        own = trainer_queries.institutions(errand.scope)
        found = own[0] if len(own) == 1 and not name else None
    if found is None:
        raise ImportRefused(Refusal.OTHER_INSTITUTION if name else Refusal.NO_INSTITUTION, name)
    if errand.scope is not None and trainer_queries.institution_in_scope(found.id, errand.scope) is None:
        raise ImportRefused(Refusal.OTHER_INSTITUTION, name or found.name)
    return found


def _offering_for(reading: Reading, errand: Errand, institution: Institution, report: ImportReport) -> ClassOffering:
    info = reading.info
    if errand.offering is not None:
        if info and info.code and info.code != errand.offering.code:
            raise ImportRefused(Refusal.OTHER_CLASS, info.code)
        offering = errand.offering
    else:
        code = class_code_of(reading, institution)
        known = course_queries.offering_by_code(code)
        if known is not None and known.institution_id != institution.id:
            raise ImportRefused(Refusal.OTHER_INSTITUTION, code)
        report.opened_class = known is None
        offering = known or _open(reading, institution, code)
    if info is not None:
        _bring_up_to_date(offering, info)
    return offering


def class_code_of(reading: Reading, institution: Institution) -> str:
    """The code of the class the files belong to: as they give it, else made from institution and first day."""
    if reading.info and reading.info.code:
        return reading.info.code
    named = {row.class_code for row in reading.taps if row.class_code}
    if len(named) == 1:
        return named.pop()
    first, _ = _days(reading)
    if reading.info is None or first is None:
        raise ImportRefused(Refusal.NO_CLASS)
    return f"{institution.code}-{first:%Y%m%d}"


def _days(reading: Reading) -> tuple[date | None, date | None]:
    """First and last day: as the information sheet says, else as the timetable shows."""
    days = [row.on for row in reading.sessions if row.on]
    info = reading.info
    first = (info.starts_on if info else None) or min(days, default=None)
    last = (info.ends_on if info else None) or max(days, default=None)
    return first, max(first, last) if first and last else first


def _open(reading: Reading, institution: Institution, code: str) -> ClassOffering:
    first, last = _days(reading)
    if first is None or last is None:
        raise ImportRefused(Refusal.NO_DATES, code)
    version = standard_queries.version_for(standard_queries.DEFAULT_RULE_SET, first)
    if version is None:
        raise LookupError("no rule-set is loaded; run `flask standards load`")
    return course_actions.open_offering(
        institution,
        rule_set_version=version,
        code=code,
        name=reading.info.name if reading.info and reading.info.name else code,
        starts_on=first,
        ends_on=last,
        state=ClassState.DELIVERING,
    )


def _bring_up_to_date(offering: ClassOffering, info: ClassInfo) -> None:
    """Take over what the information sheet says; what it leaves out stays."""
    for field in (
        "name",
        "training_type",
        "class_teacher",
        "class_teacher_phone",
        "starts_on",
        "ends_on",
        "required_hours",
        "pass_mark",
        "planned_offline_hours",
        "planned_online_hours",
        "note",
    ):
        value = getattr(info, field)
        if value not in (None, "") and getattr(offering, field) != value:
            setattr(offering, field, value)
    db.session.flush()


def _refuse_other_class(reading: Reading, offering: ClassOffering) -> None:
    """Sign-ins that name another class are another class's: the whole hand-in is stopped before anything is written."""
    others = sorted({row.class_code for row in reading.taps if row.class_code and row.class_code != offering.code})
    if others:
        raise ImportRefused(Refusal.OTHER_CLASS, "、".join(others))


def _apply(reading: Reading, errand: Errand, offering: ClassOffering, batch: ImportBatch, report: ImportReport) -> None:
    _take_in_registers(reading, offering, report)
    if reading.sessions:
        facts = [drafts.session_facts(row) for row in reading.sessions]
        change = timetable.take_in_timetable(offering, batch, facts)
        added = len(change.added) + len(change.changed)
        superseded = len(change.changed) + len(change.dropped)
        report.kinds.append(_result(FileKind.TIMETABLE, len(facts), added, superseded))
    if reading.roster:
        stored = course_actions.take_in_roster(batch, reading.roster)
        report.kinds.append(_stored(FileKind.ROSTER, len(reading.roster), stored))
    _take_in_records(reading, errand, batch, report)
    if reading.survey:
        lines = drafts.response_drafts(reading.survey)
        stored = survey_actions.take_in_responses(batch, lines, reading.questions)
        report.kinds.append(_stored(FileKind.SURVEY, len(lines), stored))
    records.settle_records(offering.id)
    db.session.flush()
    evaluation = ledger.evaluate_offering(offering, by=errand.by, reason="import", batch=batch)
    report.posted = evaluation.posted if evaluation else 0


def _take_in_registers(reading: Reading, offering: ClassOffering, report: ImportReport) -> None:
    institution = course_queries.institution_of_offering(offering)
    for teacher in reading.teachers:
        facts = {
            field: getattr(teacher, field)
            for field in ("title", "employer", "education", "field", "years", "phone", "valid_from", "valid_to", "note")
        }
        trainer_actions.register_teacher(institution, name=teacher.name, facts=facts)
    for venue in reading.venues:
        facts = {
            field: getattr(venue, field)
            for field in ("capacity", "equipment", "address", "safety_checked_on", "safety_result", "note")
        }
        trainer_actions.register_venue(institution, name=venue.name, facts=facts)
    for kind, rows in ((FileKind.TEACHERS, reading.teachers), (FileKind.VENUES, reading.venues)):
        if rows:
            report.kinds.append(_result(kind, len(rows), 0, 0))


def _take_in_records(reading: Reading, errand: Errand, batch: ImportBatch, report: ImportReport) -> None:
    """Sign-ins, stays, leave, viewing and scores, each kind compared with what is stored of it."""
    present = results.records_of(batch.offering_id)
    jobs: list[tuple[FileKind, type[EvidenceMixin], Sequence[EvidenceMixin], list[Draft]]] = [
        (FileKind.SIGN, AttendanceEvent, present.device_taps, drafts.tap_drafts(reading.taps)),
        (FileKind.LIVE, AttendanceEvent, present.stays, drafts.live_drafts(reading.live)),
        (FileKind.LEAVE, LeaveSlip, present.leaves, drafts.leave_drafts(reading.leaves)),
        (FileKind.RECORDED, ViewingSegment, present.segments, drafts.segment_drafts(reading.segments)),
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

    Raises AlreadyUndone or NotTheLastBatch (courses.actions).
    """
    course_actions.undo_batch(batch, by=by, reason=reason)
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
