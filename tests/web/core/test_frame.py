"""The frame of every page: menu, headers, error pages."""

from __future__ import annotations

import logging

import pytest
from werkzeug.exceptions import default_exceptions

from accounts.rules import Role
from core import navigation
from core.navigation import HomeCard

ERROR_PAGES = [
    (400, "无法处理此请求"),
    (403, "您无权打开此页面"),
    (404, "页面不存在"),
    (405, "无法处理此请求"),
    (413, "文件过大"),
    (429, "请求过于频繁"),
]


@pytest.fixture
def failing(app, monkeypatch):
    """Let the profile page fail with whatever is set, as a page in production would."""
    original = app.view_functions["accounts.show_profile"]

    def fail_with(error):
        def view(**_values):
            raise error

        app.view_functions["accounts.show_profile"] = view

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    yield fail_with
    app.view_functions["accounts.show_profile"] = original


@pytest.mark.parametrize(
    ("role", "menu"),
    [
        (Role.ADMINISTRATOR, {"首页", "账户管理", "操作日志"}),
        (Role.AUDITOR, {"首页", "操作日志"}),
        (Role.COORDINATOR, {"首页"}),
    ],
)
def test_the_menu_shows_what_the_role_may_open(browser, make, sign_in, role, menu):
    sign_in(make.User(role=role))
    shown = set(browser.get("accounts.home").menu)
    assert shown & {"首页", "账户管理", "操作日志"} == menu


def test_the_menu_marks_where_one_is_also_on_pages_below(browser, make, sign_in):
    sign_in(make.User(role=Role.ADMINISTRATOR))
    for endpoint in ("accounts.list_accounts", "accounts.new_account"):
        marked = browser.get(endpoint).soup.select(".menu-list [aria-current]")
        assert [link.get_text(strip=True) for link in marked] == ["账户管理"]


def test_the_menu_leads_only_to_pages_that_open(browser, make, sign_in):
    for role in Role:
        sign_in(make.User(role=role))
        for link in browser.get("accounts.home").soup.select(".menu-list a"):
            browser.open(link["href"])


def test_a_card_of_the_start_page_opens_its_list(app, browser, make, sign_in, monkeypatch):
    sign_in(make.User())
    card = HomeCard("待归档的班", 3, "/profile", help="本月到期")
    monkeypatch.setattr(navigation.menu_of(app), "cards", [lambda _user: [card] * 7])
    page = browser.get("accounts.home")
    assert len(page.soup.select(".home-card")) == 5
    assert page.soup.select_one(".home-card")["href"] == "/profile"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
            "frame-ancestors 'none'; form-action 'self'",
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    ],
)
@pytest.mark.parametrize("address", ["/sign-in", "/no-such-page", "/static/css/tokens.css"])
def test_every_answer_carries_the_headers_that_protect_it(client, address, name, value):
    assert client.get(address).headers[name] == value


def test_cameras_are_for_scanning_and_nothing_else_is_allowed(client):
    assert client.get("/sign-in").headers["Permissions-Policy"].startswith("camera=(self), geolocation=()")


def test_pages_of_a_signed_in_person_stay_out_of_caches(client, make, sign_in):
    sign_in(make.User())
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_files_may_stay_in_caches(client, make, sign_in):
    sign_in(make.User())
    assert "no-store" not in client.get("/static/css/tokens.css").headers.get("Cache-Control", "")


def test_only_answers_over_https_insist_on_https(client):
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers
    assert "max-age=" in client.get("/sign-in", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(("code", "title"), ERROR_PAGES)
def test_every_refusal_has_a_page_in_plain_words_with_a_way_on(browser, make, sign_in, failing, code, title):
    sign_in(make.User())
    failing(default_exceptions[code]())
    page = browser.get("accounts.show_profile", status=code)
    assert page.h1 == title
    assert page.links["返回首页"] == "/"


def test_a_page_that_does_not_exist_says_so_to_visitors_too(browser):
    assert browser.open("/no-such-page", status=404).h1 == "页面不存在"


def test_our_own_fault_shows_a_reference_number_that_is_in_the_log_and_no_trace(
    browser, make, sign_in, failing, caplog
):
    sign_in(make.User())
    failing(ZeroDivisionError("secret detail"))
    with caplog.at_level(logging.ERROR):
        page = browser.get("accounts.show_profile", status=500)
    reference = page.soup.select_one(".reference").get_text()
    assert page.h1 == "系统出错了"
    assert "secret detail" not in page.response.text
    assert "Traceback" not in page.response.text
    assert [f"reference {reference}" in record.getMessage() for record in caplog.records] == [True]
    assert caplog.records[0].exc_info[0] is ZeroDivisionError


def test_even_an_error_page_that_fails_gives_a_reference_number(client, make, sign_in, failing, monkeypatch, caplog):
    sign_in(make.User())
    failing(ZeroDivisionError())

    def broken(*_args, **_values):
        raise RuntimeError("the template is broken too")

    monkeypatch.setattr("core.errors.render_template", broken)
    response = client.get("/profile")
    assert response.status_code == 500
    assert caplog.records[0].getMessage().split()[1].rstrip(":") in response.text


def test_a_form_without_its_protection_field_is_refused_in_plain_words(client):
    response = client.post("/sign-in", data={"username": "a", "password": "b"})
    assert response.status_code == 400
    assert "表单已失效" in response.text


def test_an_upload_that_is_too_large_says_how_large_it_may_be(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1024 * 1024)
    form = b"username=" + b"x" * 1024 * 1024
    response = client.post("/sign-in", data=form, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "1 MB" in response.text
