"""Surveys and their responses."""

from __future__ import annotations

import factory

from surveys.models import Survey, SurveyResponse
from tests.factories.base import ModelFactory
from tests.factories.classes import ClassOfferingFactory

ITEMS = tuple(f"q{number}" for number in range(1, 13))
IMPORTANCES = tuple(f"importance{number}" for number in range(1, 5))


def answers(items: int = 4, **changes: int | None) -> dict[str, dict[str, object]]:
    """Raw answers to the shipped questionnaire: every item alike, importance 4, recommendation 9, unless told."""
    given: dict[str, int | None] = dict.fromkeys(ITEMS, items) | dict.fromkeys(IMPORTANCES, 4)
    given |= {"overall": items, "nps": 9, **changes}
    return {name: {"value": value, "text": "" if value is None else str(value)} for name, value in given.items()}


class SurveyFactory(ModelFactory):
    """A survey whose questions nobody has written down."""

    class Meta:
        model = Survey

    offering = factory.SubFactory(ClassOfferingFactory)


class SurveyResponseFactory(ModelFactory):
    """A response in which every answer is 4, given in two minutes; give it the `batch` it came with."""

    class Meta:
        model = SurveyResponse

    class Params:
        batch = None

    offering_id = factory.LazyAttribute(lambda made: made.batch.offering_id)
    batch_id = factory.LazyAttribute(lambda made: made.batch.id)
    file = "满意度问卷.xlsx"
    sheet = "答卷数据"
    row = factory.Sequence(lambda n: n + 2)
    identity = factory.Sequence(lambda n: f"identity-{n}")
    content = factory.Sequence(lambda n: f"content-{n}")
    token = factory.Sequence(lambda n: f"TOKEN{n:04d}")
    seconds = 120
    answers = factory.LazyFunction(answers)
    texts = factory.LazyFunction(dict)
