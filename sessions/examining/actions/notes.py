"""Audit entries of examinations."""

from __future__ import annotations

from typing import Any

from accounts import audit
from accounts.models import User
from sessions.examining.models import Sitting


def note(action: str, sitting: Sitting, by: User | None, **detail: Any) -> None:
    """Write down who did what with a sitting; its class has to be loaded."""
    audit.record(
        f"sessions.{action}",
        by=by,
        subject=("sitting", sitting.id),
        institution_id=sitting.offering.institution_id,
        name=sitting.title,
        **detail,
    )
