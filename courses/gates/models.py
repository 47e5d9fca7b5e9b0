"""The history of a class: each step with what was found, and what was let pass. Rows are never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, by_value, utc_now
from courses.gates.rules import Check
from courses.rules import ClassState


class ClassStep(Base):
    """One step in the life of a class (培训班状态变更), with the findings of its gate at that moment."""

    __tablename__ = "class_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    from_state: Mapped[ClassState] = mapped_column(by_value(ClassState, "from_classstate"))
    to_state: Mapped[ClassState]
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    reason: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class GateWaiver(Base):
    """A finding that an authorised person let pass, with the reason (放行). Withdrawing one is a row of its own."""

    __tablename__ = "gate_waiver"
    __table_args__ = (CheckConstraint("reason <> ''", name="gives_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    to_state: Mapped[ClassState]
    check: Mapped[Check] = mapped_column("check_code")
    subject: Mapped[str] = mapped_column(String(200), default="")
    remark: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(Text)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("gate_waiver.id"), unique=True)
