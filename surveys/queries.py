"""Questions about surveys: the responses of classes and what the analysis makes of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from core.clock import to_local
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering, ImportBatch
from courses.rules import BatchState
from sessions import queries as session_queries
from standards import queries as standard_queries
from standards.models import RuleParameter
from standards.rules import Parameter, ParameterMissing
from surveys.cleaning import prepare
from surveys.models import Survey, SurveyResponse
from surveys.policy import questionnaire_of, survey_policy
from surveys.reliability import Bands, bands_of
from surveys.rules import RawAnswer, Response
from surveys.scores.analysis import analyse
from surveys.scores.figures import Summary, SurveyFigures
from surveys.scores.table import Table
from surveys.teacher_scores import pooled
from trainer.teaching.rules import SurveyScore

TEACHER_DIMENSION = "survey.teacher_dimension"


@dataclass(frozen=True, slots=True)
class Overview:
    """One class in the list of surveys; `figures` is None while nobody has answered or a rule-set figure is open."""

    offering: ClassOffering
    responses: int
    figures: SurveyFigures | None


def survey_of(offering_id: int) -> Survey | None:
    """The survey of a class."""
    return db.session.scalar(select(Survey).where(Survey.offering_id == offering_id))


def questions_asked(offering_id: int) -> dict[str, str]:
    """The questions as the learners read them, by field; empty where the files did not say."""
    survey = survey_of(offering_id)
    return dict(survey.questions or {}) if survey else {}


def responses_of(offering_id: int) -> list[Response]:
    """The responses of a class that count as handed in, before cleaning, in file order."""
    return [_response(one) for one in course_queries.lines_that_count(SurveyResponse, offering_id)]


def _response(one: SurveyResponse) -> Response:
    return Response(
        row=one.row,
        token=one.token,
        submitted_at=to_local(one.submitted_at) if one.submitted_at else None,
        seconds=one.seconds,
        answers={key: RawAnswer(answer["value"], answer["text"]) for key, answer in one.answers.items()},
        texts=one.texts,
    )


def survey_figures(offering: ClassOffering) -> SurveyFigures | None:
    """The analysis of a class; None while nobody has answered. Raises ParameterMissing."""
    responses = responses_of(offering.id)
    if not responses:
        return None
    parameters = standard_queries.parameters_of(offering.rule_set_version_id)
    heads = course_queries.learner_count([offering.id]).get(offering.id, 0)
    return analyse(responses, questionnaire_of(parameters), survey_policy(parameters), heads)


def reliability_bands(offering: ClassOffering) -> Bands:
    """The words for alpha that the rule-set of the class sets."""
    version = offering.rule_set_version_id
    return bands_of(parameters_of_versions([version]).get(version, {}))


def overviews(offerings: Sequence[ClassOffering]) -> list[Overview]:
    """The surveys of these classes, in their order, with a number of queries that does not grow with the classes."""
    ids = [one.id for one in offerings]
    responses = _responses_by_class(ids)
    heads = course_queries.learner_count(ids)
    parameters = parameters_of_versions({one.rule_set_version_id for one in offerings})
    return [
        _overview(one, responses.get(one.id, []), parameters.get(one.rule_set_version_id, {}), heads.get(one.id, 0))
        for one in offerings
    ]


def scores_by_teacher(teacher_ids: Collection[int]) -> dict[int, SurveyScore]:
    """What the classes of each teacher gave the dimension of the rule-set that is about teachers, over all answers.

    Responses name no teacher, so a score is that of the classes. Small groups (`survey.suppress_below`) are left out.
    """
    classes = session_queries.classes_by_teacher(teacher_ids)
    offerings = course_queries.offerings_with(set().union(*classes.values()))
    ids = [one.id for one in offerings]
    responses, heads = _responses_by_class(ids), course_queries.learner_count(ids)
    parameters = parameters_of_versions({one.rule_set_version_id for one in offerings})
    summaries = {
        one.id: _teaching(responses[one.id], parameters.get(one.rule_set_version_id, {}), heads.get(one.id, 0))
        for one in offerings
        if one.id in responses
    }
    return {
        teacher: pooled([found for number in sorted(mine) if (found := summaries.get(number))])
        for teacher, mine in classes.items()
    }


def _teaching(responses: Sequence[Response], parameters: Mapping[str, Parameter], heads: int) -> Summary | None:
    """The dimension about teachers alone; None for a small group, or when the rule-set leaves a figure open."""
    about = parameters.get(TEACHER_DIMENSION)
    try:
        questionnaire, policy = questionnaire_of(parameters), survey_policy(parameters)
    except ParameterMissing:
        return None
    dimension = next((one for one in questionnaire.dimensions if about and one.name == about.value), None)
    kept = prepare(responses, questionnaire, policy).kept
    if dimension is None or len(kept) < policy.suppress_below:
        return None
    table = Table(kept, questionnaire, policy, heads)
    return table.summary(table.scores(dimension))


def _overview(
    offering: ClassOffering, responses: Sequence[Response], parameters: Mapping[str, Parameter], heads: int
) -> Overview:
    if not responses:
        return Overview(offering, 0, None)
    try:
        figures = analyse(responses, questionnaire_of(parameters), survey_policy(parameters), heads)
    except ParameterMissing:
        return Overview(offering, len(responses), None)
    return Overview(offering, len(responses), figures)


def _responses_by_class(offering_ids: Collection[int]) -> dict[int, list[Response]]:
    """Responses of several classes that count: their batch is applied, and no applied batch has superseded them."""
    own, newer = aliased(ImportBatch), aliased(ImportBatch)
    statement = (
        select(SurveyResponse)
        .join(own, own.id == SurveyResponse.batch_id)
        .outerjoin(newer, newer.id == SurveyResponse.superseded_by_id)
        .where(SurveyResponse.offering_id.in_(offering_ids), own.state == BatchState.APPLIED)
        .where(or_(newer.id.is_(None), newer.state != BatchState.APPLIED))
        .order_by(SurveyResponse.file, SurveyResponse.sheet, SurveyResponse.row, SurveyResponse.id)
    )
    found: dict[int, list[Response]] = {}
    for one in db.session.scalars(statement):
        found.setdefault(one.offering_id, []).append(_response(one))
    return found


def parameters_of_versions(version_ids: Collection[int]) -> dict[int, dict[str, Parameter]]:
    """The figures of several rule-set versions by key."""
    statement = select(RuleParameter).where(RuleParameter.version_id.in_(version_ids)).order_by(RuleParameter.id)
    found: dict[int, dict[str, Parameter]] = {}
    for one in db.session.scalars(statement):
        found.setdefault(one.version_id, {})[one.key] = one.to_parameter()
    return found


def data_digest(offering: ClassOffering) -> str:
    """A digest (SHA-256) that changes with whatever changes a figure or a question: what a chart may be kept under."""
    lines = db.session.execute(
        select(SurveyResponse.row, SurveyResponse.content)
        .where(course_queries.counts(SurveyResponse, offering.id))
        .order_by(SurveyResponse.row, SurveyResponse.id)
    )
    rests_on = {
        "responses": [[row, content] for row, content in lines],
        "learners": course_queries.learner_count([offering.id]).get(offering.id, 0),
        "rule_set": [offering.rule_set_version_id, offering.rule_set_version.digest],
        "questions": questions_asked(offering.id),
    }
    text = json.dumps(rests_on, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
