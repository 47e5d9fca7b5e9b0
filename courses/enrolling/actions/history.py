"""Writing what happens to an application: the new state and its entry, together or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from core.db import db, utc_now
from courses.enrolling.models import Application, ApplicationEvent
from courses.enrolling.rules.states import Act, after


def enter(
    application: Application,
    act: Act,
    *,
    by: User | None = None,
    by_name: str = "",
    reason: str = "",
    step: str = "",
    at: datetime | None = None,
    **detail: Any,
) -> ApplicationEvent:
    """Do an act: the state follows the table. Raises IllegalAct."""
    if act is not Act.SUBMIT:
        application.stage = after(application.stage, act)
    event = ApplicationEvent(
        application_id=application.id,
        act=act,
        stage=application.stage,
        at=at or utc_now(),
        by_user_id=by.id if by else None,
        by_name=by.display_name if by else by_name,
        step=step,
        reason=reason,
        detail=detail,
    )
    db.session.add(event)
    db.session.flush()
    return event
