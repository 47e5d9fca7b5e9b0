"""The score of a teacher over several classes."""

from __future__ import annotations

from decimal import Decimal

from surveys.scores.figures import Summary
from surveys.teacher_scores import pooled
from trainer.teaching.rules import SurveyScore


def summary(n, mean):
    return Summary(n, mean, None, None)


def test_every_answer_counts_alike():
    assert pooled([summary(30, 4.5), summary(10, 3.5)]) == SurveyScore(Decimal("4.25"), 40)


def test_classes_without_answers_say_nothing():
    assert pooled([summary(0, None)]) == SurveyScore()
    assert pooled([]) == SurveyScore()
