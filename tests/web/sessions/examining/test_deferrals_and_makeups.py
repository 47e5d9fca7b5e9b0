"""Asking to sit an examination later, who sits the make-up, and how questions did."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from sessions.examining.actions import deferrals
from sessions.examining.models import DeferralRequest
from sessions.examining.rules.kinds import SittingKind
from sessions.models import ScoreLine
from sessions.questions.models import ItemResult
from sessions.rules.exams import ScoreState
from tests.thawing import set_figure
from tests.web.sessions.examining.conftest import NINE


@pytest.fixture
def asks(browser, sign_in, room, monkeypatch):
    """A learner asks to sit it later."""
    monkeypatch.setattr(deferrals, "utc_now", lambda: NINE - timedelta(days=1))

    def ask(who):
        sign_in(room.learners[who])
        form = browser.get("examining.ask_to_defer", sitting_id=room.sitting.id).form
        return form.fill(ground="疾病", reason="住院治疗，附诊断证明", document=(b"%PDF-1.4", "x.exe")).fill(
            document=None
        )

    return ask


def test_a_deferral_is_asked_once_decided_once_and_shown_as_such(asks, browser, sign_in, room, db_session, clock):
    assert asks(0).submit().flashes == ["申请已提交。"]
    assert "已提交过申请" in asks(0).submit().errors[0]
    sign_in(room.coordinator)
    here = {"offering_id": room.offering.id, "sitting_id": room.sitting.id}
    request_id = db_session.query(DeferralRequest).one().id
    page = browser.get("examining.decide_deferral", request_id=request_id, **here)
    page.form.fill(decision="approve", note="同意").submit()
    assert "他人已审批" in page.form.fill(decision="refuse").submit().errors[0]
    clock.at(130)
    shown = browser.get("examining.show_sitting", **here)
    assert [row["状态"] for row in shown.table("考生").rows] == ["缓考", "缺考", "缺考"]
    released = shown.form_named("release-form").submit()
    assert {row["学员"]: row["状态"] for row in released.table("学员成绩").rows}["学员甲"] == "缓考"


@pytest.mark.one_engine
def test_the_make_up_lists_who_has_not_passed_and_whoever_was_let_off_gets_the_full_score(
    asks, begins, writes, browser, sign_in, room, db_session, clock, make, monkeypatch
):
    asks(0).submit()
    db_session.query(DeferralRequest).one().approved = True
    batch = make.ImportBatch(offering=room.offering)
    for enrolment, value in ((room.enrolments[1], 80), (room.enrolments[2], 50)):
        said = {"first_text": str(value), "first_value": Decimal(value)}
        make.ScoreLine(batch=batch, enrolment=enrolment, name="考生", row=enrolment.id, **said)
    makeup = make.Sitting(offering=room.offering, kind=SittingKind.MAKEUP, title="补考", way="paper")
    db_session.commit()
    sign_in(room.coordinator)
    here = {"offering_id": room.offering.id, "sitting_id": makeup.id}
    rows = browser.get("examining.show_sitting", **here).table("考生").rows
    assert [row["学员"].split()[0] for row in rows] == ["学员甲", "学员丙"]
    second = make.StaffMember(institution=room.offering.institution).user
    page = browser.get("examining.show_sitting", **here)
    page.form_named("marker-form").fill(user_id=str(second.id), round="first").submit()
    clock.at(130)
    monkeypatch.setattr("sessions.examining.standing.marked_twice", lambda *_rest: frozenset())
    sign_in(second)
    sheet = browser.get("examining.enter_sheet", sitting_id=makeup.id)
    names = [one["name"] for one in sheet.soup.select(".score-input")]
    sheet.form_named("sheet").fill(**dict.fromkeys(names, "90")).submit("保存成绩")
    sign_in(room.coordinator)
    released = browser.get("examining.show_sitting", **here).form_named("release-form").submit()
    finals = {row["学员"]: row["最终成绩"] for row in released.table("学员成绩").rows}
    assert finals == {"学员甲": "90", "学员乙": "80", "学员丙": "60"}
    line = db_session.query(ScoreLine).filter_by(enrolment_id=room.enrolments[0].id).one()
    assert (line.first_state, line.makeup_state) == (ScoreState.NUMBER, ScoreState.EMPTY)


def test_figures_of_questions_are_told_from_enough_people_on_and_kept_with_the_question(
    begins, writes, browser, sign_in, room, clock, monkeypatch, db_session
):
    monkeypatch.setattr("sessions.examining.standing.marked_twice", lambda *_rest: frozenset())
    for who, choice in ((0, ["B"]), (1, ["A"])):
        clock.at(0)
        begins(who)
        writes(who, {0: choice, 1: ["A", "C"] if who == 0 else ["A"]})
    clock.at(130)
    sign_in(room.coordinator)
    here = {"offering_id": room.offering.id, "sitting_id": room.sitting.id}
    assert "满 10 份后显示统计" in browser.get("examining.analyse_questions", **here).text
    version_id = room.offering.rule_set_version_id
    set_figure(db_session, "exam.statistics_minimum", 2, version_id)
    db_session.commit()
    rows = browser.get("examining.analyse_questions", **here).table("试卷各题").rows
    assert [row["难度 p"] for row in rows] == ["0.50", "0.75", "0.00"]
    assert rows[0]["区分度（高低分组 27%）"] == "1.00"
    browser.get("examining.show_sitting", **here).form_named("release-form").submit()
    assert db_session.query(ItemResult).count() == 3
    found = db_session.query(ItemResult).order_by(ItemResult.id).first()
    assert found.figures["chosen"] == {"A": 1, "B": 1}
