"""Columns of the kept responses, and the summaries of one column."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.cleaning import CleanResponse
from surveys.rules import Dimension, Questionnaire, SurveyPolicy
from surveys.scores import formulas
from surveys.scores.figures import Alpha, Driver, Interval, Rating, Recommendation, Share, Summary

Column = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Table:
    """The kept responses with what is needed to sum them up."""

    responses: tuple[CleanResponse, ...]
    questionnaire: Questionnaire
    policy: SurveyPolicy
    population: int

    def column(self, field: str | None) -> list[float | None]:
        """The values of a field, one per response; a field that was not asked is missing throughout."""
        return [response.values.get(field or "") for response in self.responses]

    def scores(self, dimension: Dimension) -> list[float | None]:
        """The dimension score of each response: the mean of its items, if enough of them were answered."""
        return [self._score(response, dimension) for response in self.responses]

    def _score(self, response: CleanResponse, dimension: Dimension) -> float | None:
        values = _present(response.values[item] for item in dimension.items)
        return formulas.mean(values) if len(values) >= self.policy.min_items_per_dimension else None

    def summary(self, column: Column) -> Summary:
        """Mean with its interval, which is cut to the scale: no mean can lie outside."""
        values = _present(column)
        centre, sd, n = formulas.mean(values), formulas.deviation(values), len(values)
        interval = formulas.interval_of_mean(centre or 0.0, sd or 0.0, n, self.policy.confidence, self.population)
        return Summary(n, centre, sd, self._on_scale(interval))

    def _on_scale(self, interval: Interval | None) -> Interval | None:
        if interval is None:
            return None
        return Interval(
            max(interval.low, self.questionnaire.scale_min), min(interval.high, self.questionnaire.scale_max)
        )

    def top(self, values: Sequence[float], people: int) -> Share:
        """Share of satisfied answers.

        Answers of one person to several items are not independent, so Wilson's interval is taken as if there were only
        as many answers as `people`: rather too wide than too narrow.
        """
        hits = sum(value >= self.policy.top_box_from for value in values)
        if not values:
            return Share(0, 0, None, None)
        share = hits / len(values)
        return Share(hits, len(values), share, formulas.wilson(share, people, self.policy.confidence))

    def rating(self, field: str) -> Rating:
        """All figures of one question on the satisfaction scale."""
        column = self.column(field)
        values = _present(column)
        seen = Counter(values)
        scale = range(self.questionnaire.scale_min, self.questionnaire.scale_max + 1)
        counts = {step: seen[step] for step in scale}
        return Rating(field, self.summary(column), self.top(values, len(values)), counts, len(column) - len(values))

    def top_of(self, dimension: Dimension) -> Share:
        """Share of satisfied answers among all single answers of a dimension."""
        rows = [_present(response.values[item] for item in dimension.items) for response in self.responses]
        return self.top([value for row in rows for value in row], sum(1 for row in rows if row))

    def alpha(self, items: Sequence[str]) -> Alpha:
        """Cronbach's alpha over the responses that answered all of the items."""
        rows = [_present(response.values[item] for item in items) for response in self.responses]
        complete = [row for row in rows if len(row) == len(items)]
        return Alpha(len(items), len(complete), formulas.cronbach(complete))

    def driver(self, scores: Column) -> Driver:
        """Correlation of the dimension scores with overall satisfaction, over responses having both."""
        pairs = [(a, b) for a, b in zip(scores, self.overall, strict=True) if a is not None and b is not None]
        line = formulas.least_squares([a for a, _ in pairs], [b for _, b in pairs])
        if line is None:
            return Driver(len(pairs), None, None)
        interval = formulas.interval_of_correlation(line.r, len(pairs), self.policy.confidence)
        return Driver(len(pairs), line.r, interval)

    @property
    def overall(self) -> list[float | None]:
        """Overall satisfaction, one value per response."""
        return self.column(self.questionnaire.overall)

    def recommendation(self) -> Recommendation | None:
        """Net promoter score; its interval takes the variance of (promoter 1, passive 0, detractor -1)."""
        if self.questionnaire.recommendation is None:
            return None
        values = _present(self.column(self.questionnaire.recommendation))
        n = len(values)
        promoters = sum(value >= self.policy.promoter_from for value in values)
        detractors = sum(value <= self.policy.detractor_to for value in values)
        if not n:
            return Recommendation(0, 0, 0, 0, None, None)
        net = (promoters - detractors) / n
        variance = (promoters + detractors) / n - net * net
        half = formulas.z_of(self.policy.confidence) * math.sqrt(max(0.0, variance) / n)
        half *= formulas.finite_correction(n, self.population)
        interval = Interval(max(-100.0, (net - half) * 100), min(100.0, (net + half) * 100))
        return Recommendation(n, promoters, n - promoters - detractors, detractors, net * 100, interval)


def _present(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]
