"""What people read about surveys: the words of the report and its charts, of reliability, and of the questions.

Words stand under the keys that `surveys.paper` and `surveys.charts` ask for; figures stand in braces and are put in by
whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from courses.models import ClassOffering
from surveys.paper import ReportFacts
from surveys.reliability import Reliability
from surveys.rules import Questionnaire

REPORT = {
    "title": _l("Training satisfaction report"),
    "page_words": _l("Page {page} of {pages}"),
    "none": "—",
    "interval": "[{low}, {high}]",
    "with_n": _l("{value} (n = {n})"),
    "times": _l("{text} ({times} people)"),
    "list_comma": _l(", "),
    "finding.no_responses": _l("Nobody has answered yet (learners: {population}); there is nothing to report."),
    "finding.hidden": _l(
        "Valid responses: {kept} (learners: {population}). These are too few: to protect those who answered, "
        "no results are shown."
    ),
    "finding.no_index": _l(
        "Valid responses: {kept} (learners: {population}). The data do not suffice for a satisfaction index."
    ),
    "finding.index": _l(
        "The satisfaction index is {score} of 100 ({confidence} confidence interval {interval}; "
        "valid responses: {kept}, learners: {population})."
    ),
    "finding.ends": _l("Highest score: {strongest}; lowest: {weakest}."),
    "finding.improve_stated": _l("By stated importance, improve first: {names}."),
    "finding.improve_derived": _l("By derived importance, improve first: {names}."),
    "finding.disagree": _l("The two readings of importance disagree on {names}: look at both."),
    "section.index": _l("1. Satisfaction index"),
    "section.matrix": _l("2. Priority matrix"),
    "section.drivers": _l("3. Gaps and drivers"),
    "section.dimensions": _l("4. Scores of the dimensions"),
    "section.items": _l("5. Scores and answers of the items"),
    "section.texts": _l("6. Comments"),
    "section.method": _l("7. Method"),
    "reading.stated": _l("Weighted by stated importance"),
    "reading.derived": _l("Weighted by derived importance"),
    "margin": _l(
        "With {kept} valid responses, a share of the whole class is known to within ±{margin} at most "
        "(finite-population correction applied)."
    ),
    "figure.response_rate": _l("Response rate"),
    "figure.valid_rate": _l("Valid response rate"),
    "figure.overall": _l("Overall satisfaction, mean"),
    "figure.nps": _l("Net promoter score (NPS)"),
    "figure.alpha": _l("Internal consistency (Cronbach's α)"),
    "basis.response": _l("received {returned}, learners {population}"),
    "basis.valid": _l("valid {kept}, learners {population}"),
    "basis.overall": _l("n = {n}, satisfied {top}"),
    "basis.nps": _l("n = {n}: promoters {promoters}, passives {passives}, detractors {detractors}"),
    "basis.alpha": _l("{k} items, n = {n} (all items answered)"),
    "cut_lines": _l(
        "Cut lines: satisfaction {satisfaction}, stated importance {stated}, derived importance {derived}; "
        "a value on a line counts as high."
    ),
    "quadrant.keep": _l("Keep up"),
    "quadrant.improve": _l("Improve first"),
    "quadrant.maintain": _l("Maintain"),
    "quadrant.opportunity": _l("Opportunity"),
    "caption.gaps": _l("Gap between importance and satisfaction, widest first"),
    "caption.drivers": _l("Correlation with overall satisfaction, strongest first"),
    "caption.excluded": _l("Responses left out"),
    "caption.outside": _l("Answers outside their scale, treated as missing"),
    "no_texts": _l("There are no comments."),
    "exclusion.S_DUPLICATE": _l("handed in again under the same code; the last one counts"),
    "exclusion.S_INCOMPLETE": _l("too few items answered"),
    "exclusion.S_STRAIGHT": _l("all answers equal, given too fast"),
    "method.1": _l(
        "The survey follows {edition} (Guidelines for monitoring and measuring customer satisfaction). "
        "Responses received: {rows}; counted: {kept}; left out: {excluded}."
    ),
    "method.2": _l(
        "Cleaning, in this order: of responses under one code the last counts; values outside their scale are treated "
        "as missing; a response with fewer than {min_items} of {items} items answered is left out; so is one with all "
        "answers equal, given in less than {straight} seconds."
    ),
    "method.3": _l(
        "The score of a dimension is the mean of its items answered (at least {min_dimension}). Missing values are "
        "left out figure by figure, and each figure shows its n. Satisfied means {top} or higher; on the "
        "recommendation scale, {promoter} or higher is a promoter, {detractor} or lower a detractor."
    ),
    "method.4": _l(
        "The index is weighted first and then put on 0–100. {confidence} confidence intervals: of means by Student's t "
        "with finite-population correction, of shares by Wilson, of the index by the delete-one jackknife. "
        "Groups with fewer than {suppress} responses are not shown."
    ),
    "method.5": _l(
        "Stated importance is what learners said; derived importance is Pearson's correlation of the dimension score "
        "with overall satisfaction. A correlation is not a cause."
    ),
}

CHARTS = {
    "index_stated": _l("by stated importance"),
    "index_derived": _l("by derived importance"),
    "index_axis": _l("Satisfaction index (0–100); lines: {confidence} confidence interval"),
    "not_available": _l("not enough data"),
    "mean_axis": _l("Mean score; lines: {confidence} confidence interval"),
    "n": "n = {n}",
    "importance": _l("Importance, mean"),
    "satisfaction": _l("Satisfaction, mean"),
    "gap": _l("gap {gap}"),
    "gap_axis": _l("Mean score"),
    "n_missing": _l("n = {n}, missing {missing}"),
    "share_axis": _l("Share of answers; the middle value lies on both sides of zero"),
    "matrix_stated": _l("Stated importance"),
    "matrix_derived": _l("Derived importance"),
    "satisfaction_axis": _l("Satisfaction, mean"),
    "stated_axis": _l("Importance, mean"),
    "derived_axis": _l("Correlation r with overall satisfaction"),
}
SCALE_OF_FIVE = (
    _l("1 very dissatisfied"),
    _l("2 dissatisfied"),
    _l("3 neutral"),
    _l("4 satisfied"),
    _l("5 very satisfied"),
)

COLUMNS = {
    "reading": _l("Weighting"),
    "index": _l("Index"),
    "ci": _l("{confidence} interval"),
    "weighted_mean": _l("Weighted mean"),
    "figure": _l("Indicator"),
    "value": _l("Measured value"),
    "basis": _l("Based on"),
    "dimension": _l("Dimension"),
    "satisfaction": _l("Satisfaction"),
    "importance": _l("Importance"),
    "stated": _l("As stated"),
    "derived": _l("As derived"),
    "r": _l("Corr. r"),
    "n": "n",
    "weight_derived": _l("Derived weight"),
    "weight_stated": _l("Stated weight"),
    "gap": _l("Gap"),
    "mean": _l("Mean value"),
    "sd": _l("Std. dev."),
    "top": _l("Satisfied"),
    "top_ci": _l("Interval of satisfied"),
    "top_n": _l("Answers counted"),
    "alpha": "α",
    "item": _l("Question"),
    "missing": _l("Blank"),
    "row": _l("Row in the file"),
    "reason": _l("Reason"),
    "answer": _l("Answer given"),
}

ALTERNATIVES = {
    "index": _l("Chart of the satisfaction index under both weightings; figures in the table below"),
    "matrix": _l("Priority matrix: importance against satisfaction for each dimension; figures in the table below"),
    "gap": _l("Chart of importance beside satisfaction for each dimension; figures in the table below"),
    "dimensions": _l("Chart of the mean score of each dimension with its interval; figures in the table below"),
    "distribution": _l("Chart of how the answers to each question spread; figures in the table below"),
}

RELIABILITY = {
    Reliability.EXCELLENT: _l("excellent"),
    Reliability.GOOD: _l("good"),
    Reliability.ACCEPTABLE: _l("acceptable"),
    Reliability.POOR: _l("poor"),
}
PAGE_TITLES = {
    "index": _l("Satisfaction index"),
    "matrix": _l("Priority matrix"),
    "drivers": _l("Gaps and drivers"),
    "dimensions": _l("Scores of the dimensions"),
    "items": _l("Scores and answers of the items"),
    "texts": _l("Comments"),
}
PAGE_CAPTIONS = {0: _l("Index under both weightings"), 1: _l("Figures of the whole survey")}
INDEX_NAMES = {"stated": _l("Index by stated importance"), "derived": _l("Index by derived importance")}
WHOLE_QUESTIONNAIRE = _l("Whole questionnaire")
ANONYMOUS = _l("Nobody can see who wrote what: comments are sorted by their wording, equal ones are counted once.")
_NOTE_AT_END = re.compile(r"\s*[\[［【][^\]］】]*[\]］】]\s*$")


def report_words(questionnaire: Questionnaire) -> dict[str, str]:
    """Every word of the report in the language in use; a scale that is not 1 to 5 shows its numbers alone."""
    steps = range(questionnaire.scale_min, questionnaire.scale_max + 1)
    named = SCALE_OF_FIVE if steps == range(1, 6) else [str(step) for step in steps]
    scale = {f"chart.scale.{step}": word for step, word in zip(steps, named, strict=True)}
    parts = {"chart": CHARTS, "column": COLUMNS, "alt": ALTERNATIVES}
    grouped = {f"{part}.{key}": word for part, words in parts.items() for key, word in words.items()}
    # What stands between two sentences: a space, or nothing in Chinese.
    between = _("{first} {second}").format(first="", second="")
    return {key: str(word) for key, word in (REPORT | grouped | scale).items()} | {"sentence_gap": between}


def questions(questionnaire: Questionnaire, asked: Mapping[str, str]) -> dict[str, str]:
    """Every field in words: as the learners read it, without the notes in brackets; else what the field is."""
    plain = {
        **{item: _("Item %(number)s", number=number) for number, item in enumerate(questionnaire.items, start=1)},
        **{
            one.importance: _("Importance of %(dimension)s", dimension=one.name)
            for one in questionnaire.dimensions
            if one.importance
        },
        **{text: _("Comments") for text in questionnaire.texts},
    }
    if questionnaire.overall:
        plain[questionnaire.overall] = _("Overall satisfaction")
    if questionnaire.recommendation:
        plain[questionnaire.recommendation] = _("Recommendation to others")
    return {field: _NOTE_AT_END.sub("", asked.get(field, "")) or words for field, words in plain.items()}


def rule_set_notice(offering: ClassOffering) -> str:
    """Which rule-set judged the survey, and that it is a sample, if it is."""
    version = offering.rule_set_version
    named = _("Rule-set: %(name)s v%(version)s", name=version.rule_set.name, version=version.version)
    if not version.rule_set.is_sample:
        return named
    return " · ".join((named, _("sample, not a legal standard")))


def report_facts(
    offering: ClassOffering, questionnaire: Questionnaire, asked: Mapping[str, str], *, dated: date
) -> ReportFacts:
    """What the report says about the class; `asked` are the questions as the learners read them."""
    days = _("%(first)s to %(last)s", first=offering.starts_on, last=offering.ends_on)
    return ReportFacts(
        institution=offering.institution.name,
        class_name=offering.name,
        dated=dated.isoformat(),
        notice=rule_set_notice(offering),
        questions=questions(questionnaire, asked),
        lines=(
            (_("Class"), offering.name),
            (_("Class code"), offering.code),
            (_("Training dates"), days),
            (_("Date of the report"), dated.isoformat()),
        ),
    )
