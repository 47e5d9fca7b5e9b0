"""Surveys: what the tables refuse, and what a later file adds."""

from __future__ import annotations

import pytest

from core.db import db
from courses import queries as course_queries
from courses.lines import Draft
from learners.rows import Place
from surveys import actions, queries
from surveys.models import Survey
from tests.db.refusals import refused
from tests.factories.surveys import answers


def test_a_class_has_one_survey(make):
    survey = make.Survey()
    with refused("one_per_class|survey.offering_id"):
        make.Survey(offering=survey.offering)


def response(token):
    values = {"token": token, "submitted_at": None, "seconds": 100, "answers": answers(), "texts": {}}
    return Draft(Place("问卷.xlsx", "", 2), values, says=(token,))


@pytest.fixture
def batch(in_app, make):
    made = make.ImportBatch()
    return course_queries.batch_of(made.offering_id, made.id)


def test_questions_are_kept_as_the_learners_read_them_and_once(batch):
    for _ in range(2):
        actions.take_in_responses(batch, [response("A")], {"q1": "内容实用"})
    (survey,) = db.session.query(Survey).all()
    assert survey.questions == {"q1": "内容实用"}


def test_responses_of_two_files_in_one_row_are_two(batch):
    actions.take_in_responses(batch, [response("A")], {})
    actions.take_in_responses(batch, [response("B")], {})
    assert sorted(one.token for one in queries.responses_of(batch.offering_id)) == ["A", "B"]
