"""Handing in files: choose, see what would happen, import, take back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.models import AuditEntry, User
from accounts.rules import Role
from core.spreadsheets.export import Sheet, write_workbook
from courses.models import ClassOffering, Enrolment, ImportBatch
from courses.rules import BatchState
from intake.models import DraftFile, ImportDraft
from tests.browser import Browser, Page, words

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

ROSTER = ["序号", "姓名", "性别", "身份证号", "手机号", "单位"]
LEARNERS = [
    [1, "王岚", "女", "610527198311059286", "16926043446", "西安汧翀电气有限公司"],
    [2, "丁铮", "男", "610632198511229653", "16041291540", "汉中褒铄新材料有限公司"],
]
WRONG = [3, "石炜", "男", "610122700829947", "16157041399", "铜川灞旻粮油有限责任公司"]
SIGNS = ["班级编号", "姓名", "手机尾号", "打卡时间", "方向"]


def workbook(name: str, header: list[str], rows: list[list[Any]]) -> tuple[bytes, str]:
    return write_workbook([Sheet("Sheet1", header, rows)]), name


@pytest.fixture
def office(make: Any, sign_in: Callable[[User], User]) -> SimpleNamespace:
    """A coordinator of an institution with one class, signed in."""
    institution = make.Institution()
    offering = make.ClassOffering(institution=institution, code="CQO-2026-900")
    coordinator = make.User(role=Role.COORDINATOR)
    make.StaffMember(user=coordinator, institution=institution)
    sign_in(coordinator)
    return SimpleNamespace(institution=institution, offering=offering, coordinator=coordinator)


def hand_in(browser: Browser, *files: tuple[bytes, str], offering: ClassOffering | None = None, **more: Any) -> Page:
    form = browser.get("intake.new_hand_in").form
    return form.fill(files=list(files), offering_id=str(offering.id if offering else 0), **more).submit()


def test_nothing_is_imported_before_somebody_says_so(browser, office, db_session: Session):
    page = hand_in(browser, workbook("名册.xlsx", ROSTER, [*LEARNERS, WRONG]), offering=office.offering)

    assert page.h1 == "将要导入的内容"
    assert page.table("表格").rows[0]["新增"] == "3"
    assert db_session.scalar(select(func.count()).select_from(Enrolment)) == 0


def test_a_refused_cell_is_named_with_row_column_reason_and_remedy(browser, office):
    page = hand_in(browser, workbook("名册.xlsx", ROSTER, [*LEARNERS, WRONG]), offering=office.offering)

    row = page.table("行与单元格").rows[0]
    assert "第 4 行" in row["位置"]
    assert "D 身份证号" in row["位置"]
    assert "15 位" in row["问题与处理办法"]
    assert "请填写 18 位号码" in row["问题与处理办法"]
    assert row["单元格内容"] == "610********9947"


def test_confirming_imports_the_lines_that_can_be_taken(browser, office, db_session: Session):
    hand_in(browser, workbook("名册.xlsx", ROSTER, [*LEARNERS, WRONG]), offering=office.offering).press("确认导入")

    names = db_session.scalars(select(Enrolment.position).order_by(Enrolment.position)).all()
    assert names == [2, 3]
    assert db_session.scalar(select(func.count()).select_from(DraftFile)) == 0
    assert db_session.scalar(select(AuditEntry.action).where(AuditEntry.action == "import.applied"))


def test_all_or_nothing_imports_nothing_when_a_line_is_refused(browser, office, db_session: Session):
    files = workbook("名册.xlsx", ROSTER, [*LEARNERS, WRONG])
    page = hand_in(browser, files, offering=office.offering, strict=True)

    assert "全有或全无" in page.text
    assert "确认导入" not in page.text
    assert db_session.scalar(select(func.count()).select_from(Enrolment)) == 0


def test_several_files_are_read_together(browser, office):
    roster = workbook("a.xlsx", ROSTER, LEARNERS)
    signs = workbook("b.xlsx", SIGNS, [["CQO-2026-900", "王岚", "3446", "2026-03-02 08:20:00", "签到"]])

    page = hand_in(browser, roster, signs, offering=office.offering)

    assert {row["表格"] for row in page.table("表格").rows} == {"学员名册", "签到记录"}


def test_files_of_another_class_are_stopped_as_a_whole(browser, office, db_session: Session):
    signs = workbook("签到.xlsx", SIGNS, [["OTHER-1", "王岚", "3446", "2026-03-02 08:20:00", "签到"]])

    page = hand_in(browser, workbook("名册.xlsx", ROSTER, LEARNERS), signs, offering=office.offering)

    assert "另一个培训班" in page.text
    assert "OTHER-1" in page.text
    assert db_session.scalar(select(func.count()).select_from(ImportBatch)) == 0


def test_a_file_that_is_no_spreadsheet_gets_a_clear_message(browser, office):
    page = hand_in(browser, (b"\x89PNG\r\n\x1a\n" + bytes(64), "照片.xlsx"), offering=office.offering)

    assert "没有导入任何内容" in page.text
    assert "这不是电子表格" in page.text


def test_choosing_no_file_is_an_error_of_the_form(browser, office):
    page = browser.get("intake.new_hand_in").form.submit()

    assert page.errors == ["请至少选择一个文件。"]


def test_a_column_with_an_unknown_name_can_be_named(browser, office):
    header = ["序号", "姓名", "性别", "号码甲", "手机号", "单位"]
    page = hand_in(browser, workbook("名册.xlsx", header, LEARNERS), offering=office.offering)
    assert "还缺" in page.text

    page = page.form_named("按指定的列重新读取").fill(**{"col-0-0": "id_number"}).submit()

    assert page.flashes == ["已按您的指定重新读取。"]
    assert page.table("表格").rows[0]["新增"] == "2"


def test_the_same_files_again_change_nothing(browser, office, db_session: Session):
    files = workbook("名册.xlsx", ROSTER, LEARNERS)
    hand_in(browser, files, offering=office.offering).press("确认导入")

    page = hand_in(browser, files, offering=office.offering)

    assert "导入不会有任何变化" in page.text
    assert db_session.scalar(select(func.count()).select_from(ImportBatch)) == 1


def test_an_import_can_be_taken_back_with_a_reason(browser, office, db_session: Session):
    page = hand_in(browser, workbook("名册.xlsx", ROSTER, LEARNERS), offering=office.offering).press("确认导入")

    page = page.form.fill(reason="交错了名册").submit()

    assert "交错了名册" in page.text
    batch = db_session.scalars(select(ImportBatch)).one()
    assert batch.state is BatchState.UNDONE
    assert browser.get("courses.roster", offering_id=office.offering.id).text.count("王岚") == 0


def test_taking_back_without_a_reason_does_nothing(browser, office, db_session: Session):
    page = hand_in(browser, workbook("名册.xlsx", ROSTER, LEARNERS), offering=office.offering).press("确认导入")

    page = page.form.fill(reason=" ").submit()

    assert page.flashes == ["请说明撤回这次导入的原因。"]
    assert db_session.scalars(select(ImportBatch)).one().state is BatchState.APPLIED


def test_waiting_files_are_sealed_and_can_be_dropped(browser, office, db_session: Session):
    page = hand_in(browser, workbook("名册.xlsx", ROSTER, LEARNERS), offering=office.offering)
    kept = db_session.scalars(select(DraftFile)).one()
    assert not kept.content.startswith(b"PK")

    page.press("丢弃这些文件")

    assert db_session.scalar(select(func.count()).select_from(ImportDraft)) == 0


def test_nobody_else_sees_waiting_files(browser, office, make, sign_in, db_session: Session):
    hand_in(browser, workbook("名册.xlsx", ROSTER, LEARNERS), offering=office.offering)
    draft = db_session.scalars(select(ImportDraft)).one()
    colleague = make.User(role=Role.COORDINATOR)
    make.StaffMember(user=colleague, institution=office.institution)
    sign_in(colleague)

    browser.get("intake.show_draft", draft_id=draft.id, status=404)


def test_a_class_of_another_institution_is_not_found(browser, office, make):
    foreign = make.ClassOffering()

    browser.get("intake.class_imports", offering_id=foreign.id, status=404)
    browser.post(
        "intake.new_hand_in",
        {"offering_id": str(foreign.id), "files": workbook("a.xlsx", ROSTER, LEARNERS)},
        status=200,
    )


@pytest.mark.parametrize(
    ("role", "status"), [(Role.COORDINATOR, 200), (Role.TEACHER, 403), (Role.LEARNER, 403), (Role.AUDITOR, 403)]
)
def test_who_may_hand_in(browser, make, sign_in, role, status):
    sign_in(make.User(role=role))

    browser.get("intake.new_hand_in", status=status)


def test_findings_can_be_taken_away_as_a_workbook(browser, office, db_session: Session):
    hand_in(browser, workbook("名册.xlsx", ROSTER, [*LEARNERS, WRONG]), offering=office.offering)
    draft = db_session.scalars(select(ImportDraft)).one()

    response = browser.download("intake.export_findings", draft_id=draft.id)

    assert response.data.startswith(b"PK")
    assert "attachment" in response.headers["Content-Disposition"]


def test_the_list_of_imports_costs_the_same_for_one_and_for_many(browser, office, make, count_queries):
    make.ImportBatch(offering=office.offering)
    once = count_queries(lambda: browser.get("intake.class_imports", offering_id=office.offering.id))
    for _ in range(19):
        make.ImportBatch(offering=office.offering)

    assert count_queries(lambda: browser.get("intake.class_imports", offering_id=office.offering.id)) == once


def test_a_class_without_imports_says_what_to_do(browser, office):
    page = browser.get("intake.class_imports", offering_id=office.offering.id)

    assert "本班尚未导入任何内容" in page.text
    assert Path(page.links["导入文件"].split("?")[0]) == Path(browser.url("intake.new_hand_in"))


TIMETABLE = ["课次编号", "日期", "开始时间", "结束时间", "课程名称", "授课教师", "地点", "授课方式", "学时"]
TAUGHT = [
    ["S01", "2026-03-02", "09:00", "12:00", "质量战略", "崔砚秋", "报告厅", "面授", 4],
    ["S02", "2026-03-02", "11:00", "13:00", "质量法律", "屈文翰", "二教室", "面授", 2],
    ["S03", "2026-03-08", "09:00", "10:00", "质量文化", "屈文翰", "二教室", "面授", 1],
]


def clashes(page: Page, title: str) -> list[str]:
    card = next(one for one in page.soup.select("section.panel") if title in words(one.select_one("h2")))
    return [words(one) for one in card.select("li")] or [words(card.select_one(".panel-body"))]


def test_a_timetable_is_looked_at_before_and_after_its_import(browser, office):
    page = hand_in(browser, workbook("课程表.xlsx", TIMETABLE, TAUGHT), offering=office.offering)
    found = [
        "本班课次重叠 课次 S01、S02 时间重叠 60 分钟。",
        "休息日 课次 S03 排在 2026-03-08（周日），当天是休息日。",
    ]
    assert clashes(page, "导入后的课表核对") == found
    assert clashes(page.press("确认导入"), "导入时的课表核对") == found


def test_a_timetable_without_faults_says_so_and_files_without_one_say_nothing(browser, office):
    page = hand_in(browser, workbook("课程表.xlsx", TIMETABLE, TAUGHT[:1]), offering=office.offering)
    assert clashes(page, "导入后的课表核对") == ["没有冲突"]
    page = hand_in(browser, workbook("名册.xlsx", ROSTER, LEARNERS), offering=office.offering)
    assert "课表核对" not in page.text
