"""The questionnaire and the figures of analysis that a rule-set fixes (pure)."""

from __future__ import annotations

from collections.abc import Mapping

from standards.rules import Parameter, figure
from surveys.rules import Dimension, Questionnaire, SurveyPolicy

# Words that are a valid answer without a value.
NOT_APPLICABLE = frozenset({"不适用", "N/A", "n/a", "NA", "—", "-", "/"})
TEXTS = ("text1", "text2")


def survey_policy(parameters: Mapping[str, Parameter]) -> SurveyPolicy:
    """The figures that clean and sum up responses. Raises ParameterMissing."""

    def whole(key: str) -> int:
        return int(figure(parameters, f"survey.{key}"))

    return SurveyPolicy(
        min_items_answered=whole("min_items_answered"),
        straight_seconds=whole("straight_seconds"),
        min_items_per_dimension=whole("min_items_per_dimension"),
        top_box_from=whole("top_box_from"),
        promoter_from=whole("promoter_from"),
        detractor_to=whole("detractor_to"),
        suppress_below=whole("suppress_below"),
        confidence=float(figure(parameters, "survey.confidence")),
    )


def questionnaire_of(parameters: Mapping[str, Parameter]) -> Questionnaire:
    """The questionnaire of a rule-set: items q1 … in the order of its dimensions, importance1 … likewise."""
    names = str(figure(parameters, "survey.dimensions")).split("、")
    size = int(figure(parameters, "survey.items_per_dimension"))
    dimensions = tuple(
        Dimension(
            key=f"d{number + 1}",
            name=name,
            items=tuple(f"q{number * size + item + 1}" for item in range(size)),
            importance=f"importance{number + 1}",
        )
        for number, name in enumerate(names)
    )
    return Questionnaire(
        edition=str(figure(parameters, "survey.edition")),
        scale_min=int(figure(parameters, "survey.scale_min")),
        scale_max=int(figure(parameters, "survey.scale_max")),
        nps_max=int(figure(parameters, "survey.nps_max")),
        dimensions=dimensions,
        overall="overall",
        recommendation="nps",
        texts=TEXTS,
        not_applicable=NOT_APPLICABLE,
    )
