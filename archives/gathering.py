"""Everything a dossier is made of, read once, so that every paper and every table of a package says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archives import queries
from archives.models import DossierDocument
from archives.rendering.sheets import Letterhead
from archives.rendering.wording import say
from archives.rules.dossier import Dossier
from courses import queries as course_queries
from courses.models import ClassOffering, Enrolment, ImportBatch
from sessions import queries as session_queries
from sessions import results
from sessions.models import ClassSession, Evaluation, HourPosting, SessionChange
from sessions.results import ClassRecords, ClassResults
from sessions.rollcall import queries as roll_call_queries
from sessions.rollcall.models import TeachingLog
from sessions.rules.evaluation import PersonResult
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import split_teachers
from standards import queries as standard_queries
from standards.models import RuleSetVersion
from surveys import queries as survey_queries
from surveys.rules import Response
from surveys.scores.figures import SurveyFigures
from trainer import queries as trainer_queries
from trainer.accreditation.queries import known_accreditation
from trainer.accreditation.rules import Accreditation
from trainer.models import Institution, Teacher, Venue


@dataclass(frozen=True, slots=True)
class Gathered:
    """One class as it stands. `results` and `survey` are None where the rule-set leaves a figure open."""

    offering: ClassOffering
    institution: Institution
    accreditation: str  # the number under which the class began
    version: RuleSetVersion
    dossier: Dossier
    sessions: Sequence[ClassSession]
    enrolments: Sequence[Enrolment]
    records: ClassRecords
    results: ClassResults | None
    postings: Sequence[HourPosting]
    teachers: Sequence[Teacher]
    venues: Sequence[Venue]
    survey: SurveyFigures | None
    responses: Sequence[Response]
    batches: Sequence[ImportBatch]
    evaluations: Sequence[Evaluation]
    changes: Sequence[SessionChange]
    logs: Sequence[TeachingLog]
    documents: Sequence[tuple[DossierDocument, bytes]]

    def sessions_of(self, *kinds: SessionKind) -> list[ClassSession]:
        return [one for one in self.sessions if one.kind in kinds]

    def people(self) -> list[tuple[int, Enrolment, PersonResult]]:
        """Number on the roster, learner, and what the rules make of the records, in roster order."""
        computed = self.results.people if self.results else {}
        return [(number, one, computed[one.id]) for number, one in enumerate(self.enrolments, 1) if one.id in computed]

    def numbers(self) -> dict[int, int]:
        """The number on the roster by enrolment: the name that people have in the tables of a package."""
        return {one.id: number for number, one in enumerate(self.enrolments, 1)}

    def codes(self) -> dict[int, str]:
        """The codes of the sessions on the timetable."""
        return {one.id: one.code for one in self.sessions}

    def names(self) -> dict[int, str]:
        """Names by enrolment."""
        return {one.id: one.learner.name for one in self.enrolments}

    def teachers_by_name(self) -> dict[str, list[ClassSession]]:
        """The sessions of each teacher named in the timetable."""
        taught: dict[str, list[ClassSession]] = {}
        for session in self.sessions:
            for name in split_teachers(session.teacher_name):
                taught.setdefault(name, []).append(session)
        return taught

    def letterhead(self) -> Letterhead:
        """What every paper carries. Papers are dated by the last day of the class, not by when they are printed."""
        rule_set = self.version.rule_set
        notice = say("page", "notice", rule_set=rule_set.name, version=self.version.version)
        return Letterhead(
            institution=self.institution.name,
            class_name=self.offering.name,
            class_code=self.offering.code,
            days=f"{self.offering.starts_on} — {self.offering.ends_on}",
            notice=notice + (say("page", "sample") if rule_set.is_sample else ""),
            dated=self.day.isoformat(),
        )

    @property
    def day(self) -> date:
        """The date of the dossier: the last day of the class."""
        return self.offering.ends_on

    def history(self) -> int:
        """How many process records travel with the package."""
        return len(self.batches) + len(self.evaluations) + len(self.changes) + len(self.postings) + len(self.logs)


def gather(offering: ClassOffering) -> Gathered:
    """Read a class whole."""
    version = standard_queries.version_of(offering.rule_set_version_id)
    if version is None:
        raise LookupError(offering.rule_set_version_id)
    records = results.records_of(offering.id)
    sessions = session_queries.sessions_of(offering.id)
    countable = queries.has_figures(offering)
    return Gathered(
        offering=offering,
        institution=queries.institution_of(offering),
        accreditation=known.number if (known := accreditation_of_class(offering)) else "",
        version=version,
        dossier=queries.dossier_of(offering),
        sessions=sessions,
        enrolments=course_queries.enrolments_of(offering.id),
        records=records,
        results=results.class_results(offering, records) if countable else None,
        postings=queries.postings_of_class(offering.id),
        teachers=trainer_queries.teachers_of([offering.institution_id]),
        venues=trainer_queries.venues_of([offering.institution_id]),
        survey=survey_queries.survey_figures(offering) if countable else None,
        responses=survey_queries.responses_of(offering.id),
        batches=course_queries.batches_of(offering.id)[::-1],
        evaluations=session_queries.evaluations_of(offering.id)[::-1],
        changes=session_queries.changes_of(offering.id)[::-1],
        logs=roll_call_queries.logs_of([one.id for one in sessions]),
        documents=[(one, queries.content_of(one)) for one in queries.documents_of(offering.id)],
    )


def accreditation_of_class(offering: ClassOffering) -> Accreditation | None:
    """The accreditation that the class began under."""
    return known_accreditation(offering.institution_id, offering.starts_on, offering.training_type)
