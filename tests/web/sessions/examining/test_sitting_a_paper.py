"""A learner sits a timed paper: one attempt, saved as written, closed by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.db import db
from sessions.examining.actions import answers
from sessions.examining.models import AnswerSave, Candidate, ScreenEvent
from sessions.examining.rules.kinds import HandedIn
from tests.web.sessions.examining.conftest import NINE


def test_a_paper_is_begun_once_and_goes_on_on_another_device(browser, begins, room, writes, db_session, clock):
    page = begins(0)
    assert page.h1 == room.sitting.title
    assert len(page.soup.select(".exam-question")) == 3
    kept = writes(0, {0: ["B"], 2: ["要点一"]}).get_json()
    assert (len(kept["kept"]), kept["left"], kept["over"]) == (2, 5400, False)
    clock.at(10)
    again = browser.get("examining.my_exam", sitting_id=room.sitting.id).follow("继续作答")
    assert [one["value"] for one in again.soup.select("input[checked]")] == ["B"]
    assert again.soup.find("textarea").text.strip() == "要点一"
    assert again.soup.select_one(".exam-time")["data-left"] == "4800"
    browser.post("examining.begin", sitting_id=room.sitting.id)
    assert db_session.query(Candidate).count() == 1


def test_a_repeat_is_harmless_and_an_older_copy_sent_late_does_not_win(
    begins, writes, room, db_session, clock, browser
):
    begins(0)
    clock.at(5)
    writes(0, {0: ["B"]})
    assert writes(0, {0: ["B"]}).get_json()["kept"] == ["save-0-0-B"]
    writes(0, {0: ["A"]}, age=120_000)
    assert db_session.query(AnswerSave).count() == 2
    shown = browser.get("examining.sit", sitting_id=room.sitting.id)
    assert [one["value"] for one in shown.soup.select("input[checked]")] == ["B"]


@pytest.mark.one_engine
def test_what_is_no_answer_of_this_paper_is_not_kept(begins, writes, browser, client, room, db_session):
    begins(0)
    assert writes(0, {0: ["Z"]}).get_json()["kept"] == []
    address = browser.url("examining.save_answers", sitting_id=room.sitting.id)
    for body in ({"saves": [{"client_id": 5}]}, {"events": [{"client_id": "12345678", "kind": "gone"}]}, ["x"]):
        answer = client.post(address, json=body, headers={"X-CSRFToken": browser.csrf_token()})
        assert answer.get_json()["kept"] == []
    assert db_session.query(AnswerSave).count() == 0


def test_leaving_the_page_is_noted_and_shown_to_those_who_run_the_sitting(
    begins, writes, browser, sign_in, room, clock, db_session
):
    begins(0)
    clock.at(2)
    events = [
        {"client_id": f"event-{number}-xx", "kind": kind, "age": age}
        for number, (kind, age) in enumerate((("hidden", 60_000), ("shown", 30_000)))
    ]
    assert len(writes(0, {}, events=events).get_json()["kept"]) == 2
    assert db_session.query(ScreenEvent).count() == 2
    sign_in(room.coordinator)
    page = browser.get("examining.show_sitting", offering_id=room.offering.id, sitting_id=room.sitting.id)
    assert "离开页面 1 次，共 30 秒" in page.table("考生").rows[0]["登记情况"]


@pytest.mark.one_engine
def test_after_the_end_only_what_was_typed_before_it_counts(begins, writes, room, db_session, clock, browser):
    begins(0)
    clock.at(91)
    assert writes(0, {0: ["B"]}, age=90_000).get_json()["over"] is True
    writes(0, {1: ["A"]}, age=10_000)
    assert [(one.question_id, one.late) for one in db_session.query(AnswerSave).order_by(AnswerSave.id)] == [
        (room.questions[0].id, False),
        (room.questions[1].id, True),
    ]
    assert browser.get("examining.sit", sitting_id=room.sitting.id).path.endswith(f"/my/exams/{room.sitting.id}")


@pytest.mark.one_engine
def test_the_form_alone_saves_and_hands_in(begins, browser, room, db_session, clock):
    page = begins(0)
    form = page.form_named("exam").fill(**{f"q{room.questions[0].id}": "B", f"q{room.questions[2].id}": "要点"})
    assert form.submit("全部保存").flashes == ["答案已保存。"]
    clock.at(20)
    page = browser.get("examining.sit", sitting_id=room.sitting.id)
    done = page.form_named("exam").fill(**{f"q{room.questions[2].id}": "要点二"}).submit("交卷")
    assert done.flashes == ["已交卷。"]
    candidate = db_session.query(Candidate).one()
    assert (candidate.handed_in, candidate.handed_in_at) == (HandedIn.SELF, NINE + timedelta(minutes=20))
    assert "要点二" in [one.answer[0] for one in db_session.query(AnswerSave)]


def test_the_clock_hands_in_what_is_over_with_extra_time_counted(
    app, begins, browser, sign_in, room, clock, db_session
):
    begins(0)
    begins(1)
    sign_in(room.coordinator)
    page = browser.get("examining.enter_about", offering_id=room.offering.id, sitting_id=room.sitting.id,
                       enrolment_id=room.enrolments[1].id)  # fmt: skip
    page.form.fill(kind="extra_time", minutes="30", reason="右手受伤，书写不便").submit()
    with app.app_context():
        assert answers.close_overdue(NINE + timedelta(minutes=95)) == 1
        assert answers.close_overdue(NINE + timedelta(minutes=121)) == 1
        db.session.commit()
    db_session.expire_all()
    ends = [(one.handed_in, one.handed_in_at) for one in db_session.query(Candidate).order_by(Candidate.id)]
    assert ends == [(HandedIn.CLOCK, NINE + timedelta(minutes=minutes)) for minutes in (90, 120)]


@pytest.mark.one_engine
def test_nobody_begins_before_after_or_in_another_class(browser, sign_in, room, clock, make):
    sign_in(room.learners[0])
    for minutes in (-1, 120):
        clock.at(minutes)
        assert "不能开始" in browser.post("examining.begin", sitting_id=room.sitting.id).flashes[0]
    foreign = make.Sitting()
    browser.get("examining.my_exam", sitting_id=foreign.id, status=404)
    browser.get("examining.sit", sitting_id=room.sitting.id, status=404)


@pytest.mark.one_engine
def test_saving_takes_as_many_queries_for_twenty_answers_as_for_one(begins, writes, count_queries, room):
    begins(0)
    first = count_queries(lambda: writes(0, {0: ["A"]}))
    assert count_queries(lambda: writes(0, {0: ["B"], 1: ["A"], 2: ["要点"]}, ids="more-")) <= first
