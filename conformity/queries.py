"""Counting what the clauses are judged by. A constant number of queries per class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from archives import queries as archive_queries
from archives.models import ArchivePackage
from archives.rules.dossier import Dossier
from conformity.rules import ClassFacts
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from learners.roster import RosterOutcome
from sessions import queries, results
from sessions.absence.rules.leave import hours_of
from sessions.models import ClassSession, HourPosting
from sessions.results import ClassRecords, ClassResults
from sessions.rules.conflicts import Finding, FindingCode
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import split_teachers
from surveys import queries as survey_queries
from surveys.rules import Quadrant
from surveys.scores.figures import SurveyFigures
from trainer import queries as trainer_queries
from trainer.accreditation.queries import known_accreditation
from trainer.models import Venue

SAFE = ("合格", "通过", "符合", "良好", "正常")


@dataclass(frozen=True, slots=True)
class ClassPicture:
    """A class as its overview shows it."""

    facts: ClassFacts
    results: ClassResults
    survey: SurveyFigures | None
    unsettled: int
    findings: list[Finding]
    records: ClassRecords
    dossier: Dossier


def picture_of(offering: ClassOffering, today: date) -> ClassPicture:
    """Everything the overview and the clauses need. Raises ParameterMissing when the rule-set leaves a figure open."""
    records = results.records_of(offering.id)
    computed = results.class_results(offering, records)
    findings = queries.findings_of(offering, list(computed.sessions))
    survey = survey_queries.survey_figures(offering)
    dossier = archive_queries.dossier_of(offering)
    facts = _facts(offering, today, records, computed, findings, survey, dossier)
    return ClassPicture(
        facts, computed, survey, len(results.unsettled(records.everything())), findings, records, dossier
    )


def _facts(
    offering: ClassOffering,
    today: date,
    records: ClassRecords,
    computed: ClassResults,
    findings: list[Finding],
    survey: SurveyFigures | None,
    dossier: Dossier,
) -> ClassFacts:
    sessions = computed.sessions
    lines = course_queries.roster_lines(offering.id)
    used = used_venues(offering, sessions)
    return ClassFacts(
        today=today,
        **_accreditation(offering, today),
        sessions=len(sessions),
        teachers=tuple(sorted({name for one in sessions for name in split_teachers(one.teacher_name)})),
        expired_teachers=_subjects(findings, FindingCode.TEACHER_EXPIRED),
        class_teacher=offering.class_teacher,
        venues=tuple(one.name for one in used),
        small_venues=_subjects(findings, FindingCode.VENUE_TOO_SMALL),
        unchecked_venues=tuple(one.name for one in used if not is_checked(one)),
        planned_hours=hours_of(computed.common_units),
        required_hours=computed.policy.required_hours,
        clashes=sum(one.code.startswith("TT_") for one in findings),
        accepted=course_queries.learner_count([offering.id]).get(offering.id, 0),
        refused=sum(one.outcome is RosterOutcome.REJECTED for one in lines),
        taps=len(records.taps),
        online_records=len(records.stays) + len(records.segments),
        online_units=sum(one.kind is not SessionKind.OFFLINE for one in sessions),
        postings=_count(HourPosting, offering.id),
        scores=len(records.scores),
        completed=sum(one.completed for one in computed.people.values()),
        filing_required=dossier.expected,
        filing_missing=tuple(one.filing.title for one in dossier.missing),
        sealed_packages=_count(ArchivePackage, offering.id),
        responses=0 if survey is None else survey.kept,
        improve=_to_improve(survey),
    )


def _accreditation(offering: ClassOffering, day: date) -> dict[str, Any]:
    known = known_accreditation(offering.institution_id, day, offering.training_type)
    return {"accreditation_number": known.number, "accredited_until": known.last_day()} if known else {}


def _subjects(findings: list[Finding], code: FindingCode) -> tuple[str, ...]:
    return tuple(one.subject for one in findings if one.code is code)


def used_venues(offering: ClassOffering, sessions: Iterable[ClassSession]) -> list[Venue]:
    """The venues of the list that the sessions at a place name."""
    names = {one.venue_name for one in sessions if one.kind is SessionKind.OFFLINE}
    return [one for one in trainer_queries.venues_of([offering.institution_id]) if one.name in names]


def is_checked(venue: Venue) -> bool:
    """Whether a safety check is on file and its result says that the venue may be used."""
    return venue.safety_checked_on is not None and any(
        venue.safety_result.startswith(word) or venue.safety_result.endswith(word) for word in SAFE
    )


def _to_improve(survey: SurveyFigures | None) -> tuple[str, ...]:
    if survey is None:
        return ()
    return tuple(
        one.name for one in survey.dimensions if Quadrant.IMPROVE in (one.stated.quadrant, one.derived.quadrant)
    )


def _count(model: type[HourPosting] | type[ArchivePackage], offering_id: int) -> int:
    statement = select(func.count()).select_from(model).where(model.offering_id == offering_id)
    return db.session.scalar(statement) or 0
