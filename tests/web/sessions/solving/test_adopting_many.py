"""Many changes are adopted by a job, with the same checks as on the page."""

from __future__ import annotations

import pytest

from jobs import runner
from jobs.models import Job
from jobs.rules import JobState
from sessions.solving import actions
from sessions.solving.models import ProposalDecision
from tests.web.sessions.solving.pages import add_session, adopt, held, run, teacher_of

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


def test_many_changes_are_adopted_by_a_job_whole_or_not_at_all(
    browser, app, db_session, me, offering, make, monkeypatch
):
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    page = run(browser, app, db_session, offering, halves=["0-morning", "0-afternoon"])
    proposal = db_session.query(Job).one()
    other = make.ClassOffering(institution=offering.institution, code="SX-2")
    taken = add_session(make, other, teacher=teacher_of(db_session), code="S01")
    booking = make.Booking(class_session=taken, resource="teacher", resource_id=taken.teacher_id)
    waiting = adopt(page)
    assert (waiting.h1, held(db_session, offering)) == ("采用方案：SX-1 排课方案", [])
    page = browser.get("solving.show_proposal", job_id=proposal.id)
    assert "正在采用" in page.text
    assert "采用方案（4 处变动）" not in page.text
    browser.post("solving.adopt_proposal", job_id=proposal.id)  # asked twice, done once
    assert (runner.run_waiting(app), db_session.query(Job).count()) == (1, 2)
    page = browser.get("solving.show_proposal", job_id=proposal.id)
    assert "晏若谷" in page.text
    assert "不再适合的内容" in page.text
    assert held(db_session, offering) == []
    db_session.delete(booking)
    db_session.delete(taken)
    db_session.commit()
    adopt(page)
    runner.run_waiting(app)
    db_session.expire_all()
    assert [job.note for job in db_session.query(Job).order_by(Job.id)][1:] == [
        "课表没有改动：1 处变动已不再适合。",
        "已将 4 处变动写入课表。",
    ]
    assert len(held(db_session, offering)) == 4
    assert db_session.query(ProposalDecision).one().by_name == proposal.by.display_name


def test_a_job_that_adopts_asks_once_more_who_may_and_what_is_there(
    browser, app, db_session, me, offering, monkeypatch
):
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    page = run(browser, app, db_session, offering, halves=["0-morning", "0-afternoon"])
    adopt(page)
    offering.state = "cancelled"
    db_session.commit()
    runner.run_waiting(app)
    db_session.expire_all()
    adoption = db_session.query(Job).order_by(Job.id.desc()).first()
    assert (adoption.state, adoption.note) == (JobState.FAILED, "方案中有培训班已关闭，或已不在您的管理范围内。")
    assert held(db_session, offering) == []
