"""Leave from the learner's phone to the slip that counts."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.models import AuditEntry
from accounts.rules import Role
from sessions.absence.models import LeaveRequest
from sessions.models import LeaveSlip
from tests.browser import words
from tests.web.sessions import taught

NOW = datetime(2026, 3, 1, 9, 0)
PDF = b"\xff\xd8\xff\xe0 photo \xff\xd9"
PHONE = {"kind": "病假", "reason": "发烧，需要就医"}


@pytest.fixture(autouse=True)
def day_before(monkeypatch):
    """The clock of leave stands a day before the class."""
    for place in ("views.own", "views.desk", "views.asking", "actions.leave"):
        monkeypatch.setattr(f"sessions.absence.{place}.local_now", lambda: NOW)


@pytest.fixture
def class_ahead(app, make, db_session):
    """The small class, whose last day is still to come; nobody has come to anything."""
    offering = make.ClassOffering(required_hours=6, pass_mark=60, ends_on=datetime(2026, 3, 20).date())
    batch = make.ImportBatch(offering=offering)
    learners = {name: make.Enrolment(offering=offering, learner=make.Learner(name=name)) for name in ("李明", "王芳")}
    found = taught.Taught(offering, taught.timetable(make, offering), learners, batch)
    found.db, found.institution = db_session, offering.institution
    return found


@pytest.fixture
def phone(make, sign_in, class_ahead, db_session):
    """李明 is signed in."""
    user = make.User(role=Role.LEARNER)
    class_ahead.learners["李明"].learner.user_id = user.id
    db_session.flush()
    return lambda: sign_in(user)


@pytest.fixture
def desk(make, sign_in, class_ahead):
    """Sign in a member of staff who may decide."""

    def put(name="赵老师"):
        user = make.User(display_name=name)
        make.StaffMember(institution=class_ahead.institution, user=user)
        return sign_in(user)

    return put


def look(browser, of, *codes, **facts):
    page = browser.get("absence.ask_leave", enrolment_id=of.learner("李明"))
    chosen = [str(of.session(code)) for code in codes]
    return page.form.fill(sessions=chosen, **{**PHONE, **facts}).submit()


def sent(browser, of, *codes, **facts):
    page = look(browser, of, *codes)
    page.form.fill(sessions=[str(of.session(code)) for code in codes], **facts).submit()
    return requests(of)[-1]


def decide(browser, asked, act, reason=""):
    page = browser.get("absence.show_leave", offering_id=asked.offering_id, request_id=asked.id)
    form = page.form_named("absence-decision").fill(reason=reason)
    return browser.post(
        "absence.decide_leave", {**form.values, "act": act}, offering_id=asked.offering_id, request_id=asked.id
    )


def requests(of):
    statement = select(LeaveRequest).options(selectinload(LeaveRequest.files)).order_by(LeaveRequest.id)
    return of.db.scalars(statement, execution_options={"populate_existing": True}).all()


def slips(of):
    statement = select(LeaveSlip.superseded_by_id).order_by(LeaveSlip.id)
    return [ended is None for ended in of.db.scalars(statement)]


@pytest.mark.one_engine
def test_the_figures_stand_there_before_anything_is_sent(browser, phone, class_ahead):
    phone()
    page = look(browser, class_ahead, "S01")
    assert [words(one) for one in page.soup.select(".figure-value")] == ["0", "5", "6"]
    assert "请此假后将无法达到要求学时" in page.text
    assert requests(class_ahead) == []


def test_a_request_goes_from_the_phone_through_the_desk_to_a_slip(browser, phone, desk, class_ahead):
    phone()
    asked = sent(browser, class_ahead, "S02", files=(PDF, "病历.jpg"))
    assert (asked.levels, asked.units, asked.hours) == (["班主任"], ["S02"], 2)
    desk()
    assert slips(class_ahead) == []
    refused = decide(browser, asked, "approve")
    assert "请写明理由：学员可见，并存档。" in refused.errors
    decide(browser, asked, "approve", "情况属实")
    assert slips(class_ahead) == [True]
    phone()
    mine = browser.get("absence.my_leave", enrolment_id=asked.enrolment_id, request_id=asked.id)
    assert mine.facts()["状态"] == "已准假"
    mine.press("撤回申请")
    assert slips(class_ahead) == [False]


@pytest.mark.one_engine
def test_longer_leave_needs_a_second_person(browser, phone, desk, class_ahead):
    phone()
    asked = sent(browser, class_ahead, "S01", "S02", "L01")
    assert asked.levels == ["班主任", "机构负责人"]
    desk("赵老师")
    decide(browser, asked, "approve", "同意")
    again = decide(browser, asked, "approve", "同意")
    assert "上一级由您审批，本级须由他人审批。" in again.flashes
    assert slips(class_ahead) == []
    desk("钱主任")
    decide(browser, asked, "approve", "同意")
    assert slips(class_ahead) == [True, True, True]
    decide(browser, asked, "revoke", "证明系伪造")
    assert slips(class_ahead) == [False, False, False]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "请勾选不能参加的课次，或填写请假时段。"),
        ({"starts": "2026-03-02T09:00"}, "请填写请假结束时间。"),
        ({"ends": "2026-03-02T09:00"}, "请填写请假开始时间。"),
        ({"starts": "2026-03-02T09:00", "ends": "2026-03-02T09:00"}, "请假结束时间须晚于开始时间。"),
        ({"starts": "2026-03-05T09:00", "ends": "2026-03-05T12:00"}, "该时段内没有本班课次，无需请假。"),
        (
            {"starts": "2026-03-02T09:00", "ends": "2026-03-02T12:00", "codes": ["S01"]},
            "勾选课次或填写时段，二者选一。",
        ),
    ],
)
@pytest.mark.one_engine
def test_what_cannot_be_is_said_at_its_place(browser, phone, class_ahead, facts, said):
    phone()
    assert said in look(browser, class_ahead, *facts.pop("codes", []), **facts).errors


@pytest.mark.one_engine
def test_leave_for_the_same_time_is_not_asked_for_twice(browser, phone, class_ahead):
    phone()
    asked = sent(browser, class_ahead, "S01")
    assert f"该时段已有请假申请第 {asked.id} 号。" in look(browser, class_ahead, "S01", "S02").errors


@pytest.mark.one_engine
def test_the_desk_enters_leave_for_a_learner_who_telephoned(browser, desk, class_ahead):
    desk()
    page = browser.get("absence.enter_leave", offering_id=class_ahead.offering.id)
    facts = {**PHONE, "sessions": [str(class_ahead.session("S01"))]}
    assert "请选择学员。" in page.form.fill(**facts).submit().errors
    looked = page.form.fill(learner=str(class_ahead.learner("王芳")), **facts).submit()
    shown = looked.form.submit()
    assert shown.facts()["学员"] == "王芳"
    assert "教务代为登记" in shown.text
    listed = browser.get("absence.list_leave")
    assert [row["学员"] for row in listed.table("请假申请").rows] == ["王芳"]
    assert "待审批请假" in browser.get("accounts.home").text


@pytest.mark.one_engine
def test_a_decision_made_on_an_old_page_is_refused(browser, phone, desk, class_ahead):
    phone()
    asked = sent(browser, class_ahead, "S01")
    desk()
    where = {"offering_id": asked.offering_id, "request_id": asked.id}
    old = browser.get("absence.show_leave", **where).form_named("absence-decision").values
    decide(browser, asked, "approve", "同意")
    page = browser.post("absence.decide_leave", {**old, "act": "refuse", "reason": "迟了一步"}, **where)
    assert "其间已有他人作出处理，请重新查看。" in page.flashes
    assert slips(class_ahead) == [True]


def openings(db_session):
    """Who has opened which proof."""
    found = db_session.scalars(select(AuditEntry).where(AuditEntry.action == "sessions.proof_opened"))
    return [(one.actor, one.subject_kind, one.subject_id) for one in found]


@pytest.mark.one_engine
def test_nobody_sees_the_leave_of_others(browser, phone, desk, make, sign_in, class_ahead, db_session):
    phone()
    asked = sent(browser, class_ahead, "S01", files=(PDF, "病历.jpg"))
    other = make.User(role=Role.LEARNER)
    class_ahead.learners["王芳"].learner.user_id = other.id
    db_session.flush()
    sign_in(other)
    file_id = asked.files[0].id
    for number in (asked.enrolment_id, class_ahead.learner("王芳")):
        browser.get("absence.my_leave", enrolment_id=number, request_id=asked.id, status=404)
        browser.get("absence.my_file", enrolment_id=number, file_id=file_id, status=404)
    sign_in(make.StaffMember().user)  # of another institution
    browser.get("absence.show_leave", offering_id=asked.offering_id, request_id=asked.id, status=404)
    browser.get("absence.absence_file", offering_id=asked.offering_id, file_id=file_id, status=404)
    assert openings(db_session) == []
    clerk = desk()
    answer = browser.download("absence.absence_file", offering_id=asked.offering_id, file_id=file_id)
    assert (answer.data, answer.headers["Cache-Control"]) == (PDF, "no-store")
    assert openings(db_session) == [(clerk.display_name, "leave", str(asked.id))]


@pytest.mark.one_engine
def test_the_slip_can_be_printed(browser, phone, desk, class_ahead):
    phone()
    asked = sent(browser, class_ahead, "S01")
    desk()
    decide(browser, asked, "approve", "同意")
    paper = browser.download("absence.print_leave", offering_id=asked.offering_id, request_id=asked.id)
    assert paper.data.startswith(b"%PDF")


def test_lists_and_class_page_cost_the_same_queries_with_many_requests(browser, desk, class_ahead, make, count_queries):
    desk()

    def ask(name):
        person = make.Enrolment(offering=class_ahead.offering, learner=make.Learner(name=name))
        make.LeaveRequest(enrolment=person)

    def costs():
        return [
            count_queries(lambda: browser.get("absence.list_leave")),
            count_queries(lambda: browser.get("absence.class_absence", offering_id=class_ahead.offering.id)),
        ]

    ask("甲")
    few = costs()
    for number in range(12):
        ask(f"学员{number}")
    assert costs() == few
