"""Examinations on paper: seats, printed papers, scores from the sheet, by hand or from Excel."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from sessions.examining.models import CandidateEntry, Mark, SeatPlan, Sitting
from sessions.examining.rules.kinds import SittingWay
from sessions.models import ScoreLine
from sessions.rules.exams import ScoreState
from tests.pdf_text import text_of


@pytest.fixture
def here(room, sign_in, db_session):
    """The sitting is on paper; the coordinator is signed in."""
    db_session.get(Sitting, room.sitting.id).way = SittingWay.PAPER
    db_session.commit()
    sign_in(room.coordinator)
    return {"offering_id": room.offering.id, "sitting_id": room.sitting.id}


@pytest.mark.one_engine
def test_everybody_gets_a_seat_and_a_room_too_small_is_said(browser, here, db_session):
    page = browser.get("examining.seats", **here)
    assert "座位不足，应考 3 人" in page.form_named("编排座位").fill(rows="1", columns="2").submit().errors[0]
    seated = page.form_named("编排座位").fill(rows="2", columns="3", seed="甲").submit()
    names = [cell.get_text() for cell in seated.soup.select(".seat-table td") if cell.get_text()]
    assert sorted(names) == ["学员丙", "学员乙", "学员甲"]
    assert db_session.query(SeatPlan).one().seed == "甲"


@pytest.mark.one_engine
def test_every_paper_is_made_as_pdf_and_as_word(browser, client, here):
    browser.get("examining.seats", **here).form_named("编排座位").fill(rows="2", columns="3").submit()
    for name, words in (("questions", "产品质量的第一责任主体"), ("seat-map", "学员甲"), ("score-sheet", "得分")):
        data = {"csrf_token": browser.csrf_token(), "format": "pdf"}
        answer = client.post(browser.url("examining.print_exam_paper", name=name, **here), data=data)
        assert words in text_of(answer.data)
    for name in ("answer-sheet", "key", "door-list"):
        data = {"csrf_token": browser.csrf_token(), "format": "docx"}
        answer = client.post(browser.url("examining.print_exam_paper", name=name, **here), data=data)
        assert Document(BytesIO(answer.data)).sections
    browser.post("examining.print_exam_paper", {"format": "exe"}, name="key", status=404, **here)


@pytest.fixture
def sheet(browser, here, sign_in, room, make, clock):
    """The score sheet of the first marking, after the examination."""
    second = make.StaffMember(institution=room.offering.institution).user
    for user, in_round in ((room.coordinator, "first"), (second, "second")):
        page = browser.get("examining.show_sitting", **here)
        page.form_named("marker-form").fill(user_id=str(user.id), round=in_round).submit()
    clock.at(130)

    def open_(user=room.coordinator):
        sign_in(user)
        return browser.get("examining.enter_sheet", sitting_id=room.sitting.id)

    open_.second = second
    return open_


def fields(page, *scores):
    names = [one["name"] for one in page.soup.select(".score-input")]
    return page.form_named("sheet").fill(**dict(zip(names, scores, strict=True)))


def test_scores_are_entered_by_one_checked_by_another_and_released_by_a_third(
    browser, sheet, here, room, make, sign_in, db_session
):
    wrong = fields(sheet(), "86.5", "101", "").submit("保存成绩")
    assert [one.get_text() for one in wrong.soup.select(".summary-text")] == ["请填写 0 至 100 之间的分数，或“缺考”。"]
    assert db_session.query(Mark).count() == 0
    assert fields(sheet(), "86.5", "70", "缺考").submit("保存成绩").flashes == ["已保存 3 条成绩。"]
    assert db_session.query(CandidateEntry).count() == 1
    second = sheet(sheet.second)
    assert len(second.soup.select(".score-input")) == 1
    given = db_session.query(Mark).order_by(Mark.id).all()
    name = second.soup.select_one(".score-input")["name"]
    first = next(one for one in given if f"score{one_enrolment(db_session, one)}" == name)
    second.form_named("sheet").fill(**{name: str(first.points)}).submit("保存成绩")
    sign_in(make.StaffMember(institution=room.offering.institution).user)
    page = browser.get("examining.show_sitting", **here).form_named("release-form").submit()
    assert "已发布 3 人的成绩" in page.flashes[0]
    states = {line.first_text: line.first_state for line in db_session.query(ScoreLine)}
    assert states == {"86.5": ScoreState.NUMBER, "70": ScoreState.NUMBER, "缺考": ScoreState.ABSENT}


def one_enrolment(db_session, mark):
    from sessions.examining.models import Candidate

    return db_session.get(Candidate, mark.candidate_id).enrolment_id


@pytest.mark.one_engine
def test_a_sheet_in_excel_fills_the_table_and_says_what_it_could_not_place(sheet, db_session):
    content = "成绩登记表\n姓名,得分\n学员甲,86\n张三,60\n".encode("utf-8-sig")
    page = sheet().form_named("sheet").fill(document=(content, "成绩.csv")).submit("读取文件")
    assert [one["value"] for one in page.soup.select(".score-input")] == ["86", "", ""]
    assert "第 4 行：名单中没有张三" in page.text
    assert db_session.query(Mark).count() == 0
    bad = sheet().form_named("sheet").fill(document=("姓名,单位\n学员甲,甲".encode(), "成绩.csv")).submit("读取文件")
    assert "没有找到表头" in bad.text
