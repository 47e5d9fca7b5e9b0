"""The whole road of preparation through the pages: from an empty system to an open class."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from pikepdf import Pdf
from sqlalchemy import func

from accounts.rules import Role
from core.clock import today
from courses.models import ClassOffering, CurriculumVersion
from courses.rules import ClassState
from jobs import runner
from jobs.models import Job
from trainer.models import Institution, Venue

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

LEARNERS = 60
HALVES = [f"{day}-{half}" for day in range(5) for half in ("morning", "afternoon")]


def roster() -> tuple[bytes, str]:
    """A workbook of sixty people with valid identity numbers."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("名册")
    sheet.write_row(0, 0, ["序号", "姓名", "身份证号", "工作单位", "职务"])
    for number in range(LEARNERS):
        row = [number + 1, f"学员{'甲乙丙丁戊己庚辛壬癸'[number // 10]}{'子丑寅卯辰巳午未申酉'[number % 10]}"]
        sheet.write_row(number + 1, 0, [*row, identity(number), f"陕西第{number + 1}机械有限公司", "质量总监"])
    book.close()
    return target.getvalue(), "学员名册.xlsx"


def identity(number: int) -> str:
    """A number of GB 11643 with its check digit."""
    digits = f"6101021980{1 + number % 12:02}{1 + number % 28:02}{100 + number:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(one) * weight for one, weight in zip(digits, weights, strict=True)) % 11]


@pytest.fixture
def administrator(make, sign_in, run_command):
    run_command("standards", "load")
    return sign_in(make.User(role=Role.ADMINISTRATOR))


def certificate() -> tuple[bytes, str]:
    """A page of PDF."""
    made, out = Pdf.new(), BytesIO()
    made.add_blank_page()
    made.save(out)
    return out.getvalue(), "认定证书.pdf"


def fill(page, button="保存", **values):
    """What a person does with a form, through to the next page; nothing may be refused."""
    page = page.form_named(button).fill(**values).submit(button)
    assert page.errors == []
    return page


def advance(browser, offering, state):
    """Move the class on by the button of its nearest gate."""
    page = browser.get("gates.show_gates", offering_id=offering.id)
    return page.form_named(f"推进到：{state}").submit()


def newest(db_session, kind) -> int:
    """The id of the newest row of a kind; ids do not begin at one on an engine that has seen other tests."""
    return db_session.query(func.max(kind.id)).scalar()


def prepare_house(browser, db_session):
    """Institution, accreditation, one teacher, one venue with its checks, the curriculum of the rule-set."""
    page = browser.get("accounts.home").follow("新建培训机构 从这里开始 先登记培训机构，其页面会提示后续步骤")
    fill(page, name="西安质量培训学院", code="XAZL", region="6101")
    house = {"institution_id": newest(db_session, Institution)}
    days = {"valid_from": "2020-01-01", "valid_until": "2099-12-31"}
    fill(browser.get("trainer.new_accreditation", **house), number="SX-1", **days, files=[certificate()])
    fill(browser.get("trainer.new_teacher", **house), name="王建国", valid_from="2020-01-01", valid_to="2099-12-31")
    fill(browser.get("trainer.new_venue", **house), name="第一教室", capacity="80")
    check = browser.get("trainer.new_check", **house, venue_id=newest(db_session, Venue))
    fill(check, kinds=["safety", "fire", "network"], checked_on=str(today()))
    fill(browser.get("courses.new_curriculum", outline=1), "保存并批准", name="任职培训方案")


def open_class(browser, db_session) -> ClassOffering:
    """The class of the form, with the curriculum just written."""
    first = today() + timedelta(weeks=6)
    days = {"starts_on": str(first), "ends_on": str(first + timedelta(days=20))}
    page = browser.get("courses.new_class")
    version = str(newest(db_session, CurriculumVersion))
    fill(page, "建班", code="CQO-1", curriculum_version_id=version, name="第一期", **days, class_teacher="李静")
    return db_session.query(ClassOffering).one()


def propose(browser, app, db_session, offering):
    """Let the timetable be proposed, and adopt it whole."""
    page = browser.get("solving.propose", offering_id=offering.id)
    fill(page, "开始排课", seconds="2", halves=HALVES)
    runner.run_waiting(app)
    page = browser.get("solving.show_proposal", job_id=newest(db_session, Job))
    return page.form_named("adopt").submit()


def test_from_an_empty_system_to_an_open_class_of_sixty_and_forty_hours(browser, administrator, app, db_session):
    prepare_house(browser, db_session)
    offering = open_class(browser, db_session)
    advance(browser, offering, "已批准")
    assert "计划学时 40 学时" in propose(browser, app, db_session, offering).text
    advance(browser, offering, "报名中")
    handed_in = fill(browser.get("intake.new_hand_in", offering=offering.id), "读取文件", files=[roster()])
    fill(handed_in, "确认导入")
    advance(browser, offering, "名册锁定")
    page = advance(browser, offering, "实施中")
    assert "20 个课次尚未上课" in page.text  # and the next gate waits for the teaching
    db_session.refresh(offering)
    assert offering.state is ClassState.DELIVERING
