"""Enrolment as people see it: the public, an employer, the coordinator."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

import tests.factories.enrolling  # noqa: F401 - so that `make` knows it
from accounts.rules import Role
from core.clock import to_utc
from core.db import utc_now
from courses.enrolling.models import Application, EnrolmentAttempt, NoticeVersion
from courses.enrolling.rules.states import Stage
from courses.models import Enrolment
from courses.rules import ClassState
from tests.factories.training import identity_number

PERSON = {
    "name": "申小满", "id_number": identity_number(41), "phone": "13912345678", "employer": "陕西精工有限公司",
    "post": "质量部经理", "education": "本科", "quality_years": "6", "enterprise_size": "大型",
}  # fmt: skip


@pytest.fixture
def offering(offering, db_session):
    """The class of these tests, taking people in."""
    offering.state = ClassState.ENROLLING
    db_session.commit()
    return offering


@pytest.fixture
def desk(make, offering):
    desk = make.EnrolmentDesk(offering=offering, slug="abcd2345", capacity=1)
    make.NoticeVersion(offering_id=offering.id, capacity=1)
    return desk


def apply(browser, **changes):
    page = browser.get("enrolling.apply", slug="abcd2345")
    return page.form.fill(agreed=True, declared=True, **{**PERSON, **changes}).submit()


def test_the_notice_is_read_without_signing_in_and_shows_nobody(browser, desk, make):
    someone = make.Application(offering=desk.offering, name="秘而不宣")
    page = browser.get("enrolling.show_notice", slug="abcd2345")
    assert page.h1 == desk.offering.name
    assert "企业质量负责人" in page.text
    assert someone.name not in page.response.text


@pytest.mark.parametrize("published", [False, True])
def test_the_notice_is_there_only_while_published(browser, offering, make, published):
    make.EnrolmentDesk(offering=offering, slug="abcd2345")
    make.NoticeVersion(offering_id=offering.id, published=published)
    browser.get("enrolling.show_notice", slug="abcd2345", status=200 if published else 404)


def test_after_the_deadline_nobody_can_apply(browser, offering, make):
    make.EnrolmentDesk(offering=offering, slug="abcd2345")
    make.NoticeVersion(offering_id=offering.id, closes_at=utc_now())
    assert "报名已截止" in browser.get("enrolling.apply", slug="abcd2345").text


def test_an_application_leads_to_a_private_page_with_masked_numbers(browser, desk, db_session):
    page = apply(browser)
    application = db_session.scalar(select(Application))
    assert application.number in page.text
    assert PERSON["id_number"] not in page.response.text
    assert application.notice_number == 1
    assert application.declared_clean
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_wrong_number_is_named_with_its_remedy(browser, desk):
    wrong = PERSON["id_number"][:-1] + ("1" if PERSON["id_number"][-1] != "1" else "2")
    assert "校验码" in apply(browser, id_number=wrong).errors[0]


def test_a_second_application_is_told_its_number_only_to_who_knows_the_name(browser, desk, db_session):
    apply(browser)
    number = db_session.scalar(select(Application.number))
    assert number in apply(browser).errors[0]
    assert number not in apply(browser, name="别的人").errors[0]


def test_robots_and_floods_are_turned_away(browser, desk, db_session, app, monkeypatch):
    apply(browser, website="http://spam")
    assert db_session.scalar(select(Application)) is None
    monkeypatch.setitem(app.config, "ENROL_FORMS_PER_HOUR", 1)
    apply(browser)
    apply(browser, id_number=identity_number(42))
    assert len(db_session.scalars(select(Application)).all()) == 1
    assert len(db_session.scalars(select(EnrolmentAttempt)).all()) == 1


def test_the_applicant_withdraws_on_the_private_page(browser, desk, make, db_session):
    application = make.Application(offering=desk.offering)
    page = browser.get("enrolling.application_status", token=application.token)
    assert page.form.tag["data-confirm"].startswith("确定撤回报名？")
    page.form.fill(reason="出差").submit()
    assert db_session.get(Application, application.id).stage is Stage.WITHDRAWN


def test_a_guessed_address_shows_nothing(browser, desk):
    browser.get("enrolling.application_status", token="x" * 32, status=404)
    browser.get("enrolling.employer_people", token="x" * 32, status=404)


def test_a_returned_application_is_corrected(browser, desk, make, db_session):
    application = make.Application(offering=desk.offering, stage=Stage.RETURNED)
    page = browser.get("enrolling.correct_own", token=application.token)
    page.form.fill(post="质量总监", education="硕士", quality_years="8").submit()
    after = db_session.get(Application, application.id)
    assert (after.stage, after.education) == (Stage.SUBMITTED, "硕士")


def test_approving_the_ticked_admits_and_queues_in_order(browser, coordinator, desk, make, db_session):
    people = [make.Application(offering=desk.offering, enterprise_size="大型", declared_clean=True) for _n in range(2)]
    page = browser.get("enrolling.desk", offering_id=desk.offering_id)
    form = page.form_named("decide")
    form.values["chosen"] = [str(one.id) for one in people]
    form.submit("通过勾选的报名")
    stages = [db_session.get(Application, one.id).stage for one in people]
    assert stages == [Stage.ADMITTED, Stage.WAITING]
    assert len(db_session.scalars(select(Enrolment)).all()) == 1


def test_a_condition_not_met_stands_in_the_way_until_an_exception_is_made(browser, coordinator, desk, make, db_session):
    one = make.Application(offering=desk.offering, enterprise_size="大型", education="大专", declared_clean=True)
    page = browser.get("enrolling.show_application", offering_id=desk.offering_id, application_id=one.id)
    page = page.form_named("decide").submit("通过审核")
    assert "学历" in page.flashes[0]
    form = page.form_named("例外批准")
    form.values["reason"] = "省级质量奖"
    page = form.submit()
    page.form_named("decide").submit("通过审核")
    assert db_session.get(Application, one.id).stage is Stage.ADMITTED


def test_refusing_needs_a_reason(browser, coordinator, desk, make, db_session):
    one = make.Application(offering=desk.offering)
    where = {"offering_id": desk.offering_id, "application_id": one.id}
    browser.post("enrolling.decide_application", {"act": "refuse"}, **where)
    assert db_session.get(Application, one.id).stage is Stage.SUBMITTED
    browser.post("enrolling.decide_application", {"act": "refuse", "reason": "不属于招生范围"}, **where)
    assert db_session.get(Application, one.id).stage is Stage.REFUSED


def test_the_desk_takes_the_same_queries_for_any_number(browser, coordinator, desk, make, count_queries):
    make.Application(offering=desk.offering)
    browser.get("enrolling.desk", offering_id=desk.offering_id)
    few = count_queries(lambda: browser.get("enrolling.desk", offering_id=desk.offering_id))
    make.many(20).Application(offering=desk.offering)
    assert count_queries(lambda: browser.get("enrolling.desk", offering_id=desk.offering_id)) <= few


def test_the_desk_of_another_institution_does_not_exist(browser, coordinator, make):
    browser.get("enrolling.desk", offering_id=make.ClassOffering().id, status=404)


def test_an_auditor_reads_and_decides_nothing(browser, sign_in, make, desk):
    user = make.StaffMember(institution=desk.offering.institution, user=make.User(role=Role.AUDITOR)).user
    sign_in(user)
    one = make.Application(offering=desk.offering)
    browser.get("enrolling.show_application", offering_id=desk.offering_id, application_id=one.id)
    where = {"offering_id": desk.offering_id, "application_id": one.id}
    browser.post("enrolling.decide_application", {"act": "approve"}, status=403, **where)


def test_the_workbook_masks_numbers(browser, coordinator, desk, make):
    one = make.Application(offering=desk.offering)
    sheet = openpyxl.load_workbook(
        BytesIO(browser.download("enrolling.export_applications", offering_id=desk.offering_id).data)
    ).active
    assert one.id_number not in str(list(sheet.values))
    assert one.number in str(list(sheet.values))


def test_a_notice_is_written_and_published(browser, coordinator, offering):
    page = browser.get("enrolling.edit_notice", offering_id=offering.id)
    texts = {
        "audience": "质量负责人",
        "place": "西安",
        "fee": "免费",
        "contact": "李静 029",
        "terms": "须知",
        "privacy": "告知",
    }
    page = page.form_named("notice").fill(capacity="60", **texts).submit()
    page = page.press("发布")
    link = next(href for href in page.links.values() if "/e/" in href)
    assert "质量负责人" in browser.open(link).text


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in (("姓名", "身份证号", "手机号", "职务", "学历"), *rows):
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue(), "报名表.xlsx"


@pytest.mark.parametrize(("whole", "taken"), [(False, 1), (True, 0)])
def test_an_employer_hands_in_a_list(browser, desk, make, db_session, whole, taken):
    link = make.EmployerLink(offering=desk.offering)
    page = browser.get("enrolling.employer_people", token=link.token)
    file = workbook(
        ("周一鸣", identity_number(61), "13911112222", "质量经理", "本科"),
        ("郑错号", identity_number(62)[:-1] + "Y", "13911113333", "质检员", "大专"),
    )
    page = page.form.fill(file=file, agreed=True, whole=whole).submit()
    assert len(db_session.scalars(select(Application)).all()) == taken
    (refused,) = page.table("未接收的行").rows
    assert (refused["行"], refused["姓名"]) == ("3", "郑错号")


def test_a_file_without_a_list_of_people_leads_to_the_template(browser, desk, make):
    link = make.EmployerLink(offering=desk.offering)
    form = browser.get("enrolling.employer_people", token=link.token).form
    page = form.fill(agreed=True, file=(BytesIO("甲,乙\n1,2\n".encode()), "名单.csv")).submit()
    assert page.errors == ["未在文件中找到人员名单，请使用模板填写。"]


def test_a_link_taken_back_opens_nothing(browser, coordinator, desk, make):
    link = make.EmployerLink(offering=desk.offering)
    browser.post("enrolling.revoke_link", offering_id=desk.offering_id, link_id=link.id)
    page = browser.get("enrolling.employer_people", token=link.token, status=404)
    assert page.h1 == "此网址已失效"


def test_a_seat_offered_is_shown_with_its_deadline_to_both_sides(browser, coordinator, desk, make):
    one = make.Application(offering=desk.offering, stage=Stage.OFFERED, offer_until=to_utc(datetime(2099, 3, 1, 18)))
    page = browser.get("enrolling.application_status", token=one.token)
    assert "2099-03-01 18:00" in page.text
    assert "确认参加" in page.text
    assert "03-01 18:00" in browser.get("enrolling.desk", offering_id=desk.offering_id).text


def test_only_a_learner_of_the_class_is_moved(browser, coordinator, desk, make):
    one = make.Application(offering=desk.offering, stage=Stage.REFUSED)
    page = browser.get("enrolling.move_learner", offering_id=desk.offering_id, application_id=one.id)
    assert "未通过" in page.text
    assert page.h1 == one.name


def test_a_learner_of_a_roster_is_moved_and_both_classes_show_it(browser, coordinator, desk, make, db_session):
    target = make.ClassOffering(institution=desk.offering.institution, name="第二期")
    enrolment = make.Enrolment(offering=desk.offering)
    page = browser.post("enrolling.adopt_learner", offering_id=desk.offering_id, enrolment_id=enrolment.id)
    page = page.follow("转到其他班")
    page = page.form.fill(target_id=str(target.id), reason="时间冲突").submit()
    assert target.code in page.text
    assert "已录取" in browser.get("enrolling.desk", offering_id=target.id).text


def test_another_class_on_the_same_days_is_named(browser, coordinator, desk, make):
    one = make.Application(offering=desk.offering)
    other = make.ClassOffering(name="同期培训班")
    make.Enrolment(offering=other, learner=make.Learner(id_number=one.id_number))
    page = browser.get("enrolling.show_application", offering_id=desk.offering_id, application_id=one.id)
    assert "同期培训班" in page.text


def test_numbers_are_revealed_for_a_reason(browser, coordinator, desk, make):
    one = make.Application(offering=desk.offering)
    page = browser.get("enrolling.show_application", offering_id=desk.offering_id, application_id=one.id)
    page = page.form_named("reveal").fill(reason="核对身份证").submit()
    assert one.id_number in page.response.text


def test_the_start_page_counts_what_waits(browser, coordinator, desk, make):
    make.Application(offering=desk.offering)
    assert "待审核报名" in browser.get("accounts.home").text


@pytest.mark.parametrize("state", [ClassState.DRAFT, ClassState.APPROVED, ClassState.DELIVERING])
def test_only_a_class_that_enrols_is_announced(browser, desk, coordinator, db_session, state):
    browser.post("enrolling.publish_notice", offering_id=desk.offering_id, verb="unpublish")
    desk.offering.state = state
    db_session.commit()
    page = browser.post("enrolling.publish_notice", offering_id=desk.offering_id, verb="publish")
    assert "请先在“进程”中推进到“报名中”" in page.text
    last = db_session.scalars(select(NoticeVersion).order_by(NoticeVersion.number.desc())).first()
    assert not last.published
