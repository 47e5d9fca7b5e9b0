"""How the questions of a sitting did: reckoned from marked papers, kept with the questions at the release."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from core.db import db
from sessions.examining.models import PaperQuestion
from sessions.examining.rules.marking import PaperState
from sessions.examining.rules.statistics import ItemFigures, alpha, item_figures
from sessions.examining.standing import Standing
from sessions.questions.models import ItemResult


@dataclass(frozen=True, slots=True)
class Analysis:
    """Every question with its figures; `people` too few means that nothing is told."""

    people: int
    least: int
    reliability: float | None = None
    items: tuple[tuple[PaperQuestion, ItemFigures], ...] = ()


def analyse(stood: Standing, least: int) -> Analysis:
    """The figures of a sitting; none for fewer people than the rule-set asks for."""
    papers = [one for one in stood.people if one.result.state is PaperState.SCORED and one.answers[0].question]
    if len(papers) < max(least, 2) or stood.paper is None:
        return Analysis(len(papers), least)
    earned = [[float(answer.settled.points or 0) for answer in person.answers] for person in papers]
    totals = [sum(row) for row in earned]
    items = []
    for place, question in enumerate(stood.paper.questions):
        said = [person.answers[place].said for person in papers] if question.version.options else []
        figures = item_figures([row[place] for row in earned], float(question.points), totals, said)
        items.append((question, figures))
    return Analysis(len(papers), least, alpha(earned), tuple(items))


def keep(analysis: Analysis, title: str) -> int:
    """Keep the figures with the versions of the questions; says how many."""
    rows = [
        ItemResult(
            version_id=question.version_id,
            sitting=title,
            people=figures.people,
            figures={**asdict(figures), "chosen": dict(figures.chosen)},
        )
        for question, figures in analysis.items
    ]
    db.session.add_all(rows)
    db.session.flush()
    return len(rows)
