"""Records nobody could be found for, and taps that look as if one person tapped for another."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from accounts.models import AuditEntry
from accounts.rules import Role
from courses.rules import ClassState
from sessions.models import AttendanceEvent, HourPosting
from tests.web.sessions import taught


@pytest.fixture
def page(browser, small, coordinator):
    """The list of records of the small class."""
    return lambda **more: browser.get("sessions.records", offering_id=small.offering.id, **more)


@pytest.fixture
def lost(make, small):
    """A sign-in in time that names 王芳 with another number."""
    return taught.tap(
        make, small, "王芳", "08:55", enrolment=None, name="王芳", key=json.dumps({"phone": "0000"}), row=41
    )


def settle(browser, small, record, **filled):
    page = browser.get("sessions.settle_record", offering_id=small.offering.id, kind="events", record_id=record.id)
    return page.form.fill(**{"learner": str(small.learner("王芳")), "reason": "本人确认", **filled}).submit()


def test_every_record_found_its_person(page):
    assert "所有记录都已找到学员" in page().text


def test_a_record_of_nobody_says_where_it_stands_why_and_what_to_do(page, lost):
    shown = page()
    [row] = shown.table("签到记录.xlsx 签到记录 的记录").rows
    assert row["原文姓名"].startswith("王芳 手机尾号 0000")
    assert row["内容"] == "签到 2026-03-02 08:55:00"
    assert row["未认定原因"] == "名册中没有与此姓名和尾号相符的学员。"
    assert "若属本班学员，请更正名册或直接认定学员" in shown.text


def test_an_ambiguous_record_is_worded_differently(page, make, small):
    taught.tap(make, small, "王芳", "08:55", enrolment=None, match_code="REC_AMBIGUOUS")
    [row] = page().table("签到记录.xlsx 签到记录 的记录").rows
    assert row["未认定原因"] == "名册中有多名同名学员，记录没有写明是哪一位。"


def test_every_kind_of_record_is_listed(page, make, small):
    make.LeaveSlip(batch=small.batch, name="外人")
    make.ViewingSegment(batch=small.batch, name="外人")
    make.ScoreLine(batch=small.batch, name="外人")
    text = page().text
    assert all(kind in text for kind in ("请假条", "录播课", "成绩"))


def test_fifty_records_fill_a_page(page, make, small):
    for minute in range(51):
        taught.tap(make, small, "王芳", f"08:{minute:02d}", enrolment=None)
    assert len(page().table("签到记录.xlsx 签到记录 的记录")) == 50
    assert len(page(page=2).table("签到记录.xlsx 签到记录 的记录")) == 1


def test_a_settled_record_earns_what_it_is_worth(browser, small, coordinator, lost, db_session):
    before = [one.id for one in db_session.scalars(select(HourPosting))]
    page = settle(browser, small, lost)
    assert page.flashes == ["已将 1 条记录认定给该学员，台账新增 2 笔分录。"]
    assert page.table("人工认定").rows[0]["学员"] == "王芳"
    assert [one.id for one in db_session.scalars(select(HourPosting))][: len(before)] == before


def test_settling_is_written_to_the_audit_trail_with_its_reason(browser, small, coordinator, lost, db_session):
    settle(browser, small, lost)
    entry = db_session.scalars(select(AuditEntry)).one()
    assert entry.action == "sessions.record_settled"
    assert entry.detail == {"records": "签到记录.xlsx · 签到记录 · 41", "reason": "本人确认"}


def test_the_others_with_the_same_name_and_number_follow_if_wanted(browser, small, coordinator, make, lost, db_session):
    like = taught.tap(make, small, "王芳", "12:20", taught.Direction.OUT, enrolment=None, name="王芳", key=lost.key)
    other = taught.tap(make, small, "王芳", "12:21", taught.Direction.OUT, enrolment=None, name="王芳", key=None)
    page = settle(browser, small, lost)
    assert page.flashes[0].startswith("已将 2 条记录认定给该学员")
    owners = {one.id: one.enrolment_id for one in db_session.scalars(select(AttendanceEvent))}
    assert (owners[like.id], owners[other.id]) == (small.learner("王芳"), None)


def test_alone_if_not_wanted(browser, small, coordinator, make, lost):
    taught.tap(make, small, "王芳", "12:20", taught.Direction.OUT, enrolment=None, name="王芳", key=lost.key)
    assert settle(browser, small, lost, alike=False).flashes[0].startswith("已将 1 条记录认定给该学员")


def test_learners_of_the_same_name_stand_first_and_nobody_is_chosen(browser, small, coordinator, lost):
    page = browser.get("sessions.settle_record", offering_id=small.offering.id, kind="events", record_id=lost.id)
    options = [option.get_text() for option in page.soup.select("select#learner option")]
    assert options[0] == "认定学员"
    assert options[1].startswith("王芳 ·")
    assert options[1].endswith("（同名）")


@pytest.mark.parametrize(("filled", "message"), [({"learner": "0"}, "请选择学员。"), ({"reason": ""}, "请填写原因。")])
def test_a_choice_without_person_or_reason_is_refused(browser, small, coordinator, lost, filled, message):
    assert settle(browser, small, lost, **filled).errors == [message]


def test_a_learner_of_another_class_cannot_be_chosen(browser, small, coordinator, lost, make, db_session):
    data = {"learner": str(make.Enrolment().id), "reason": "本人确认"}
    where = {"offering_id": small.offering.id, "kind": "events", "record_id": lost.id}
    assert browser.post("sessions.settle_record", data, **where).errors
    assert db_session.get(AttendanceEvent, lost.id).enrolment_id is None


def test_a_choice_can_be_changed(browser, small, coordinator, lost, db_session):
    settle(browser, small, lost)
    settle(browser, small, lost, learner=str(small.learner("李明")))
    assert db_session.get(AttendanceEvent, lost.id).enrolment_id == small.learner("李明")


@pytest.mark.parametrize(("kind", "status"), [("events", 404), ("nonsense", 404), ("scores", 404)])
def test_a_record_that_the_rule_settled_is_not_up_for_choice(browser, small, coordinator, db_session, kind, status):
    settled = db_session.scalars(select(AttendanceEvent)).first()
    where = {"offering_id": small.offering.id, "kind": kind, "record_id": settled.id}
    browser.get("sessions.settle_record", status=status, **where)


def test_the_record_of_another_class_is_not_there(browser, small, coordinator, make):
    batch = make.ImportBatch()
    other = make.AttendanceEvent(batch=batch)
    where = {"offering_id": small.offering.id, "kind": "events", "record_id": other.id}
    browser.get("sessions.settle_record", status=404, **where)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TEACHER, Role.LEARNER, Role.REGULATOR])
def test_only_those_who_record_may_settle(browser, small, make, sign_in, lost, role):
    user = make.User(role=role)
    make.StaffMember(user=user, institution=small.offering.institution)
    sign_in(user)
    where = {"offering_id": small.offering.id, "kind": "events", "record_id": lost.id}
    browser.get("sessions.settle_record", status=403, **where)


def test_a_filed_class_settles_nothing_more(browser, small, coordinator, lost, db_session):
    small.offering.state = ClassState.FILED
    db_session.commit()
    where = {"offering_id": small.offering.id, "kind": "events", "record_id": lost.id}
    assert browser.get("sessions.settle_record", **where).flashes == ["本班已归档或已取消，记录不再更改。"]


def test_two_people_at_one_device_in_one_second_are_flagged_and_keep_their_hours(app, page, make, small):
    taught.tap(make, small, "李明", "08:57", row=11)
    taught.tap(make, small, "王芳", "08:57", row=12)
    taught.evaluate(app, small.offering)
    [row] = page().table("疑似代签记录").rows
    assert (row["人员"], row["设备"], row["文件行号"]) == ("李明 王芳", "CHK-01", "11、12")
    assert "不会因此扣减学时" in page().text
