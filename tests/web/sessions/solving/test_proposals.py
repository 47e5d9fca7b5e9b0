"""Proposed timetables: asked for, worked out as a job, looked at, adopted whole, discarded, refused when outdated."""

from __future__ import annotations

from datetime import datetime
from time import sleep

import pytest

import courses.solver.solve as solver
from courses.solver.outcome import Outcome, Status
from jobs.models import Job
from jobs.work import Task
from sessions.models import Booking, FindingWaiver
from sessions.solving.models import ProposalDecision, SessionPin
from tests.thawing import set_figure
from tests.web.sessions.solving.pages import MORNINGS, WEEK, add_session, adopt, held, leave, run, teacher_of, worked
from trainer.models import Venue

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


def test_a_timetable_is_proposed_adopted_and_booked(browser, app, db_session, me, offering):
    page = run(browser, app, db_session, offering, halves=MORNINGS)
    assert "已排入 4 共 4 节" in page.text
    assert held(db_session, offering) == []
    page = adopt(page)
    assert page.flashes == ["已将 4 处变动写入课表。"]
    assert sorted(module for _at, module in held(db_session, offering)) == [
        "质量战略",
        "质量战略",
        *["质量法律制度"] * 2,
    ]
    assert all(at[6:] in ("08:30", "10:20") for at, _module in held(db_session, offering))
    assert db_session.query(Booking).count() == 4 * 3
    assert db_session.query(ProposalDecision).one().lessons == 4


def test_wrong_values_are_named_and_nothing_starts(browser, me, offering, db_session):
    form = browser.get("solving.propose", offering_id=offering.id).form_named("开始排课")
    wrong = {"first": "2026-03-06", "last": "2026-03-02", "morning": "8点半", "halves": [], "seconds": "0"}
    page = form.fill(**wrong).submit("开始排课")
    said = " ".join(page.errors)
    for words in ("结束日期不能早于开始日期", "“8点半”不是有效的时段", "至少选择一个半天", "1到600"):
        assert words in said
    page = form.fill(morning="08:30-10:00 09:30-11:00").submit("开始排课")
    assert "08:30-10:00 与 09:30-11:00 时间重叠" in " ".join(page.errors)
    assert db_session.query(Job).count() == 0


def test_a_proposal_is_adopted_once_and_a_discarded_one_never(browser, app, db_session, me, offering):
    page = run(browser, app, db_session, offering)
    page.form_named("放弃").submit()
    job = db_session.query(Job).one()
    page = browser.post("solving.adopt_proposal", job_id=job.id)
    assert page.flashes == ["该方案已被采用或放弃。"]
    assert "已放弃" in page.text
    assert held(db_session, offering) == []


def test_an_outdated_proposal_is_refused_and_names_the_sessions(browser, app, db_session, me, offering, make):
    page = run(browser, app, db_session, offering)
    add_session(make, offering, code="S77")
    db_session.commit()
    after = adopt(page)
    assert "课表没有改动" in after.flashes[0]
    assert "S77" in after.flashes[0]
    assert len(held(db_session, offering)) == 1
    assert "S77" in browser.get("solving.show_proposal", job_id=db_session.query(Job).one().id).text


def test_what_others_booked_meanwhile_is_refused_in_words_and_nothing_is_written(
    browser, app, db_session, me, offering, make
):
    page = run(browser, app, db_session, offering, halves=["0-morning", "0-afternoon"])
    other = make.ClassOffering(institution=offering.institution, code="SX-2")
    teacher = teacher_of(db_session)
    taken = add_session(make, other, teacher=teacher, code="S01")
    make.Booking(class_session=taken, resource="teacher", resource_id=teacher.id)
    after = adopt(page)
    assert "晏若谷" in after.text
    assert "不再适合的内容" in after.text
    assert held(db_session, offering) == []


def test_an_impossible_one_is_answered_by_the_rules_that_clash(browser, app, db_session, me, offering, make):
    leave(make, db_session, datetime(2026, 3, 1), datetime(2026, 3, 8))
    page = run(browser, app, db_session, offering)
    assert "无法全部排入" in page.text
    assert "晏若谷 在 2026-03-02（周一） 请假" in page.text
    assert "查看教师" in page.links


def test_a_session_without_a_place_is_cancelled_when_its_proposal_is_adopted(
    browser, app, db_session, me, offering, make
):
    venue = db_session.query(Venue).filter_by(name="报告厅").one()
    for day in (2, 3):
        add_session(make, offering, day=day, teacher=teacher_of(db_session), venue=venue, code=f"S0{day}")
    leave(make, db_session, datetime(2026, 3, 2), datetime(2026, 3, 7))
    page = browser.get("solving.repair", offering_id=offering.id)
    page.form_named("生成修复方案").submit("生成修复方案")
    page = worked(browser, app, db_session)
    assert "有 2 个课次无处可排，采用后将被取消。" in page.text
    adopt(page)
    assert held(db_session, offering) == []


def test_days_of_rest_are_adopted_only_with_a_reason(browser, app, db_session, me, offering):
    offering.ends_on = datetime(2026, 3, 8).date()
    db_session.commit()
    page = run(browser, app, db_session, offering, halves=["5-morning", "6-morning"])
    page = adopt(page)
    assert "不再适合的内容" in page.text
    assert held(db_session, offering) == []
    page.form_named("adopt").fill(waiver="学员均为在职，利用周末集中授课").submit()
    assert [at[:5] for at, _module in held(db_session, offering)] == ["03-07", "03-07", "03-08", "03-08"]
    assert db_session.query(FindingWaiver).count() == 4


def test_a_rule_set_that_leaves_the_length_of_an_hour_open_is_named(browser, me, offering, db_session):
    set_figure(db_session, "hours.minutes_per_hour", None)
    db_session.commit()
    assert "hours.minutes_per_hour" in browser.get("solving.propose", offering_id=offering.id, status=409).text


def test_too_few_periods_are_said_before_and_after(browser, app, db_session, me, offering):
    page = run(browser, app, db_session, offering, halves=["0-morning"])
    assert "需要排 4 节，而日期和学时上限内只有 2 个时段" in page.text


def test_a_session_held_fast_stays_where_it_is(browser, app, db_session, me, offering, make):
    session = add_session(make, offering, day=6, hour=14, teacher=teacher_of(db_session), code="S01")
    page = browser.post("solving.pin_session", offering_id=offering.id, session_id=session.id, wish="pin")
    assert "已固定" in page.text
    browser.post("solving.pin_session", offering_id=offering.id, session_id=session.id, wish="pin")
    assert db_session.query(SessionPin).count() == 1
    adopt(run(browser, app, db_session, offering))
    assert ("03-06 14:30", "质量战略") in held(db_session, offering)
    page = browser.post("solving.pin_session", offering_id=offering.id, session_id=session.id, wish="unpin")
    assert "可" in page.text or page.flashes
    assert [one.pinned for one in db_session.query(SessionPin).order_by(SessionPin.id)] == [True, False]


def test_a_repair_moves_only_what_a_leave_has_hit(browser, app, db_session, me, offering, make):
    adopt(run(browser, app, db_session, offering))
    before = held(db_session, offering)
    first = datetime.strptime(f"2026-{before[0][0]}", "%Y-%m-%d %H:%M")
    leave(make, db_session, first, first.replace(hour=first.hour + 1, minute=0))
    page = browser.get("solving.repair", offering_id=offering.id)
    assert "晏若谷" in page.text
    page.form_named("生成修复方案").submit("生成修复方案")
    adopt(worked(browser, app, db_session))
    after = held(db_session, offering)
    assert before[0] not in after
    assert len(set(before) - set(after)) == 1


def test_a_stopped_search_keeps_the_best_it_found(browser, app, db_session, me, offering, monkeypatch):
    real = solver.solve

    def stopped(problem, *, cancelled, **_options):
        found = real(problem, seconds=5)
        while not cancelled():
            sleep(0.01)
        return Outcome(Status.CANCELLED, found.placements, found.costs, found.bound, 1.0)

    monkeypatch.setattr(solver, "solve", stopped)
    monkeypatch.setattr(Task, "stop_wanted", lambda _task: True)
    page = run(browser, app, db_session, offering)
    assert "已停止，保留当前最好方案" in page.text
    assert "已排入 4 共 4 节" in page.text


def test_classes_of_others_are_not_there(browser, app, db_session, me, offering, make, sign_in):
    run(browser, app, db_session, offering)
    job = db_session.query(Job).one()
    sign_in(make.StaffMember(institution=make.Institution()).user)
    browser.get("solving.show_proposal", job_id=job.id, status=404)
    browser.post("solving.adopt_proposal", job_id=job.id, status=404)
    browser.post("solving.discard_proposal", job_id=job.id, status=404)
    browser.get("solving.propose", offering_id=offering.id, status=404)
    browser.get("solving.repair", offering_id=offering.id, status=404)
    assert browser.client.get(f"/timetables/propose?class={offering.id}").status_code == 404


def test_pages_ask_no_more_with_twenty_sessions_than_with_one(browser, me, offering, make, count_queries):
    addresses = [
        browser.url("solving.propose", offering_id=offering.id),
        browser.url("solving.repair", offering_id=offering.id),
        browser.url("sessions.timetable", offering_id=offering.id),
        browser.url("solving.choose_classes"),
    ]
    add_session(make, offering)
    few = [count_queries(lambda address=one: browser.client.get(address)) for one in addresses]
    for number in range(19):
        add_session(make, offering, day=2 + number % 5, hour=8 + number // 5 * 2)
        make.ClassOffering(institution=offering.institution)
    assert [count_queries(lambda address=one: browser.client.get(address)) for one in addresses] == few


def test_several_classes_are_planned_together_without_sharing_a_teacher_at_once(
    browser, app, db_session, me, offering, make
):
    other = make.ClassOffering(institution=offering.institution, code="SX-2")
    other.curriculum_id, other.curriculum_version_id = offering.curriculum_id, offering.curriculum_version_id
    db_session.commit()
    page = browser.open(browser.url("solving.propose_many") + f"?class={offering.id}&class={other.id}")
    page.form_named("开始排课").fill(**{"seconds": 5, "halves": WEEK, "class": [offering.id, other.id]}).submit(
        "开始排课"
    )
    page = adopt(worked(browser, app, db_session))
    assert "已采用" in page.text
    times = [at for one in (offering, other) for at, _module in held(db_session, one)]
    assert len(times) == len(set(times)) == 8
