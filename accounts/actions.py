"""Every write to accounts. Each leaves an entry in the audit trail; none commits."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from accounts import audit, passwords, queries
from accounts.models import LoginAttempt, User
from accounts.passwords import PasswordFault, PasswordPolicy
from accounts.rules import Role, locked_until
from core.db import db, utc_now

FAILURES_KEPT = timedelta(days=30)


class Refusal(StrEnum):
    """Why an account cannot be made or changed."""

    NAME_TAKEN = "name_taken"
    OWN_ACCOUNT = "own_account"
    LAST_ADMINISTRATOR = "last_administrator"


class AccountRefused(Exception):
    """An account cannot be made or changed; carries the reason."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


class TooManyAttempts(Exception):
    """Sign-in is locked for this name or address until the given moment."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class WrongPassword(Exception):
    """The old password is not the right one."""


class PasswordRefused(Exception):
    """A new password is not good enough; carries everything that is wrong with it."""

    def __init__(self, faults: list[PasswordFault]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


def note_attempt(username: str, *, address: str) -> LoginAttempt:
    """Write an attempt down as failed before it is checked, so that attempts made at the same time count each other.

    The caller commits at once. `check_attempt` takes the note back when the attempt is refused or right.
    """
    attempt = LoginAttempt(username=queries.normal_name(username)[:80], address=address)
    db.session.add(attempt)
    db.session.flush()
    return attempt


def check_attempt(attempt: LoginAttempt, *, per_name: int, per_address: int, lock_for: timedelta) -> None:
    """Raise TooManyAttempts when earlier failures have locked this name or this address."""
    now = utc_now()
    since = now - 2 * lock_for
    ends = [
        locked_until(
            queries.failures_of_name(attempt.username, since, attempt.id), attempts=per_name, lock_for=lock_for
        ),
        locked_until(
            queries.failures_from_address(attempt.address, since, attempt.id), attempts=per_address, lock_for=lock_for
        ),
    ]
    if until := max((end for end in ends if end and end > now), default=None):
        db.session.delete(attempt)
        raise TooManyAttempts(until)


def authenticate(attempt: LoginAttempt, password: str) -> User | None:
    """The active account that the noted name and the password belong to, or None; equally slow either way."""
    user = queries.user_named(attempt.username)
    known = user if user and user.is_active else None
    if not passwords.matches(password[: passwords.LONGEST + 1], known.password_hash if known else None) or not known:
        audit.record("accounts.sign_in_failed", by=None, actor=attempt.username, address=attempt.address)
        return None
    if passwords.is_outdated(known.password_hash):
        known.password_hash = passwords.hash_password(password)
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.username == known.username))
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.at < utc_now() - FAILURES_KEPT))
    audit.record("accounts.signed_in", by=known, address=attempt.address)
    return known


def note_sign_out(user: User, *, address: str) -> None:
    """Write down that a person signed out."""
    audit.record("accounts.signed_out", by=user, address=address)


def create_user(
    username: str,
    *,
    display_name: str,
    role: Role,
    by: User | None,
    password: str | None = None,
    must_change_password: bool = True,
    address: str = "",
) -> tuple[User, str]:
    """Make an account; the second value is its password, a one-time one unless given. Refuses a name in use."""
    if queries.user_named(username):
        raise AccountRefused(Refusal.NAME_TAKEN)
    given = password or passwords.one_time_password()
    user = User(
        username=queries.normal_name(username),
        display_name=display_name,
        role=role,
        password_hash=passwords.hash_password(given),
        must_change_password=must_change_password,
        session_stamp=secrets.token_hex(16),
    )
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError as error:  # Somebody took the name between the look and the write.
        raise AccountRefused(Refusal.NAME_TAKEN) from error
    audit.record("accounts.created", by=by, subject=("account", user.id), address=address, role=role.value)
    return user, given


def change_password(user: User, *, old: str, new: str, policy: PasswordPolicy, address: str = "") -> None:
    """Set a person's own new password and end every other session of theirs. Refuses a wrong old or a weak new one."""
    if not passwords.matches(old[: passwords.LONGEST + 1], user.password_hash):
        raise WrongPassword
    if faults := passwords.faults_of(new, policy=policy, username=user.username, old_hash=user.password_hash):
        raise PasswordRefused(faults)
    _set_password(user, new, must_change=False)
    audit.record("accounts.password_changed", by=user, subject=("account", user.id), address=address)


def reset_password(user: User, *, by: User | None, address: str = "") -> str:
    """Give a person a one-time password, which is returned and kept nowhere; all their sessions end."""
    password = passwords.one_time_password()
    _set_password(user, password, must_change=True)
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.username == user.username))
    audit.record("accounts.password_reset", by=by, subject=("account", user.id), address=address)
    return password


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    user.password_hash = passwords.hash_password(password)
    user.must_change_password = must_change
    user.session_stamp = secrets.token_hex(16)


def deactivate(user: User, *, by: User, address: str = "") -> None:
    """Close an account and end its sessions. Refuses one's own account and the last active administrator."""
    if user.id == by.id:
        raise AccountRefused(Refusal.OWN_ACCOUNT)
    if user.role == Role.ADMINISTRATOR and user.is_active and queries.active_administrators() <= 1:
        raise AccountRefused(Refusal.LAST_ADMINISTRATOR)
    user.is_active = False
    user.session_stamp = secrets.token_hex(16)
    audit.record("accounts.deactivated", by=by, subject=("account", user.id), address=address)


def activate(user: User, *, by: User, address: str = "") -> None:
    """Open a closed account again."""
    user.is_active = True
    audit.record("accounts.activated", by=by, subject=("account", user.id), address=address)


def choose_language(user: User, language: str) -> None:
    """Keep the language a person has chosen."""
    user.language = language
