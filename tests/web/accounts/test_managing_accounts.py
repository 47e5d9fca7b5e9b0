"""What administrators do with accounts, and who may look at the audit trail."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from accounts.models import AuditEntry, User
from accounts.rules import Role


@pytest.fixture
def admin(make, sign_in):
    return sign_in(make.User(role=Role.ADMINISTRATOR, display_name="王建国", username="admin"))


def secret_on(page):
    return page.soup.select_one(".secret").get_text()


@pytest.mark.parametrize("endpoint", ["accounts.list_accounts", "accounts.new_account", "accounts.show_account"])
@pytest.mark.parametrize("role", Role)
def test_only_administrators_manage_accounts(browser, make, sign_in, role, endpoint):
    user = sign_in(make.User(role=role))
    values = {"user_id": user.id} if endpoint.endswith("show_account") else {}
    browser.get(endpoint, status=200 if role == Role.ADMINISTRATOR else 403, **values)


def test_a_new_account_gets_a_one_time_password_that_is_shown_once(browser, admin, db_session):
    page = browser.get("accounts.new_account").form.fill(display_name="李静", username="Li.Jing").submit()
    password = secret_on(page)
    assert len(password) == 12
    assert browser.open(page.path).soup.select_one(".secret") is None
    user = db_session.query(User).filter_by(username="li.jing").one()
    assert (user.role, user.must_change_password) == (Role.COORDINATOR, True)


def test_the_one_time_password_signs_in_and_must_be_changed(browser, admin):
    password = secret_on(browser.get("accounts.new_account").form.fill(display_name="李静", username="li").submit())
    browser.get("accounts.home").press("退出登录")
    page = browser.get("accounts.sign_in").form.fill(username="li", password=password).submit()
    assert page.h1 == "请设置您自己的密码"


def test_the_one_time_password_cannot_be_read_in_the_session(client, browser, admin):
    form = {"display_name": "李", "username": "li", "role": "teacher", "csrf_token": browser.csrf_token()}
    client.post("/accounts/new", data=form)
    with client.session_transaction() as session:
        _user_id, sealed = session["accounts.one_time_password"]
    assert len(sealed) > 40
    assert sealed not in browser.open(f"/accounts/{_user_id}").text


def test_another_accounts_page_does_not_show_the_one_time_password(client, browser, admin, make):
    other = make.User()
    form = {"display_name": "李", "username": "li", "role": "teacher", "csrf_token": browser.csrf_token()}
    client.post("/accounts/new", data=form)
    assert browser.get("accounts.show_account", user_id=other.id).soup.select_one(".secret") is None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"display_name": "李静", "username": "ADMIN"}, "此登录名已被使用，请换一个。"),
        ({"display_name": "", "username": "li"}, "请输入姓名。"),
        ({"display_name": "李静", "username": ""}, "请输入登录名。"),
        ({"display_name": "李静", "username": "a b"}, "只能使用字母、汉字、数字和 . _ - @。"),
        ({"display_name": "李" * 121, "username": "li"}, "最多 120 个字符。"),
    ],
)
def test_a_refused_account_says_why_and_is_not_made(browser, admin, db_session, values, message):
    assert browser.get("accounts.new_account").form.fill(**values).submit().errors == [message]
    assert db_session.query(User).count() == 1


def test_a_new_password_ends_the_persons_sessions(browser, admin, make, db_session):
    user = make.User()
    page = browser.get("accounts.show_account", user_id=user.id).press("发放一次性密码")
    assert secret_on(page)
    user = db_session.get(User, user.id)
    assert (user.must_change_password, user.session_stamp != "stamp") == (True, True)


def test_a_new_password_lifts_a_lock(browser, admin, make, db_session):
    user = make.User()
    make.many(5).LoginAttempt(username=user.username)
    password = secret_on(browser.get("accounts.show_account", user_id=user.id).press("发放一次性密码"))
    browser.get("accounts.home").press("退出登录")
    page = browser.get("accounts.sign_in").form.fill(username=user.username, password=password).submit()
    assert page.h1 == "请设置您自己的密码"


def test_closing_and_opening_an_account(browser, admin, make, db_session):
    user = make.User(display_name="李静")
    page = browser.get("accounts.show_account", user_id=user.id).press("停用账户")
    assert (page.flashes, page.facts()["状态"]) == (["已停用“李静”的账户。"], "已停用")
    page = page.press("恢复账户")
    assert (page.flashes, page.facts()["状态"]) == (["已恢复“李静”的账户。"], "正常")
    actions = [entry.action for entry in db_session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions == ["accounts.deactivated", "accounts.activated"]


def test_nobody_closes_their_own_account(browser, admin, db_session):
    page = browser.get("accounts.show_account", user_id=admin.id).press("停用账户")
    assert page.flashes == ["不能停用自己的账户，请由其他系统管理员操作。"]
    assert db_session.get(User, admin.id).is_active


def test_an_account_that_does_not_exist_is_not_found(browser, admin):
    browser.get("accounts.show_account", user_id=987654, status=404)
    browser.post("accounts.reset_password", user_id=987654, status=404)


def test_accounts_are_found_by_part_of_a_name_and_by_role(browser, admin, make):
    make.User(display_name="李静", username="li.jing")
    make.User(display_name="赵敏", username="zhao.min", role=Role.AUDITOR)
    page = browser.get("accounts.list_accounts")
    assert len(page.table("账户管理")) == 3
    assert [row["姓名"] for row in page.form.fill(text="JING").submit().table("账户管理").rows] == ["李静"]
    assert [row["姓名"] for row in page.form.fill(text="", role="auditor").submit().table("账户管理").rows] == ["赵敏"]


def test_a_percent_sign_looks_for_a_percent_sign(browser, admin):
    assert "没有符合条件的账户。" in browser.get("accounts.list_accounts", text="%").text


def test_a_list_costs_the_same_number_of_queries_however_long_it_is(browser, admin, make, count_queries):
    few = count_queries(lambda: browser.get("accounts.list_accounts"))
    make.many(20).User()
    assert count_queries(lambda: browser.get("accounts.list_accounts")) == few


def test_a_long_list_has_pages_that_keep_the_filter(browser, admin, make):
    make.many(60).User(role=Role.TEACHER)
    page = browser.get("accounts.list_accounts", role="teacher")
    assert "共 60 条 · 第 1 / 2 页" in page.text
    second = page.follow("下一页")
    assert len(second.table("账户管理")) == 10
    assert re.search(r"role=teacher", second.links["上一页"])


@pytest.mark.parametrize("number", ["0", "-3", "99", "x"])
def test_a_page_that_does_not_exist_shows_the_nearest(browser, admin, number):
    assert browser.get("accounts.list_accounts", page=number).h1 == "账户管理"


@pytest.mark.parametrize("role", Role)
def test_the_audit_trail_is_for_administrators_and_auditors(browser, make, sign_in, role):
    sign_in(make.User(role=role))
    browser.get("accounts.list_audit_entries", status=200 if role in (Role.ADMINISTRATOR, Role.AUDITOR) else 403)


def test_the_audit_trail_words_what_happened(browser, admin, make):
    make.AuditEntry(
        actor="command line",
        action="accounts.created",
        subject_kind="account",
        subject_id="7",
        detail={"role": "teacher"},
        at=datetime(2026, 3, 4, 16, 30, 5, tzinfo=UTC),
    )
    assert browser.get("accounts.list_audit_entries").table("操作日志").rows == [
        {
            "时间": "2026-03-05 00:30:05",
            "操作人": "服务器命令",
            "操作": "新建账户",
            "对象": "账户 7",
            "详情": "角色：教师",
            "来源地址": "",
        }
    ]


def test_the_audit_trail_is_filtered_by_person_action_and_the_sites_days(browser, admin, make):
    make.AuditEntry(actor="李静", at=datetime(2026, 3, 4, 15, 59, tzinfo=UTC))  # 23:59 on the fourth
    make.AuditEntry(actor="李静", at=datetime(2026, 3, 4, 16, 0, tzinfo=UTC))  # 00:00 on the fifth
    make.AuditEntry(actor="赵敏", action="accounts.signed_out", at=datetime(2026, 3, 6, tzinfo=UTC))
    form = browser.get("accounts.list_audit_entries").form
    fifth = form.fill(first_day="2026-03-05", last_day="2026-03-05").submit().table("操作日志").rows
    assert [row["时间"] for row in fifth] == ["2026-03-05 00:00:00"]
    form = browser.get("accounts.list_audit_entries").form
    assert len(form.fill(actor="李").submit().table("操作日志")) == 2
    form = browser.get("accounts.list_audit_entries").form
    assert len(form.fill(action="accounts.signed_out").submit().table("操作日志")) == 1


def test_days_in_the_wrong_order_are_refused_in_words(browser, admin):
    page = browser.get("accounts.list_audit_entries", first_day="2026-03-05", last_day="2026-03-01")
    assert "结束日期不能早于开始日期。" in page.text


def test_the_newest_entry_stands_first(browser, admin, make):
    make.AuditEntry(actor="早", at=datetime(2026, 3, 1, tzinfo=UTC))
    make.AuditEntry(actor="晚", at=datetime(2026, 3, 2, tzinfo=UTC))
    rows = browser.get("accounts.list_audit_entries").table("操作日志").rows
    assert [row["操作人"] for row in rows] == ["晚", "早"]
