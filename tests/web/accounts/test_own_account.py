"""One's own account: profile, password, language, start page."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry, User
from accounts.rules import Role
from tests.factories import PASSWORD

GOOD = "Another-Horse-43"


@pytest.fixture
def user(make, sign_in):
    return sign_in(make.User(username="li.jing"))


def change(browser, old=PASSWORD, new=GOOD, repeated=None):
    form = browser.get("accounts.change_password").form
    return form.fill(old=old, new=new, repeated=new if repeated is None else repeated).submit()


def test_a_new_password_is_kept_and_the_person_stays_signed_in(browser, user, db_session):
    page = change(browser)
    assert page.flashes == ["密码已修改，其他设备上的登录已失效。"]
    assert page.h1 == "今日待办"
    assert db_session.get(User, user.id).session_stamp != "stamp"


def test_the_new_password_signs_in_and_the_old_one_does_not(browser, user):
    change(browser).press("退出登录")
    form = browser.get("accounts.sign_in").form.fill(username="li.jing", password=PASSWORD)
    assert form.submit(status=422).errors
    assert browser.get("accounts.sign_in").form.fill(username="li.jing", password=GOOD).submit().h1 == "今日待办"


def test_changing_the_password_is_written_down_without_the_password(browser, user, db_session):
    change(browser)
    entry = db_session.query(AuditEntry).one()
    assert (entry.action, entry.user_id, entry.detail) == ("accounts.password_changed", user.id, {})


def test_choosing_ones_own_password_opens_everything_else(browser, make, sign_in):
    sign_in(make.User(must_change_password=True))
    assert change(browser).h1 == "今日待办"
    assert browser.get("accounts.show_profile").h1 == "我的账户"


@pytest.mark.parametrize(
    ("old", "new", "repeated", "message"),
    [
        ("wrong", GOOD, GOOD, "原密码不正确。"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码不能与原密码相同。"),
        (PASSWORD, "Ab1-ef", "Ab1-ef", "至少使用 10 个字符。"),
        (
            PASSWORD,
            "only-small-letters",
            "only-small-letters",
            "须包含大写字母、小写字母、数字、其他字符中的至少 3 类。",
        ),
        (PASSWORD, "Li.Jing-2026", "Li.Jing-2026", "密码不能包含登录名。"),
        (PASSWORD, GOOD, GOOD + "x", "两次输入的新密码不一致，请重新输入。"),
        (PASSWORD, "", "", "请输入新密码。"),
    ],
)
def test_a_refused_password_says_why(browser, user, db_session, old, new, repeated, message):
    assert message in change(browser, old, new, repeated).errors
    assert db_session.get(User, user.id).session_stamp == "stamp"


def test_the_profile_shows_name_and_role(browser, user):
    assert browser.get("accounts.show_profile").facts()["角色"] == "教务员"


def test_the_language_is_kept_with_the_person(browser, user, db_session):
    page = browser.get("accounts.show_profile").press("English")
    assert (page.h1, page.soup.html["lang"], page.path) == ("My account", "en", "/profile")
    assert db_session.get(User, user.id).language == "en"
    assert page.press("中文").h1 == "我的账户"


def test_the_language_of_a_visitor_is_kept_in_the_session_and_survives_signing_in(browser, make):
    user = make.User()
    page = browser.get("accounts.sign_in").press("English")
    assert page.h1 == "Sign in"
    assert page.form.fill(username=user.username, password=PASSWORD).submit().h1 == "What needs you today"


def test_switching_the_language_keeps_the_filters_of_a_list(browser, make, sign_in):
    sign_in(make.User(role=Role.ADMINISTRATOR))
    page = browser.get("accounts.list_accounts", text="zzz").press("English")
    assert "No account matches." in page.text


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org"])
def test_switching_the_language_never_leads_to_another_site(client, browser, target):
    data = {"language": "en", "next": target, "csrf_token": browser.csrf_token()}
    assert client.post("/language", data=data).location == "/"


def test_a_language_that_is_not_offered_is_refused(browser):
    browser.post("accounts.choose_language", {"language": "xx"}, status=400)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_start_page(browser, make, sign_in, role):
    sign_in(make.User(role=role))
    assert browser.get("accounts.home").h1 == "今日待办"
