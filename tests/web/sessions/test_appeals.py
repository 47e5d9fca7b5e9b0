"""Appeals from the page of one session to a corrected record, decided by somebody else."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from accounts.rules import Role
from courses.models import ImportBatch
from sessions.absence.models import Appeal
from sessions.models import AttendanceEvent, HourPosting
from sessions.rollcall.models import RollCallMark
from sessions.rollcall.rules.marks import Mark
from sessions.rules.kinds import EventSource
from tests.browser import words
from tests.web.sessions import taught

NOW = datetime(2026, 4, 3, 12, 0)
REASON = "我 8:55 已到，签到机没有反应"


@pytest.fixture(autouse=True)
def clocks(monkeypatch):
    """The time of the small class; what tables write stands at the real time, which only makes the term longer."""
    for place in ("views.own", "views.appeals", "views.desk", "actions.appeals", "views.asking"):
        monkeypatch.setattr(f"sessions.absence.{place}.local_now", lambda: NOW)


@pytest.fixture
def phone(make, sign_in, small, db_session):
    """王芳 is signed in."""
    user, other = make.User(role=Role.LEARNER), make.User(role=Role.LEARNER)
    small.learners["王芳"].learner.user_id, small.learners["李明"].learner.user_id = user.id, other.id
    small.db, small.other = db_session, other
    db_session.flush()
    return lambda: sign_in(user)


def raised(browser, small, code="S01"):
    page = browser.get("sessions.my_unit", enrolment_id=small.learner("王芳"), session_id=small.session(code))
    sent = page.follow("记录有误，提出申诉").form.fill(reason=REASON).submit()
    assert sent.facts()["状态"] == "待处理"
    return small.db.scalars(select(Appeal).order_by(Appeal.id)).all()[-1]


def decide(browser, appeal, act, **facts):
    where = {"offering_id": appeal.offering_id, "appeal_id": appeal.id}
    form = browser.get("absence.show_appeal", **where).form_named("absence-decision").fill(**facts)
    return browser.post("absence.decide_appeal", {**form.values, "act": act}, **where)


def hours(small):
    statement = select(HourPosting.hours).where(
        HourPosting.enrolment_id == small.learner("王芳"), HourPosting.session_id == small.session("S01")
    )
    return sum(small.db.scalars(statement))


def alone(small):
    """What was not handed in as files; it all came by decisions here."""
    found = small.db.scalars(select(ImportBatch).where(ImportBatch.id != small.batch.id)).all()
    assert all(one.stands_alone for one in found)
    return {one.id for one in found}


def test_an_accepted_appeal_corrects_the_record_and_says_so_there(browser, phone, coordinator, sign_in, small):
    phone()
    appeal = raised(browser, small)
    assert (appeal.mark["status"], hours(small)) == ("LATE", 1.5)
    sign_in(coordinator)
    empty = decide(browser, appeal, "accept", reason="监控可见 8:55 入场")
    assert "请填写到达时间、离开时间，或两者都填。" in empty.errors
    done = decide(browser, appeal, "accept", reason="监控可见 8:55 入场", arrival="2026-03-02T08:55")
    assert "已记录：申诉成立。" in done.flashes
    assert hours(small) == 2
    made = small.db.scalars(select(AttendanceEvent).where(AttendanceEvent.source == EventSource.CORRECTION)).one()
    assert made.reason == f"考勤申诉第 {appeal.id} 号：监控可见 8:55 入场"
    assert made.batch_id in alone(small)
    again = browser.post(
        "absence.decide_appeal",
        {"act": "refuse", "reason": "迟了一步"},
        offering_id=appeal.offering_id,
        appeal_id=appeal.id,
    )
    assert "其间已有他人作出处理，请重新查看。" in again.flashes
    assert hours(small) == 2


@pytest.mark.one_engine
def test_whoever_corrected_the_mark_does_not_decide_about_it(browser, phone, coordinator, sign_in, small, make):
    taught.tap(make, small, "王芳", "09:14", source=EventSource.CORRECTION, recorder=coordinator.display_name)
    phone()
    appeal = raised(browser, small)
    other = make.StaffMember(institution=small.offering.institution, user=make.User(display_name="钱主任")).user
    sign_in(coordinator)
    where = {"offering_id": appeal.offering_id, "appeal_id": appeal.id}
    page = browser.get("absence.show_appeal", **where)
    assert page.facts()["可处理人员"] == "钱主任"
    refused = browser.post("absence.decide_appeal", {"act": "refuse", "reason": "记录无误"}, **where)
    assert "该记录由您登记或更正，须由他人处理。" in refused.flashes
    sign_in(other)
    assert decide(browser, appeal, "refuse", reason="监控未见").facts()["状态"] == "申诉不成立"


@pytest.mark.one_engine
def test_one_appeal_at_a_time_and_a_new_one_after_its_end(browser, phone, small):
    phone()
    appeal = raised(browser, small)
    again = browser.get("absence.raise_appeal", enrolment_id=appeal.enrolment_id, session_id=appeal.session_id)
    assert "您对该课次的申诉正在处理中。" in again.form.fill(reason=REASON).submit().errors
    browser.get("absence.my_appeal", enrolment_id=appeal.enrolment_id, appeal_id=appeal.id).press("撤回申诉")
    assert raised(browser, small).round == 2


@pytest.mark.one_engine
def test_after_the_term_there_is_no_appeal(browser, phone, small, monkeypatch):
    phone()
    late = datetime(2036, 1, 1)
    monkeypatch.setattr("sessions.absence.views.appeals.local_now", lambda: late)
    monkeypatch.setattr("sessions.views.my_hours.local_now", lambda: late)
    cell = {"enrolment_id": small.learner("王芳"), "session_id": small.session("S01")}
    assert "记录有误，提出申诉" not in browser.get("sessions.my_unit", **cell).links
    page = browser.get("absence.raise_appeal", **cell)
    assert "该课次的申诉期限已过。" in page.form.fill(reason=REASON).submit().errors


@pytest.mark.one_engine
def test_a_stay_in_an_online_session_is_put_right_with_both_ends(browser, phone, coordinator, sign_in, small):
    phone()
    appeal = raised(browser, small, "L01")
    sign_in(coordinator)
    half = decide(browser, appeal, "accept", reason="平台日志", arrival="2026-03-03T19:40")
    assert "请填写到达和离开两个时间。" in half.errors
    decide(browser, appeal, "accept", reason="平台日志", arrival="2026-03-03T19:40", departure="2026-03-03T20:30")
    page = browser.get("sessions.show_attendance", **small.cell("王芳", "L01"))
    assert "90 分钟，2 / 2 学时" in page.facts()["台账"]
    assert len(alone(small)) == 1


@pytest.mark.one_engine
def test_what_was_watched_of_a_recorded_lesson_is_put_right_in_minutes(browser, phone, coordinator, sign_in, small):
    phone()
    appeal = raised(browser, small, "R01")
    sign_in(coordinator)
    assert "请填写看了多少分钟。" in decide(browser, appeal, "accept", reason="后台日志").errors
    decide(browser, appeal, "accept", reason="后台日志", minutes="45")
    page = browser.get("sessions.show_attendance", **small.cell("王芳", "R01"))
    assert "45 分钟，1 / 1 学时" in page.facts()["台账"]
    assert len(alone(small)) == 1


@pytest.mark.one_engine
def test_whoever_called_the_roll_does_not_decide_about_it(browser, phone, coordinator, sign_in, small):
    phone()
    small.db.add(
        RollCallMark(
            session_id=small.session("S01"), enrolment_id=small.learner("王芳"), batch_id=small.batch.id,
            mark=Mark.ABSENT, by_user_id=coordinator.id, by_name=coordinator.display_name,
        )
    )  # fmt: skip
    small.db.flush()
    appeal = raised(browser, small)
    sign_in(coordinator)
    page = browser.get("absence.show_appeal", offering_id=appeal.offering_id, appeal_id=appeal.id)
    assert "该记录由您登记或更正，须由他人处理。" in page.text


@pytest.mark.one_engine
def test_appeals_of_others_and_of_other_institutions_are_not_there(browser, phone, make, sign_in, small):
    phone()
    appeal = raised(browser, small)
    sign_in(small.other)
    for number in (small.learner("王芳"), small.learner("李明")):
        browser.get("absence.my_appeal", enrolment_id=number, appeal_id=appeal.id, status=404)
    sign_in(make.StaffMember().user)
    browser.get("absence.show_appeal", offering_id=appeal.offering_id, appeal_id=appeal.id, status=404)


def test_an_overdue_appeal_is_on_the_start_page_and_first_in_the_list(browser, coordinator, small, make):
    learner, session = small.learners["王芳"], small.sessions["S01"]
    long_ago = taught.on(2, "12:00")
    make.Appeal(enrolment=learner, class_session=small.sessions["S02"])
    make.Appeal(enrolment=learner, class_session=session, decide_by=long_ago)
    assert "其中 1 件已逾期" in browser.get("accounts.home").text
    rows = browser.get("absence.list_appeals").table("考勤申诉").rows
    assert [row["课次"][:3] for row in rows] == ["S01", "S02"]
    assert len(browser.get("absence.list_appeals", only="overdue").table("考勤申诉")) == 1


@pytest.mark.one_engine
def test_a_make_up_session_is_named_and_shown_to_its_learner(browser, coordinator, small, make, sign_in, phone):
    make.ClassSession(offering=small.offering, code="B01", title="补课", planned_hours=2, **times("09:00", "10:30"))
    page = browser.get("absence.name_makeup", offering_id=small.offering.id, stands_for=small.session("S01"))
    sessions = {option.get_text()[:3]: option["value"] for option in page.soup.select("#session option")}
    form = page.form_named("确定补课")
    assert form.values["people"] == str(small.learner("王芳"))  # who lacks hours is ticked beforehand
    shown = form.fill(session=sessions["B01"]).submit()
    assert shown.table("补课").rows[0]["学员"] == "王芳"
    taught.tap(make, small, "王芳", "08:00", at=taught.on(9, "08:55"))
    browser.post("sessions.recalculate_hours", offering_id=small.offering.id)
    grid = browser.get("sessions.attendance", offering_id=small.offering.id).soup.select(".roll tbody tr")
    assert [words(row.select("td .sign")[-1])[:1] for row in grid] == ["–", "✓"]
    assert "为 S01 补课" in browser.get("sessions.timetable", offering_id=small.offering.id).text
    phone()
    unit = browser.get("sessions.my_unit", enrolment_id=small.learner("王芳"), session_id=int(sessions["B01"]))
    assert unit.facts()["学时"] == "0.5 / 2"
    assert "本课次为 S01 质量法律制度 的补课" in unit.text


def times(start, end):
    return {"starts_at": taught.on(9, start), "ends_at": taught.on(9, end)}
