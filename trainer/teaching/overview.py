"""What the pages of teachers show beside each other: standing, proofs, hours and scores. Asks higher packages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core import answers
from standards.rules import Parameter
from trainer.models import Teacher
from trainer.places import queries as place_queries
from trainer.rules import Appointment, Validity, validity
from trainer.teaching import queries
from trainer.teaching.models import TeacherQualification
from trainer.teaching.rules import (
    LoadState,
    SurveyScore,
    TeachingHours,
    TeachingLimit,
    current_term,
    ends_within,
    load_state,
)

NOTICE_KEY = "teachers.expiry_notice_days"


@dataclass(frozen=True, slots=True)
class Line:
    """One teacher as the register shows him or her."""

    teacher: Teacher
    term: Appointment
    standing: Validity
    subjects: tuple[str, ...]
    limit: TeachingLimit
    hours: TeachingHours
    load: LoadState
    score: SurveyScore
    sessions: int
    alarms: tuple[TeacherQualification, ...]

    @property
    def alarm(self) -> bool:
        """Whether somebody should look: appointment, proofs or load."""
        ending = self.standing in (Validity.ENDS_SOON, Validity.ENDED)
        return ending or bool(self.alarms) or self.load is LoadState.OVER


def notice_days(figures: dict[str, Parameter]) -> int:
    """How many days before its end a proof is reported; 0 without a figure."""
    found = figures.get(NOTICE_KEY)
    return int(found.value) if found is not None and found.value is not None else 0


def alarms_among(
    qualifications: Collection[TeacherQualification], day: date, notice: int
) -> tuple[TeacherQualification, ...]:
    """The standing proofs that end soon or have ended; a newer one of the same kind and name replaces an old one."""
    standing = [one for one in qualifications if one.withdrawn_at is None]
    bad = (Validity.ENDS_SOON, Validity.ENDED)
    lasting = {(one.kind, one.name) for one in standing if ends_within(one.valid_to, day, notice) not in bad}
    return tuple(
        one for one in standing if ends_within(one.valid_to, day, notice) in bad and (one.kind, one.name) not in lasting
    )


def lines_of(teachers: Collection[Teacher], day: date) -> list[Line]:
    """The register lines of these teachers, with a fixed number of queries."""
    ids = [one.id for one in teachers]
    terms, profiles = queries.terms_of(teachers), queries.profiles_of(ids)
    proofs, notice = queries.qualifications_of(ids), notice_days(place_queries.figures(day))
    hours = answers.ask(answers.HOURS_BY_TEACHER, ids, day.year, otherwise={})
    scores = answers.ask(answers.SURVEY_SCORE_BY_TEACHER, ids, otherwise={})
    held = answers.ask(answers.SESSIONS_BY_TEACHER, ids, otherwise={})
    found = []
    for one in teachers:
        profile = profiles.get(one.id)
        limit = profile.to_limit() if profile else TeachingLimit()
        term = current_term(terms[one.id], day) or Appointment(None, None)
        taught = hours.get(one.id, TeachingHours())
        found.append(
            Line(
                teacher=one,
                term=term,
                standing=validity(term, day),
                subjects=tuple(profile.subjects) if profile else (),
                limit=limit,
                hours=taught,
                load=load_state(limit, taught),
                score=scores.get(one.id, SurveyScore()),
                sessions=held.get(one.id, 0),
                alarms=alarms_among(proofs.get(one.id, ()), day, notice),
            )
        )
    return found


def matching(lines: Collection[Line], *, text: str, subject: str, state: str) -> list[Line]:
    """The lines that a search looks for; empty parts of it look for nothing."""
    said = text.strip().lower()
    return [
        one
        for one in lines
        if (not said or said in f"{one.teacher.name} {one.teacher.employer} {one.teacher.field}".lower())
        and (not subject or subject in one.subjects)
        and (state != "alarm" or one.alarm)
        and (state != "fine" or one.standing not in (Validity.ENDED, Validity.NOT_YET))
    ]
