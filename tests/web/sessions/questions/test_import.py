"""Questions from a file: looked at, then taken, wholly or in part."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from jobs import runner
from jobs.models import Job
from sessions.questions.models import Question, QuestionVersion

HEAD = "题型,题干,选项A,选项B,答案,模块,难度,分值"
GOOD = "单选题,谁负责？,政府,企业,B,质量法律制度,易,2"
BAD = "单选题,谁监督？,政府,企业,C,质量法律制度,易,2"


@pytest.fixture
def house(make, sign_in):
    """An institution whose curriculum has one module, and its coordinator, signed in."""
    post = make.StaffMember()
    make.CurriculumModule(curriculum=make.Curriculum(institution=post.institution), name="质量法律制度")
    sign_in(post.user)
    return post.institution


@pytest.fixture
def hand_in(browser, house):
    """Hand in a CSV file with these lines."""

    def send(*lines):
        content = "\n".join([HEAD, *lines]).encode("utf-8-sig")
        return browser.get("questions.import_questions").form.fill(document=(content, "试题.csv")).submit()

    return send


@pytest.mark.one_engine
def test_what_was_read_is_shown_with_row_cell_and_remedy(hand_in, db_session):
    rows = hand_in(GOOD, BAD, GOOD).table("文件中的试题").rows
    assert [row["位置"] for row in rows] == ["2", "3", "4"]
    assert rows[0]["问题"] == "没有问题"
    assert rows[1]["问题"].startswith("正确答案 “C”：答案中的字母没有对应的选项")
    assert "与第 2 行（段）的试题相同" in rows[2]["问题"]
    assert db_session.query(Question).count() == 0


def test_the_good_ones_are_taken_and_a_second_time_none(hand_in, browser, db_session):
    page = hand_in(GOOD, BAD)
    assert "已导入 1 道试题" in page.press("导入题库").flashes[0]
    assert db_session.query(QuestionVersion).one().stem == "谁负责？"
    again = hand_in(GOOD)
    assert "题库中已有该题" in again.table("文件中的试题").rows[0]["问题"]
    assert again.press("导入题库").errors == ["没有可导入的试题：其余试题有错误，或题库中已有。"]


@pytest.mark.one_engine
def test_all_or_nothing_takes_nothing_when_one_is_wrong(hand_in, db_session):
    page = hand_in(GOOD, BAD)
    refused = page.form.fill(how="all").submit()
    assert refused.errors == ["有 1 道试题存在错误，未导入任何试题。"]
    assert db_session.query(Question).count() == 0


@pytest.mark.one_engine
def test_an_unreadable_file_is_refused_in_words(browser, house):
    form = browser.get("questions.import_questions").form.fill(document=(b"%PDF-1.4", "试题.pdf"))
    assert "不是可读取的 Excel 或 Word" in form.submit().errors[0]


@pytest.mark.one_engine
def test_the_template_brings_its_rules_and_can_be_handed_in_again(browser, house):
    sheet = load_workbook(BytesIO(browser.download("questions.download_template").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0].startswith("题型：")
    content = browser.download("questions.download_template").data
    form = browser.get("questions.import_questions").form.fill(document=(content, "模板.xlsx"), module="质量法律制度")
    assert [row["问题"] for row in form.submit().table("文件中的试题").rows] == ["没有问题"] * 5


@pytest.mark.one_engine
def test_a_large_file_is_read_by_a_job_that_leads_to_the_same_page(hand_in, browser, app, db_session):
    many = [
        f"单选题,第{number}条由谁负责？{'请根据规定作答。' * 9},政府,企业,B,质量法律制度,易,2" for number in range(200)
    ]
    page = hand_in(*many, BAD)
    assert page.path.startswith("/jobs/")
    assert runner.run_waiting(app) == 1
    db_session.expire_all()
    job = db_session.query(Job).one()
    assert (job.note, job.share) == ("已读取 201 道试题。", 1)
    shown = browser.get(job.endpoint, **job.endpoint_values).table("文件中的试题").rows
    assert (len(shown), shown[-1]["位置"]) == (201, "202")


@pytest.mark.one_engine
def test_a_large_file_that_cannot_be_read_says_so_as_a_small_one_does(browser, house, app, db_session):
    content = b"%PDF-1.4" + b" " * 40_000
    browser.get("questions.import_questions").form.fill(document=(content, "试题.pdf")).submit()
    runner.run_waiting(app)
    db_session.expire_all()
    assert "不是可读取的 Excel 或 Word" in db_session.query(Job).one().note
