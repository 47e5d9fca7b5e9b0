"""Coordinators arrange sittings and draw papers."""

from __future__ import annotations

import pytest

from accounts.rules import Role
from courses.models import ClassOffering, CurriculumVersion
from sessions.examining.models import ExamPaper, Sitting


@pytest.fixture
def coordinator(room, sign_in):
    """Signed in."""
    return sign_in(room.coordinator)


@pytest.mark.one_engine
def test_a_sitting_is_arranged_from_the_examination_on_the_timetable(browser, coordinator, room, make, db_session):
    make.ClassSession(offering=room.offering, code="S19", title="结业考试")
    page = browser.get("examining.new_sitting", offering_id=room.offering.id)
    assert page.form.values["opens_at"] == "2026-03-02T09:00:00"
    shown = page.form.fill(title="期末考试", way="paper").submit()
    assert shown.h1 == "期末考试"
    assert shown.facts()["对应课次"] == "S19 结业考试"
    wrong = browser.get("examining.new_sitting", offering_id=room.offering.id).form.fill(closes_at="2026-03-01T09:00")
    assert wrong.submit().errors == ["结束时间应晚于开放时间。"]


@pytest.mark.one_engine
def test_times_are_fixed_once_somebody_has_begun_and_two_editors_are_told(browser, begins, room, sign_in, db_session):
    sign_in(room.coordinator)
    here = {"offering_id": room.offering.id, "sitting_id": room.sitting.id}
    page = browser.get("examining.edit_sitting", **here)
    page.form.fill(title="新名称").submit()
    assert "他人已修改" in page.form.fill(title="别的").submit().errors[0]
    begins(0)
    sign_in(room.coordinator)
    late = browser.get("examining.edit_sitting", **here).form.fill(minutes="60").submit()
    assert "已有考生开始作答" in late.errors[0]
    assert "不能取消" in browser.get("examining.cancel_sitting", **here).form.fill(reason="教室停电").submit().errors[0]
    browser.get("examining.edit_sitting", **here).form.fill(closes_at="2026-03-06T12:00").submit()
    assert db_session.get(Sitting, room.sitting.id).closes_at.hour == 4


def plan(page, *counts):
    """Fill in numbers of questions and points by kind."""
    filled = {}
    for place, (count, points) in enumerate(counts):
        filled |= {f"parts-{place}-count": str(count), f"parts-{place}-points": str(points)}
    return page.form.fill(**filled)


def test_a_paper_is_drawn_by_module_hours_or_what_lacks_is_named(browser, coordinator, make, db_session, room):
    curriculum = make.Curriculum(institution=room.offering.institution)
    for name, hours in (("质量法律制度", 6), ("品牌管理", 2)):
        make.CurriculumModule(curriculum=curriculum, name=name, planned_hours=hours)
        for _number in range(3):
            make.QuestionVersion(institution=room.offering.institution, module=name)
    version = db_session.query(CurriculumVersion).filter_by(curriculum_id=curriculum.id).one()
    offering = db_session.get(ClassOffering, room.offering.id)
    offering.curriculum_id, offering.curriculum_version_id = curriculum.id, version.id
    db_session.commit()
    page = browser.get("examining.draw_paper", offering_id=room.offering.id, sitting_id=room.sitting.id)
    assert "总分为 8 分，应为 100 分" in plan(page, (4, 2)).submit().errors[0]
    assert "质量法律制度 · 单选题：需要 15 道，题库有" in plan(page, (20, 5)).submit().text
    drawn = plan(page, (4, 25)).submit()
    assert drawn.flashes[0] == "组卷完成，共 4 题。"
    rows = {row["模块"]: row["试题"] for row in drawn.table("各模块题量").rows}
    assert rows == {"质量法律制度": "3", "品牌管理": "1"}
    assert db_session.query(ExamPaper).filter_by(sitting_id=room.sitting.id).count() == 2


@pytest.mark.one_engine
def test_an_auditor_sees_the_sitting_and_not_the_questions(browser, room, make, sign_in):
    user = make.User(role=Role.AUDITOR)
    make.StaffMember(user=user, institution=room.offering.institution)
    sign_in(user)
    here = {"offering_id": room.offering.id, "sitting_id": room.sitting.id}
    assert len(browser.get("examining.show_sitting", **here).table("考生").rows) == 3
    browser.get("examining.show_paper", **here, status=403)
    assert (
        browser.get("examining.list_sittings", offering_id=room.offering.id).table("考试安排").rows[0]["考试方式"]
        == "线上"
    )


@pytest.mark.one_engine
def test_another_house_gets_404(browser, room, make, sign_in):
    sign_in(make.StaffMember().user)
    here = {"offering_id": room.offering.id, "sitting_id": room.sitting.id}
    for page in ("show_sitting", "edit_sitting", "draw_paper", "show_paper"):
        browser.get(f"examining.{page}", **here, status=404)


@pytest.mark.one_engine
def test_the_page_of_a_sitting_asks_as_often_for_many_as_for_few(browser, coordinator, room, make, count_queries):
    here = {"offering_id": room.offering.id, "sitting_id": room.sitting.id}
    few = count_queries(lambda: browser.get("examining.show_sitting", **here))
    for _number in range(8):
        make.Enrolment(offering=room.offering)
    assert count_queries(lambda: browser.get("examining.show_sitting", **here)) == few
