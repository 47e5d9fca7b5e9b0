"""The blueprint that the pages of surveys share."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from accounts.rules import Permission
from core import answers, navigation
from core.navigation import NavItem
from surveys import queries

bp = Blueprint("surveys", __name__)
navigation.attach(
    bp,
    NavItem("surveys.list_surveys", _l("Satisfaction"), Permission.SURVEYS_READ, icon="report-analytics", order=45),
)
answers.answer(bp, answers.SURVEY_SCORE_BY_TEACHER, queries.scores_by_teacher)
