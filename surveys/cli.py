"""`flask survey-report`: the satisfaction report of a class without a browser."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _

from core.clock import today
from courses import queries as course_queries
from courses.models import ClassOffering
from standards.rules import ParameterMissing
from surveys import labels, queries
from surveys.paper import render
from surveys.paper.sections import finding
from surveys.paper.wording import Wording
from surveys.scores import SurveyFigures, as_figures, headline
from surveys.views.pictures import site_font

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}


@click.command("survey-report")
@click.argument("code", metavar="CLASS")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as one JSON object (docs/satisfaction.md).")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="zh", help="Of the report and of messages.")
@with_appcontext
def survey_report(code: str, as_json: bool, pdf: Path | None, language: str) -> None:
    """Report on the satisfaction survey of the class with the code CLASS: in a sentence, as JSON, as PDF."""
    with force_locale(LANGUAGES[language]):
        offering = course_queries.offering_by_code(code)
        if offering is None:
            raise click.ClickException(_("There is no class %(code)s.", code=code))
        figures = figures_of(offering)
        if as_json:
            click.echo(json.dumps(as_figures(figures), ensure_ascii=False, indent=1))
        if pdf is not None:
            write_report(offering, figures, pdf)
            click.echo(str(pdf), err=as_json)  # With --json, nothing else goes to standard output.
        if not as_json and pdf is None:
            wording = Wording(labels.report_words(figures.questionnaire), figures)
            click.echo(finding(wording, headline(figures)))


def figures_of(offering: ClassOffering) -> SurveyFigures:
    """The figures of the class, or a message that says why there are none."""
    try:
        figures = queries.survey_figures(offering)
    except ParameterMissing as missing:
        message = _("The rule-set of class %(code)s leaves open: %(key)s.", code=offering.code, key=missing.key)
        raise click.ClickException(message) from missing
    if figures is None:
        raise click.ClickException(_("Nobody has answered the survey of class %(code)s yet.", code=offering.code))
    if figures.hidden:
        click.echo(_("Too few valid responses: these figures are not for publication."), err=True)
    return figures


def write_report(offering: ClassOffering, figures: SurveyFigures, path: Path) -> None:
    """Write the report of today as PDF."""
    asked = queries.questions_asked(offering.id)
    facts = labels.report_facts(offering, figures.questionnaire, asked, dated=today())
    pdf = render(figures, labels.report_words(figures.questionnaire), facts, font=site_font())
    try:
        path.write_bytes(pdf)
    except OSError as fault:
        raise click.FileError(str(path), fault.strerror or "") from fault


COMMANDS = (survey_report,)
