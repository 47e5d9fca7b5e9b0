"""The papers of a class: what can be printed, who may have whole numbers, the notice and its sending."""

from __future__ import annotations

import io
from datetime import date
from urllib.parse import unquote

import pytest
from docx import Document

from accounts.models import AuditEntry
from accounts.rules import Role
from archives.models import DossierDocument
from core.stored_files import StoredFile
from courses.rules import ClassState
from sessions.handouts.models import NoticeDispatch, NoticeWording
from standards.models import FilingItem
from tests.pdf_text import text_of
from tests.thawing import set_figure

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

NUMBER, PHONE = "610101198001010011", "13812345678"
SCAN = b"\x89PNG\r\n\x1a\n0000IEND"


@pytest.fixture(autouse=True)
def site_day(monkeypatch):
    """Forms are told that it is 1 March 2026."""
    monkeypatch.setattr("sessions.handouts.forms.today", lambda: date(2026, 3, 1))
    monkeypatch.setattr("sessions.handouts.views.today", lambda: date(2026, 3, 1))


@pytest.fixture
def offering(make):
    filing = [FilingItem(position=0, code="notice", stage="实施前", title="培训通知", retention="D30")]
    version = make.RuleSetVersion(filing_items=filing)
    offering = make.ClassOffering(code="CQO-9", class_teacher="李静", rule_set_version=version)
    teacher = make.Teacher(institution=offering.institution, name="晏若谷", title="教授")
    venue = make.Venue(institution=offering.institution, name="报告厅", address="科技路1号")
    make.ClassSession(offering=offering, code="S01", teacher=teacher, venue=venue)
    make.Enrolment(offering=offering, learner=make.Learner(name="阿依古丽", id_number=NUMBER, phone=PHONE))
    return offering


@pytest.fixture
def coordinator(make, sign_in, offering):
    return sign_in(make.StaffMember(institution=offering.institution).user)


@pytest.fixture
def auditor(make, sign_in, offering):
    user = make.User(role=Role.AUDITOR)
    make.StaffMember(user=user, institution=offering.institution)
    return sign_in(user)


def papers(browser, offering):
    return browser.get("sessions.show_papers", offering_id=offering.id)


def sent(browser, offering, name, ending="pdf", **values):
    data = {"csrf_token": browser.csrf_token(), "format": ending, **values}
    return browser.client.post(browser.url("sessions.print_paper", offering_id=offering.id, name=name), data=data)


def test_every_paper_comes_in_both_formats_and_each_is_on_record(browser, coordinator, offering, db_session):
    for name in ("notice", "timetable", "roster", "letters", "sheets", "badges"):
        for ending, start in (("pdf", b"%PDF"), ("docx", b"PK")):
            response = sent(browser, offering, name, ending)
            assert (response.status_code, response.data[: len(start)]) == (200, start)
            assert response.headers["Cache-Control"] == "no-store"
    made = db_session.query(AuditEntry).filter_by(action="sessions.paper_made").all()
    assert len(made) == 12
    assert made[-1].detail == {"paper": "badges", "format": "docx"}


def test_the_file_has_its_chinese_name(browser, coordinator, offering):
    header = sent(browser, offering, "sheets", part="2026-03-02-AM").headers["Content-Disposition"]
    assert "filename*=UTF-8''" in header
    assert unquote(header.partition("filename*=UTF-8''")[2]) == "CQO-9 学员签到表 2026-03-02 上午.pdf"


def test_numbers_on_the_roster_are_masked(browser, auditor, offering):
    table = Document(io.BytesIO(sent(browser, offering, "roster", "docx").data)).tables[0]
    assert [cell.text for cell in table.rows[1].cells][3:5] == ["610***********0011", "138****5678"]


def test_whole_numbers_need_the_right_and_a_reason_and_are_on_record(browser, coordinator, offering, db_session):
    page = papers(browser, offering).follow("含完整号码…")
    refused = page.form.submit("下载")
    assert refused.errors
    assert db_session.query(AuditEntry).filter_by(action="sessions.full_roster_made").count() == 0
    data = {"csrf_token": browser.csrf_token(), "reason": "上报培训备案", "format": "pdf"}
    response = browser.client.post(browser.url("sessions.print_full_roster", offering_id=offering.id), data=data)
    assert NUMBER in text_of(response.data)
    assert "名册（完整号码）" in unquote(response.headers["Content-Disposition"])
    (entry,) = db_session.query(AuditEntry).filter_by(action="sessions.full_roster_made").all()
    assert entry.detail["reason"] == "上报培训备案"


def test_an_auditor_prints_but_neither_reveals_nor_writes(browser, auditor, offering):
    assert {"含完整号码…", "填写通知", "登记发出"} & papers(browser, offering).links.keys() == set()
    for endpoint in ("print_full_roster", "write_notice", "record_dispatch"):
        browser.get(f"sessions.{endpoint}", offering_id=offering.id, status=403)


def test_an_empty_class_says_what_lacks_and_where_it_is_put_right(browser, coordinator, offering, make):
    empty = make.ClassOffering(institution=offering.institution)
    page = papers(browser, empty)
    assert page.text.count("尚无在册学员。") == 3
    assert "去排课" in page.links
    assert "培训通知 PDF" in [button.get("aria-label") for button in page.soup.find_all("button")]
    refused = browser.post("sessions.print_paper", {"format": "pdf"}, offering_id=empty.id, name="roster")
    assert refused.flashes == ["尚无在册学员。"]


def test_parts_and_formats_that_do_not_exist_are_refused(browser, coordinator, offering):
    assert sent(browser, offering, "sheets", part="2026-03-02-PM").status_code == 404
    assert sent(browser, offering, "roster", "exe").status_code == 404


def test_the_rule_set_says_how_often_people_sign(browser, coordinator, offering, db_session):
    figure = next(one for one in offering.rule_set_version.parameters if one.key == "attendance.signatures")
    assert figure.value == 2
    assert "签退" in text_of(sent(browser, offering, "sheets").data)
    set_figure(db_session, "attendance.signatures", 1)
    db_session.commit()
    assert "签退" not in text_of(sent(browser, offering, "sheets").data)


def test_the_notice_is_written_in_numbered_wordings(browser, coordinator, offering, db_session):
    form = papers(browser, offering).follow("填写通知").form
    assert form.values["contact"].strip() == "联系人：李静"
    form.fill(fee="每人 2400 元", issued_on="2026-02-20").submit("保存")
    assert "每人2400元" in text_of(sent(browser, offering, "notice").data).replace(" ", "")
    late = form.fill(fee="免费").submit("保存")
    assert late.errors == ["刚才已有他人修改了通知，请重新打开本页后再填写。"]
    browser.get("sessions.write_notice", offering_id=offering.id).form.fill(fee="免费").submit("保存")
    assert [one.number for one in db_session.query(NoticeWording).order_by(NoticeWording.number)] == [1, 2]


def test_a_notice_that_was_sent_is_kept_as_it_was(browser, coordinator, offering, db_session):
    form = papers(browser, offering).follow("登记发出").form
    page = form.fill(sent_on="2026-02-21", recipients="西安甲厂、乙厂", channel="电子邮件").submit("保存")
    (row,) = page.table("通知发出记录").rows
    assert (row["发出日期"], row["发送对象"], row["文件"]) == ("2026-02-21", "西安甲厂、乙厂", "CQO-9 培训通知.pdf")
    kept = db_session.query(NoticeDispatch).one()
    assert [(one.filing_code, one.file_name) for one in db_session.query(DossierDocument)] == [
        ("notice", "CQO-9 培训通知.pdf")
    ]
    response = browser.download("sessions.download_dispatch", offering_id=offering.id, dispatch_id=kept.id)
    assert "关于举办" in text_of(response.data)
    page = page.follow("撤回").form.fill(reason="登记错了班").submit("撤回")
    assert "已撤回：登记错了班" in page.table("通知发出记录").rows[0]["备注"]
    assert db_session.query(NoticeDispatch).count() == 2
    again = browser.post("sessions.withdraw_dispatch", {"reason": "再次"}, offering_id=offering.id, dispatch_id=kept.id)
    assert again.flashes == ["该登记已被他人撤回。"]


def test_the_stamped_scan_is_kept_and_macros_and_later_days_are_refused(browser, coordinator, offering, db_session):
    form = browser.get("sessions.record_dispatch", offering_id=offering.id).form
    refused = form.fill(sent_on="2026-03-02", recipients="甲厂").submit("保存")
    assert refused.errors == ["日期不能晚于今天。"]
    refused = form.fill(sent_on="2026-03-01", document=(b"MZ", "notice.exe")).submit("保存")
    assert len(refused.errors) == 1
    form.fill(document=(SCAN, "盖章通知.png")).submit("保存")
    assert [one.file_name for one in db_session.query(StoredFile)] == ["盖章通知.png"]


def test_a_closed_class_is_printed_and_nothing_more(browser, coordinator, make, offering):
    filed = make.ClassOffering(institution=offering.institution, state=ClassState.FILED)
    assert "填写通知" not in papers(browser, filed).links
    browser.get("sessions.write_notice", offering_id=filed.id, status=404)
    browser.get("sessions.record_dispatch", offering_id=filed.id, status=404)


def test_papers_of_a_foreign_class_do_not_exist(browser, coordinator, make):
    foreign = make.ClassOffering()
    browser.get("sessions.show_papers", offering_id=foreign.id, status=404)
    browser.get("sessions.download_dispatch", offering_id=foreign.id, dispatch_id=1, status=404)


def test_the_page_asks_the_same_questions_for_many(browser, coordinator, offering, make, count_queries):
    few = count_queries(lambda: papers(browser, offering))
    for n in range(12):
        make.Enrolment(offering=offering)
        make.ClassSession(offering=offering, code=f"X{n}", teacher_name=f"教师{n}")
    assert count_queries(lambda: papers(browser, offering)) == few
