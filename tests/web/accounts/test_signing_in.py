"""Signing in and out, locks, idleness, and the first password change, as a person meets them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import AuditEntry, LoginAttempt, User
from core.db import utc_now
from tests.factories import PASSWORD


def enter(browser, username, password=PASSWORD, *, status=200, **values):
    page = browser.get("accounts.sign_in", **values)
    return page.form.fill(username=username, password=password).submit(status=status)


def test_the_right_password_opens_the_start_page(browser, make):
    user = make.User(display_name="李静")
    page = enter(browser, user.username)
    assert page.h1 == "今日待办"
    assert "李静" in page.text


def test_capital_letters_and_spaces_around_the_name_do_not_matter(browser, make):
    make.User(username="li.jing")
    assert enter(browser, "  Li.Jing ").h1 == "今日待办"


def test_spaces_of_a_password_matter(browser, make):
    user = make.User()
    enter(browser, user.username, f" {PASSWORD}", status=422)


@pytest.mark.parametrize("who", ["known", "unknown", "closed"])
def test_a_refusal_does_not_say_whether_the_account_exists(browser, make, who):
    make.User(username="known")
    make.User(username="closed", is_active=False)
    password = PASSWORD if who == "closed" else "wrong"
    assert enter(browser, who, password, status=422).errors == ["登录名与密码不匹配，请核对后重试。"]


def test_empty_fields_say_what_to_enter(browser):
    assert enter(browser, "", "", status=422).errors == ["请输入登录名。", "请输入密码。"]


def test_after_five_failures_even_the_right_password_waits_and_the_page_says_until_when(browser, make):
    user = make.User()
    for _ in range(5):
        enter(browser, user.username, "wrong", status=422)
    (message,) = enter(browser, user.username, status=422).errors
    assert message.startswith("失败次数过多，请在 15 分钟后（")


def test_an_unknown_name_is_locked_like_a_known_one(browser):
    for _ in range(5):
        enter(browser, "nobody", "wrong", status=422)
    assert "15 分钟后" in enter(browser, "nobody", "wrong", status=422).errors[0]


def test_a_lock_ends_by_itself(browser, make):
    user = make.User()
    make.many(5).LoginAttempt(username=user.username, at=utc_now() - timedelta(minutes=15, seconds=1))
    assert enter(browser, user.username).h1 == "今日待办"


def test_attempts_refused_by_a_lock_do_not_make_it_longer(browser, make, db_session):
    user = make.User()
    make.many(5).LoginAttempt(username=user.username)
    enter(browser, user.username, status=422)
    assert db_session.query(LoginAttempt).count() == 5


def test_many_names_from_one_address_are_locked_too(browser, make):
    make.many(50).LoginAttempt(address="127.0.0.1", username="spray")
    user = make.User()
    assert "分钟后" in enter(browser, user.username, status=422).errors[0]


def test_other_addresses_are_not_locked_with_it(browser, make):
    make.many(50).LoginAttempt(address="198.51.100.7", username="spray")
    assert enter(browser, make.User().username).h1 == "今日待办"


def test_signing_in_forgets_the_failures_of_this_name(browser, make, db_session):
    user = make.User()
    make.many(4).LoginAttempt(username=user.username)
    enter(browser, user.username)
    assert db_session.query(LoginAttempt).count() == 0


def test_signing_in_and_failing_are_written_to_the_trail(browser, make, db_session):
    user = make.User()
    enter(browser, user.username, "wrong", status=422)
    enter(browser, user.username)
    entries = db_session.query(AuditEntry).order_by(AuditEntry.id).all()
    assert [(entry.action, entry.actor, entry.address) for entry in entries] == [
        ("accounts.sign_in_failed", user.username, "127.0.0.1"),
        ("accounts.signed_in", user.display_name, "127.0.0.1"),
    ]


def test_signing_in_leads_on_to_the_page_that_was_wanted(browser, make):
    user = make.User()
    page = browser.get("accounts.show_profile")
    assert page.flashes == ["请先登录，再打开此页面。"]
    assert page.form.fill(username=user.username, password=PASSWORD).submit().h1 == "我的账户"


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "/\t/example.org", ""]
)
def test_signing_in_never_leads_to_another_site(client, browser, make, target):
    user = make.User()
    browser.get("accounts.sign_in")
    data = {"username": user.username, "password": PASSWORD, "csrf_token": browser.csrf_token()}
    response = client.post("/sign-in", query_string={"next": target}, data=data)
    assert (response.status_code, response.location) == (302, "/")


def test_somebody_signed_in_is_not_asked_again(browser, make, sign_in):
    sign_in(make.User())
    assert browser.get("accounts.sign_in").h1 == "今日待办"


def test_signing_out_ends_the_session_and_is_written_down(browser, make, sign_in, db_session):
    sign_in(make.User())
    page = browser.get("accounts.home").press("退出登录")
    assert page.flashes == ["您已退出登录。"]
    assert browser.get("accounts.home").h1 == "登录"
    assert db_session.query(AuditEntry).one().action == "accounts.signed_out"


def test_a_link_cannot_sign_anybody_out(client, make, sign_in):
    sign_in(make.User())
    assert client.get("/sign-out").status_code == 405


def test_an_idle_session_ends_with_a_kind_message_and_leads_back(browser, make, monkeypatch):
    user = make.User()
    enter(browser, user.username)
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: utc_now().timestamp() + 31 * 60)
    page = browser.get("accounts.show_profile")
    assert page.flashes == ["因 30 分钟没有操作，系统已自动退出。请重新登录后继续。"]
    assert page.form.fill(username=user.username, password=PASSWORD).submit().h1 == "我的账户"


def test_a_session_in_use_does_not_end(browser, make, monkeypatch):
    enter(browser, make.User().username)
    for minutes in (20, 40, 60):
        later = utc_now().timestamp() + minutes * 60
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda later=later: later)
        assert browser.get("accounts.show_profile").h1 == "我的账户"


def test_closing_an_account_ends_its_sessions_and_says_so(browser, make, sign_in, db_session):
    user = sign_in(make.User())
    browser.get("accounts.home")
    db_session.get(User, user.id).is_active = False
    assert browser.get("accounts.home").flashes == ["账户或密码已变更，登录已失效，请重新登录。"]


def test_an_old_session_stamp_does_not_open_anything(browser, make, sign_in, db_session):
    user = sign_in(make.User())
    db_session.get(User, user.id).session_stamp = "another"
    assert browser.get("accounts.home").h1 == "登录"


def test_a_one_time_password_leads_every_page_to_choosing_ones_own(browser, make, sign_in):
    sign_in(make.User(must_change_password=True))
    for endpoint in ("accounts.home", "accounts.show_profile", "accounts.list_accounts"):
        assert browser.get(endpoint).h1 == "请设置您自己的密码"


def test_with_a_one_time_password_one_can_still_sign_out(browser, make, sign_in):
    sign_in(make.User(must_change_password=True))
    assert browser.get("accounts.home").press("退出登录").h1 == "登录"
