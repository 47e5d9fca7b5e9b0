"""What several classes gave a teacher, as one figure (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from surveys.scores.figures import Summary
from trainer.teaching.rules import SurveyScore

HUNDREDTH = Decimal("0.01")


def pooled(summaries: Iterable[Summary]) -> SurveyScore:
    """The mean over all answers of several classes, on the scale of the questionnaire, to two places."""
    known = [(one.mean, one.n) for one in summaries if one.mean is not None]
    answers = sum(n for _mean, n in known)
    if not answers:
        return SurveyScore()
    mean = Decimal(str(sum(mean * n for mean, n in known) / answers))
    return SurveyScore(mean.quantize(HUNDREDTH, ROUND_HALF_EVEN), answers)
