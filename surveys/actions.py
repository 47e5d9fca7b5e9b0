"""Writing survey responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.db import db
from courses.actions import Stored, store_lines
from courses.lines import Draft
from courses.models import ImportBatch
from surveys import queries
from surveys.models import Survey, SurveyResponse


def take_in_responses(batch: ImportBatch, drafts: Sequence[Draft], questions: Mapping[str, str]) -> Stored:
    """Store responses as handed in, with the questions as the learners read them."""
    survey = queries.survey_of(batch.offering_id) or Survey(offering_id=batch.offering_id)
    if dict(survey.questions or {}) != dict(questions):
        survey.questions = dict(questions)
    db.session.add(survey)
    return store_lines(SurveyResponse, batch, drafts)
