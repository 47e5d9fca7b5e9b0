"""What the overview of an institution shows: how it stands, what lacks, what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from core import answers
from core.clock import today
from trainer import queries as trainer_queries
from trainer.accreditation import queries
from trainer.accreditation.models import AccreditationRecord
from trainer.accreditation.queries import Policy
from trainer.accreditation.rules import Accreditation, AccreditationState, Alarm, alarms, best_of, state_of
from trainer.accreditation.upkeep import MissingDocument, Vacancy, missing_documents, vacancies
from trainer.models import Institution


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One accreditation as the overview lists it."""

    record: AccreditationRecord
    accreditation: Accreditation
    state: AccreditationState


@dataclass(frozen=True, slots=True)
class Overview:
    """An institution as its page shows it."""

    policy: Policy
    records: list[RecordRow]
    state: AccreditationState
    best: Accreditation | None
    alarms: list[Alarm]
    posts_held: int
    vacant: list[Vacancy]
    documents_in_force: int
    missing: list[MissingDocument]
    reviews_due: int
    teachers: int
    venues: int
    classes: int
    curricula: int


def classes_of(institution: Institution) -> int:
    """How many classes it has."""
    return answers.ask(answers.CLASSES_BY_INSTITUTION, [institution.id], otherwise={}).get(institution.id, 0)


def overview_of(institution: Institution) -> Overview:
    """Everything its page needs, in a constant number of queries."""
    policy, day = queries.policy_on(today()), today()
    records = queries.records_of(institution.id)
    accreditations = [one.to_accreditation() for one in records]
    holdings = [one.to_holding() for one in queries.posts_of(institution.id)]
    documents = queries.documents_of(institution.id)
    current = [(one.kind, version) for one in documents if (version := one.in_force(day))]
    teachers, venues = trainer_queries.register_sizes().get(institution.id, (0, 0))
    return Overview(
        policy=policy,
        records=[
            RecordRow(record, one, one.state_on(day, policy.soon))
            for record, one in zip(records, accreditations, strict=True)
        ],
        state=state_of(accreditations, day, policy.soon),
        best=best_of(accreditations, day, policy.soon),
        alarms=alarms(accreditations, day, policy.alarm_days),
        posts_held=sum(one.on(day) for one in holdings),
        vacant=vacancies(policy.required_posts, holdings, day),
        documents_in_force=len(current),
        missing=missing_documents(policy.required_documents, [kind for kind, _version in current]),
        reviews_due=sum(one.review_on is not None and one.review_on <= day for _kind, one in current),
        teachers=teachers,
        venues=venues,
        classes=classes_of(institution),
        curricula=answers.ask(answers.CURRICULA_OF_INSTITUTION, institution.id, otherwise=0),
    )


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing an institution needs before its first class."""

    title: str
    help: str
    done: bool
    href: str
    action: str


def steps_of(institution: Institution, overview: Overview) -> list[FirstStep]:
    """The way from an empty institution to its first class; nothing once a class has been opened."""
    if overview.classes:
        return []
    return [*_house_steps(institution.id, overview), *_teaching_steps(institution.id, overview)]


def _house_steps(institution_id: int, overview: Overview) -> Iterator[FirstStep]:
    yield FirstStep(
        _("Accreditation"),
        _("Number, scope, validity and the document itself: without it no class may be opened."),
        bool(overview.records),
        url_for("trainer.new_accreditation", institution_id=institution_id),
        _("Add an accreditation"),
    )
    yield FirstStep(
        _("Posts"),
        _("Who answers for management, classes, examinations and archive."),
        not overview.vacant and bool(overview.posts_held),
        url_for("trainer.list_posts", institution_id=institution_id),
        _("Fill the posts"),
    )
    yield FirstStep(
        _("Rules and plans"),
        _("Internal rules and the emergency plan, as files with versions."),
        not overview.missing and bool(overview.documents_in_force),
        url_for("trainer.list_documents", institution_id=institution_id),
        _("Hand in the documents"),
    )


def _teaching_steps(institution_id: int, overview: Overview) -> Iterator[FirstStep]:
    yield FirstStep(
        _("Teachers"),
        _("At least one teacher with an appointment that is in force."),
        overview.teachers > 0,
        url_for("trainer.new_teacher", institution_id=institution_id),
        _("Add a teacher"),
    )
    yield FirstStep(
        _("Venues"),
        _("At least one room, with its seats and its safety check."),
        overview.venues > 0,
        url_for("trainer.new_venue", institution_id=institution_id),
        _("Add a venue"),
    )
    yield FirstStep(
        _("Curriculum"),
        _("The modules and their hours; the compulsory ones of the rule-set are filled in for you."),
        overview.curricula > 0,
        url_for("courses.new_curriculum", outline=1),
        _("Write the curriculum"),
    )
    yield FirstStep(
        _("First class"),
        _("Give it a code, its days and its kind of training; the roster and the timetable come next."),
        False,
        url_for("courses.new_class"),
        _("Open a class"),
    )
