"""Satisfaction statistics: numbers in, numbers out."""

from surveys.scores.analysis import analyse, analyse_prepared, by_group
from surveys.scores.figures import SurveyFigures
from surveys.scores.layout import Finding, Headline, as_figures, headline

__all__ = ["Finding", "Headline", "SurveyFigures", "analyse", "analyse_prepared", "as_figures", "by_group", "headline"]
