"""The satisfaction report of one class: page, charts, paper, figures as a workbook."""

from __future__ import annotations

from io import BytesIO

from flask import Response, abort, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from courses import queries as course_queries
from courses.models import ClassOffering
from standards.rules import ParameterMissing
from surveys import labels, queries
from surveys.charts import Format
from surveys.paper import ReportFacts, render
from surveys.paper.wording import Wording
from surveys.scores import SurveyFigures
from surveys.views import workbook
from surveys.views.blueprint import bp
from surveys.views.pictures import ChartName, Wanted, draw_chart, drawing_key, kept_drawing, site_font
from surveys.views.report_page import report_page
from trainer.queries import scope_of

# A chart is a document of its own when it is opened alone: it may style itself and do nothing else.
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHART_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
CHART_ADDRESS = (
    "/classes/<int:offering_id>/survey/<any(index, matrix, gap, dimensions, distribution):name>.<any(svg, png):fmt>"
)


def offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, if the person may see it."""
    return course_queries.offering_in_scope(offering_id, scope_of(current_user)) or abort(404)


def figures_or_404(offering: ClassOffering, *, shown: bool = False) -> SurveyFigures:
    """The figures of the class; `shown` asks for ones that are not hidden."""
    try:
        figures = queries.survey_figures(offering)
    except ParameterMissing:
        abort(404)
    if figures is None or (shown and figures.hidden):
        abort(404)
    return figures


def facts_of(offering: ClassOffering, figures: SurveyFigures) -> ReportFacts:
    """What the report of today says about the class."""
    asked = queries.questions_asked(offering.id)
    return labels.report_facts(offering, figures.questionnaire, asked, dated=today())


@bp.get("/classes/<int:offering_id>/survey")
@require(Permission.SURVEYS_READ)
def show_survey(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    try:
        figures = queries.survey_figures(offering)
    except ParameterMissing as missing:
        return render_template("surveys/no_survey.html", offering=offering, missing=missing.key)
    if figures is None:
        return render_template("surveys/no_survey.html", offering=offering)
    wording = Wording(labels.report_words(figures.questionnaire), figures)
    return render_template(
        "surveys/show_survey.html",
        offering=offering,
        figures=figures,
        page=report_page(wording, facts_of(offering, figures), queries.reliability_bands(offering)),
        reliability_words=labels.RELIABILITY,
    )


@bp.get(CHART_ADDRESS)
@require(Permission.SURVEYS_READ)
def chart(offering_id: int, name: ChartName, fmt: Format) -> ResponseReturnValue:
    """One chart. It may be kept by the person's own browser, which asks each time whether it still holds."""
    offering = offering_or_404(offering_id)
    figures = figures_or_404(offering, shown=True)
    words = labels.report_words(figures.questionnaire)
    wanted = Wanted(name, fmt, narrow="narrow" in request.args)
    key = drawing_key(wanted, queries.data_digest(offering), words)
    asked = facts_of(offering, figures).questions
    response = make_response(b"")
    response.set_etag(key)
    if not request.if_none_match.contains(key):
        response.set_data(kept_drawing(key, lambda: draw_chart(wanted, figures, words, asked)))
    response.content_type = CHART_TYPES[fmt]
    response.cache_control.private = True
    response.cache_control.no_cache = True
    response.vary.add("Cookie")
    response.headers["Content-Security-Policy"] = CHART_POLICY
    return response.make_conditional(request)


@bp.get("/classes/<int:offering_id>/survey/report.pdf")
@require(Permission.SURVEYS_READ)
def survey_report(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    figures = figures_or_404(offering)
    words = labels.report_words(figures.questionnaire)
    pdf = render(figures, words, facts_of(offering, figures), font=site_font())
    return download(pdf, "application/pdf", f"{offering.code}-{words['title']}.pdf")


@bp.get("/classes/<int:offering_id>/survey/figures.xlsx")
@require(Permission.SURVEYS_READ)
def survey_workbook(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    figures = figures_or_404(offering, shown=True)
    words = labels.report_words(figures.questionnaire)
    content = workbook.survey_workbook(Wording(words, figures), facts_of(offering, figures))
    return download(content, WORKBOOK_TYPE, f"{offering.code}-{words['title']}.xlsx")


def download(content: bytes, content_type: str, name: str) -> Response:
    """A file to save under this name."""
    return send_file(BytesIO(content), mimetype=content_type, as_attachment=True, download_name=name)
