"""How figures become text: numbers with a fixed number of places, and words with their figures filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.scores.figures import SurveyFigures
from surveys.scores.formulas import Interval


@dataclass(frozen=True)
class ReportFacts:
    """What the report says about the class and itself.

    `dated` is an ISO date; `notice` says which rule-set applied and that it is a sample, if it is; `lines` are pairs of
    label and value under the title; `questions` words each field of the questionnaire.
    """

    institution: str
    class_name: str
    dated: str
    notice: str
    questions: Mapping[str, str]
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Wording:
    """The words of one report; a word with figures in it carries their places, as in "n = {n}"."""

    words: Mapping[str, str]
    figures: SurveyFigures
    names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", {one.key: one.name for one in self.figures.dimensions})

    def say(self, key: str, **values: object) -> str:
        """The word under the key with its figures."""
        return self.words[key].format(**values)

    @property
    def confidence(self) -> str:
        """The confidence level, such as "95%"."""
        return f"{self.figures.policy.confidence * 100:g}%"

    def dimensions(self, keys: Iterable[str]) -> str:
        """Names of dimensions, joined as the language joins them."""
        return self.say("list_comma").join(self.names[key] for key in keys)

    def number(self, value: float | None, digits: int = 2) -> str:
        """A number, or the word for none; a minus is a minus, not a hyphen."""
        if value is None:
            return self.say("none")
        shown = f"{value:.{digits}f}"
        return (shown[1:] if float(shown) == 0 and shown.startswith("-") else shown).replace("-", "−")

    def percent(self, value: float | None) -> str:
        """A share in per cent with one place."""
        return self.say("none") if value is None else f"{value * 100:.1f}%"

    def interval(self, interval: Interval | None, digits: int = 2) -> str:
        """Both ends of an interval."""
        if interval is None:
            return self.say("none")
        return self.say("interval", low=self.number(interval.low, digits), high=self.number(interval.high, digits))

    def percents(self, interval: Interval | None) -> str:
        """Both ends of an interval of a share."""
        if interval is None:
            return self.say("none")
        return self.say("interval", low=self.percent(interval.low), high=self.percent(interval.high))

    def columns(self, *columns: tuple[str, float] | tuple[str, float, str]) -> list[dict[str, Any]]:
        """Columns of a table from (key of the title, share of the width[, alignment]); figures stand on the right."""
        return [
            {
                "title": self.say(f"column.{one[0]}", confidence=self.confidence),
                "share": one[1],
                "align": one[2] if len(one) > 2 else "right",
            }
            for one in columns
        ]

    def chart(self, name: str) -> dict[str, str]:
        """A chart by its name, with its text for those who do not see it."""
        return {"file": f"{name}.svg", "alt": self.say(f"alt.{name}")}
