"""Reading the coverage of a year costs the same for one person and for many, on both engines."""

from __future__ import annotations

from datetime import date

from accounts.rules import Role


def test_pages_ask_as_often_for_ten_people_in_four_institutions_as_for_one(
    browser, make, sign_in, count_queries, db_session
):
    make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample", name="陕西-示例"), version=2)
    sign_in(make.User(role=Role.REGULATOR, region="61"))

    def add(institutions, people):
        for number in range(institutions):
            place = make.Institution(region=f"61{number:02}01")
            offering = make.ClassOffering(institution=place, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 6))
            for _ in range(people):
                one = make.Enrolment(offering=offering)
                claim = make.HourClaim(learner=one.learner, institution=place)
                make.AccountPosting(claim=claim, hours=8)
        db_session.commit()

    def asked():
        pages = ("ledger.coverage", "ledger.coverage_list")
        return [count_queries(lambda page=page: browser.get(page, year=2026)) for page in pages]

    add(1, 1)
    few = asked()
    add(3, 3)
    assert asked() == few
