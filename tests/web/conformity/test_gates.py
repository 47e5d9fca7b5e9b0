"""The steps of a class in the browser: what blocks, letting pass, moving on, going back, calling off."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.rules import Role
from core.clock import to_utc
from courses.gates.models import ClassStep, GateWaiver
from courses.rules import ClassState
from sessions.models import ClassSession
from sessions.rules.kinds import SessionStatus

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


@pytest.fixture
def offering(make, sign_in):
    """A draft of an accredited institution without a class teacher, seen by its coordinator."""
    institution = make.Institution()
    record = make.AccreditationRecord(institution=institution, training_types=["任职培训"])
    make.AccreditationEntry(accreditation=record, valid_until=date(2099, 12, 31))
    offering = make.ClassOffering(institution=institution, state=ClassState.DRAFT, training_type="任职培训")
    coordinator = make.User(role=Role.COORDINATOR, display_name="李教务")
    make.StaffMember(user=coordinator, institution=institution)
    sign_in(coordinator)
    return offering


def steps(browser, offering):
    return browser.get("gates.show_gates", offering_id=offering.id)


def advance(browser, offering, target, seen="draft", **options):
    return browser.post("gates.advance", {"seen": seen, "target": target}, offering_id=offering.id, **options)


def test_the_page_says_what_blocks_and_where_it_is_put_right(browser, offering):
    page = steps(browser, offering)
    assert "尚未指定班主任" in page.text
    gate = page.soup.select_one("details.gate[open]")
    assert f"/classes/{offering.id}/edit" in [link["href"] for link in gate.select(".gate-links a")]
    assert gate.select_one("form") is None


def test_learners_admitted_at_the_desk_are_learners_without_any_roster(browser, offering, make, db_session):
    offering.state = ClassState.ENROLLING
    db_session.commit()
    assert "还没有学员" in steps(browser, offering).text
    make.Enrolment(offering=offering)
    assert "还没有学员" not in steps(browser, offering).text


def test_a_class_moves_on_once_the_finding_is_put_right(browser, offering, db_session):
    offering.class_teacher = "王敏"
    db_session.commit()
    page = advance(browser, offering, "approved")
    assert "培训班当前状态：已批准" in page.text
    assert db_session.query(ClassStep).one().by_name == "李教务"


def test_a_finding_is_let_pass_with_a_reason_which_is_kept(browser, offering, db_session):
    link = next(
        one["href"]
        for one in steps(browser, offering).soup.select("details[open] .gate-links a")
        if "waive" in one["href"]
    )
    page = browser.open(link)
    assert page.form.submit().errors == ["请填写理由，理由将随班保存。"]
    page.form.fill(reason="班主任下周到岗").submit()
    assert db_session.query(GateWaiver).one().reason == "班主任下周到岗"
    advance(browser, offering, "approved")
    db_session.refresh(offering)
    assert offering.state is ClassState.APPROVED
    assert "班主任下周到岗" in steps(browser, offering).text


def test_a_class_without_accreditation_cannot_be_opened_and_that_cannot_be_let_pass(browser, offering, db_session):
    offering.training_type, offering.class_teacher = "高级培训", "王敏"
    db_session.commit()
    page = steps(browser, offering)
    assert "培训机构的资格范围不含“高级培训”" in page.text
    assert not [one for one in page.soup.select("details[open] a") if "check=accredited" in one["href"]]
    advance(browser, offering, "approved")
    db_session.refresh(offering)
    assert offering.state is ClassState.DRAFT
    answer = browser.client.get(f"/classes/{offering.id}/steps/approved/waive?check=accredited&remark=out_of_scope")
    assert answer.status_code == 302


def test_one_click_goes_through_every_open_gate_but_not_past_a_shut_one(browser, offering, db_session):
    offering.class_teacher = "王敏"
    db_session.commit()
    assert "途中有关口未通过" in advance(browser, offering, "enrolling").text
    assert db_session.query(ClassStep).count() == 0


def test_who_saw_an_older_state_is_told_instead_of_moving_the_class(browser, offering, db_session):
    offering.class_teacher = "王敏"
    db_session.commit()
    assert "其他人刚刚变更了该班状态" in advance(browser, offering, "approved", seen="approved").text
    assert db_session.query(ClassStep).count() == 0


def test_a_class_goes_back_with_a_reason(browser, offering, db_session):
    offering.state = ClassState.APPROVED
    db_session.commit()
    browser.get("gates.back", offering_id=offering.id).form.fill(reason="计划有变").submit()
    db_session.refresh(offering)
    assert offering.state is ClassState.DRAFT


def test_calling_a_class_off_frees_its_sessions_and_keeps_them(browser, offering, make, db_session):
    session = make.ClassSession(offering=offering, code="S1")
    page = browser.get("gates.cancel", offering_id=offering.id).form.fill(reason="人数不足").submit()
    assert "已取消开班" in page.text
    db_session.refresh(offering)
    assert offering.state is ClassState.CANCELLED
    assert db_session.get(ClassSession, session.id).status is SessionStatus.CANCELLED
    browser.get("gates.cancel", offering_id=offering.id, status=404)


def test_a_held_class_cannot_be_called_off(browser, offering, db_session):
    offering.state = ClassState.DELIVERING
    db_session.commit()
    browser.get("gates.cancel", offering_id=offering.id, status=404)


def test_an_auditor_reads_the_steps_but_moves_nothing(browser, offering, make, sign_in):
    auditor = sign_in(make.User(role=Role.AUDITOR))
    make.StaffMember(user=auditor, institution=offering.institution)
    page = steps(browser, offering)
    assert not page.soup.select("details.gate form")
    advance(browser, offering, "approved", status=403)


def test_the_steps_take_as_many_queries_for_twenty_sessions_as_for_one(browser, offering, make, count_queries):
    def add(number):
        make.ClassSession(
            offering=offering,
            code=f"S{number}",
            starts_at=to_utc(datetime(2026, 3, 2 + number % 5, number // 5 + 8)),
            ends_at=to_utc(datetime(2026, 3, 2 + number % 5, number // 5 + 9)),
        )

    add(0)
    steps(browser, offering)
    one = count_queries(lambda: browser.client.get(f"/classes/{offering.id}/steps/"))
    for number in range(1, 20):
        add(number)
    assert count_queries(lambda: browser.client.get(f"/classes/{offering.id}/steps/")) <= one
