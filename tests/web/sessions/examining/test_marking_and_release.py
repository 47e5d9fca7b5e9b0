"""Marking by two without names, the deciding mark, and the release by somebody else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.rules import Role
from sessions.examining.models import Mark, Marker
from sessions.examining.rules.kinds import Round
from sessions.models import ScoreLine
from sessions.rules.exams import ScoreState


@pytest.fixture
def markers(make, room):
    """Three teachers of the institution with accounts."""
    users = [make.User(role=Role.TEACHER, display_name=name) for name in ("一评老师", "二评老师", "裁定老师")]
    for user in users:
        make.Teacher(institution=room.offering.institution, user_id=user.id, name=user.display_name)
    return users


@pytest.fixture
def written(begins, writes, clock, room, db_session, markers):
    """Two have written and the time is over; the markers are named."""
    for who, choice in ((0, ["B"]), (1, ["A"])):
        clock.at(0)
        begins(who)
        writes(who, {0: choice, 1: ["A"], 2: [f"学员答案{who}"]})
    rounds = zip(markers, Round, strict=True)
    db_session.add_all(Marker(sitting_id=room.sitting.id, user_id=user.id, round=each) for user, each in rounds)
    db_session.commit()
    clock.at(130)


@pytest.fixture
def marks(browser, sign_in, room, markers):
    """Have a marker mark the short answer: `marks(0, 50, 40)` gives these points in the order of the page."""

    def give(who, *points):
        sign_in(markers[who])
        page = browser.get("examining.mark_question", sitting_id=room.sitting.id, question_id=room.questions[2].id)
        names = [one["name"] for one in page.soup.select("input[name^=points]")]
        return page.form_named("marks").fill(**dict(zip(names, map(str, points), strict=True))).submit()

    return give


@pytest.fixture
def release(browser, sign_in, room):
    """Release as somebody."""

    def go(user):
        sign_in(user)
        page = browser.get("examining.show_sitting", offering_id=room.offering.id, sitting_id=room.sitting.id)
        return page.form_named("release-form").fill(shows_answers=True).submit()

    return go


def test_results_reach_the_scores_of_the_class_once_two_have_marked(
    written, marks, release, browser, sign_in, room, db_session
):
    assert "尚未全部评阅" in release(room.coordinator).flashes[0]
    page = marks(0, 50, 50)
    assert page.flashes == ["已保存 2 个评分。"]
    marks(1, 52)
    done = release(room.coordinator)
    assert "已发布 3 人的成绩" in done.flashes[0]
    lines = {one.enrolment_id: one for one in db_session.query(ScoreLine)}
    states = [(lines[one.id].first_state, lines[one.id].first_value) for one in room.enrolments]
    assert states[2] == (ScoreState.ABSENT, None)
    assert sorted(value for _, value in states[:2]) in ([Decimal(60), Decimal(81)], [Decimal(61), Decimal(80)])
    rows = {row["学员"]: row for row in done.table("学员成绩").rows}
    assert rows["学员丙"]["状态"] == "缺考"
    sign_in(room.learners[0])
    own = browser.get("examining.my_exam", sitting_id=room.sitting.id)
    assert "正确答案" in own.text


@pytest.mark.one_engine
def test_a_release_again_replaces_only_its_own_lines(written, marks, release, room, db_session, make):
    marks(0, 50, 50)
    marks(1, 50)
    release(room.coordinator)
    marks(0, 40, 40)
    marks(1, 40)
    release(room.coordinator)
    standing = [one for one in db_session.query(ScoreLine) if one.superseded_by_id is None and one.first_value]
    assert sorted(one.first_value for one in standing) == [Decimal(50), Decimal(70)]


@pytest.mark.one_engine
def test_marks_too_far_apart_wait_for_the_third_who_sees_both(written, marks, release, room, browser, sign_in, markers):
    marks(0, 50, 50)
    marks(1, 20)
    assert "尚未全部评阅" in release(room.coordinator).flashes[0]
    sign_in(markers[2])
    page = browser.get("examining.mark_question", sitting_id=room.sitting.id, question_id=room.questions[2].id)
    assert "50 / 20" in page.text
    marks(2, 45)
    assert "已发布" in release(room.coordinator).flashes[0]


@pytest.mark.one_engine
def test_markers_see_neither_names_nor_the_other_marks(written, marks, browser, sign_in, room, markers):
    marks(0, 50, 50)
    sign_in(markers[1])
    page = browser.get("examining.mark_question", sitting_id=room.sitting.id, question_id=room.questions[2].id)
    assert "学员甲" not in page.text
    assert [one["value"] for one in page.soup.select("input[name^=points]")] == [""]


@pytest.mark.one_engine
def test_a_wrong_number_is_said_and_nothing_is_saved(written, marks, db_session):
    page = marks(0, 61, 50)
    assert [words.get_text() for words in page.soup.select(".summary-text")] == ["请填写 0 至 60 之间的分数。"]
    assert db_session.query(Mark).count() == 0


@pytest.mark.one_engine
def test_nobody_marks_in_two_rounds_and_strangers_not_at_all(written, browser, sign_in, room, markers, make):
    sign_in(room.coordinator)
    page = browser.get("examining.show_sitting", offering_id=room.offering.id, sitting_id=room.sitting.id)
    again = page.form_named("marker-form").fill(user_id=str(markers[0].id), round="second").submit()
    assert "须由其他人担任" in again.flashes[0]
    browser.get("examining.show_marking", sitting_id=room.sitting.id, status=404)
    assert browser.get("examining.my_marking").h1 == "阅卷"


@pytest.mark.one_engine
def test_whoever_marks_does_not_release(written, marks, release, browser, sign_in, room, make):
    other = make.StaffMember(institution=room.offering.institution).user
    sign_in(room.coordinator)
    page = browser.get("examining.show_sitting", offering_id=room.offering.id, sitting_id=room.sitting.id)
    page.form_named("marker-form").fill(user_id=str(room.coordinator.id), round="first").submit()
    marks(0, 50, 50)
    marks(1, 50)
    assert "阅卷人不得发布" in release(room.coordinator).flashes[0]
    assert "已发布" in release(other).flashes[0]


@pytest.mark.one_engine
def test_misconduct_voids_a_paper_until_it_is_lifted(written, marks, release, browser, sign_in, room, db_session):
    marks(0, 50, 50)
    marks(1, 50)
    sign_in(room.coordinator)
    about = {"offering_id": room.offering.id, "sitting_id": room.sitting.id, "enrolment_id": room.enrolments[0].id}
    browser.get("examining.enter_about", **about).form.fill(kind="misconduct", reason="携带资料进入考场").submit()
    release(room.coordinator)
    line = db_session.query(ScoreLine).filter_by(enrolment_id=room.enrolments[0].id).one()
    assert (line.first_state, line.first_text) == (ScoreState.INVALID, "违纪")


@pytest.mark.one_engine
def test_who_saves_over_a_mark_given_meanwhile_is_told_and_may_save_again(
    written, browser, sign_in, room, markers, db_session
):
    sign_in(markers[0])
    page = browser.get("examining.mark_question", sitting_id=room.sitting.id, question_id=room.questions[2].id)
    names = [one["name"] for one in page.soup.select("input[name^=points]")]
    page.form_named("marks").fill(**{names[0]: "40", names[1]: "30"}).submit()  # in another window
    told = page.form_named("marks").fill(**{names[0]: "20", names[1]: "30"}).submit()
    assert "在您打开页面后已给 40 分" in told.text
    assert [int(one.points) for one in db_session.query(Mark).order_by(Mark.id)] == [40, 30]
    told.form_named("marks").submit()
    assert [int(one.points) for one in db_session.query(Mark).order_by(Mark.id)] == [40, 30, 20]
