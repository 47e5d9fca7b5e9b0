"""The satisfaction report as data for its template, its charts, and the finished paper."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.papers import render_pdf
from surveys import charts
from surveys.paper import sections
from surveys.paper.wording import ReportFacts, Wording
from surveys.scores import SurveyFigures, headline


def survey_report_data(figures: SurveyFigures, words: Mapping[str, str], facts: ReportFacts) -> dict[str, Any]:
    """The report for `papers/survey_report.typ`; a hidden survey shows its finding and its method only."""
    wording = Wording(words, figures)
    method = sections.method_section(wording, facts)
    shown = (
        [method]
        if figures.hidden or not figures.kept
        else [
            sections.index_section(wording),
            sections.matrix_section(wording),
            sections.driver_section(wording),
            sections.dimension_section(wording),
            sections.item_section(wording, facts),
            sections.text_section(wording, facts),
            method,
        ]
    )
    return {
        "title": wording.say("title"),
        "institution": facts.institution,
        "subject": facts.class_name,
        "dated": facts.dated,
        "notice": facts.notice,
        "page_words": words["page_words"],
        "facts": [list(line) for line in facts.lines],
        "finding": sections.finding(wording, headline(figures)),
        "sections": shown,
    }


def survey_charts(
    figures: SurveyFigures, words: Mapping[str, str], facts: ReportFacts, *, font: Path, fmt: charts.Format = "svg"
) -> dict[str, bytes]:
    """The charts of the report by file name; none for a hidden survey. Their words stand under `chart.`."""
    if figures.hidden or not figures.kept:
        return {}
    chart_words = {key.removeprefix("chart."): word for key, word in words.items() if key.startswith("chart.")}
    quadrants = {key: word for key, word in words.items() if key.startswith("quadrant.")}
    style = charts.Style(font, chart_words | quadrants)
    return {
        f"index.{fmt}": charts.index_chart(figures, style, fmt),
        f"matrix.{fmt}": charts.matrix_chart(figures, style, fmt),
        f"gap.{fmt}": charts.gap_chart(figures, style, fmt),
        f"dimensions.{fmt}": charts.dimension_chart(figures, style, fmt),
        f"distribution.{fmt}": charts.distribution_chart(figures, style, facts.questions, fmt),
    }


def render(figures: SurveyFigures, words: Mapping[str, str], facts: ReportFacts, *, font: Path) -> bytes:
    """The report as PDF/A; the same figures, words and facts give the same bytes."""
    data = survey_report_data(figures, words, facts)
    return render_pdf("survey_report", data, images=survey_charts(figures, words, facts, font=font), font=font)
