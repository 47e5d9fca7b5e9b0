"""The satisfaction report on paper."""

from surveys.paper.report import render, survey_charts, survey_report_data
from surveys.paper.wording import ReportFacts

__all__ = ["ReportFacts", "render", "survey_charts", "survey_report_data"]
