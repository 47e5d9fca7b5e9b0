"""Questions about sittings, papers, candidates and marks. Scope lies in the class, or in being a marker or learner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import User
from accounts.rules import Permission, allows
from core.db import db
from courses.models import ClassOffering, Enrolment
from sessions.examining.models import (
    AnswerSave,
    Candidate,
    CandidateEntry,
    ExamPaper,
    Mark,
    Marker,
    PaperQuestion,
    ResultRelease,
    ScreenEvent,
    SeatPlan,
    Sitting,
)
from sessions.examining.rules.kinds import EntryKind, SittingWay
from sessions.examining.rules.policy import ExamFigures, exam_figures
from sessions.models import ClassSession
from sessions.rules.invigilation import ExamNeeds, is_examination
from sessions.rules.kinds import SessionStatus
from sessions.rules.timetable_policy import exam_needs_of
from standards import queries as standard_queries
from standards.models import RuleSetVersion
from trainer.models import StaffMember, Teacher


def figures_of(offering: ClassOffering) -> ExamFigures:
    """What the rule-set of the class says about examinations. Raises ParameterMissing."""
    return exam_figures(standard_queries.parameters_of(offering.rule_set_version_id))


def sittings_of(offering_id: int) -> list[Sitting]:
    """The sittings of a class, the first one first."""
    statement = select(Sitting).where(Sitting.offering_id == offering_id).order_by(Sitting.opens_at, Sitting.id)
    return list(db.session.scalars(statement.options(joinedload(Sitting.class_session))))


def _whole() -> Select[Sitting]:
    version = joinedload(Sitting.offering).joinedload(ClassOffering.rule_set_version)
    return select(Sitting).options(
        version.joinedload(RuleSetVersion.rule_set),
        joinedload(Sitting.offering).joinedload(ClassOffering.institution),
        joinedload(Sitting.class_session),
    )


def sitting_of(offering_id: int, sitting_id: int) -> Sitting | None:
    """One sitting of that class."""
    return db.session.scalar(_whole().where(Sitting.id == sitting_id, Sitting.offering_id == offering_id))


def sittings_for_enrolments(offering_ids: Iterable[int]) -> list[Sitting]:
    """The sittings of these classes that were not cancelled, the latest first."""
    statement = _whole().where(Sitting.offering_id.in_(list(offering_ids)), Sitting.cancelled_at.is_(None))
    return list(db.session.scalars(statement.order_by(Sitting.opens_at.desc(), Sitting.id.desc())))


def sittings_to_mark(user_id: int) -> list[Marker]:
    """Where somebody is named as a marker, the latest first."""
    statement = (
        select(Marker)
        .join(Marker.sitting)
        .where(Marker.user_id == user_id, Sitting.cancelled_at.is_(None))
        .options(joinedload(Marker.sitting).joinedload(Sitting.offering))
    )
    return list(db.session.scalars(statement.order_by(Sitting.opens_at.desc(), Marker.id.desc())))


def marker_of(sitting_id: int, user_id: int) -> Marker | None:
    """Somebody as a marker of a sitting."""
    statement = select(Marker).where(Marker.sitting_id == sitting_id, Marker.user_id == user_id)
    return db.session.scalar(
        statement.options(
            joinedload(Marker.sitting).joinedload(Sitting.offering).joinedload(ClassOffering.rule_set_version)
        )
    )


def markers_of(sitting_id: int) -> list[Marker]:
    """Who marks a sitting."""
    statement = select(Marker).where(Marker.sitting_id == sitting_id).options(joinedload(Marker.user))
    return list(db.session.scalars(statement.order_by(Marker.round, Marker.id)))


def examination_sessions(offering_id: int) -> list[ClassSession]:
    """The sessions of the timetable that are examinations."""
    statement = select(ClassSession).where(
        ClassSession.offering_id == offering_id,
        ClassSession.status != SessionStatus.CANCELLED,
        ClassSession.starts_at.is_not(None),
    )
    found = db.session.scalars(statement.order_by(ClassSession.starts_at, ClassSession.id))
    return [one for one in found if is_examination(one.title, one.mode)]


def paper_of(sitting_id: int) -> ExamPaper | None:
    """The newest paper of a sitting with its questions."""
    statement = select(ExamPaper).where(ExamPaper.sitting_id == sitting_id).order_by(ExamPaper.number.desc()).limit(1)
    questions = selectinload(ExamPaper.questions).joinedload(PaperQuestion.version)
    return db.session.scalar(statement.options(questions))


def has_candidates(sitting_id: int) -> bool:
    """Whether anybody has begun."""
    return bool(db.session.scalar(select(func.count()).where(Candidate.sitting_id == sitting_id)))


def candidate_of(sitting_id: int, enrolment_id: int) -> Candidate | None:
    """Somebody's attempt."""
    statement = select(Candidate).where(Candidate.sitting_id == sitting_id, Candidate.enrolment_id == enrolment_id)
    return db.session.scalar(statement.options(joinedload(Candidate.sitting)))


def candidates_of(sitting_id: int) -> dict[int, Candidate]:
    """Who has begun, by enrolment."""
    statement = select(Candidate).where(Candidate.sitting_id == sitting_id).options(joinedload(Candidate.sitting))
    return {one.enrolment_id: one for one in db.session.scalars(statement.order_by(Candidate.id))}


def attempts_of(enrolment_ids: Iterable[int]) -> dict[int, Candidate]:
    """The attempts of one person, by sitting."""
    statement = select(Candidate).where(Candidate.enrolment_id.in_(list(enrolment_ids)))
    return {one.sitting_id: one for one in db.session.scalars(statement.options(joinedload(Candidate.sitting)))}


def open_candidates() -> list[Candidate]:
    """Everybody whose paper has not been handed in."""
    statement = select(Candidate).where(Candidate.handed_in_at.is_(None)).options(joinedload(Candidate.sitting))
    return list(db.session.scalars(statement.order_by(Candidate.id)))


@dataclass(slots=True)
class Entries:
    """What is on record about the candidates of a sitting, by enrolment."""

    all: dict[int, list[CandidateEntry]] = field(default_factory=lambda: defaultdict(list))

    def extra_minutes(self, enrolment_id: int) -> int:
        """Extra minutes: the last word counts."""
        found = [one.minutes for one in self.all.get(enrolment_id, ()) if one.kind is EntryKind.EXTRA_TIME]
        return found[-1] if found else 0

    def misconduct(self, enrolment_id: int) -> CandidateEntry | None:
        """The entry by which the paper is void, unless it was lifted later."""
        found = [one for one in self.all.get(enrolment_id, ()) if one.kind is not EntryKind.EXTRA_TIME]
        return found[-1] if found and found[-1].kind is EntryKind.MISCONDUCT else None


def entries_of(sitting_ids: Iterable[int]) -> dict[int, Entries]:
    """What is on record about candidates, by sitting."""
    statement = select(CandidateEntry).where(CandidateEntry.sitting_id.in_(list(sitting_ids)))
    found: defaultdict[int, Entries] = defaultdict(Entries)
    for one in db.session.scalars(statement.order_by(CandidateEntry.id)):
        found[one.sitting_id].all[one.enrolment_id].append(one)
    return found


def saves_of(candidate_ids: Iterable[int]) -> dict[int, list[AnswerSave]]:
    """Every save of these candidates, as they came."""
    statement = select(AnswerSave).where(AnswerSave.candidate_id.in_(list(candidate_ids))).order_by(AnswerSave.id)
    found: defaultdict[int, list[AnswerSave]] = defaultdict(list)
    for one in db.session.scalars(statement):
        found[one.candidate_id].append(one)
    return found


def known_client_ids(candidate_id: int, client_ids: Iterable[str]) -> set[str]:
    """Which of these saves and events are stored already."""
    wanted, found = list(client_ids), set()
    for model in (AnswerSave, ScreenEvent):
        statement = select(model.client_id).where(model.candidate_id == candidate_id, model.client_id.in_(wanted))
        found |= set(db.session.scalars(statement))
    return found


def screen_events_of(candidate_ids: Iterable[int]) -> dict[int, list[ScreenEvent]]:
    """When the pages of these candidates were out of sight."""
    statement = select(ScreenEvent).where(ScreenEvent.candidate_id.in_(list(candidate_ids))).order_by(ScreenEvent.id)
    found: defaultdict[int, list[ScreenEvent]] = defaultdict(list)
    for one in db.session.scalars(statement):
        found[one.candidate_id].append(one)
    return found


def marks_of(sitting_id: int) -> dict[tuple[int, int | None], list[Mark]]:
    """Every mark of a sitting by candidate and question, as given."""
    statement = select(Mark).join(Candidate, Mark.candidate_id == Candidate.id)
    found: defaultdict[tuple[int, int | None], list[Mark]] = defaultdict(list)
    for one in db.session.scalars(statement.where(Candidate.sitting_id == sitting_id).order_by(Mark.id)):
        found[one.candidate_id, one.question_id].append(one)
    return found


def releases_of(sitting_ids: Iterable[int]) -> dict[int, ResultRelease]:
    """The newest release of each of these sittings."""
    statement = select(ResultRelease).where(ResultRelease.sitting_id.in_(list(sitting_ids)))
    return {one.sitting_id: one for one in db.session.scalars(statement.order_by(ResultRelease.number))}


def release_batches(sitting_id: int) -> list[int]:
    """The batches that the releases of a sitting have written."""
    return list(db.session.scalars(select(ResultRelease.batch_id).where(ResultRelease.sitting_id == sitting_id)))


def enrolments_with(ids: Iterable[int]) -> dict[int, Enrolment]:
    """These enrolments with their people."""
    statement = select(Enrolment).where(Enrolment.id.in_(list(ids))).options(joinedload(Enrolment.learner))
    return {one.id: one for one in db.session.scalars(statement)}


def sittings_open(now: datetime) -> list[Sitting]:
    """The sittings on a screen that can be begun at this moment."""
    statement = _whole().where(
        Sitting.way == SittingWay.ONLINE,
        Sitting.cancelled_at.is_(None),
        Sitting.opens_at <= now,
        Sitting.closes_at > now,
    )
    return list(db.session.scalars(statement.order_by(Sitting.id)))


def possible_markers(institution_id: int) -> list[User]:
    """Teachers and staff of an institution who have an account, by name."""
    teachers = select(Teacher.user_id).where(Teacher.institution_id == institution_id)
    staff = select(StaffMember.user_id).where(StaffMember.institution_id == institution_id)
    statement = select(User).where(User.is_active, or_(User.id.in_(teachers), User.id.in_(staff)))
    found = db.session.scalars(statement.order_by(User.display_name, User.id))
    return [one for one in found if allows(one.role, Permission.EXAMS_MARK)]


def seat_plan_of(sitting_id: int) -> SeatPlan | None:
    """Who sits where."""
    statement = select(SeatPlan).where(SeatPlan.sitting_id == sitting_id).order_by(SeatPlan.number.desc()).limit(1)
    return db.session.scalar(statement)


def needs_of(offering: ClassOffering) -> ExamNeeds:
    """Seats and invigilators that the rule-set asks for."""
    return exam_needs_of(standard_queries.parameters_of(offering.rule_set_version_id))
