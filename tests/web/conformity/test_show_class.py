"""The overview of a class: facts, figures, and what proves each clause."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.rules import Role
from standards.actions import SHIPPED
from standards.models import RuleClause
from standards.toml_files import read_rule_set


@pytest.fixture
def offering(make, sign_in):
    """A class under the clauses of the shipped rule-set, seen by a coordinator of its institution."""
    clauses = read_rule_set(SHIPPED / "shaanxi-sample-2.toml").clauses
    version = make.RuleSetVersion(
        clauses=[
            RuleClause(
                position=position,
                code=one.code,
                stage=one.stage,
                requirement=one.requirement,
                evidence=one.evidence,
                confidence=one.confidence,
            )
            for position, one in enumerate(clauses)
        ]
    )
    institution = make.Institution()
    record = make.AccreditationRecord(institution=institution, number="示例-007")
    make.AccreditationEntry(accreditation=record, valid_until=date(2099, 12, 31))
    offering = make.ClassOffering(institution=institution, rule_set_version=version)
    coordinator = make.User(role=Role.COORDINATOR)
    make.StaffMember(user=coordinator, institution=institution)
    sign_in(coordinator)
    return offering


def clauses(page):
    return {row["条款"].split()[0]: row for row in page.table("各条款的证明").rows}


def test_each_clause_says_what_the_records_say(browser, offering):
    rows = clauses(browser.get("conformity.show_class", offering_id=offering.id))

    assert len(rows) == 17
    assert rows["JG-1"]["状态"] == "已有证明"
    assert "示例-007" in rows["JG-1"]["记录情况"]
    assert rows["ZB-2"]["记录情况"] == "尚无学员名册"


def test_a_sample_rule_set_never_claims_conformity(browser, offering):
    page = browser.get("conformity.show_class", offering_id=offering.id)

    assert "不代表符合正式标准" in page.text


def test_a_clause_leads_to_its_records(browser, offering):
    page = browser.get("conformity.show_class", offering_id=offering.id)

    assert page.links["尚无学员名册"] == browser.url("courses.roster", offering_id=offering.id)


def test_a_class_outside_the_scope_is_not_found(browser, offering, make):
    browser.get("conformity.show_class", offering_id=make.ClassOffering().id, status=404)


@pytest.mark.parametrize(("role", "status"), [(Role.TEACHER, 403), (Role.LEARNER, 403)])
def test_who_sees_the_overview(browser, offering, make, sign_in, role, status):
    sign_in(make.User(role=role))

    browser.get("conformity.show_class", offering_id=offering.id, status=status)


def test_a_regulator_sees_the_classes_of_the_region(browser, offering, make, sign_in):
    sign_in(make.User(role=Role.REGULATOR, region=offering.institution.region[:2]))

    page = browser.get("conformity.show_class", offering_id=offering.id)

    assert page.h1 == offering.name
