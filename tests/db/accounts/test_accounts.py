"""What the tables of accounts refuse, and what their queries find."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from accounts import actions, queries
from accounts.actions import AccountRefused, Refusal, TooManyAttempts
from accounts.models import AuditEntry, LoginAttempt, User
from accounts.rules import Role


def test_two_people_cannot_have_one_name(make):
    make.User(username="li")
    with pytest.raises(IntegrityError):
        make.User(username="li")


def test_names_are_kept_in_small_letters(make):
    with pytest.raises(IntegrityError):
        make.User(username="Li")


def test_a_role_that_does_not_exist_is_refused(make, db_session):
    user = make.User()
    with pytest.raises(DBAPIError):
        db_session.connection().exec_driver_sql(f"UPDATE user_account SET role = 'king' WHERE id = {user.id}")


def test_a_time_without_zone_is_refused(make):
    with pytest.raises(Exception, match="without a time zone"):
        make.LoginAttempt(at=datetime(2026, 3, 5))


def test_the_trail_keeps_details_as_they_were(make, db_session):
    entry = make.AuditEntry(detail={"名": ["甲", 1, None]})
    assert db_session.get(AuditEntry, entry.id).detail == {"名": ["甲", 1, None]}


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_the_trail(make, db_session, change):
    make.AuditEntry()
    with pytest.raises(DBAPIError):
        db_session.connection().exec_driver_sql(change)


def test_a_name_taken_between_look_and_write_is_refused_in_words(in_app, make, monkeypatch):
    make.User(username="li")
    monkeypatch.setattr(queries, "user_named", lambda _username: None)
    with pytest.raises(AccountRefused) as refusal:
        actions.create_user("li", display_name="李", role=Role.TEACHER, by=None)
    assert refusal.value.reason == Refusal.NAME_TAKEN
    assert in_app.query(User).count() == 1


def test_the_last_administrator_cannot_be_closed(in_app, make):
    only, other = make.User(role=Role.ADMINISTRATOR), make.User()
    with pytest.raises(AccountRefused) as refusal:
        actions.deactivate(in_app.get(User, only.id), by=in_app.get(User, other.id))
    assert refusal.value.reason == Refusal.LAST_ADMINISTRATOR


def test_one_of_two_administrators_can_be_closed(in_app, make):
    one, other = make.many(2).User(role=Role.ADMINISTRATOR)
    actions.deactivate(in_app.get(User, one.id), by=in_app.get(User, other.id))
    assert queries.active_administrators() == 1


def test_attempts_made_at_the_same_time_count_each_other(in_app):
    """Six guesses are noted before any is checked: none of them is heard once five others stand beside it."""
    noted = [actions.note_attempt("li", address="192.0.2.1") for _ in range(6)]
    with pytest.raises(TooManyAttempts):
        actions.check_attempt(noted[-1], per_name=5, per_address=50, lock_for=timedelta(minutes=15))


def test_an_outdated_hash_is_renewed_at_sign_in(in_app, make, monkeypatch):
    user = make.User()
    monkeypatch.setattr("accounts.passwords.is_outdated", lambda _kept: True)
    before = user.password_hash
    attempt = actions.note_attempt(user.username, address="")
    signed_in = actions.authenticate(attempt, "Right-Horse-42")
    assert signed_in.password_hash != before


def test_old_failures_are_thrown_away_at_sign_in(in_app, make):
    user = make.User()
    make.LoginAttempt(username="other", at=datetime.now(UTC) - timedelta(days=31))
    make.LoginAttempt(username="other", at=datetime.now(UTC) - timedelta(days=29))
    actions.authenticate(actions.note_attempt(user.username, address=""), "Right-Horse-42")
    assert in_app.query(LoginAttempt).count() == 1
