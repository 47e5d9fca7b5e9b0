"""Satisfaction across the classes in scope."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.pages import page_of
from courses import queries as course_queries
from surveys import queries
from surveys.forms import SurveySearchForm
from surveys.views.blueprint import bp
from surveys.views.overview import overview_row
from trainer.queries import scope_of

PAGE_SIZE = 20


@bp.get("/surveys")
@require(Permission.SURVEYS_READ)
def list_surveys() -> ResponseReturnValue:
    search_form = SurveySearchForm(request.args)
    found = course_queries.offerings(scope_of(current_user), search=(search_form.text.data or "").strip())
    page = page_of(len(found), size=PAGE_SIZE)
    shown = queries.overviews(found[page.offset : page.offset + page.size])
    return render_template(
        "surveys/list_surveys.html", rows=[overview_row(one) for one in shown], page=page, search_form=search_form
    )
