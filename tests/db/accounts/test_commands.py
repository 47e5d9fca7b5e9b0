"""`flask accounts …`."""

from __future__ import annotations

import re
from functools import partial

import pytest

from accounts.models import AuditEntry, User
from accounts.passwords import matches
from accounts.rules import Role


@pytest.fixture
def run(run_command):
    return partial(run_command, "accounts")


def test_the_first_account_is_made_with_a_one_time_password(run, db_session):
    result = run("create-user", "Admin", "--name", "王建国", "--role", "administrator")
    password = re.search(r"one-time password: (\S+)", result.output)[1]
    user = db_session.query(User).one()
    assert (user.username, user.role, user.must_change_password) == ("admin", Role.ADMINISTRATOR, True)
    assert matches(password, user.password_hash)


def test_a_given_password_is_not_printed(run, db_session):
    result = run("create-user", "li", "--name", "李", "--role", "teacher", "--password-stdin", input="Given-Horse-9\n")
    assert "Given-Horse-9" not in result.output
    assert matches("Given-Horse-9", db_session.query(User).one().password_hash)


def test_a_weak_password_is_refused(run, db_session):
    result = run("create-user", "li", "--name", "李", "--role", "teacher", "--password-stdin", input="weak\n")
    assert (result.exit_code, db_session.query(User).count()) == (1, 0)
    assert "too_short" in result.output


def test_a_name_in_use_is_refused(run, make):
    make.User(username="li")
    result = run("create-user", "LI", "--name", "李", "--role", "teacher")
    assert (result.exit_code, "name_taken" in result.output) == (1, True)


def test_accounts_are_listed(run, make):
    make.User(username="a", display_name="甲", role=Role.TEACHER)
    make.User(username="b", display_name="乙", role=Role.AUDITOR, is_active=False)
    assert run("list").output.splitlines() == ["a\tteacher\tactive\t甲", "b\tauditor\tclosed\t乙"]


def test_a_forgotten_password_is_replaced_and_the_command_is_written_down(run, make, db_session):
    user = make.User(username="li")
    password = run("reset-password", "li").output.split()[-1]
    assert matches(password, db_session.get(User, user.id).password_hash)
    entry = db_session.query(AuditEntry).one()
    assert (entry.action, entry.actor) == ("accounts.password_reset", "command line")


def test_an_unknown_name_is_refused(run):
    assert run("reset-password", "nobody").exit_code == 1
