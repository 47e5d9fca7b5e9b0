"""Calling the roll on a grid, and teaching logs that hours follow."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.rules import Role
from messages.models import Notification
from messages.reminders import remind_all
from sessions.models import AttendanceEvent, HourPosting
from sessions.rollcall.models import RollCallMark, TeachingLog
from sessions.rules.kinds import EventSource
from tests.web.sessions import taught


@pytest.fixture(autouse=True)
def that_afternoon(monkeypatch):
    """It is 2 March, one in the afternoon: both sessions of the morning are over, their roll call is open."""
    monkeypatch.setattr("sessions.rollcall.views.roll.local_now", lambda: datetime(2026, 3, 2, 13, 0))


@pytest.fixture
def absent(app, make, small):
    """Somebody without any record."""
    small.learners["周未到"] = make.Enrolment(offering=small.offering, learner=make.Learner(name="周未到"), position=9)
    taught.evaluate(app, small.offering)
    return small.learners["周未到"]


def field(small, name, code):
    return f"mark-{small.session(code)}-{small.learner(name)}"


def hours(db_session, enrolment):
    found = db_session.scalars(select(HourPosting.hours).where(HourPosting.enrolment_id == enrolment.id))
    return sum(found, Decimal(0))


def call(browser, small, status=200, **marks):
    page = browser.get("sessions.roll_call", offering_id=small.offering.id, day="2026-03-02")
    return (
        page.form_named("保存点名")
        .fill(**{field(small, "周未到", code): said for code, said in marks.items()})
        .submit(status=status)
    )


def test_a_mark_becomes_attendance_and_hours(browser, small, coordinator, absent, db_session):
    page = call(browser, small, S01="1", S02="迟20")
    assert page.flashes == ["已记录 2 项点名。"]
    assert hours(db_session, absent) == Decimal("3.5")
    events = db_session.scalars(select(AttendanceEvent).where(AttendanceEvent.source == EventSource.ROLL_CALL)).all()
    assert len(events) == 4
    assert {one.settled_by for one in events} == {coordinator.display_name}


def test_a_changed_mark_replaces_its_events_and_leaves_its_history(browser, small, coordinator, absent, db_session):
    call(browser, small, S01="1", S02="1")
    call(browser, small, S02="0")
    assert hours(db_session, absent) == 2
    assert [one.mark.value for one in db_session.scalars(select(RollCallMark).order_by(RollCallMark.id))] == [
        "present", "present", "absent",
    ]  # fmt: skip
    call(browser, small, S01="", S02="")
    assert hours(db_session, absent) == 0


def test_who_is_called_absent_is_absent_although_somebody_tapped_at_the_door(
    browser, small, coordinator, absent, make, app, db_session
):
    taught.tap(make, small, "周未到", "08:55")
    taught.evaluate(app, small.offering)
    assert hours(db_session, absent) == 4
    call(browser, small, S01="0")
    assert hours(db_session, absent) == 2
    cell = {"offering_id": small.offering.id, "enrolment_id": absent.id, "session_id": small.session("S01")}
    assert "点名缺勤" in browser.get("sessions.show_attendance", **cell).text
    browser.get("sessions.correct_attendance", **cell).form.fill(
        direction="in", at="2026-03-02T09:00", reason="监控可见"
    ).submit()
    assert hours(db_session, absent) == 4
    call(browser, small, S01="")
    assert hours(db_session, absent) == 4


def test_what_cannot_be_read_is_named_and_the_rest_goes_in(browser, small, coordinator, absent, db_session):
    page = call(browser, small, S01="1", S02="请假")
    assert page.errors == ["请填 1（到）、0（缺），或迟到早退分钟数，如“迟15”“早20”。"]
    assert page.flashes == ["已记录 1 项点名。", "1 格未能识别，其余已记录。"]
    assert page.form_named("保存点名").tag.find(id=field(small, "周未到", "S02"))["value"] == "请假"
    assert hours(db_session, absent) == 2


def test_two_people_do_not_write_over_each_other(browser, small, coordinator, absent, db_session):
    mine = browser.get("sessions.roll_call", offering_id=small.offering.id, day="2026-03-02").form_named("保存点名")
    call(browser, small, S01="1")
    page = mine.fill(**{field(small, "周未到", "S01"): "0"}).submit()
    assert "他人修改" in page.errors[0]
    assert hours(db_session, absent) == 2


def test_a_closed_roll_call_takes_nothing(browser, small, coordinator, absent, monkeypatch, db_session):
    monkeypatch.setattr("sessions.rollcall.views.roll.local_now", lambda: datetime(2026, 3, 3, 13, 0))
    page = browser.get("sessions.roll_call", offering_id=small.offering.id, day="2026-03-02")
    assert "已关闭，只能更正" in page.text
    browser.post(
        "sessions.roll_call", {field(small, "周未到", "S01"): "1"}, offering_id=small.offering.id, day="2026-03-02"
    )
    assert hours(db_session, absent) == 0


def test_a_sheet_costs_the_same_queries_for_many(browser, small, coordinator, make, count_queries, app):
    def opened():
        return count_queries(lambda: browser.get("sessions.roll_call", offering_id=small.offering.id, day="2026-03-02"))

    before = opened()
    for number in range(15):
        make.Enrolment(offering=small.offering, learner=make.Learner(name=f"新学员{number}"), position=20 + number)
    assert opened() == before


@pytest.fixture
def teacher(make, sign_in, small):
    """The teacher of S01 is signed in."""
    user = make.User(role=Role.TEACHER)
    found = make.Teacher(user_id=user.id, institution=small.offering.institution)
    small.sessions["S01"].teacher_id = found.id
    return sign_in(user), found


def test_a_teacher_calls_the_roll_of_an_own_session_only(browser, small, absent, make, sign_in, app, db_session):
    user = make.User(role=Role.TEACHER)
    holder = make.Teacher(user_id=user.id, institution=small.offering.institution)
    own = make.ClassSession(
        offering=small.offering, code="S03", teacher=holder, starts_at=taught.on(2, "09:00"), ends_at=taught.on(2, "10:30"),
        planned_hours=2, title="品牌管理",
    )  # fmt: skip
    sign_in(user)
    page = browser.get("sessions.my_roll_call", session_id=own.id)
    page.form_named("保存点名").fill(**{f"mark-{own.id}-{absent.id}": "1"}).submit()
    assert db_session.scalars(select(RollCallMark.by_name)).all() == [user.display_name]
    browser.get("sessions.my_roll_call", session_id=small.session("S01"), status=404)


def test_a_confirmed_log_of_an_early_end_takes_the_hours_after_it(
    browser, small, coordinator, make, sign_in, db_session
):
    form = browser.get("sessions.write_log", offering_id=small.offering.id, session_id=small.session("S02")).form
    refused = form.fill(ends_at="11:25", teacher_name="陈讲师", taught="质量战略 1—3 章").submit()
    assert "请写明原因" in refused.errors[0]
    refused.form.fill(reason="停电").submit()
    [log] = db_session.scalars(select(TeachingLog))
    assert hours(db_session, small.learners["李明"]) == Decimal("6.5")
    own = browser.get("sessions.review_log", offering_id=small.offering.id, log_id=log.id)
    assert "须由另一人确认" in own.text
    sign_in(make.StaffMember(institution=small.offering.institution).user)
    page = (
        browser.get("sessions.review_log", offering_id=small.offering.id, log_id=log.id)
        .form.fill(decision="confirmed")
        .submit()
    )
    assert "提前 45 分钟结束" in page.text
    assert hours(db_session, small.learners["李明"]) == Decimal("5.5")
    page = browser.get("sessions.review_log", offering_id=small.offering.id, log_id=log.id)
    assert "确认" in page.text


def test_a_log_is_sent_back_with_a_reason(browser, small, coordinator, make, sign_in):
    browser.get("sessions.write_log", offering_id=small.offering.id, session_id=small.session("S01")).form.fill(
        teacher_name="陈讲师", taught="第一章"
    ).submit()
    sign_in(make.StaffMember(institution=small.offering.institution).user)
    page = browser.get("sessions.teaching_logs", offering_id=small.offering.id).follow("审核")
    assert page.form.fill(decision="returned").submit().errors
    page = page.form.fill(decision="returned", reason="请写明章节").submit()
    assert page.table("教学日志").rows[0]["状态"] == "已退回"
    again = browser.get("sessions.write_log", offering_id=small.offering.id, session_id=small.session("S01"))
    assert "请写明章节" in again.text


@pytest.mark.parametrize("change", ["UPDATE roll_call_mark SET late_minutes = 3", "DELETE FROM roll_call_mark"])
def test_a_mark_is_never_changed(browser, small, coordinator, absent, db_session, change):
    call(browser, small, S01="1")
    with pytest.raises(DBAPIError, match="append_only"):
        db_session.execute(text(change))


def test_before_a_roll_call_closes_those_who_can_call_it_hear_once(app, make, small, coordinator, absent, db_session):
    small.offering.state = "delivering"
    db_session.merge(small.offering)
    db_session.flush()
    for at in ("10:20", "10:25"):  # the day after: S01 closes at half past ten, S02 at ten past twelve
        with app.app_context():
            remind_all(taught.on(3, at))
    told = db_session.scalars(select(Notification).where(Notification.user_id == coordinator.id)).all()
    assert sorted(one.facts["missing"] for one in told if one.kind == "sessions.roll_call_closing") == [1, 1]
