"""Who may attend, by the table of a rule-set."""

from __future__ import annotations

from decimal import Decimal

import pytest

from courses.enrolling.rules.eligibility import (
    Candidate,
    Conditions,
    Rule,
    Verdict,
    judge,
    level_of,
    line_for,
    read_table,
    standing,
)

TABLE = "大型|中型=本科/5；小型|微型=大专/3；*=大专/3;6101:大型=硕士/8"


def verdicts(candidate, **conditions):
    return {one.rule: one.verdict for one in judge(candidate, Conditions(**conditions))}


@pytest.mark.parametrize(
    ("education", "level"),
    [("大学本科", 3), ("大学专科", 2), ("大专", 2), ("专科升本科", 3), ("硕士研究生", 4), ("中专", 1), ("博士", 5), ("", None), ("其他", None)],
)  # fmt: skip
def test_education_is_understood_in_common_words(education, level):
    assert level_of(education) == level


def test_region_and_size_choose_the_line():
    lines = read_table(TABLE)
    assert line_for(lines, region="610100", size="大型").education == "硕士"
    assert line_for(lines, region="620100", size="大型").education == "本科"
    assert line_for(lines, region="620100", size="").text.startswith("*")
    assert line_for([], region="61", size="大型") is None


def test_a_line_that_cannot_be_read_is_named():
    with pytest.raises(ValueError, match="本科五年"):
        read_table("大型=本科/5;本科五年")


def test_each_condition_is_judged_with_value_and_basis():
    found = judge(Candidate("大专", Decimal("3.5"), enterprise_size="小型"), Conditions(TABLE))
    assert [(one.rule, one.verdict, one.value, one.wanted) for one in found] == [
        (Rule.EDUCATION, Verdict.MET, "大专", "大专"),
        (Rule.YEARS, Verdict.MET, "3.5", "3"),
    ]
    assert found[0].line == "小型|微型=大专/3"


def test_too_little_is_not_met_and_nothing_said_cannot_be_told():
    few = Candidate("大专", Decimal(2), enterprise_size="大型")
    assert verdicts(few, table=TABLE) == {Rule.EDUCATION: Verdict.NOT_MET, Rule.YEARS: Verdict.NOT_MET}
    assert set(verdicts(Candidate(), table=TABLE).values()) == {Verdict.CANNOT_TELL}


def test_a_line_that_asks_for_no_education_is_met_by_anybody():
    assert verdicts(Candidate(quality_years=Decimal(1)), table="*=/1")[Rule.EDUCATION] is Verdict.MET


@pytest.mark.parametrize(
    ("post", "verdict"), [("质量部经理", Verdict.MET), ("总经理", Verdict.NOT_MET), ("", Verdict.CANNOT_TELL)]
)
def test_the_post_must_hold_one_of_the_words(post, verdict):
    assert verdicts(Candidate(post=post), post_words="质量|品质") == {Rule.POST: verdict}


@pytest.mark.parametrize(("trained", "verdict"), [({"任职培训"}, Verdict.MET), (set(), Verdict.NOT_MET)])
def test_training_before_is_looked_up(trained, verdict):
    assert verdicts(Candidate(trained=frozenset(trained)), training="任职培训") == {Rule.TRAINING: verdict}


@pytest.mark.parametrize(("declared", "verdict"), [(True, Verdict.MET), (None, Verdict.CANNOT_TELL)])
def test_who_has_not_declared_cannot_be_told(declared, verdict):
    assert verdicts(Candidate(declared_clean=declared), declaration="无") == {Rule.BARRED: verdict}


def test_exceptions_take_a_condition_out_of_the_way():
    found = judge(Candidate("大专", Decimal(2), enterprise_size="大型"), Conditions(TABLE))
    assert [one.rule for one in standing(found, {"years": "推荐函"})] == [Rule.EDUCATION]
