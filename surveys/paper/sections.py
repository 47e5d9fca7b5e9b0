"""The sections of the report: every chart with its table, every figure with its n."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from surveys.paper.wording import ReportFacts, Wording
from surveys.rules import Quadrant
from surveys.scores.figures import DimensionFigures, SatisfactionIndex
from surveys.scores.layout import Finding, Headline

Section = dict[str, Any]


def finding(wording: Wording, opening: Headline) -> str:
    """The result in a sentence or three, each only if it applies."""
    numbers = {"kept": opening.kept, "population": opening.population, "confidence": wording.confidence}
    if opening.finding in (Finding.NO_RESPONSES, Finding.HIDDEN):
        return wording.say(f"finding.{opening.finding}", **numbers)
    score, interval = wording.number(opening.score, 1), wording.interval(opening.interval, 1)
    parts = [wording.say(f"finding.{opening.finding}", score=score, interval=interval, **numbers)]
    if opening.strongest:
        ends = {"strongest": opening.strongest, "weakest": opening.weakest}
        parts.append(wording.say("finding.ends", **{end: wording.dimensions(keys) for end, keys in ends.items()}))
    for reading, keys in (("stated", opening.improve_stated), ("derived", opening.improve_derived)):
        if keys:
            parts.append(wording.say(f"finding.improve_{reading}", count=len(keys), names=wording.dimensions(keys)))
    if opening.disagree:
        parts.append(wording.say("finding.disagree", names=wording.dimensions(opening.disagree)))
    return wording.say("sentence_gap").join(parts)


def index_section(wording: Wording) -> Section:
    """The index under both readings of importance, and the figures about the survey as a whole."""
    figures = wording.figures
    rows = [_index_row(wording, reading, index) for reading, index in _indices(wording)]
    return {
        "title": wording.say("section.index"),
        "charts": [wording.chart("index")],
        "tables": [
            {
                "columns": wording.columns(
                    ("reading", 3, "left"), ("n", 1), ("index", 1.5), ("ci", 2), ("weighted_mean", 2)
                ),
                "rows": rows,
            },
            {
                "columns": wording.columns(("figure", 3, "left"), ("value", 2.5), ("basis", 3, "left")),
                "rows": [*_participation(wording), *_whole(wording)],
            },
        ],
        "paragraphs": [wording.say("margin", margin=wording.percent(figures.margin), kept=figures.kept)],
    }


def _indices(wording: Wording) -> list[tuple[str, SatisfactionIndex | None]]:
    return [("stated", wording.figures.stated), ("derived", wording.figures.derived)]


def _index_row(wording: Wording, reading: str, index: SatisfactionIndex | None) -> list[str]:
    name, n = wording.say(f"reading.{reading}"), str(wording.figures.kept)
    if index is None:
        return [name, n, *[wording.say("none")] * 3]
    score, ends = wording.number(index.score, 1), wording.interval(index.interval, 1)
    return [name, n, score, ends, wording.number(index.weighted_mean, 3)]


def _participation(wording: Wording) -> list[list[str]]:
    figures, prepared = wording.figures, wording.figures.prepared
    asked = {"population": figures.population, "returned": prepared.distinct_tokens, "kept": figures.kept}
    return [
        [
            wording.say("figure.response_rate"),
            wording.percent(figures.response_rate),
            wording.say("basis.response", **asked),
        ],
        [wording.say("figure.valid_rate"), wording.percent(figures.valid_rate), wording.say("basis.valid", **asked)],
    ]


def _whole(wording: Wording) -> list[list[str]]:
    """Overall satisfaction, recommendation and consistency, those that were asked."""
    figures, rows = wording.figures, []
    if overall := figures.overall:
        value = f"{wording.number(overall.summary.mean)} {wording.interval(overall.summary.interval)}"
        basis = wording.say("basis.overall", n=overall.summary.n, top=wording.percent(overall.top.value))
        rows.append([wording.say("figure.overall"), value, basis])
    if nps := figures.recommendation:
        counts = {"promoters": nps.promoters, "passives": nps.passives, "detractors": nps.detractors}
        value = f"{wording.number(nps.score, 1)} {wording.interval(nps.interval, 1)}"
        rows.append([wording.say("figure.nps"), value, wording.say("basis.nps", n=nps.n, **counts)])
    alpha = figures.alpha
    basis = wording.say("basis.alpha", n=alpha.n, k=alpha.k)
    return [*rows, [wording.say("figure.alpha"), wording.number(alpha.value, 3), basis]]


def matrix_section(wording: Wording) -> Section:
    """Where each dimension stands under both readings."""
    cuts = wording.figures.cut_lines
    columns = wording.columns(
        ("dimension", 3, "left"), ("satisfaction", 1.5), ("n", 0.8), ("importance", 1.5), ("n", 0.8),
        ("stated", 2, "left"), ("r", 1.5), ("n", 0.8), ("derived", 2, "left"),
    )  # fmt: skip
    rows = [
        [
            one.name,
            wording.number(one.summary.mean),
            str(one.summary.n),
            wording.number(one.stated.importance),
            str(one.importance.n),
            _quadrant(wording, one.stated.quadrant),
            wording.number(one.derived.importance, 3),
            str(one.driver.n),
            _quadrant(wording, one.derived.quadrant),
        ]
        for one in wording.figures.dimensions
    ]
    lines = {"satisfaction": cuts.satisfaction, "stated": cuts.stated, "derived": cuts.derived}
    shown = {name: wording.number(line, 3) for name, line in lines.items()}
    return {
        "title": wording.say("section.matrix"),
        "charts": [wording.chart("matrix")],
        "tables": [{"caption": wording.say("cut_lines", **shown), "columns": columns, "rows": rows}],
    }


def _quadrant(wording: Wording, quadrant: Quadrant | None) -> str:
    return wording.say("none") if quadrant is None else wording.say(f"quadrant.{quadrant}")


def driver_section(wording: Wording) -> Section:
    """What moves overall satisfaction most, and where importance is furthest above satisfaction."""
    drivers = [
        [
            one.name,
            str(one.driver.n),
            wording.number(one.driver.r, 3),
            wording.interval(one.driver.interval),
            wording.percent(one.derived.weight),
            wording.percent(one.stated.weight),
        ]
        for one in wording.figures.drivers
    ]
    gaps = [
        [
            one.name,
            wording.number(one.importance.mean),
            str(one.importance.n),
            wording.number(one.summary.mean),
            str(one.summary.n),
            wording.number(one.gap),
        ]
        for one in wording.figures.gaps
    ]
    columns = wording.columns(
        ("dimension", 3, "left"), ("n", 1), ("r", 1.3), ("ci", 2), ("weight_derived", 1.7), ("weight_stated", 1.7)
    )
    gap_columns = wording.columns(
        ("dimension", 3, "left"), ("importance", 1.5), ("n", 1), ("satisfaction", 1.5), ("n", 1), ("gap", 1.5)
    )
    return {
        "title": wording.say("section.drivers"),
        "charts": [wording.chart("gap")],
        "tables": [
            {"caption": wording.say("caption.gaps"), "columns": gap_columns, "rows": gaps},
            {"caption": wording.say("caption.drivers"), "columns": columns, "rows": drivers},
        ],
    }


def dimension_section(wording: Wording) -> Section:
    """Means with intervals, shares satisfied, consistency."""
    columns = wording.columns(
        ("dimension", 2.6, "left"), ("n", 0.7), ("mean", 1), ("ci", 2), ("sd", 1.2), ("top", 1.3), ("top_ci", 2.5),
        ("top_n", 1.2), ("alpha", 1.1), ("n", 0.7),
    )  # fmt: skip
    return {
        "title": wording.say("section.dimensions"),
        "charts": [wording.chart("dimensions")],
        "tables": [{"columns": columns, "rows": [_dimension_row(wording, one) for one in wording.figures.dimensions]}],
    }


def _dimension_row(wording: Wording, one: DimensionFigures) -> list[str]:
    return [
        one.name,
        str(one.summary.n),
        wording.number(one.summary.mean),
        wording.interval(one.summary.interval),
        wording.number(one.summary.sd),
        wording.percent(one.top.value),
        wording.percents(one.top.interval),
        str(one.top.n),
        wording.number(one.alpha.value, 3),
        str(one.alpha.n),
    ]


def item_section(wording: Wording, facts: ReportFacts) -> Section:
    """Every item with the spread of its answers."""
    figures = wording.figures
    steps = range(figures.questionnaire.scale_min, figures.questionnaire.scale_max + 1)
    counts = [{"title": str(step), "share": 0.7, "align": "right"} for step in steps]
    columns = [
        *wording.columns(("item", 5, "left"), ("n", 0.8), ("missing", 0.9)),
        *counts,
        *wording.columns(("mean", 1.1), ("sd", 1.2), ("top", 1.4)),
    ]
    rows = [
        [
            facts.questions[item.field],
            str(item.summary.n),
            str(item.missing),
            *(str(item.counts[step]) for step in steps),
            wording.number(item.summary.mean),
            wording.number(item.summary.sd),
            wording.percent(item.top.value),
        ]
        for item in figures.items
    ]
    return {
        "title": wording.say("section.items"),
        "charts": [wording.chart("distribution")],
        "tables": [{"columns": columns, "rows": rows}],
    }


def text_section(wording: Wording, facts: ReportFacts) -> Section:
    """What was written, equal texts counted once."""
    lists = []
    for name, texts in wording.figures.texts.items():
        entries = [_counted(wording, text, texts.count(text)) for text in dict.fromkeys(texts)]
        if entries:
            lists.append({"title": wording.say("with_n", value=facts.questions[name], n=len(texts)), "items": entries})
    paragraphs = [] if lists else [wording.say("no_texts")]
    return {"title": wording.say("section.texts"), "lists": lists, "paragraphs": paragraphs}


def _counted(wording: Wording, text: str, times: int) -> str:
    return text if times == 1 else wording.say("times", text=text, times=times)


def method_section(wording: Wording, facts: ReportFacts) -> Section:
    """The edition followed, the rules applied, what was left out and why."""
    figures, policy, prepared = wording.figures, wording.figures.policy, wording.figures.prepared
    numbers = {
        "edition": figures.questionnaire.edition,
        "confidence": wording.confidence,
        "items": len(figures.questionnaire.items),
        "min_items": policy.min_items_answered,
        "min_dimension": policy.min_items_per_dimension,
        "straight": policy.straight_seconds,
        "top": policy.top_box_from,
        "promoter": policy.promoter_from,
        "detractor": policy.detractor_to,
        "suppress": policy.suppress_below,
        "rows": prepared.rows,
        "kept": figures.kept,
        "excluded": len(prepared.excluded),
    }
    keys = sorted(key for key in wording.words if key.startswith("method."))
    excluded = [[str(one.row), wording.say(f"exclusion.{one.code}")] for one in prepared.excluded]
    shown = () if figures.hidden else prepared.out_of_range  # They are answers of single people.
    outside = [[str(one.row), facts.questions[one.field], one.value] for one in shown]
    return {
        "title": wording.say("section.method"),
        "paragraphs": [wording.say(key, **numbers) for key in keys],
        "tables": [
            *_if_any(wording, "excluded", (("row", 1, "left"), ("reason", 6, "left")), excluded),
            *_if_any(wording, "outside", (("row", 1, "left"), ("item", 5, "left"), ("answer", 1, "left")), outside),
        ],
    }


def _if_any(
    wording: Wording, caption: str, columns: Iterable[tuple[str, float, str]], rows: list[list[str]]
) -> list[dict[str, Any]]:
    if not rows:
        return []
    return [{"caption": wording.say(f"caption.{caption}"), "columns": wording.columns(*columns), "rows": rows}]
