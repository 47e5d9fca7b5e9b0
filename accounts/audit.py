"""Writing the audit trail. Below actions, so that every package's actions can call it."""

from __future__ import annotations

from typing import Any

from accounts.models import AuditEntry, User
from core.db import db

COMMAND_LINE = "command line"


def record(
    action: str,
    *,
    by: User | None,
    subject: tuple[str, int | str] = ("", ""),
    institution_id: int | None = None,
    address: str = "",
    actor: str = "",
    **detail: Any,
) -> AuditEntry:
    """Append one entry; `by` is None for commands run on the server, which are written down as such.

    `actor` names somebody who is not signed in, such as the name that was typed in a failed sign-in.
    """
    entry = AuditEntry(
        user_id=by.id if by else None,
        actor=actor or (by.display_name if by else COMMAND_LINE),
        action=action,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        institution_id=institution_id,
        detail=detail,
        address=address,
    )
    db.session.add(entry)
    return entry
