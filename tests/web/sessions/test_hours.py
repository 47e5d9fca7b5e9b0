"""Hours of a class and of one learner: what the ledger says, and every step down to the file."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from accounts.models import AuditEntry
from accounts.rules import Role
from courses.rules import ClassState, EnrolmentState
from sessions.models import Evaluation
from tests.browser import words
from tests.web.sessions import taught

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

STALE = "上次核算之后记录有变化；“重新核算”会把差额记入台账。"


@pytest.fixture
def page(browser, small, coordinator):
    """The page of hours of the small class."""
    return lambda: browser.get("sessions.hours", offering_id=small.offering.id)


def figures(page):
    """The key figures by name."""
    return {
        words(one.select_one(".figure-name")): words(one.select_one(".figure-value"))
        for one in page.soup.select(".key-figure")
    }


@pytest.mark.parametrize(
    ("role", "status"), [(Role.AUDITOR, 200), (Role.TEACHER, 403), (Role.LEARNER, 403), (Role.REGULATOR, 403)]
)
@pytest.mark.parametrize("endpoint", ["hours", "scores", "show_hours", "records"])
def test_who_may_see_hours(browser, small, make, sign_in, role, status, endpoint):
    user = make.User(role=role)
    make.StaffMember(user=user, institution=small.offering.institution)
    sign_in(user)
    more = {"enrolment_id": small.learner("李明")} if endpoint == "show_hours" else {}
    browser.get(f"sessions.{endpoint}", offering_id=small.offering.id, status=status, **more)


def test_each_learner_stands_against_what_is_required(page):
    rows = page().table("学员学时").rows
    assert [(row["线下"], row["线上"], row["合计"], row["还差"], row["最终成绩"]) for row in rows] == [
        ("4", "2.5", "6.5", "—", "80"),
        ("3.5", "1", "4.5", "1.5", "—"),
    ]
    assert [row["原因"] for row in rows] == ["", "学时不足、未列入成绩单"]


def test_totals_and_completions_are_counted(page):
    said = figures(page())
    assert (said["结业"], said["未结业"], said["合计"], said["要求"]) == ("1", "1", "11 学时", "6 学时")


def test_the_rule_set_is_named_and_marked_as_a_sample(page):
    shown = page()
    assert re.search(r"按规则集 规则集\d+ v1 核算：每学时 45 分钟，及格线 60 分。", shown.text)
    assert shown.soup.select_one(".rule-line .tag-warning").get_text(strip=True) == "示例"


def test_the_runs_say_what_they_posted(page):
    [run] = page().table("核算记录").rows
    assert (run["原因"], run["计入"], run["冲销"], run["学时"]) == ("导入", "7", "0", "11")


def test_a_run_lists_its_postings(page, browser, small, db_session):
    run = db_session.scalars(select(Evaluation)).one()
    shown = browser.get("sessions.show_run", offering_id=small.offering.id, evaluation_id=run.id)
    assert len(shown.table("本次核算的分录")) == 7


def test_the_run_of_another_class_is_not_there(browser, small, coordinator, app, make, db_session):
    other = taught.small_class(app, make)
    run = db_session.scalars(select(Evaluation).filter_by(offering_id=other.offering.id)).one()
    browser.get("sessions.show_run", offering_id=small.offering.id, evaluation_id=run.id, status=404)


def test_records_that_came_later_are_announced_and_posted_on_demand(page, make, small, db_session):
    make.ViewingSegment(batch=small.batch, enrolment=small.learners["王芳"])
    before = page()
    assert STALE in before.text
    assert before.table("学员学时").rows[1]["合计"] == "4.5 现应为 5"
    after = before.press("重新核算")
    assert after.flashes == ["新增 1 笔分录。"]
    assert STALE not in after.text
    assert db_session.scalars(select(AuditEntry)).one().action == "sessions.hours_recalculated"


def test_calculating_again_without_news_posts_nothing(page):
    assert page().press("重新核算").flashes == ["台账与核算结果一致，没有新增分录。"]


def test_a_filed_class_is_not_calculated_again(browser, page, small, db_session):
    small.offering.state = ClassState.FILED
    db_session.commit()
    assert "重新核算" not in page().text
    refused = browser.post("sessions.recalculate_hours", offering_id=small.offering.id)
    assert refused.flashes == ["本班已归档或已取消，记录不再更改。"]


def test_an_auditor_cannot_calculate_again(browser, small, auditor):
    browser.post("sessions.recalculate_hours", offering_id=small.offering.id, status=403)


def test_the_workbook_holds_every_learner_and_the_basis(browser, small, coordinator):
    answer = browser.download("sessions.export_hours", offering_id=small.offering.id)
    book = load_workbook(io.BytesIO(answer.data))
    people, basis = book.worksheets
    assert [row[1] for row in people.iter_rows(min_row=2, values_only=True)] == ["李明", "王芳"]
    assert dict(basis.iter_rows(min_row=2, values_only=True))["每学时分钟数"] == 45


def test_a_total_opens_down_to_the_file(browser, small, auditor):
    page = browser.get("sessions.hours", offering_id=small.offering.id).follow("李明")
    assert figures(page)["合计"] == "6.5 共需 6 学时"
    units = {words(one.select_one(".unit-code")): one for one in page.soup.select("details.unit")}
    assert list(units) == ["S01", "S02", "L01", "R01"]
    assert words(units["S01"].select_one(".unit-hours")) == "2 / 2 90 分钟"
    assert "签到记录.xlsx · 签到记录" in words(units["S01"])
    assert "参会记录.xlsx · L01" in words(units["L01"])
    assert "录播学习记录.xlsx · 学习片段" in words(units["R01"])


def test_the_sum_of_the_units_is_the_total(browser, small, auditor):
    page = browser.get("sessions.show_hours", offering_id=small.offering.id, enrolment_id=small.learner("王芳"))
    hours = [float(words(one).split(" ")[0]) for one in page.soup.select(".unit-hours")]
    assert sum(hours) == 4.5


def test_hours_of_a_learner_whom_a_roster_leaves_out_are_reversed_and_say_so(
    app, browser, small, auditor, make, db_session
):
    small.learners["王芳"].roster_line_id = make.RosterLine(batch=small.batch).id
    small.learners["王芳"].state = EnrolmentState.WITHDRAWN
    db_session.commit()
    assert taught.evaluate(app, small.offering) == 3
    page = browser.get("sessions.show_hours", offering_id=small.offering.id, enrolment_id=small.learner("王芳"))
    assert "该学员已退班，原计学时已冲销。" in page.text
    assert figures(page)["合计"] == "0 共需 6 学时"


def test_hours_of_a_learner_who_left_at_the_desk_stay_and_say_so(app, browser, small, auditor, db_session):
    small.learners["王芳"].state = EnrolmentState.WITHDRAWN
    db_session.commit()
    assert taught.evaluate(app, small.offering) == 0
    page = browser.get("sessions.show_hours", offering_id=small.offering.id, enrolment_id=small.learner("王芳"))
    assert "该学员已离开本班，此前取得的学时仍记录在本班。" in page.text
    assert figures(page)["合计"] == "4.5 共需 6 学时"


def test_what_was_posted_for_a_cancelled_session_stays_visible(app, browser, small, auditor, db_session):
    small.sessions["S02"].status = "cancelled"
    db_session.commit()
    taught.evaluate(app, small.offering)
    page = browser.get("sessions.show_hours", offering_id=small.offering.id, enrolment_id=small.learner("李明"))
    gone = page.soup.select("details.unit")[-1]
    assert "已不举办" in words(gone)
    assert [words(row.select("td")[1]) for row in gone.select("tbody tr")] == ["计入 后已冲销", "冲销"]


def test_a_learner_of_another_class_is_not_there(browser, small, coordinator, make):
    other = make.Enrolment()
    browser.get("sessions.show_hours", offering_id=small.offering.id, enrolment_id=other.id, status=404)
    browser.get("sessions.show_attendance", status=404, **{**small.cell("李明", "S01"), "enrolment_id": other.id})


def test_one_learner_costs_the_same_queries_with_many_records(browser, small, auditor, make, count_queries):
    where = {"offering_id": small.offering.id, "enrolment_id": small.learner("李明")}

    def look():
        return browser.get("sessions.show_hours", **where)

    look()
    few = count_queries(look)
    for minute in range(20):
        taught.tap(make, small, "李明", f"08:{minute + 20}")
    assert count_queries(look) == few
