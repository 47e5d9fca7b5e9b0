"""What the records of a class say about each clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from conformity.rules import JUDGES, ClassFacts, ClauseState, Remark, judge
from standards.toml_files import read_rule_set

TODAY = date(2026, 6, 1)
EMPTY = ClassFacts(today=TODAY, required_hours=Decimal(40), online_units=2, filing_missing=("培训通知",))
GOOD = ClassFacts(
    today=TODAY,
    accreditation_number="示例-001",
    accredited_until=date(2027, 12, 31),
    sessions=26,
    teachers=("崔砚秋", "屈文翰"),
    class_teacher="佘青禾",
    venues=("多功能报告厅",),
    planned_hours=Decimal("49.25"),
    required_hours=Decimal(40),
    accepted=42,
    taps=943,
    online_records=511,
    online_units=7,
    postings=1021,
    scores=46,
    completed=32,
    filing_required=15,
    sealed_packages=1,
    responses=37,
)
SHIPPED = Path(__file__).parents[3] / "standards" / "rulesets" / "shaanxi-sample-2.toml"


def test_every_clause_of_the_shipped_rule_set_has_a_judge():
    codes = {clause.code for clause in read_rule_set(SHIPPED).clauses}

    assert codes == set(JUDGES)


@pytest.mark.parametrize("clause", sorted(JUDGES))
def test_a_class_with_everything_on_file_meets_every_clause(clause):
    assert judge(clause, GOOD).state is ClauseState.MET


@pytest.mark.parametrize("clause", sorted(JUDGES))
def test_a_class_without_records_meets_no_clause(clause):
    assert judge(clause, EMPTY).state is not ClauseState.MET


@pytest.mark.parametrize("clause", sorted(JUDGES))
def test_every_verdict_leads_to_the_records_behind_it(clause):
    assert "." in judge(clause, GOOD).evidence
    assert "." in judge(clause, EMPTY).evidence


@pytest.mark.parametrize(
    ("clause", "changes", "remark", "figures"),
    [
        ("JG-1", {"accredited_until": date(2026, 5, 31)}, Remark.ACCREDITATION_ENDED, {"until": date(2026, 5, 31)}),
        ("JG-1", {"accreditation_number": ""}, Remark.ACCREDITATION_UNKNOWN, {}),
        ("RY-1", {"expired_teachers": ("晏若谷",)}, Remark.TEACHERS_EXPIRED, {"names": "晏若谷"}),
        ("CD-1", {"small_venues": ("研讨室",)}, Remark.VENUE_TOO_SMALL, {"names": "研讨室", "heads": 42}),
        ("CD-1", {"venues": ()}, Remark.NO_VENUES, {}),
        ("CD-2", {"unchecked_venues": ("研讨室",)}, Remark.VENUES_UNCHECKED, {"names": "研讨室"}),
        ("CD-2", {"venues": ()}, Remark.NO_VENUES, {}),
        ("NR-1", {"planned_hours": Decimal("39.75")}, Remark.HOURS_SHORT, {"planned": "39.75", "required": "40"}),
        ("ZB-1", {"clashes": 2}, Remark.CLASHES, {"count": 2}),
        ("ZB-1", {"sessions": 0}, Remark.NOTHING_PLANNED, {}),
        ("ZB-2", {"refused": 6}, Remark.ROSTER_REFUSED, {"accepted": 42, "refused": 6}),
        ("SS-2", {"online_records": 0, "online_units": 0}, Remark.ONLINE_RECORDED, {"count": 0, "units": 0}),
        (
            "DA-1",
            {"filing_missing": ("培训通知", "培训总结")},
            Remark.DOSSIER_INCOMPLETE,
            {"names": "培训通知、培训总结"},
        ),
        ("GJ-2", {"improve": ("场地设施",)}, Remark.IMPROVE, {"names": "场地设施"}),
        ("GJ-2", {"responses": 0}, Remark.NOT_SURVEYED, {}),
    ],
)
def test_what_is_wrong_is_named_with_its_figures(clause, changes, remark, figures):
    verdict = judge(clause, replace(GOOD, **changes))

    assert verdict.remark is remark
    assert figures.items() <= dict(verdict.figures).items()


def test_an_accreditation_holds_on_its_last_day():
    assert judge("JG-1", replace(GOOD, accredited_until=TODAY)).state is ClauseState.MET


def test_exactly_the_required_hours_are_enough():
    assert judge("NR-1", replace(GOOD, planned_hours=Decimal(40))).state is ClauseState.MET


def test_a_clause_nobody_wrote_a_rule_for_stays_open():
    verdict = judge("XX-9", GOOD)

    assert (verdict.state, verdict.remark, verdict.evidence) == (ClauseState.OPEN, Remark.NOT_ASSESSED, "")
