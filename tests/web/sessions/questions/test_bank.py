"""The question bank: list, wording, states, scope."""

from __future__ import annotations

import pytest

from accounts.rules import Role
from sessions.questions.models import Question, QuestionVersion
from sessions.questions.rules.questions import QuestionState


@pytest.fixture
def house(make, sign_in):
    """An institution whose curriculum has one module, and its coordinator, signed in."""
    post = make.StaffMember()
    make.CurriculumModule(curriculum=make.Curriculum(institution=post.institution), name="质量法律制度")
    sign_in(post.user)
    return post.institution


@pytest.mark.one_engine
def test_a_question_is_written_as_a_draft_and_released(browser, house, db_session):
    page = browser.get("questions.new_question")
    form = page.form.fill(
        kind="multiple", module="质量法律制度", stem="质量成本包括（　　）。", options="预防\n鉴定\n广告", answer="AB"
    )
    shown = form.submit()
    assert "草稿" in shown.flashes[0]
    shown.press("启用")
    question = db_session.query(Question).one()
    assert (question.state, question.number) == (QuestionState.ACTIVE, 1)
    assert db_session.query(QuestionVersion).one().answer == ["A", "B"]


@pytest.mark.one_engine
def test_what_is_wrong_is_said_at_its_field(browser, house):
    form = browser.get("questions.new_question").form.fill(
        kind="single", stem="谁？", options="甲", answer="AB", score="x"
    )
    assert form.submit().errors == [
        "分值为大于 0、不超过 100 的数字。",
        "至少需要两个选项，且不能有空选项。",
        "答案中的字母没有对应的选项。请填写选项字母，如 B 或 ACD。",
        "单选题只能有一个正确答案；如有多个，请将题型改为多选题。",
    ]


def test_rewording_adds_a_version_and_an_old_page_is_refused(browser, house, make, db_session):
    version = make.QuestionVersion(institution=house)
    page = browser.get("questions.edit_question", question_id=version.question_id)
    page.form.fill(stem="新题干（　　）", reason="笔误").submit()
    late = page.form.fill(stem="又一个题干（　　）").submit()
    assert "他人" in late.errors[0]
    numbers = [one.number for one in db_session.query(QuestionVersion).order_by(QuestionVersion.number)]
    assert numbers == [1, 2]
    assert "笔误" not in browser.get("questions.list_questions").text


def test_the_list_finds_by_words_kind_and_module_with_the_same_number_of_queries(browser, house, make, count_queries):
    make.QuestionVersion(institution=house, stem="卓越绩效（　　）")
    open_list = lambda: browser.get("questions.list_questions", text="卓越", kind="single", state="active")  # noqa: E731
    assert len(open_list().table("试题").rows) == 1
    one = count_queries(open_list)
    for number in range(20):
        make.QuestionVersion(institution=house, stem=f"卓越绩效{number}（　　）")
    assert count_queries(open_list) == one


@pytest.mark.one_engine
def test_questions_of_another_house_are_not_there(browser, house, make):
    foreign = make.QuestionVersion()
    browser.get("questions.show_question", question_id=foreign.question_id, status=404)
    browser.get("questions.edit_question", question_id=foreign.question_id, status=404)
    assert "还没有试题" in browser.get("questions.list_questions").text
    browser.get("questions.show_import", import_id=make.QuestionImport().id, status=404)


@pytest.mark.one_engine
def test_an_auditor_does_not_see_questions(browser, make, sign_in, house):
    sign_in(make.User(role=Role.AUDITOR))
    browser.get("questions.list_questions", status=403)
