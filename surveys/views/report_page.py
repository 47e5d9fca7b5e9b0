"""The report of a class as its page shows it: the sections of the paper, and what only a screen has room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from surveys import labels
from surveys.paper import ReportFacts, sections
from surveys.paper.sections import Section
from surveys.paper.wording import Wording
from surveys.reliability import Bands, Reliability
from surveys.scores.figures import Alpha, DimensionFigures
from surveys.scores.layout import Headline, headline

TOKEN_SHOWN = 4  # characters of a token: enough to find the row again, too few to use


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number at the top of the page with what it rests on."""

    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class DriverRow:
    """One dimension under both readings of importance; rank 1 is the most important."""

    name: str
    stated: str
    stated_n: int
    stated_weight: str
    stated_rank: int | None
    stated_quadrant: str
    derived: str
    derived_interval: str
    derived_n: int
    derived_weight: str
    derived_rank: int | None
    derived_quadrant: str
    disagrees: bool


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """Cronbach's alpha of the whole questionnaire or of one dimension, with its word."""

    name: str
    items: int
    n: int
    alpha: str
    band: Reliability | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything the page shows; a hidden survey has its finding, its responses and its method only."""

    hidden: bool
    finding: str
    key_figures: Sequence[KeyFigure]
    sections: Sequence[Section]
    drivers: Sequence[DriverRow]
    reliability: Sequence[ReliabilityRow]
    excluded: Sequence[tuple[int, str, str]]
    outside: Sequence[tuple[int, str, str]]
    method: Sequence[str]


def report_page(wording: Wording, facts: ReportFacts, bands: Bands) -> ReportPage:
    """Put the page together."""
    figures, opening = wording.figures, headline(wording.figures)
    hidden = figures.hidden or not figures.kept
    prepared = figures.prepared
    page = ReportPage(
        hidden=hidden,
        finding=sections.finding(wording, opening),
        key_figures=_rates(wording),
        sections=(),
        drivers=(),
        reliability=(),
        excluded=[(one.row, wording.say(f"exclusion.{one.code}"), shortened(one.token)) for one in prepared.excluded],
        outside=(),
        method=sections.method_section(wording, facts)["paragraphs"],
    )
    if hidden:
        return page
    return replace(
        page,
        key_figures=[*_indices(wording), *page.key_figures, *_recommendation(wording), _consistency(wording, bands)],
        sections=_sections(wording, facts),
        drivers=_drivers(wording, opening),
        reliability=_reliability(wording, bands),
        outside=[(one.row, facts.questions[one.field], one.value) for one in prepared.out_of_range],
    )


def shortened(token: str) -> str:
    """The beginning of a token; one that is short itself is not shown at all."""
    return f"{token[:TOKEN_SHOWN]}…" if len(token) > TOKEN_SHOWN else "…"


def _sections(wording: Wording, facts: ReportFacts) -> list[Section]:
    """The sections of the paper under the titles and captions of the page."""
    made: dict[str, Section] = {
        "index": sections.index_section(wording),
        "matrix": sections.matrix_section(wording),
        "drivers": sections.driver_section(wording),
        "dimensions": sections.dimension_section(wording),
        "items": sections.item_section(wording, facts),
        "texts": sections.text_section(wording, facts),
    }
    made["drivers"]["tables"] = made["drivers"]["tables"][:1]  # The other one has its own form on the page.
    made["texts"]["paragraphs"] = made["texts"]["paragraphs"] or [str(labels.ANONYMOUS)]
    return [_titled(key, section) for key, section in made.items()]


def _titled(key: str, section: Section) -> Section:
    title = str(labels.PAGE_TITLES[key])
    captions: dict[int, Any] = labels.PAGE_CAPTIONS if key == "index" else {}
    tables = [
        {"caption": str(captions.get(position, title)), **table}
        for position, table in enumerate(section.get("tables", ()))
    ]
    charts = [{**chart, "name": chart["file"].removesuffix(".svg")} for chart in section.get("charts", ())]
    return {"paragraphs": [], "lists": [], **section, "key": key, "title": title, "tables": tables, "charts": charts}


def _indices(wording: Wording) -> list[KeyFigure]:
    figures, shown = wording.figures, []
    for reading, index in (("stated", figures.stated), ("derived", figures.derived)):
        count = wording.say("chart.n", n=figures.kept)
        note = f"{wording.interval(index.interval, 1)} · {count}" if index else count
        value = wording.number(index.score if index else None, 1)
        shown.append(KeyFigure(str(labels.INDEX_NAMES[reading]), value, note))
    return shown


def _rates(wording: Wording) -> list[KeyFigure]:
    figures, prepared = wording.figures, wording.figures.prepared
    received = wording.say("basis.response", returned=prepared.distinct_tokens, population=figures.population)
    valid = wording.say("basis.valid", kept=figures.kept, population=figures.population)
    margin = "" if figures.margin is None else f" · ±{wording.percent(figures.margin)}"
    return [
        KeyFigure(wording.say("figure.response_rate"), wording.percent(figures.response_rate), received),
        KeyFigure(wording.say("figure.valid_rate"), wording.percent(figures.valid_rate), valid + margin),
    ]


def _recommendation(wording: Wording) -> list[KeyFigure]:
    nps = wording.figures.recommendation
    if nps is None:
        return []
    note = f"{wording.interval(nps.interval, 1)} · {wording.say('chart.n', n=nps.n)}"
    return [KeyFigure(wording.say("figure.nps"), wording.number(nps.score, 1), note)]


def _consistency(wording: Wording, bands: Bands) -> KeyFigure:
    alpha = wording.figures.alpha
    band = bands.word_for(alpha.value)
    count = wording.say("chart.n", n=alpha.n)
    note = f"{labels.RELIABILITY[band]} · {count}" if band else count
    return KeyFigure(wording.say("figure.alpha"), wording.number(alpha.value, 3), note)


def _drivers(wording: Wording, opening: Headline) -> list[DriverRow]:
    """Every dimension, the strongest driver first, those without a correlation last."""
    dimensions = wording.figures.dimensions
    stated = _ranks([one.stated.importance for one in dimensions])
    derived = _ranks([one.derived.importance for one in dimensions])
    rows = [
        _driver(wording, one, stated[position], derived[position], one.key in opening.disagree)
        for position, one in enumerate(dimensions)
    ]
    return sorted(rows, key=lambda row: row.derived_rank or len(rows) + 1)


def _driver(
    wording: Wording, one: DimensionFigures, stated: int | None, derived: int | None, disagrees: bool
) -> DriverRow:
    def quadrant(reading: str) -> str:
        place = getattr(one, reading).quadrant
        return wording.say(f"quadrant.{place}") if place else wording.say("none")

    return DriverRow(
        name=one.name,
        stated=wording.number(one.importance.mean),
        stated_n=one.importance.n,
        stated_weight=wording.percent(one.stated.weight),
        stated_rank=stated,
        stated_quadrant=quadrant("stated"),
        derived=wording.number(one.driver.r, 3),
        derived_interval=wording.interval(one.driver.interval),
        derived_n=one.driver.n,
        derived_weight=wording.percent(one.derived.weight),
        derived_rank=derived,
        derived_quadrant=quadrant("derived"),
        disagrees=disagrees,
    )


def _ranks(values: Sequence[float | None]) -> list[int | None]:
    """The place of each value from the highest; equal values share the better place."""
    known = [value for value in values if value is not None]
    return [None if value is None else 1 + sum(other > value for other in known) for value in values]


def _reliability(wording: Wording, bands: Bands) -> list[ReliabilityRow]:
    def row(name: str, alpha: Alpha) -> ReliabilityRow:
        return ReliabilityRow(name, alpha.k, alpha.n, wording.number(alpha.value, 3), bands.word_for(alpha.value))

    figures = wording.figures
    return [
        row(str(labels.WHOLE_QUESTIONNAIRE), figures.alpha),
        *(row(one.name, one.alpha) for one in figures.dimensions),
    ]
