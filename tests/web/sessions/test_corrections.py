"""One cell with everything below it, and corrections by hand: only differences are posted, nothing is changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from accounts.models import AuditEntry
from accounts.rules import Role
from courses.rules import BatchState, ClassState
from sessions.models import AttendanceEvent, HourPosting
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource
from tests.web.sessions import taught

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


@pytest.fixture
def cell(browser, small, coordinator):
    """Open a page of one learner in one session."""

    def open_cell(name="王芳", code="S01", page="show_attendance", **more):
        return browser.get(f"sessions.{page}", **small.cell(name, code), **more)

    return open_cell


def ledger(db_session):
    """Every posting as (id, kind, minutes, hours)."""
    return [(one.id, one.kind.value, one.minutes, one.hours) for one in db_session.scalars(select(HourPosting))]


def fill(page, clock="2026-03-02T08:55", reason="设备故障，班主任确认到课"):
    return page.form.fill(direction="in", at=clock, reason=reason)


def test_the_cell_says_what_counts_and_why(cell):
    page = cell()
    assert page.h1 == "王芳 · S01 质量法律制度"
    assert page.facts()["状态"] == "迟到"
    assert (page.facts()["采用的到达时间"], page.facts()["采用的离开时间"]) == ("09:15:00", "12:12:00")
    assert "计入 09:15:00–10:30:00，共 75 整分钟" in page.text
    assert "得 1.5 学时" in page.text


def test_an_absence_is_given_its_reason(cell, make, small):
    make.Enrolment(offering=small.offering, learner=make.Learner(name="没来"))
    small.learners["没来"] = make.Enrolment(offering=small.offering, learner=make.Learner(name="没来的人"))
    assert cell("没来").facts()["状态"] == "缺勤：无签到"


def test_every_tap_shows_its_place_its_device_and_its_use(cell, small, make):
    taught.tap(make, small, "王芳", "07:10", row=77)
    rows = cell().table("本半日的签到与签退").rows
    assert [row["用作"] for row in rows] == ["不在签到时段内", "到达", "离开"]
    assert rows[0]["出处"] == "签到记录.xlsx · 签到记录 · 第 77 行"
    assert "CHK-01" in rows[0]["来源"]


def test_leave_stands_with_the_cell(cell, make, small):
    make.LeaveSlip(batch=small.batch, enrolment=small.learners["王芳"], reason="出差", approver="佘主任")
    page = cell()
    assert page.facts()["备注"] == "请假期间有签到"
    assert page.table("请假").rows[0]["审批"] == "批准 佘主任"


@pytest.mark.parametrize(("code", "table"), [("L01", "参会时段"), ("R01", "播放片段")])
def test_online_units_open_down_to_their_records(cell, code, table):
    assert len(cell("李明", code).table(table)) == 1


def test_a_late_learner_who_came_in_time_gets_the_difference_and_no_more(cell, db_session):
    before = ledger(db_session)
    page = fill(cell(page="correct_attendance")).submit()
    assert page.flashes == ["已记录，台账新增 2 笔分录；原有数字仍可查看。"]
    after = ledger(db_session)
    assert after[: len(before)] == before
    assert [(kind, minutes, str(hours)) for _id, kind, minutes, hours in after[len(before) :]] == [
        ("reverse", -75, "-1.5"),
        ("earn", 90, "2"),
    ]


def test_old_figures_stay_visible_after_a_correction(cell):
    page = fill(cell(page="correct_attendance")).submit()
    assert page.facts()["状态"] == "出勤"
    rows = page.table("台账分录").rows
    assert [(row["类别"], row["分钟"]) for row in rows] == [("计入 后已冲销", "75"), ("冲销", "-75"), ("计入", "90")]
    assert "签到记录.xlsx · 签到记录" in rows[0]["记录"]


def test_the_correction_stands_among_the_taps_with_name_and_reason(cell, coordinator):
    page = fill(cell(page="correct_attendance")).submit()
    row = page.table("本半日的签到与签退").rows[0]
    assert row["用作"] == "到达"
    assert row["来源"] == f"更正 {coordinator.display_name}：设备故障，班主任确认到课"


def test_a_correction_is_written_to_the_audit_trail(cell, db_session, coordinator, small):
    fill(cell(page="correct_attendance")).submit()
    entry = db_session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.user_id) == ("sessions.attendance_corrected", coordinator.id)
    assert entry.subject_id == str(small.learner("王芳"))
    assert entry.detail["reason"] == "设备故障，班主任确认到课"


def test_a_correction_that_changes_no_hours_posts_nothing(cell, db_session):
    before = ledger(db_session)
    page = fill(cell("李明", page="correct_attendance"), "2026-03-02T08:58").submit()
    assert page.flashes == ["已记录，学时没有变化。"]
    assert ledger(db_session) == before


@pytest.mark.parametrize(
    ("filled", "message"),
    [
        ({"at": ""}, "请填写日期和时间，例如 2026-05-11 08:30。"),
        ({"at": "2026-03-02T06:00"}, "这个时间不会计入，请填写 2026-03-02 08:00 至 13:10 之间的时间。"),
        ({"at": "2026-03-03T09:00"}, "这个时间不会计入，请填写 2026-03-02 08:00 至 13:10 之间的时间。"),
        ({"at": "2026-04-03T12:01"}, "这个时间还没有到，请填写实际打卡的时间。"),
        ({"reason": ""}, "请填写原因。"),
        ({"reason": "忘"}, "请至少写四个字。"),
        ({"reason": "长" * 501}, "最多 500 个字符。"),
    ],
)
def test_a_refused_correction_says_why_and_writes_nothing(cell, db_session, filled, message):
    form = fill(cell(page="correct_attendance"))
    assert form.fill(**filled).submit().errors == [message]
    assert db_session.scalars(select(AttendanceEvent).filter_by(source=EventSource.CORRECTION)).all() == []


@pytest.mark.parametrize("clock", ["2026-03-02T08:00", "2026-03-02T13:10"])
def test_both_ends_of_the_window_count(cell, clock):
    assert fill(cell(page="correct_attendance"), clock).submit().errors == []


def test_an_online_unit_has_no_sign_in_to_add(cell):
    cell(code="L01", page="correct_attendance", status=404)


def withdraw(browser, small, event, reason="同事代刷，本人未到"):
    page = browser.get("sessions.withdraw_event", event_id=event.id, **small.cell("李明", "S01"))
    return page.form.fill(reason=reason).submit()


@pytest.fixture
def sign_in_of_li(db_session, small):
    return db_session.scalars(
        select(AttendanceEvent).filter_by(enrolment_id=small.learner("李明"), direction=Direction.IN)
    ).one()


def test_a_wrong_event_no_longer_counts_and_stays_with_the_reason(browser, small, coordinator, sign_in_of_li):
    page = withdraw(browser, small, sign_in_of_li)
    assert page.facts()["状态"] == "缺勤：无签到"
    row = page.table("本半日的签到与签退").rows[0]
    assert (row["时间"], row["用作"]) == ("08:50:00", "—")
    assert row["状态"].startswith("已作废")
    assert row["状态"].endswith(f"{coordinator.display_name}：同事代刷，本人未到")


def test_a_withdrawal_reverses_what_rested_on_the_event(browser, small, coordinator, sign_in_of_li, db_session):
    before = ledger(db_session)
    withdraw(browser, small, sign_in_of_li)
    after = ledger(db_session)
    assert after[: len(before)] == before
    assert [(kind, str(hours)) for _id, kind, _minutes, hours in after[len(before) :]] == [
        ("reverse", "-2"),
        ("reverse", "-2"),
    ]


def test_an_event_is_withdrawn_once(browser, small, coordinator, sign_in_of_li):
    withdraw(browser, small, sign_in_of_li)
    browser.get("sessions.withdraw_event", event_id=sign_in_of_li.id, status=404, **small.cell("李明", "S01"))


def test_a_withdrawal_needs_a_reason(browser, small, coordinator, sign_in_of_li):
    assert withdraw(browser, small, sign_in_of_li, reason="").errors == ["请填写原因。"]


def test_the_event_of_another_learner_is_not_there(browser, small, coordinator, sign_in_of_li):
    browser.get("sessions.withdraw_event", event_id=sign_in_of_li.id, status=404, **small.cell("王芳", "S01"))


def test_an_import_that_was_taken_back_shows_at_its_records(cell, small, make):
    undone = make.ImportBatch(
        offering=small.offering,
        state=BatchState.UNDONE,
        undone_at=datetime(2026, 3, 5, tzinfo=UTC),
        undone_by="李静",
        undone_reason="文件选错",
    )
    taught.tap(make, small, "王芳", "08:59", batch=undone)
    row = cell().table("本半日的签到与签退").rows[0]
    assert row["状态"] == "所在导入已撤回 2026-03-05 08:00:00 · 李静：文件选错"


def test_a_line_that_a_newer_file_changed_is_shown_as_replaced(cell, small, make):
    newer = make.ImportBatch(offering=small.offering)
    taught.tap(make, small, "王芳", "08:59", superseded_by_id=newer.id)
    assert cell().table("本半日的签到与签退").rows[0]["状态"].startswith("已被新文件取代")


@pytest.mark.parametrize("page", ["correct_attendance", "withdraw_event"])
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TEACHER, Role.LEARNER, Role.REGULATOR])
def test_only_those_who_record_may_correct(browser, small, make, sign_in, role, page, sign_in_of_li):
    user = make.User(role=role)
    make.StaffMember(user=user, institution=small.offering.institution)
    sign_in(user)
    more = {"event_id": sign_in_of_li.id} if page == "withdraw_event" else {}
    browser.get(f"sessions.{page}", status=403, **small.cell("李明", "S01"), **more)


def test_an_auditor_is_offered_no_correction(browser, small, auditor):
    page = browser.get("sessions.show_attendance", **small.cell("李明", "S01"))
    assert "手工补录签到或签退" not in page.links
    assert "此记录有误" not in page.links


def test_a_filed_class_keeps_its_records(browser, small, coordinator, db_session, cell):
    small.offering.state = ClassState.FILED
    db_session.commit()
    assert "手工补录签到或签退" not in cell().links
    assert cell(page="correct_attendance").flashes == ["本班已归档或已取消，记录不再更改。"]
