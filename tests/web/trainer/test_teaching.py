"""What a teacher's page holds: proofs, appointments, subjects, hours of the week, leave."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import pytest

from accounts.models import AuditEntry
from accounts.rules import Role
from core.clock import to_utc, today
from trainer.models import Teacher
from trainer.teaching.models import TeacherAppointment, TeacherLeave, TeachingProfile


@pytest.fixture
def teacher(make, institution):
    return make.Teacher(institution=institution, name="崔砚秋")


@pytest.fixture
def open_page(browser, coordinator, institution, teacher):
    def get(endpoint="show_teacher", **values):
        return browser.get(f"trainer.{endpoint}", institution_id=institution.id, teacher_id=teacher.id, **values)

    return get


def test_hours_of_the_week_are_typed_and_shown(open_page):
    page = open_page("edit_profile").form.fill(day_0="全天", day_2="14:00-17:00", others="质量管理\n计量").submit()
    assert page.flashes == ["任教内容与时间已保存。"]
    week = page.table("每周可授课时间").rows[0]
    assert week["星期一"].split() == ["08:30–12:00", "13:30–17:30"]
    assert (week["星期三"], week["星期五"]) == ("14:00–17:00", "—")
    assert page.facts()["任教内容"] == "质量管理、计量"


def test_monday_serves_for_the_working_days(open_page):
    week = open_page("edit_profile").form.fill(day_0="上午", same=True).submit().table("每周可授课时间").rows[0]
    assert (week["星期五"], week["星期六"]) == ("08:30–12:00", "—")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("14:00-12:00", "星期三 14:00–12:00：结束时间要晚于开始时间。"),
        ("有空", "星期三“有空”：无法识别，请写成 08:30-12:00，或填上午、下午、晚上、全天。"),
        ("8:00-10:00、9:00-11:00", "星期三 09:00–11:00：与当天另一时段重叠，请合并为一段。"),
    ],
)
def test_a_stretch_that_cannot_stand_is_told_at_its_day_and_nothing_is_saved(open_page, db_session, typed, message):
    assert open_page("edit_profile").form.fill(day_2=typed).submit().errors == [message]
    assert db_session.query(TeachingProfile).count() == 0


def test_who_saves_an_old_page_is_told_and_overwrites_nothing(open_page, db_session):
    mine, theirs = open_page("edit_profile"), open_page("edit_profile")
    theirs.form.fill(others="计量").submit()
    page = mine.form.fill(others="质量管理").submit()
    assert page.errors == ["您打开本页后，他人已保存过新内容。请重新打开本页，在最新内容上修改。"]
    assert [one.subjects for one in db_session.query(TeachingProfile)] == [["计量"]]


def test_facts_of_a_teacher_are_not_overwritten_either(open_page, db_session, teacher):
    mine, theirs = open_page("edit_teacher"), open_page("edit_teacher")
    theirs.form.fill(title="教授").submit()
    assert mine.form.fill(title="讲师").submit().errors[0].startswith("您打开本页后")
    assert db_session.get(Teacher, teacher.id).title == "教授"


def test_modules_of_the_curricula_can_be_ticked(open_page, make, institution):
    curriculum = make.Curriculum(institution=institution)
    make.CurriculumModule(curriculum=curriculum, name="质量法律制度")
    page = open_page("edit_profile")
    assert "质量法律制度" in page.text
    page = page.form.fill(modules="质量法律制度", others="计量").submit()
    assert page.facts()["任教内容"] == "质量法律制度、计量"


def test_a_renewal_keeps_the_earlier_term_and_the_register_states_both_as_one(open_page, db_session, teacher):
    teacher.valid_from, teacher.valid_to = today() - timedelta(days=300), today() + timedelta(days=10)
    db_session.commit()
    first, last = today() + timedelta(days=11), today() + timedelta(days=400)
    page = open_page("new_appointment").form.fill(starts_on=str(first), ends_on=str(last), number="聘-2").submit()
    assert page.flashes == ["聘任已登记。"]
    assert len(page.table("聘任记录").rows) == 2
    known = db_session.get(Teacher, teacher.id)
    assert (known.valid_from, known.valid_to) == (today() - timedelta(days=300), last)
    assert db_session.query(AuditEntry).filter_by(action="teaching.appointed").count() == 1


def test_a_withdrawn_appointment_stays_on_file_and_no_longer_counts(open_page, db_session, teacher):
    page = open_page("new_appointment").form.fill(starts_on="2026-01-01", ends_on="2099-12-31").submit()
    page = page.follow("撤销").form.fill(reason="聘书写错").submit()
    assert page.table("聘任记录").rows[0]["状态"] == "已撤销"
    assert db_session.get(Teacher, teacher.id).valid_to is None
    assert db_session.query(TeacherAppointment).one().withdrawn_reason == "聘书写错"


def test_an_entry_is_withdrawn_once(open_page):
    open_page("new_leave").form.fill(starts_at="2026-12-01T08:00", ends_at="2026-12-02T18:00", reason="出差").submit()
    first = open_page().follow("撤销")
    first.form.fill(reason="行程取消").submit()
    assert first.form.fill(reason="行程取消").submit().errors == ["该记录已被他人撤销。"]


def test_leave_runs_forward_and_does_not_overlap(open_page, db_session):
    form = open_page("new_leave").form.fill(starts_at="2026-12-02T08:00", ends_at="2026-12-01T18:00", reason="出差")
    assert form.submit().errors == ["结束时间要晚于开始时间。"]
    assert form.fill(ends_at="2026-12-03T18:00").submit().flashes == ["请假已登记。"]
    refused = (
        open_page("new_leave")
        .form.fill(starts_at="2026-12-03T17:00", ends_at="2026-12-04T12:00", reason="开会")
        .submit()
    )
    assert refused.errors == ["2026-12-02 08:00 – 2026-12-03 18:00 已有登记。请先撤销原记录，或只登记其余时间。"]
    assert db_session.query(TeacherLeave).count() == 1


def test_a_proof_that_ends_is_an_alarm_on_page_and_register(open_page, browser, institution, make):
    make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"))
    soon = today() + timedelta(days=20)
    page = open_page("new_qualification").form.fill(name="CRBA 审核员", kind="auditor", valid_to=str(soon)).submit()
    assert page.table("资质证明").rows[0]["有效期止"].startswith("即将到期")
    assert "以下证明即将到期或已到期：CRBA 审核员" in page.text
    found = browser.open(browser.url("trainer.list_teachers", institution_id=institution.id) + "?state=alarm")
    assert "1 项证明到期" in found.table("师资").rows[0]["聘期"]


def test_a_document_comes_back_as_it_was_handed_in(open_page, browser, institution, teacher):
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    page = open_page("new_qualification")
    form = page.form.fill(name="教授", kind="professional_title")
    form.values["document"] = (io.BytesIO(png), "证书.png")
    page = form.submit()
    response = browser.client.get(page.links["证书.png"])
    assert (response.status_code, response.data) == (200, png)


def test_the_register_is_searched_by_subject(open_page, browser, institution, make):
    open_page("edit_profile").form.fill(others="计量").submit()
    make.Teacher(institution=institution, name="屈文翰")
    address = browser.url("trainer.list_teachers", institution_id=institution.id)
    assert [row["姓名"] for row in browser.open(f"{address}?subject=计量").table("师资").rows] == ["崔砚秋"]
    assert [row["姓名"] for row in browser.open(f"{address}?text=屈").table("师资").rows] == ["屈文翰"]
    assert "没有符合条件的教师" in browser.open(f"{address}?text=无此人").text


def test_hours_of_the_year_stand_against_the_cap_and_survey_scores_are_not_invented(open_page, make, teacher):
    start = today().replace(month=1, day=5)
    begins = to_utc(datetime.combine(start, time(8)))
    make.ClassSession(teacher=teacher, starts_at=begins, ends_at=begins + timedelta(hours=2), planned_hours=4)
    page = open_page("edit_profile").form.fill(yearly_hours="3").submit()
    assert "上限 3" in page.text
    assert "所授班级答卷 0 份" in page.text


def test_a_teacher_s_page_takes_as_many_queries_for_twenty_entries_as_for_one(
    open_page, browser, institution, teacher, make, count_queries
):
    def enter(number):
        for _each in range(number):
            make.TeacherQualification(teacher=teacher)
            make.TeacherAppointment(teacher_id=teacher.id)

    enter(1)
    address = browser.url("trainer.show_teacher", institution_id=institution.id, teacher_id=teacher.id)
    browser.client.get(address)
    one = count_queries(lambda: browser.client.get(address))
    enter(19)
    assert count_queries(lambda: browser.client.get(address)) == one


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.REGULATOR])
def test_supervisors_read_and_write_nothing(browser, make, sign_in, institution, teacher, role):
    user = make.User(role=role, region="61")
    sign_in(user)
    ids = {"institution_id": institution.id, "teacher_id": teacher.id}
    assert "登记聘任" not in browser.get("trainer.show_teacher", **ids).links
    for endpoint in ("edit_profile", "new_leave", "new_appointment", "new_qualification"):
        browser.get(f"trainer.{endpoint}", **ids, status=403)


def test_entries_of_another_teacher_do_not_exist(open_page, make, browser, institution):
    foreign = make.TeacherQualification(teacher=make.Teacher(), valid_to=date(2026, 1, 1))
    open_page("withdraw_teacher_record", kind="qualification", record_id=foreign.id, status=404)
    open_page("teacher_document", kind="qualification", record_id=foreign.id, status=404)
    browser.get("trainer.edit_profile", institution_id=institution.id, teacher_id=foreign.teacher_id, status=404)
