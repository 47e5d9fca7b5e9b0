"""The figures of a survey as tables of a workbook: whole numbers of places, for further calculation."""

from __future__ import annotations

from collections import Counter

from flask_babel import gettext as _

from core.spreadsheets.export import ExportSheet, Value, write_workbook
from surveys.paper import ReportFacts
from surveys.paper.wording import Wording
from surveys.rules import Quadrant
from surveys.scores.figures import DimensionFigures
from surveys.scores.formulas import Interval

Row = list[Value]


def survey_workbook(wording: Wording, facts: ReportFacts) -> bytes:
    """All figures that the page shows, each with its n; answers of single people are not among them."""
    notes = (facts.class_name, facts.notice, f"{_('Standard followed:')} {wording.figures.questionnaire.edition}")
    return write_workbook(
        [
            _whole(wording, notes),
            _dimensions(wording),
            _items(wording, facts),
            _left_out(wording),
            _comments(wording, facts),
        ]
    )


def _title(wording: Wording, *keys: str) -> list[str]:
    return [wording.say(f"column.{key}", confidence=wording.confidence) for key in keys]


def _ends(interval: Interval | None) -> Row:
    return [interval.low, interval.high] if interval else [None, None]


def _bounds(wording: Wording) -> list[str]:
    title = wording.say("column.ci", confidence=wording.confidence)
    return [_("%(interval)s, from", interval=title), _("%(interval)s, to", interval=title)]


def _whole(wording: Wording, notes: tuple[str, ...]) -> ExportSheet:
    figures = wording.figures
    rows: list[Row] = [
        [wording.say(f"reading.{reading}"), index.score, *_ends(index.interval), figures.kept]
        for reading, index in (("stated", figures.stated), ("derived", figures.derived))
        if index
    ]
    for key, rate in (("response_rate", figures.response_rate), ("valid_rate", figures.valid_rate)):
        rows.append([wording.say(f"figure.{key}"), rate, None, None, figures.population])
    if overall := figures.overall:
        summary = overall.summary
        rows.append([wording.say("figure.overall"), summary.mean, *_ends(summary.interval), summary.n])
    if nps := figures.recommendation:
        rows.append([wording.say("figure.nps"), nps.score, *_ends(nps.interval), nps.n])
    rows.append([wording.say("figure.alpha"), figures.alpha.value, None, None, figures.alpha.n])
    header = [*_title(wording, "figure", "value"), *_bounds(wording), "n"]
    return ExportSheet(_("Figures of the whole survey"), header, rows, notes)


def _dimensions(wording: Wording) -> ExportSheet:
    header = [
        *_title(wording, "dimension", "n", "mean"), *_bounds(wording), *_title(wording, "sd", "top", "top_n"),
        *_title(wording, "importance", "n", "gap", "weight_stated", "stated"),
        *_title(wording, "r", "n", "weight_derived", "derived", "alpha", "n"),
    ]  # fmt: skip
    rows = [_dimension(wording, one) for one in wording.figures.dimensions]
    return ExportSheet(_("Scores of the dimensions"), header, rows)


def _dimension(wording: Wording, one: DimensionFigures) -> Row:
    def named(quadrant: Quadrant | None) -> str | None:
        return wording.say(f"quadrant.{quadrant}") if quadrant else None

    summary, importance, driver = one.summary, one.importance, one.driver
    return [
        one.name, summary.n, summary.mean, *_ends(summary.interval), summary.sd, one.top.value, one.top.n,
        importance.mean, importance.n, one.gap, one.stated.weight, named(one.stated.quadrant),
        driver.r, driver.n, one.derived.weight, named(one.derived.quadrant), one.alpha.value, one.alpha.n,
    ]  # fmt: skip


def _items(wording: Wording, facts: ReportFacts) -> ExportSheet:
    questionnaire = wording.figures.questionnaire
    steps = range(questionnaire.scale_min, questionnaire.scale_max + 1)
    header = [
        *_title(wording, "item", "n", "missing"),
        *(str(step) for step in steps),
        *_title(wording, "mean", "sd", "top"),
    ]
    rows: list[Row] = [
        [
            facts.questions[item.field], item.summary.n, item.missing, *(item.counts[step] for step in steps),
            item.summary.mean, item.summary.sd, item.top.value,
        ]
        for item in wording.figures.items
    ]  # fmt: skip
    return ExportSheet(_("Scores and answers of the items"), header, rows)


def _left_out(wording: Wording) -> ExportSheet:
    rows: list[Row] = [[one.row, wording.say(f"exclusion.{one.code}")] for one in wording.figures.prepared.excluded]
    return ExportSheet(_("Responses left out"), _title(wording, "row", "reason"), rows)


def _comments(wording: Wording, facts: ReportFacts) -> ExportSheet:
    rows: list[Row] = [
        [facts.questions[name], text, times]
        for name, texts in wording.figures.texts.items()
        for text, times in Counter(texts).items()
    ]
    return ExportSheet(_("Comments"), [*_title(wording, "item"), _("Comment"), _("Number of people")], rows)
