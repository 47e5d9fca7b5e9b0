"""One line of the list of surveys, in words."""

from __future__ import annotations

from dataclasses import dataclass

from courses.models import ClassOffering
from surveys import labels
from surveys.paper.wording import Wording
from surveys.queries import Overview
from surveys.scores.layout import Finding, headline


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One class: what its survey says. `finding` is None where the rule-set leaves a figure open."""

    offering: ClassOffering
    responses: int
    kept: int | None = None
    finding: Finding | None = None
    response_rate: str = ""
    index: str = ""
    interval: str = ""
    improve_stated: tuple[str, ...] = ()
    improve_derived: tuple[str, ...] = ()


def overview_row(overview: Overview) -> OverviewRow:
    """The line of one class; figures of a hidden survey stay out."""
    figures = overview.figures
    if figures is None:
        return OverviewRow(overview.offering, overview.responses)
    opening = headline(figures)
    wording = Wording(labels.report_words(figures.questionnaire), figures)
    return OverviewRow(
        overview.offering,
        overview.responses,
        kept=figures.kept,
        finding=opening.finding,
        response_rate=wording.percent(figures.response_rate),
        index=wording.number(opening.score, 1) if opening.score is not None else "",
        interval=wording.interval(opening.interval, 1) if opening.interval else "",
        improve_stated=tuple(wording.names[key] for key in opening.improve_stated),
        improve_derived=tuple(wording.names[key] for key in opening.improve_derived),
    )
