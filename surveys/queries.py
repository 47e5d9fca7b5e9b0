"""Questions about surveys: the responses of a class and what the analysis makes of them."""

from __future__ import annotations

from sqlalchemy import select

from core.clock import to_local
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from standards import queries as standard_queries
from surveys.models import Survey, SurveyResponse
from surveys.policy import questionnaire_of, survey_policy
from surveys.rules import RawAnswer, Response
from surveys.scores.analysis import analyse
from surveys.scores.figures import SurveyFigures


def survey_of(offering_id: int) -> Survey | None:
    """The survey of a class."""
    return db.session.scalar(select(Survey).where(Survey.offering_id == offering_id))


def responses_of(offering_id: int) -> list[Response]:
    """The responses of a class that count as handed in, before cleaning, in file order."""
    return [
        Response(
            row=one.row,
            token=one.token,
            submitted_at=to_local(one.submitted_at) if one.submitted_at else None,
            seconds=one.seconds,
            answers={key: RawAnswer(answer["value"], answer["text"]) for key, answer in one.answers.items()},
            texts=one.texts,
        )
        for one in course_queries.lines_that_count(SurveyResponse, offering_id)
    ]


def survey_figures(offering: ClassOffering) -> SurveyFigures | None:
    """The analysis of a class; None while nobody has answered. Raises ParameterMissing."""
    responses = responses_of(offering.id)
    if not responses:
        return None
    parameters = standard_queries.parameters_of(offering.rule_set_version_id)
    heads = course_queries.learner_count([offering.id]).get(offering.id, 0)
    return analyse(responses, questionnaire_of(parameters), survey_policy(parameters), heads)
