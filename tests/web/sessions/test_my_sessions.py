"""A teacher's own sessions, and what the start page tells each role."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.rules import Role
from core.clock import local_now, to_utc
from courses.rules import ClassState
from learners.roster import RosterOutcome


def ahead(**delta):
    start = to_utc(local_now() + timedelta(**delta))
    return {"starts_at": start, "ends_at": start + timedelta(hours=1)}


@pytest.fixture
def teacher(make, sign_in):
    user = sign_in(make.User(role=Role.TEACHER))
    return make.Teacher(user_id=user.id)


def cards(page):
    return {
        card.select_one(".home-card-title").text: card.select_one(".home-card-value").text
        for card in page.soup.select(".home-card")
    }


def test_a_teacher_sees_the_sessions_to_come_and_nobody_elses(browser, teacher, make):
    make.ClassSession(teacher=teacher, code="S01", **ahead(days=1))
    make.ClassSession(teacher=teacher, code="S02", status="cancelled", **ahead(days=1))
    make.ClassSession(teacher=teacher, code="S03", **ahead(days=-2))
    make.ClassSession(teacher=make.Teacher(), code="S04", **ahead(days=1))
    shown = [item.get_text() for item in browser.get("sessions.my_sessions").soup.select(".session-time small")]
    assert shown == ["S01"]


def test_an_account_that_is_no_teachers_says_how_to_link_it(browser, make, sign_in):
    sign_in(make.User(role=Role.TEACHER))
    assert "请机构教务员在师资名册中填写您的登录名" in browser.get("sessions.my_sessions").text


def running_class(make, institution):
    """A class with a refused roster line, and two sessions at once."""
    offering = make.ClassOffering(institution=institution)
    batch = make.ImportBatch(offering=offering)
    make.RosterLine(batch=batch, outcome=RosterOutcome.REJECTED, codes=["E_ID_CHECK"])
    make.many(2).ClassSession(offering=offering)
    return offering


def test_the_start_page_of_a_coordinator_counts_what_needs_a_hand(browser, make, sign_in):
    member = make.StaffMember()
    sign_in(member.user)
    running_class(make, member.institution)
    running_class(make, make.Institution())
    make.ClassOffering(institution=member.institution, state=ClassState.DRAFT)
    assert cards(browser.get("accounts.home")) == {"进行中的培训班": "1", "名册退回": "1", "课表核查发现": "1"}


def test_the_start_page_takes_as_many_queries_for_twenty_classes_as_for_two(browser, make, sign_in, count_queries):
    member = make.StaffMember()
    sign_in(member.user)
    for _ in range(2):
        running_class(make, member.institution)
    browser.get("accounts.home")
    two = count_queries(lambda: browser.client.get("/"))
    for _ in range(18):
        running_class(make, member.institution)
    assert count_queries(lambda: browser.client.get("/")) == two


def test_a_regulator_sees_institutions_and_classes_of_the_region(browser, make, sign_in):
    institution = make.Institution(region="610300")
    make.ClassOffering(institution=institution)
    make.ClassOffering(institution=make.Institution(region="620000"))
    sign_in(make.User(role=Role.REGULATOR, region="6103"))
    assert cards(browser.get("accounts.home")) == {"进行中的培训班": "1", "培训机构": "1"}
