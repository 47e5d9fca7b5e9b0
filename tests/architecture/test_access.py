"""Every view says who may open it, and means it: all routes × all roles, and nobody signed in."""

from __future__ import annotations

import pytest
from sqlalchemy import event

import config
from accounts.rules import Permission, Role, allows
from app import create_app
from tests.architecture.route_table import routes_of

ROUTES = routes_of(create_app(config.TestConfig()))
GUARDED = [route for route in ROUTES if route.access != "public"]


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_view_wears_one_mark(route):
    assert route.access == "public" or route.access in set(Permission), f"{route.endpoint} has no access mark"


def test_every_permission_guards_something_or_is_named_here():
    asked_elsewhere = {"accounts:profile"}
    used = {str(route.access) for route in ROUTES} | asked_elsewhere
    assert used - {"public"} <= {permission.value for permission in Permission}


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_who_is_not_signed_in_is_led_to_the_sign_in_page(client, browser, route):
    data = {"csrf_token": browser.csrf_token()} if route.method == "POST" else None
    answer = client.open(route.address, method=route.method, data=data)
    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/sign-in")


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_who_lacks_the_permission_is_refused(client, browser, make, sign_in, route):
    for role in Role:
        if allows(role, route.access):
            continue
        sign_in(make.User(role=role))
        data = {"csrf_token": browser.csrf_token()} if route.method == "POST" else None
        assert client.open(route.address, method=route.method, data=data).status_code == 403, role


@pytest.mark.parametrize("route", [route for route in GUARDED if route.method == "GET"], ids=str)
def test_who_has_the_permission_gets_the_page_or_hears_that_it_does_not_exist(client, make, sign_in, route):
    for role in Role:
        if not allows(role, route.access):
            continue
        sign_in(make.User(role=role))
        assert client.get(route.address, follow_redirects=True).status_code in (200, 404), role


@pytest.mark.parametrize("route", [route for route in ROUTES if route.method == "GET"], ids=str)
def test_reading_pages_write_nothing(client, make, sign_in, route, connection):
    """A GET must not change a record: SQLite opens it without the write lock."""
    sign_in(make.User(role=Role.ADMINISTRATOR))
    written = []

    def listen(_connection, _cursor, statement, *_rest):
        if statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
            written.append(statement)

    event.listen(connection, "before_cursor_execute", listen)
    client.get(route.address)
    event.remove(connection, "before_cursor_execute", listen)
    assert written == []
