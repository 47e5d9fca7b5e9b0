"""What people read for roles, refusals and the entries of the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.actions import Refusal
from accounts.audit import COMMAND_LINE
from accounts.passwords import PasswordFault
from accounts.rules import Role

ROLES = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.TEACHER: _l("Teacher"),
    Role.LEARNER: _l("Learner"),
    Role.AUDITOR: _l("Auditor"),
    Role.REGULATOR: _l("Regulator"),
}

REFUSALS = {
    Refusal.NAME_TAKEN: _l("This sign-in name is already in use. Choose another one."),
    Refusal.OWN_ACCOUNT: _l("You cannot close your own account. Ask another administrator."),
    Refusal.LAST_ADMINISTRATOR: _l(
        "This is the last administrator. Create another one first, or nobody could manage accounts."
    ),
}

PASSWORD_FAULTS = {
    PasswordFault.TOO_SHORT: _l("Use at least %(min_length)s characters."),
    PasswordFault.TOO_LONG: _l("Use at most 200 characters."),
    PasswordFault.TOO_FEW_CLASSES: _l(
        "Mix at least %(min_classes)s of these: capital letters, small letters, digits, other characters."
    ),
    PasswordFault.CONTAINS_NAME: _l("The password must not contain your sign-in name."),
    PasswordFault.SAME_AS_OLD: _l("The new password must differ from the old one."),
}

# What each action of the audit trail is called, and what it is about. Packages above add theirs with `name_actions`.
AUDIT_ACTIONS: dict[str, Any] = {
    "accounts.signed_in": _l("Signed in"),
    "accounts.signed_out": _l("Signed out"),
    "accounts.sign_in_failed": _l("Sign-in failed"),
    "accounts.created": _l("Account created"),
    "accounts.activated": _l("Account opened again"),
    "accounts.deactivated": _l("Account closed"),
    "accounts.password_changed": _l("Password changed"),
    "accounts.password_reset": _l("One-time password issued"),
}
AUDIT_SUBJECTS: dict[str, Any] = {"account": _l("Account")}
AUDIT_DETAILS: dict[str, Any] = {"role": _l("Role")}
AUDIT_VALUES: dict[tuple[str, Any], Any] = {("role", role.value): words for role, words in ROLES.items()}


def name_actions(
    actions: Mapping[str, Any], subjects: Mapping[str, Any] | None = None, details: Mapping[str, Any] | None = None
) -> None:
    """Say how the audit trail words a package's actions, the things they are about, and the names of their details."""
    AUDIT_ACTIONS.update(actions)
    AUDIT_SUBJECTS.update(subjects or {})
    AUDIT_DETAILS.update(details or {})


def action_name(action: str) -> Any:
    """The words for an action; an action without words shows as it was written down."""
    return AUDIT_ACTIONS.get(action, action)


def subject_name(kind: str) -> Any:
    """The words for what an entry is about."""
    return AUDIT_SUBJECTS.get(kind, kind)


def actor_name(actor: str) -> Any:
    """Who acted; commands run on the server are written down as such."""
    return _l("Command on the server") if actor == COMMAND_LINE else actor


def detail_lines(detail: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Names and values of an entry's details in words; what has no words shows as it was written down."""
    return [
        (AUDIT_DETAILS.get(name, name), AUDIT_VALUES.get((name, value), value) if isinstance(value, str) else value)
        for name, value in detail.items()
    ]
