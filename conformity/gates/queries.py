"""Gathering what the gates of a class are judged by. A number of queries that does not grow with its rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from conformity import queries as conformity_queries
from conformity.gates.rules import GateFacts, gates_ahead
from conformity.queries import ClassPicture
from core.clock import to_local
from courses import queries as course_queries
from courses.enrolling.queries import applications as application_queries
from courses.enrolling.rules.states import Stage
from courses.gates import queries as gate_queries
from courses.gates.rules import Gate
from courses.models import ClassOffering
from courses.syllabus import queries as syllabus_queries
from sessions import results
from sessions.clashes import queries as clash_queries
from sessions.models import ClassSession
from sessions.results import ClassRecords
from sessions.rules.conflicts import Finding
from sessions.rules.kinds import SessionKind
from standards.rules import ParameterMissing
from trainer.accreditation import queries as accreditation_queries
from trainer.accreditation.models import InstitutionDocument
from trainer.accreditation.rules import standing
from trainer.accreditation.upkeep import VersionState, missing_documents, vacancies, version_states
from trainer.places import queries as place_queries

NOTICE = "notice"  # the entry of the filing list that holds the notice of training


def gates_of(offering: ClassOffering, today: date, now: datetime) -> list[Gate]:
    """The gates ahead of a class with what stands in each, and what was let pass. `now` is site time."""
    return gates_ahead(facts_of(offering, today, now), gate_queries.waived_of(offering.id))


def facts_of(offering: ClassOffering, today: date, now: datetime) -> GateFacts:
    """Everything the gates ask about."""
    house = _house_facts(offering, today)
    try:
        picture = conformity_queries.picture_of(offering, today)
    except ParameterMissing as lacking:
        return GateFacts(today, offering.starts_on, offering.state, missing_figures=(str(lacking),), **house)
    return GateFacts(
        today,
        offering.starts_on,
        offering.state,
        **house,
        **_planning_facts(offering, today, picture),
        **_delivery_facts(offering, now, picture),
        **_closing_facts(picture),
    )


def _house_facts(offering: ClassOffering, today: date) -> dict[str, Any]:
    """What the institution itself must have in order."""
    number, policy = offering.institution_id, accreditation_queries.policy_on(today)
    accreditations = accreditation_queries.accreditations_of(number)
    holdings = [one.to_holding() for one in accreditation_queries.posts_of(number)]
    valid = [one.kind for one in accreditation_queries.documents_of(number) if _is_in_force(one, today)]
    return {
        "accreditation_faults": tuple(
            standing(accreditations, offering.training_type, offering.starts_on, offering.ends_on)
        ),
        "vacant_posts": tuple(one.word for one in vacancies(policy.required_posts, holdings, today)),
        "missing_documents": tuple(one.word for one in missing_documents(policy.required_documents, valid)),
        "class_teacher": offering.class_teacher,
    }


def _is_in_force(document: InstitutionDocument, day: date) -> bool:
    states = version_states([one.to_version() for one in document.versions], day, repealed_on=document.repealed_on)
    return VersionState.IN_FORCE in states.values()


def _planning_facts(offering: ClassOffering, today: date, picture: ClassPicture) -> dict[str, Any]:
    sessions = list(picture.results.sessions)
    version = syllabus_queries.version_followed(offering)
    known = picture.facts
    return {
        "curriculum": version.curriculum.name if version else "",
        "curriculum_hours": sum((one.planned_hours for one in version.modules), Decimal(0)) if version else None,
        "required_hours": known.required_hours,
        "sessions": known.sessions,
        "planned_hours": known.planned_hours,
        "timetable_findings": tuple(_standing_findings(offering, sessions)),
        "unchecked_venues": _unchecked(offering, sessions, today),
        "learners": known.accepted,
        "refused_lines": known.refused,
        "open_applications": _undecided(offering),
    }


def _undecided(offering: ClassOffering) -> int:
    """Applications that wait for the institution, or for a correction."""
    counts = application_queries.stage_counts(offering.id)
    return sum(counts.get(stage, 0) for stage in (Stage.SUBMITTED, Stage.UNDER_REVIEW, Stage.RETURNED))


def _standing_findings(offering: ClassOffering, sessions: list[ClassSession]) -> Iterable[Finding]:
    """What the clash engine finds and nobody has let pass on the timetable."""
    codes = {one.id: one.code for one in sessions}
    waived = {(one.code, one.subject, codes.get(one.session_id)) for one in clash_queries.waivers_of(offering.id)}
    for finding in clash_queries.findings_of(offering, sessions):
        names = {(finding.code.value, finding.subject[:200], code) for code in finding.sessions}
        if not names or not names <= waived:
            yield finding


def _unchecked(
    offering: ClassOffering, sessions: list[ClassSession], today: date
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The venues of the class, each with the kinds of check that lack, failed or are overdue."""
    used = conformity_queries.used_venues(offering, sessions)
    faults = place_queries.check_faults_of(used, today)
    return tuple((one.name, tuple(each.kind.value for each in faults[one.id])) for one in used if faults.get(one.id))


def _delivery_facts(offering: ClassOffering, now: datetime, picture: ClassPicture) -> dict[str, Any]:
    records = picture.records
    held = [one for one in picture.results.sessions if one.starts_at is None or to_local(one.starts_at) <= now]
    scored = {one.enrolment_id for one in records.scores}
    return {
        "sessions_ahead": len(picture.results.sessions) - len(held),
        "unattended_sessions": _unattended(held, records),
        "units_without_records": _without_records(held, records),
        "unsettled": picture.unsettled,
        "unscored": sum(number not in scored for number in picture.results.people),
        "postings": picture.facts.postings,
        "counted_twice": _counted_twice(offering, picture),
    }


def _counted_twice(offering: ClassOffering, picture: ClassPicture) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Other classes that count time of this one as well, each with the learners."""
    found = results.counted_twice(offering, picture.results)
    if not found:
        return ()
    names = {one.id: one.learner.name for one in course_queries.enrolments_of(offering.id)}
    return tuple((code, tuple(names[one] for one in people)) for code, people in found.items())


def _unattended(held: list[ClassSession], records: ClassRecords) -> tuple[str, ...]:
    """Sessions at a place on whose day nobody signed in."""
    days = {to_local(one.at).date() for one in records.taps}
    return tuple(
        one.code
        for one in held
        if one.kind is SessionKind.OFFLINE and one.starts_at and to_local(one.starts_at).date() not in days
    )


def _without_records(held: list[ClassSession], records: ClassRecords) -> tuple[str, ...]:
    """Online units of which nobody's presence or viewing is on record."""
    seen = {one.unit for one in records.stays} | {one.unit for one in records.segments}
    return tuple(one.code for one in held if one.kind is not SessionKind.OFFLINE and one.code not in seen)


def _closing_facts(picture: ClassPicture) -> dict[str, Any]:
    dossier = picture.dossier
    return {
        "notice_sent": all(one.filing.code != NOTICE for one in dossier.missing),
        "responses": picture.facts.responses,
        "dossier_missing": tuple(one.filing.title for one in dossier.missing),
        "packages": picture.facts.sealed_packages,
    }
