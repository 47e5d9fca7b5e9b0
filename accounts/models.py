"""Accounts, log-in attempts, and the trail of who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.rules import Role
from core.db import Base, TimestampMixin, utc_now


class User(TimestampMixin, Base):
    """A person who can sign in (账户). Institution scope hangs on staff posts, region scope on `region`."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("username = lower(username)", name="username_is_lower_case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    region: Mapped[str] = mapped_column(String(6), default="")  # GB/T 2260 prefix: "61" province, "6101" city, …
    language: Mapped[str] = mapped_column(String(20), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    session_stamp: Mapped[str] = mapped_column(String(32), default="")  # changes with the password; old sessions end

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        """What the cookie keeps: id and stamp, so that a changed password ends every other session."""
        return f"{self.id}:{self.session_stamp}"


class LoginAttempt(Base):
    """One failed log-in; counted per name and per address, so that the limit survives a restart."""

    __tablename__ = "login_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(80), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(default=utc_now, index=True)


class AuditEntry(Base):
    """Who did what, when, to what (操作日志). Never changed, never deleted: the database refuses."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    actor: Mapped[str] = mapped_column(String(120))  # the name at that time, or the command
    action: Mapped[str] = mapped_column(String(80), index=True)
    subject_kind: Mapped[str] = mapped_column(String(60), default="")
    subject_id: Mapped[str] = mapped_column(String(60), default="")
    institution_id: Mapped[int | None] = mapped_column(index=True)  # plain number: institutions live a layer above
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    address: Mapped[str] = mapped_column(String(64), default="")

    user: Mapped[User | None] = relationship(lazy="raise_on_sql")
