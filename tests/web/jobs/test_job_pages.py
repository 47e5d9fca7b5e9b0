"""Watching long work, stopping it, and who may."""

from __future__ import annotations

import pytest

from accounts.rules import Permission, Role
from jobs.models import Job
from jobs.rules import JobState


@pytest.fixture
def me(make, sign_in):
    return sign_in(make.User(role=Role.COORDINATOR, display_name="李教务"))


def test_my_jobs_are_listed_newest_first_and_others_are_not(browser, make, me):
    make.Job(title="第一个", by_user_id=me.id)
    make.Job(title="第二个", by_user_id=me.id)
    make.Job(title="别人的", by_user_id=make.User().id)
    table = browser.get("jobs.list_jobs").table("我的后台任务")
    assert [row["任务"] for row in table.rows] == ["第二个", "第一个"]


def test_a_list_without_jobs_says_what_will_show_here(browser, me):
    assert "还没有" in browser.get("jobs.list_jobs").text


def test_a_running_job_asks_for_itself_again_and_an_ended_one_does_not(client, make, me):
    running = make.Job(by_user_id=me.id, state=JobState.RUNNING, share=0.4)
    ended = make.Job(by_user_id=me.id, state=JobState.DONE, share=1.0)
    answers = [client.get(f"/jobs/{job.id}", headers={"HX-Request": "true"}).text for job in (running, ended)]
    assert [("every 1s" in text, "<html" in text) for text in answers] == [(True, False), (False, False)]


def test_a_waiting_job_can_be_stopped_from_its_page(browser, db_session, make, me):
    job = make.Job(by_user_id=me.id)
    page = browser.post("jobs.stop_job", job_id=job.id)
    assert "已停止" in page.text
    assert db_session.get(Job, job.id).state is JobState.STOPPED


def test_interrupted_work_can_be_started_again_and_the_old_job_stays(browser, db_session, make, me):
    job = make.Job(by_user_id=me.id, state=JobState.INTERRUPTED, parameters={"offering": 7})
    assert "重新启动" in browser.get("jobs.show_job", job_id=job.id).text
    browser.post("jobs.start_again", job_id=job.id)
    again = db_session.query(Job).filter(Job.id > job.id).one()
    assert (again.state, again.parameters) == (JobState.WAITING, {"offering": 7})


def test_a_job_is_not_there_for_others_unless_it_is_of_their_institution(browser, make, me):
    institution = make.Institution()
    make.StaffMember(user=me, institution=institution)
    ours = make.Job(institution_id=institution.id, permission=Permission.SESSIONS_SCHEDULE.value)
    hidden = make.Job(institution_id=institution.id)
    foreign = make.Job(institution_id=make.Institution().id, permission=Permission.SESSIONS_SCHEDULE.value)
    browser.get("jobs.show_job", job_id=ours.id)
    for job in (hidden, foreign):
        browser.get("jobs.show_job", job_id=job.id, status=404)
