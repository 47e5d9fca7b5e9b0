"""Messages, how they went out, where people want them, and which they want."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from core.db import Base, EncryptedText, TimestampMixin, utc_now
from messages.rules import ChannelKind, DeliveryState, Fault


class Notification(Base):
    """One message to one person (消息): a kind and its facts. Worded when it is read, in the reader's language."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "once", name="never_the_same_twice"),
        Index("ix_notification_user_id_read_at", "user_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(80))
    once: Mapped[str | None] = mapped_column(String(160))  # none: may be said again
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    link: Mapped[str] = mapped_column(String(400), default="")  # an address within this site
    institution_id: Mapped[int | None] = mapped_column(index=True)  # plain number: institutions live a layer above
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    read_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class ContactAddress(TimestampMixin, Base):
    """Where a person wants messages by one channel (接收地址). It is used once its owner has confirmed it by a code."""

    __tablename__ = "contact_address"
    __table_args__ = (UniqueConstraint("user_id", "channel", name="one_address_per_channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    channel: Mapped[ChannelKind]
    address: Mapped[str] = mapped_column(EncryptedText("contact_address.address"))
    wrong_codes: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class ChannelChoice(Base):
    """That a person does not want, or wants again, one kind of message by one channel (接收设置)."""

    __tablename__ = "channel_choice"
    __table_args__ = (UniqueConstraint("user_id", "kind", "channel", name="one_choice_per_kind_and_channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(80))
    channel: Mapped[ChannelKind]
    wanted: Mapped[bool]


class Delivery(TimestampMixin, Base):
    """One message on its way out by one channel (外发). Without a message it carries the code of an address."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("notification_id IS NOT NULL OR contact_id IS NOT NULL", name="carries_something"),
        Index("ix_delivery_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notification_id: Mapped[int | None] = mapped_column(ForeignKey("notification.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact_address.id"), index=True)
    channel: Mapped[ChannelKind]
    key: Mapped[str] = mapped_column(String(40), unique=True)  # the same at every try: of the Message-ID
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=utc_now)
    fault: Mapped[Fault | None]
    detail: Mapped[str] = mapped_column(String(300), default="")  # what the other side said
    sent_at: Mapped[datetime | None]

    notification: Mapped[Notification | None] = relationship(lazy="raise_on_sql")
    contact: Mapped[ContactAddress | None] = relationship(lazy="raise_on_sql")
