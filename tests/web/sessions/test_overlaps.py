"""Sessions that meet: how the pages of enrolment are told, and that no page asks more for many sessions than for one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.clock import to_utc
from sessions.rules.kinds import SessionStatus
from sessions.views.overlaps import SHOWN, overlapping_sessions

MORNING = {"starts_at": to_utc(datetime(2026, 3, 2, 9)), "ends_at": to_utc(datetime(2026, 3, 2, 12))}


@pytest.fixture
def offering(make):
    return make.ClassOffering(code="CQO-2026-01")


@pytest.fixture
def planner(make, sign_in, offering):
    return sign_in(make.StaffMember(institution=offering.institution).user)


@pytest.fixture
def other(make, offering):
    return make.ClassOffering(institution=offering.institution, code="CQO-2026-02")


def crowd(make, offering, first, count):
    """Classes with the same teacher and hall, each with a session a day."""
    hall = make.Venue(institution=offering.institution, name=f"报告厅{first}", capacity=50)
    teacher = make.Teacher(institution=offering.institution, name=f"崔砚秋{first}")
    for number in range(first, first + count):
        shift = timedelta(days=number % 20)
        times = {name: moment + shift for name, moment in MORNING.items()}
        held = {"venue": hall, "venue_name": hall.name, "teacher": teacher, "teacher_name": teacher.name, **times}
        make.ClassSession(offering=offering, code=f"S{number}", **held)
        elsewhere = make.ClassOffering(institution=offering.institution, rule_set_version=offering.rule_set_version)
        make.ClassSession(offering=elsewhere, code="K1", **held)


def test_planned_sessions_at_the_same_time_are_told_by_class(in_app, make, offering, other):
    make.ClassSession(offering=offering, code="S01", title="质量战略", **MORNING)
    make.ClassSession(offering=offering, code="S02", title="已取消", status=SessionStatus.CANCELLED, **MORNING)
    make.ClassSession(offering=other, code="K01", title="品牌管理", **MORNING)
    make.ClassSession(offering=other, code="K02", title="已取消", status=SessionStatus.CANCELLED, **MORNING)
    make.ClassSession(
        offering=other, code="K03", starts_at=MORNING["ends_at"], ends_at=MORNING["ends_at"] + timedelta(hours=1)
    )
    assert overlapping_sessions(offering.id, [other.id]) == {other.id: ["03-02 09:00–12:00 K01 品牌管理 ↔ 质量战略"]}
    assert overlapping_sessions(offering.id, []) == {}


def test_however_many_sessions_meet_one_query_tells_the_first_of_them(in_app, make, offering, other, count_queries):
    make.ClassSession(offering=offering, code="S01", **MORNING)
    make.ClassSession(offering=other, code="K00", **MORNING)
    assert count_queries(lambda: overlapping_sessions(offering.id, [other.id])) == 1
    for number in range(1, 20):
        make.ClassSession(offering=other, code=f"K{number:02}", **MORNING)
    assert count_queries(lambda: overlapping_sessions(offering.id, [other.id])) == 1
    assert len(overlapping_sessions(offering.id, [other.id])[other.id]) == SHOWN


@pytest.mark.parametrize("page", ["timetable", "check"])
def test_twenty_sessions_that_meet_others_cost_as_many_queries_as_one(
    browser, planner, make, offering, count_queries, page
):
    address = browser.url("sessions.timetable", offering_id=offering.id)
    if page == "check":
        address += (
            "/check?code=S99&on=2026-03-02&starts=10:00&ends=11:00&venue_name=报告厅0&teacher_name=崔砚秋0&kind=offline"
        )
    crowd(make, offering, 0, 1)
    browser.client.get(address)
    one = count_queries(lambda: browser.client.get(address))
    crowd(make, offering, 1, 19)
    shown = browser.client.get(address).text
    assert count_queries(lambda: browser.client.get(address)) == one
    assert "场地时间冲突" in shown
    assert "教师时间冲突" in shown
