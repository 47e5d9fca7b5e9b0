"""Questions about archives: the dossier of a class over its live records, what was handed in, packages and checks."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Select, String, func, literal, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from archives.models import ArchivedFile, ArchivePackage, DossierDocument, DossierNote, FixityCheck
from archives.rendering.wording import say
from archives.rules.dossier import TEACHING_LOG, Dossier, FilingEntry, Holdings, assemble, keep_logs
from core.db import db
from courses.models import ClassOffering, Enrolment
from courses.queries import counts
from courses.rules import EnrolmentState
from sessions.models import AttendanceEvent, ClassSession, HourPosting, LeaveSlip, ScoreLine, ViewingSegment
from sessions.queries import policy_of
from sessions.rollcall.models import TeachingLog
from sessions.rules.kinds import SessionKind, SessionStatus
from standards import queries as standard_queries
from standards.models import FilingItem
from standards.rules import ParameterMissing
from surveys.models import SurveyResponse
from surveys.policy import survey_policy
from trainer.models import Institution
from trainer.queries import Scope

_WHOLE_CLASS = joinedload(ArchivePackage.offering).joinedload(ClassOffering.institution)


def filing_list(version_id: int) -> list[FilingEntry]:
    """The filing list of a rule-set version, in its order."""
    statement = select(FilingItem).where(FilingItem.version_id == version_id)
    return [
        FilingEntry(one.code, one.stage, one.title, one.required, one.retention)
        for one in db.session.scalars(statement.order_by(FilingItem.position, FilingItem.id))
    ]


def dossier_of(offering: ClassOffering) -> Dossier:
    """The dossier of a class as its records, documents and notes make it now. The same number of queries always."""
    holdings = holdings_of(offering)
    return assemble(_filing_of(offering, holdings.records[TEACHING_LOG]), holdings)


def _filing_of(offering: ClassOffering, logs: int) -> list[FilingEntry]:
    return keep_logs(filing_list(offering.rule_set_version_id), say("title", TEACHING_LOG), logs)


def holdings_of(offering: ClassOffering) -> Holdings:
    """What a class has for its dossier."""
    kinds = _sessions_by_kind(offering.id)
    offline = kinds[SessionKind.OFFLINE]
    online = kinds[SessionKind.LIVE] + kinds[SessionKind.RECORDED]
    return Holdings(
        records=_record_counts(offering.id, offline + online),
        documents=Counter(one.filing_code for one in documents_of(offering.id)),
        reasons={code: note.reason for code, note in notes_of(offering.id).items()},
        offline_sessions=offline,
        online_sessions=online,
        has_figures=has_figures(offering),
    )


def has_figures(offering: ClassOffering) -> bool:
    """Whether the rule-set gives every figure that attendance, hours, completion and the survey need."""
    try:
        policy_of(offering)
        survey_policy(standard_queries.parameters_of(offering.rule_set_version_id))
    except ParameterMissing:
        return False
    return True


def _sessions_by_kind(offering_id: int) -> Counter[SessionKind]:
    statement = (
        select(ClassSession.kind, func.count())
        .where(ClassSession.offering_id == offering_id, ClassSession.status == SessionStatus.PLANNED)
        .group_by(ClassSession.kind)
    )
    return Counter({row[0]: row[1] for row in db.session.execute(statement)})


def _record_counts(offering_id: int, sessions: int) -> dict[str, int]:
    """Numbers of records by entry of the filing list, in one query."""
    named = (
        select(ClassSession.teacher_name, ClassSession.venue_name)
        .where(ClassSession.offering_id == offering_id, ClassSession.status == SessionStatus.PLANNED)
        .subquery()
    )
    enrolled = select(func.count()).where(
        Enrolment.offering_id == offering_id, Enrolment.state == EnrolmentState.ENROLLED
    )
    events = select(func.count()).where(counts(AttendanceEvent, offering_id))
    questions = {
        "teachers": select(func.count(func.distinct(named.c.teacher_name))).where(named.c.teacher_name != ""),
        "venues": select(func.count(func.distinct(named.c.venue_name))).where(named.c.venue_name != ""),
        "roster": enrolled,
        "taps": events.where(AttendanceEvent.direction.is_not(None)),
        "stays": events.where(AttendanceEvent.direction.is_(None)),
        TEACHING_LOG: _logs_of(offering_id),
        "leave": select(func.count()).where(counts(LeaveSlip, offering_id)),
        "segments": select(func.count()).where(counts(ViewingSegment, offering_id)),
        "scores": select(func.count()).where(counts(ScoreLine, offering_id)),
        "survey": select(func.count()).where(counts(SurveyResponse, offering_id)),
        "hours": select(func.count()).where(HourPosting.offering_id == offering_id),
    }
    combined = union_all(*(one.add_columns(literal(name, String).label("name")) for name, one in questions.items()))
    found = {name: number for number, name in db.session.execute(combined)}
    return {
        "class_info": 1,
        "timetable": sessions,
        **{
            name: found[name]
            for name in ("teachers", "venues", "roster", TEACHING_LOG, "leave", "scores", "survey", "hours")
        },
        "attendance": found["taps"] if found["roster"] else 0,
        "sign_records": found["taps"],
        "online": found["stays"] + found["segments"],
        "completion": found["roster"] if found["hours"] or found["scores"] else 0,
    }


def _logs_of(offering_id: int) -> Select[int]:
    """How many teaching logs there are of the sessions that are on the timetable."""
    return (
        select(func.count())
        .select_from(TeachingLog)
        .join(ClassSession, ClassSession.id == TeachingLog.session_id)
        .where(ClassSession.offering_id == offering_id, ClassSession.status == SessionStatus.PLANNED)
    )


def documents_of(offering_id: int) -> list[DossierDocument]:
    """The documents handed in for a class and not withdrawn, in the order they came; their bytes stay behind."""
    statement = select(DossierDocument).where(
        DossierDocument.offering_id == offering_id, DossierDocument.withdrawn_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(DossierDocument.id)))


def document_of(offering_id: int, document_id: int) -> DossierDocument | None:
    """One document of that class, withdrawn or not."""
    statement = select(DossierDocument).where(
        DossierDocument.id == document_id, DossierDocument.offering_id == offering_id
    )
    return db.session.scalar(statement)


def content_of(document: DossierDocument) -> bytes:
    """The bytes of a document."""
    content = db.session.scalar(select(DossierDocument.content).where(DossierDocument.id == document.id))
    return content or b""


def notes_of(offering_id: int) -> dict[str, DossierNote]:
    """The note that counts for each entry of a class; an empty one has ended the note before it."""
    statement = select(DossierNote).where(DossierNote.offering_id == offering_id).order_by(DossierNote.id)
    latest = {one.filing_code: one for one in db.session.scalars(statement)}
    return {code: one for code, one in latest.items() if one.reason}


def filing_entry(offering: ClassOffering, code: str) -> FilingEntry | None:
    """One entry of the filing list that the class keeps to."""
    logs = db.session.scalar(_logs_of(offering.id)) or 0
    return next((one for one in _filing_of(offering, logs) if one.code == code), None)


def packages_of(offering_id: int) -> list[ArchivePackage]:
    """The packages of a class with their checks, the latest first."""
    statement = select(ArchivePackage).where(ArchivePackage.offering_id == offering_id)
    return list(
        db.session.scalars(statement.options(selectinload(ArchivePackage.checks)).order_by(ArchivePackage.id.desc()))
    )


def package_of(offering_id: int, package_id: int) -> ArchivePackage | None:
    """One package of that class with its files and checks."""
    statement = select(ArchivePackage).where(ArchivePackage.id == package_id, ArchivePackage.offering_id == offering_id)
    return db.session.scalar(
        statement.options(selectinload(ArchivePackage.files), selectinload(ArchivePackage.checks), _WHOLE_CLASS)
    )


def packages(scope: Scope, *, offset: int = 0, size: int = 50) -> list[ArchivePackage]:
    """The packages of every institution in scope, the latest first, with class, institution and checks."""
    statement = (
        select(ArchivePackage)
        .join(ArchivePackage.offering)
        .join(ClassOffering.institution)
        .where(scope.allows())
        .options(_WHOLE_CLASS, selectinload(ArchivePackage.checks))
        .order_by(ArchivePackage.sealed_at.desc(), ArchivePackage.id.desc())
    )
    return list(db.session.scalars(statement.offset(offset).limit(size)))


def package_count(scope: Scope) -> int:
    """How many packages there are in scope."""
    statement = select(func.count(ArchivePackage.id)).join(ArchivePackage.offering).join(ClassOffering.institution)
    return db.session.scalar(statement.where(scope.allows())) or 0


def references_under(prefix: str) -> list[str]:
    """The item numbers already given under a prefix, those of earlier packages included."""
    statement = select(ArchivedFile.reference).where(ArchivedFile.reference.startswith(f"{prefix}-", autoescape=True))
    return list(db.session.scalars(statement.distinct()))


def volumes_under(prefix: str) -> list[str]:
    """The package numbers already given under a prefix."""
    statement = select(ArchivePackage.reference).where(
        ArchivePackage.reference.startswith(f"{prefix}-", autoescape=True)
    )
    return list(db.session.scalars(statement))


def lock_class(offering_id: int) -> None:
    """Make others who seal the same class wait, so that no number is given twice. SQLite has one writer anyway."""
    db.session.execute(select(ClassOffering.id).where(ClassOffering.id == offering_id).with_for_update())


def postings_of_class(offering_id: int) -> list[HourPosting]:
    """The ledger of a class in the order it was written, with learner, session and run."""
    statement = (
        select(HourPosting)
        .where(HourPosting.offering_id == offering_id)
        .options(
            joinedload(HourPosting.enrolment).joinedload(Enrolment.learner),
            joinedload(HourPosting.class_session),
            joinedload(HourPosting.evaluation),
        )
        .order_by(HourPosting.id)
    )
    return list(db.session.scalars(statement))


def institution_of(offering: ClassOffering) -> Institution:
    """The institution that answers for the class's archive."""
    return db.session.get_one(Institution, offering.institution_id)


def last_checks(package_ids: list[int]) -> dict[int, FixityCheck]:
    """The latest check of each package."""
    latest = select(func.max(FixityCheck.id)).where(FixityCheck.package_id.in_(package_ids))
    statement = select(FixityCheck).where(FixityCheck.id.in_(latest.group_by(FixityCheck.package_id)))
    return {one.package_id: one for one in db.session.scalars(statement)}
