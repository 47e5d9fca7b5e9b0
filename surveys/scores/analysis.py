"""From responses to figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from surveys.cleaning import CleanResponse, Prepared, prepare
from surveys.rules import Dimension, Questionnaire, Response, SurveyPolicy
from surveys.scores import index
from surveys.scores.figures import CutLines, DimensionFigures, GroupFigures, Standing, SurveyFigures
from surveys.scores.formulas import z_of
from surveys.scores.sampling import realised_margin
from surveys.scores.table import Table


def analyse(
    responses: Iterable[Response], questionnaire: Questionnaire, policy: SurveyPolicy, population: int
) -> SurveyFigures:
    """All figures of a survey; `population` is the number of learners who could have answered."""
    return analyse_prepared(prepare(responses, questionnaire, policy), questionnaire, policy, population)


def analyse_prepared(
    prepared: Prepared, questionnaire: Questionnaire, policy: SurveyPolicy, population: int
) -> SurveyFigures:
    """All figures of responses that are cleaned already."""
    table = Table(prepared.kept, questionnaire, policy, population)
    scores = [table.scores(dimension) for dimension in questionnaire.dimensions]
    importances = [table.column(dimension.importance) for dimension in questionnaire.dimensions]
    dimensions, cuts = _dimensions(table, scores, importances)
    means = [dimension.summary.mean for dimension in dimensions]
    stated = index.stated_weights([dimension.stated.importance for dimension in dimensions])
    derived = index.derived_weights([dimension.derived.importance for dimension in dimensions])
    return SurveyFigures(
        questionnaire=questionnaire,
        policy=policy,
        prepared=prepared,
        population=population,
        hidden=len(prepared.kept) < policy.suppress_below,
        response_rate=_rate(prepared.distinct_tokens, population),
        valid_rate=_rate(len(prepared.kept), population),
        margin=realised_margin(len(prepared.kept), population, z_of(policy.confidence)),
        items=tuple(table.rating(item) for item in questionnaire.items),
        dimensions=dimensions,
        overall=table.rating(questionnaire.overall) if questionnaire.overall else None,
        stated=index.satisfaction_index(table, means, stated, index.stated_without_each(scores, importances)),
        derived=index.satisfaction_index(table, means, derived, index.derived_without_each(scores, table.overall)),
        alpha=table.alpha(questionnaire.items),
        recommendation=table.recommendation(),
        cut_lines=cuts,
        texts={name: _texts(prepared.kept, name) for name in questionnaire.texts},
    )


def _dimensions(
    table: Table, scores: Sequence[list[float | None]], importances: Sequence[list[float | None]]
) -> tuple[tuple[DimensionFigures, ...], CutLines]:
    """The dimensions need each other: a weight is a part of a sum, a quadrant depends on the mean of all."""
    satisfaction = [table.summary(column).mean for column in scores]
    stated = [table.summary(column).mean for column in importances]
    derived = [table.driver(column).r for column in scores]
    cuts = CutLines(index.cut_line(satisfaction), index.cut_line(stated), index.cut_line(derived))
    standings = [
        _standings(satisfaction, stated, index.stated_weights(stated), cuts.satisfaction, cuts.stated),
        _standings(satisfaction, derived, index.derived_weights(derived), cuts.satisfaction, cuts.derived),
    ]
    figures = tuple(
        _dimension(table, *parts)
        for parts in zip(table.questionnaire.dimensions, scores, importances, *standings, strict=True)
    )
    return figures, cuts


def _standings(
    satisfaction: Sequence[float | None],
    importance: Sequence[float | None],
    weights: Sequence[float] | None,
    satisfaction_cut: float | None,
    importance_cut: float | None,
) -> list[Standing]:
    return [
        Standing(
            importance[i],
            weights[i] if weights else None,
            index.quadrant(satisfaction[i], importance[i], satisfaction_cut, importance_cut),
        )
        for i in range(len(satisfaction))
    ]


def _dimension(
    table: Table,
    dimension: Dimension,
    scores: list[float | None],
    importances: list[float | None],
    stated: Standing,
    derived: Standing,
) -> DimensionFigures:
    summary, importance = table.summary(scores), table.summary(importances)
    both = summary.mean is not None and importance.mean is not None
    return DimensionFigures(
        key=dimension.key,
        name=dimension.name,
        summary=summary,
        top=table.top_of(dimension),
        importance=importance,
        driver=table.driver(scores),
        alpha=table.alpha(dimension.items),
        gap=(importance.mean or 0.0) - (summary.mean or 0.0) if both else None,
        stated=stated,
        derived=derived,
    )


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _texts(kept: Iterable[CleanResponse], name: str) -> tuple[str, ...]:
    """What was written, sorted by wording: the order of the responses would tell who wrote what."""
    return tuple(sorted(text for response in kept if (text := response.texts.get(name, "").strip())))


def by_group(
    prepared: Prepared,
    questionnaire: Questionnaire,
    policy: SurveyPolicy,
    group_of: Mapping[int, str],
    sizes: Mapping[str, int],
) -> tuple[GroupFigures, ...]:
    """Dimension and overall means per group; `group_of` gives the group of a row, `sizes` the people in each group.

    Groups below the policy's size are hidden, and further small ones with them until the hidden ones taken together
    reach that size: otherwise a hidden group could be had by subtracting the shown ones from the whole.
    """
    members: dict[str, list[CleanResponse]] = {name: [] for name in sizes}
    for response in prepared.kept:
        if response.row in group_of:
            members[group_of[response.row]].append(response)
    hidden = _to_hide({name: len(group) for name, group in members.items()}, policy.suppress_below)
    return tuple(
        GroupFigures(name, True, None, {}, None)
        if name in hidden
        else _group(name, Table(tuple(group), questionnaire, policy, sizes[name]))
        for name, group in members.items()
    )


def _to_hide(sizes: Mapping[str, int], suppress_below: int) -> set[str]:
    hidden = {name for name, size in sizes.items() if size < suppress_below}
    answered = sum(sizes[name] for name in hidden)
    for name in sorted(sizes, key=lambda name: (sizes[name], name)):
        if name not in hidden and 0 < answered < suppress_below:
            hidden.add(name)
            answered += sizes[name]
    return hidden


def _group(name: str, table: Table) -> GroupFigures:
    means = {dimension.key: table.summary(table.scores(dimension)) for dimension in table.questionnaire.dimensions}
    overall = table.summary(table.overall) if table.questionnaire.overall else None
    return GroupFigures(name, False, len(table.responses), means, overall)
