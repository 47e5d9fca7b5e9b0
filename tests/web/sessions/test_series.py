"""Sessions that come back: the dates with their findings first, then all of them or those with nothing in the way."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.models import AuditEntry
from accounts.rules import Permission
from core.clock import to_local
from sessions.models import ClassSession, FindingWaiver

WANTED = {
    "title": "质量工具",
    "first": "2026-09-14",
    "weekdays": ["0", "5"],
    "starts": "09:00",
    "ends": "12:00",
    "times": "4",
    "planned_hours": "4",
    "venue_name": "报告厅",
    "modules": "质量战略\n品牌建设",
}


@pytest.fixture
def offering(make):
    return make.ClassOffering(code="CQO-2026-01", starts_on=date(2026, 9, 14), ends_on=date(2026, 11, 30))


@pytest.fixture
def planner(make, sign_in, offering):
    make.Venue(institution=offering.institution, name="报告厅")
    return sign_in(make.StaffMember(institution=offering.institution, user=make.User(display_name="李静")).user)


def preview(browser, offering, **values):
    form = browser.get("sessions.new_series", offering_id=offering.id).form
    return form.fill(**{**WANTED, **values}).submit("生成日期")


def lines(page):
    found = []
    for line in page.soup.select(".series-line"):
        text = " ".join(line.label.get_text(" ").split())
        remarks = [" ".join(each.get_text(" ").split()) for each in line.select(".finding-list li")]
        found.append((text, line.select_one("input[type=checkbox]").has_attr("checked"), remarks))
    return found


def held(db_session):
    found = db_session.query(ClassSession).order_by(ClassSession.starts_at)
    return [(one.code, to_local(one.starts_at), one.module) for one in found]


def test_the_first_form_is_filled_in_with_the_next_free_half_day(browser, planner, offering):
    values = browser.get("sessions.new_series", offering_id=offering.id).form.values
    assert (values["first"], values["starts"], values["times"]) == ("2026-09-14", "09:00", "5")
    assert values["until"] == offering.ends_on.isoformat(), "not beyond the class"


def test_dates_of_rest_stand_there_unticked_and_make_up_days_are_taught(browser, planner, offering, db_session):
    page = preview(browser, offering)
    assert lines(page) == [
        ("S01 2026-09-14（周一）", True, []),
        ("— 2026-09-19（周六）", False, ["日历 休息日"]),
        ("S02 2026-09-21（周一）", True, []),
        ("— 2026-09-26（周六）", False, ["日历 中秋节"]),
        ("S03 2026-09-28（周一）", True, []),
        ("— 2026-10-03（周六）", False, ["日历 国庆节"]),
        ("— 2026-10-05（周一）", False, ["日历 国庆节"]),
        ("S04 2026-10-10（周六）", True, ["日历 国庆节调休上班"]),
    ]
    assert held(db_session) == []
    assert page.form.submit("全部保存（有冲突则都不保存）").flashes == ["已将 4 个课次列入课表。"]
    assert held(db_session) == [
        ("S01", datetime(2026, 9, 14, 9, 0), "质量战略"),
        ("S02", datetime(2026, 9, 21, 9, 0), "品牌建设"),
        ("S03", datetime(2026, 9, 28, 9, 0), "质量战略"),
        ("S04", datetime(2026, 10, 10, 9, 0), "品牌建设"),
    ]


def test_a_session_shifts_to_the_next_working_day_when_that_is_wanted(browser, planner, offering):
    page = preview(browser, offering, weekdays=["0"], first="2026-10-05", times="1", rest="shift")
    assert lines(page) == [("S01 2026-10-08（周四）", True, ["日历 由 2026-10-05（周一） 顺延"])]


@pytest.fixture
def taken(make, offering):
    """Somebody else has the hall on the second Monday."""
    from sessions.rules.kinds import Resource
    from trainer.models import Venue

    other = make.ClassOffering(institution=offering.institution, code="CQO-2026-02")
    session = make.ClassSession(
        offering=other, code="K01", venue_name="报告厅",
        starts_at=datetime.fromisoformat("2026-09-21T02:00+00:00"), ends_at=datetime.fromisoformat("2026-09-21T03:00+00:00"),
    )  # fmt: skip

    def book(db_session):
        venue = db_session.query(Venue).filter_by(name="报告厅").one()
        make.Booking(class_session=session, resource=Resource.VENUE, resource_id=venue.id)

    return book


def test_what_is_taken_is_named_and_all_or_nothing_saves_nothing(browser, planner, offering, taken, db_session):
    taken(db_session)
    page = preview(browser, offering, weekdays=["0"], times="3")
    assert lines(page)[1] == (
        "S02 2026-09-21（周一）", True, ["场地时间冲突 课次 S02：报告厅 同时排在 CQO-2026-02 K01。"],
    )  # fmt: skip
    page = page.form.submit("全部保存（有冲突则都不保存）")
    assert [code for code, *_ in held(db_session)] == ["K01"]
    assert page.form.submit("只保存没有冲突的").flashes == ["已将 2 个课次列入课表。", "有 1 个课次因冲突未列入。"]
    assert [code for code, *_ in held(db_session)] == ["S01", "K01", "S03"]


def test_a_date_can_be_moved_or_left_out_before_saving(browser, planner, offering, taken, db_session):
    taken(db_session)
    page = preview(browser, offering, weekdays=["0"], times="3")
    page = page.form.fill(**{"line-1-on": "2026-09-22", "line-2-keep": False}).submit("重新检查")
    assert [(text, kept, remarks) for text, kept, remarks in lines(page)] == [
        ("S01 2026-09-14（周一）", True, []),
        ("S02 2026-09-22（周二）", True, ["日历 由 2026-09-21（周一） 顺延"]),
        ("— 2026-09-28（周一）", False, []),
    ]
    page.form.submit("全部保存（有冲突则都不保存）")
    assert [str(start.date()) for code, start, _module in held(db_session) if code != "K01"] == [
        "2026-09-14", "2026-09-22",
    ]  # fmt: skip


def test_a_rest_day_is_held_with_a_reason_that_stays(browser, planner, offering, db_session):
    page = preview(browser, offering, weekdays=["5"], first="2026-09-19", times="1", rest="keep")
    page = page.form.submit("全部保存（有冲突则都不保存）")
    assert held(db_session) == []
    page = page.form.fill(waiver="周末班，学员在职").submit("全部保存（有冲突则都不保存）")
    assert page.flashes == ["已将 1 个课次列入课表。"]
    waiver = db_session.query(FindingWaiver).one()
    assert (waiver.code, waiver.reason, waiver.by_name) == ("TT_REST_DAY", "周末班，学员在职", "李静")
    assert "已放行——李静：周末班，学员在职" in page.text
    assert db_session.query(AuditEntry).filter_by(action="sessions.waived").count() == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"weekdays": []}, "请至少选择一天。"),
        ({"ends": "08:00"}, "结束时间须晚于开始时间。"),
        ({"times": "", "until": ""}, "请填写次数或截止日期。"),
    ],
)
def test_what_is_missing_is_asked_for(browser, planner, offering, values, error):
    assert preview(browser, offering, **values).errors == [error]


def test_the_number_of_queries_does_not_grow_with_the_dates(browser, planner, offering, count_queries):
    def queries(times):
        form = browser.get("sessions.new_series", offering_id=offering.id).form.fill(**{**WANTED, "times": times})
        return count_queries(lambda: form.submit("生成日期"))

    assert queries("1") == queries("20")


def test_letting_pass_is_a_permission_of_its_own():
    assert Permission.FINDINGS_WAIVE == "sessions:waive"
