"""Accounts, attempts to sign in, the audit trail."""

from __future__ import annotations

from functools import cache

import factory

from accounts.models import AuditEntry, LoginAttempt, User
from accounts.passwords import hash_password
from accounts.rules import Role
from tests.factories.base import ModelFactory

PASSWORD = "Right-Horse-42"


@cache
def hashed(password: str) -> str:
    """Hashing takes long on purpose; tests need each password once."""
    return hash_password(password)


class UserFactory(ModelFactory):
    """An active account whose password is PASSWORD."""

    class Meta:
        model = User

    class Params:
        password = PASSWORD

    username = factory.Sequence(lambda n: f"person{n}")
    display_name = factory.Sequence(lambda n: f"人员{n}")
    role = Role.COORDINATOR
    password_hash = factory.LazyAttribute(lambda made: hashed(made.password))
    must_change_password = False
    session_stamp = "stamp"


class LoginAttemptFactory(ModelFactory):
    """A failed attempt, made now."""

    class Meta:
        model = LoginAttempt

    username = "somebody"
    address = "192.0.2.1"


class AuditEntryFactory(ModelFactory):
    """An entry of the audit trail."""

    class Meta:
        model = AuditEntry

    actor = "somebody"
    action = "accounts.signed_in"
