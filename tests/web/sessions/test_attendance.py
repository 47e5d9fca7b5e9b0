"""The attendance grid: what it shows, whom it shows, and at what cost."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from accounts.rules import Role
from sessions.rules.halfdays import Direction
from tests.browser import words
from tests.thawing import set_figure
from tests.web.sessions import taught


def cells(page):
    """The grid as {learner: [what a screen reader hears in each cell …]}."""
    rows = page.soup.select("table.roll tbody tr")
    return {words(row.th): [words(a.select_one(".visually-hidden")) for a in row.select("a.sign")] for row in rows}


@pytest.fixture
def grid(browser, small, coordinator):
    """Open the grid of the small class, with filters."""
    return lambda **filters: browser.get("sessions.attendance", offering_id=small.offering.id, **filters)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ADMINISTRATOR, 200),
        (Role.COORDINATOR, 200),
        (Role.AUDITOR, 200),
        (Role.TEACHER, 403),
        (Role.REGULATOR, 403),
        (Role.LEARNER, 403),
    ],
)
def test_who_may_see_the_grid(browser, small, make, sign_in, role, status):
    user = make.User(role=role)
    make.StaffMember(user=user, institution=small.offering.institution)
    sign_in(user)
    browser.get("sessions.attendance", offering_id=small.offering.id, status=status)


@pytest.mark.parametrize("page", ["attendance", "export_attendance", "records", "hours", "export_hours", "scores"])
def test_the_class_of_another_institution_is_not_there(browser, small, make, sign_in, page):
    sign_in(make.StaffMember().user)
    browser.get(f"sessions.{page}", offering_id=small.offering.id, status=404)


def test_learners_stand_down_and_sessions_across_each_cell_in_words(grid):
    assert cells(grid()) == {"李明": ["出勤", "出勤"], "王芳": ["迟到", "出勤"]}


def test_a_cell_leads_to_what_is_behind_it(grid, browser, small):
    link = grid().soup.select("table.roll tbody a.sign")[2]
    assert link["href"] == browser.url("sessions.show_attendance", **small.cell("王芳", "S01"))


def test_columns_and_rows_are_counted(grid):
    page = grid()
    totals = [[words(cell) for cell in row.select("td")] for row in page.soup.select("table.roll tfoot tr")]
    assert totals[0] == ["2", "2", "4"]
    assert [words(cell) for cell in page.soup.select("table.roll tbody tr")[1].select("td.grid-sum")] == [
        "2", "1", "", "", "3.5",
    ]  # fmt: skip


def test_only_learners_with_something_to_look_at(grid):
    assert list(cells(grid(only_problems="y"))) == ["王芳"]


def test_a_search_finds_names(grid):
    assert list(cells(grid(text="李"))) == ["李明"]
    assert "没有符合条件的学员" in grid(text="没有这个人").text


def test_the_counts_stay_those_of_the_whole_class_while_searching(grid):
    assert "显示 1 人，全班 2 人" in grid(text="李").text


def test_remarks_on_a_half_day_are_worded(grid, make, small):
    taught.tap(make, small, "李明", "08:51")
    page = grid()
    assert cells(page)["李明"][0] == "出勤, 重复打卡"
    assert page.table("需留意的半日").rows[0]["情况"] == "重复打卡"


def test_a_session_to_come_is_not_called_absent(grid, make, small):
    start, end = (taught.to_utc(taught.datetime(2026, 4, 4, hour)) for hour in (9, 11))
    make.ClassSession(offering=small.offering, code="S03", starts_at=start, ends_at=end, position=999)
    assert cells(grid())["李明"][2] == "未到时间"


def test_htmx_gets_the_grid_alone(client, small, coordinator):
    answer = client.get(f"/classes/{small.offering.id}/attendance?text=李", headers={"HX-Request": "true"})
    assert b"<html" not in answer.data
    assert "李明" in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_the_workbook_says_the_same_in_words(browser, small, coordinator):
    answer = browser.download("sessions.export_attendance", offering_id=small.offering.id)
    sheets = load_workbook(io.BytesIO(answer.data)).worksheets
    rows = list(sheets[0].iter_rows(values_only=True))
    assert (rows[2][1], *rows[2][3:8]) == ("王芳", "迟到", "出勤", 2, 1, 0)


def test_a_class_without_learners_says_what_to_do(browser, make, sign_in):
    offering = make.ClassOffering()
    sign_in(make.StaffMember(institution=offering.institution).user)
    assert "还没有学员" in browser.get("sessions.attendance", offering_id=offering.id).text


def test_a_rule_set_with_an_open_figure_is_named(browser, small, coordinator, db_session):
    version = small.offering.rule_set_version
    set_figure(db_session, "attendance.late_grace", None, version.id)
    db_session.commit()
    page = browser.get("sessions.attendance", offering_id=small.offering.id, status=409)
    assert "attendance.late_grace" in page.text


@pytest.mark.parametrize("page", ["attendance", "hours", "scores", "records"])
def test_twenty_learners_cost_as_many_queries_as_two(app, browser, make, sign_in, count_queries, page):
    few, many = taught.small_class(app, make), taught.small_class(app, make, others=18)
    for one in many.learners:
        taught.tap(make, many, one, "09:05", enrolment=None)
    taught.tap(make, few, "李明", "09:05", enrolment=None)
    sign_in(make.User(role=Role.ADMINISTRATOR))
    ids = [few.offering.id, many.offering.id]
    costs = {count_queries(lambda each=each: browser.get(f"sessions.{page}", offering_id=each)) for each in ids}
    assert len(costs) == 1


def test_a_departure_before_the_arrival_is_ignored(grid, make, small):
    taught.tap(make, small, "李明", "08:40", Direction.OUT)
    assert cells(grid())["李明"] == ["出勤, 重复打卡", "出勤"]
