"""Short ways to ask for a proposal, let it be worked out, and look at the timetable."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.clock import to_local, to_utc
from jobs import runner
from jobs.models import Job
from sessions.models import ClassSession
from trainer.models import Teacher

MORNINGS = [f"{day}-morning" for day in range(5)]
WEEK = MORNINGS + [f"{day}-afternoon" for day in range(5)]


def held(db_session, offering):
    found = db_session.query(ClassSession).filter_by(offering_id=offering.id, status="planned").all()
    return sorted((f"{to_local(one.starts_at):%m-%d %H:%M}", one.module) for one in found)


def run(browser, app, db_session, offering, **values):
    """Ask for a proposal and let the job do its work; the page of the proposal."""
    values = {"seconds": 20, "halves": WEEK, **values}  # it ends as soon as it is proved best
    browser.get("solving.propose", offering_id=offering.id).form_named("开始排课").fill(**values).submit("开始排课")
    return worked(browser, app, db_session)


def worked(browser, app, db_session):
    runner.run_waiting(app)
    db_session.expire_all()
    job = db_session.query(Job).order_by(Job.id.desc()).first()
    assert job.result, job.fault or job.note
    return browser.get("solving.show_proposal", job_id=job.id)


def adopt(page):
    return page.form_named("adopt").submit()


def teacher_of(db_session):
    return db_session.query(Teacher).filter_by(name="晏若谷").one()


def leave(make, db_session, first, last):
    make.TeacherLeave(teacher_id=teacher_of(db_session).id, starts_at=to_utc(first), ends_at=to_utc(last))


def add_session(make, offering, day=2, hour=8, **facts):
    """A lesson of two hours, of 质量战略."""
    start = datetime(2026, 3, day, hour, 30)
    times = {"starts_at": to_utc(start), "ends_at": to_utc(start + timedelta(minutes=90))}
    named = {"module": "质量战略", "title": "质量战略", "mode": "面授"}
    return make.ClassSession(offering=offering, planned_hours=2, **times, **named, **facts)
