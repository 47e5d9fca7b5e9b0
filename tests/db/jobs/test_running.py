"""Jobs are taken up, run, stopped and given up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.db import utc_now
from jobs import actions, queries, runner
from jobs.models import Job
from jobs.rules import JobState
from jobs.work import CannotBeDone, Done, works_of


@pytest.fixture
def works(app):
    """The table of work, as it was afterwards."""
    table = works_of(app)
    before = dict(table)
    yield table
    table.clear()
    table.update(before)


def run(app, in_app, kind="test.count", **parameters):
    job = actions.start_job(kind, "数到十", by=None, **parameters)
    in_app.commit()
    number = job.id
    runner.run_waiting(app)
    in_app.expire_all()
    return in_app.get_one(Job, number)


def test_work_is_done_with_its_parameters_and_its_result_kept(app, in_app, works):
    def count(task):
        task.progress(0.5, "一半", learners=3)
        return Done("accounts.home", {}, "数到 10", {"sum": sum(range(task.parameters["to"]))})

    works["test.count"] = count
    job = run(app, in_app, to=4)
    assert (job.state, job.share, job.note, job.result) == (JobState.DONE, 1.0, "数到 10", {"sum": 6})
    assert job.figures == {"learners": 3}
    assert job.started_at <= job.ended_at


def test_what_fails_is_kept_with_its_trace_but_nothing_of_its_work(app, in_app, works, make):
    def fail(task):
        actions.start_job("test.other", "留不下", by=None)
        raise ZeroDivisionError

    works["test.count"] = fail
    job = run(app, in_app)
    assert job.state is JobState.FAILED
    assert "ZeroDivisionError" in job.fault
    assert in_app.query(Job).filter_by(kind="test.other").count() == 0


def test_work_that_cannot_be_done_says_so_in_its_own_words(app, in_app, works):
    def refuse(task):
        raise CannotBeDone("没有教师")

    works["test.count"] = refuse
    job = run(app, in_app)
    assert (job.state, job.note, job.fault) == (JobState.FAILED, "没有教师", "")


def test_a_kind_that_nobody_knows_fails_instead_of_waiting_for_ever(app, in_app, works):
    assert run(app, in_app, kind="test.unknown").state is JobState.FAILED


def test_work_ends_when_somebody_stops_it(app, in_app, works):
    seen = []

    def long(task):
        actions.stop_job(in_app.get_one(Job, task.id), by=None)
        in_app.commit()
        task.check()
        seen.append("went on")
        return Done()

    works["test.count"] = long
    assert run(app, in_app).state is JobState.STOPPED
    assert seen == []


def test_a_waiting_job_is_stopped_at_once_and_an_ended_one_refuses(app, in_app, works):
    job = actions.start_job("test.count", "数", by=None)
    actions.stop_job(job, by=None)
    in_app.commit()
    assert job.state is JobState.STOPPED
    assert runner.run_waiting(app) == 0
    with pytest.raises(actions.JobEnded):
        actions.stop_job(job, by=None)


def test_progress_inside_a_transaction_commits_nothing(app, in_app, works):
    def write(task):
        in_app.add(Job(kind="test.half", title="半成品"))
        in_app.flush()
        task.progress(0.9, "马上")
        in_app.rollback()
        return Done()

    works["test.count"] = write
    assert run(app, in_app).note == ""
    assert in_app.query(Job).filter_by(kind="test.half").count() == 0


def test_jobs_are_run_in_the_order_in_which_they_were_asked_for(app, in_app, works):
    order = []
    works["test.count"] = lambda task: order.append(task.parameters["n"]) or Done()
    for number in (1, 2, 3):
        actions.start_job("test.count", "数", by=None, n=number)
    in_app.commit()
    assert runner.run_waiting(app) == 3
    assert order == [1, 2, 3]


def test_a_job_whose_process_went_away_is_given_up_but_a_living_one_is_not(in_app, make):
    now = utc_now()
    silent = make.Job(state=JobState.RUNNING, seen_alive_at=now - timedelta(minutes=5))
    alive = make.Job(state=JobState.RUNNING, seen_alive_at=now - timedelta(seconds=5))
    assert actions.give_up_silent() == 1
    states = {job.id: job.state for job in in_app.query(Job)}
    assert (states[silent.id], states[alive.id]) == (JobState.INTERRUPTED, JobState.RUNNING)


def test_a_claimed_job_is_claimed_once(in_app, make):
    make.Job()
    assert actions.claim_next() is not None
    assert actions.claim_next() is None


def test_the_same_work_under_way_is_found_by_its_parameters(in_app, make):
    make.Job(parameters={"offering": 1}, state=JobState.DONE)
    waiting = make.Job(parameters={"offering": 2, "seconds": 30})
    assert queries.under_way("test.count", offering=1) is None
    assert queries.under_way("test.count", offering=2).id == waiting.id
