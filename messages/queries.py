"""Questions about messages, addresses and deliveries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from core.db import db, utc_now
from messages.models import ChannelChoice, ContactAddress, Delivery, Notification
from messages.rules import ChannelKind, DeliveryState


def unread_count(user_id: int) -> int:
    """How many messages a person has not opened."""
    statement = select(func.count()).where(Notification.user_id == user_id, Notification.read_at.is_(None))
    return db.session.scalar(statement) or 0


def notifications_of(user_id: int, *, unread_only: bool = False) -> Select[Notification]:
    """A person's messages, the newest first."""
    statement = select(Notification).where(Notification.user_id == user_id)
    if unread_only:
        statement = statement.where(Notification.read_at.is_(None))
    return statement.order_by(Notification.created_at.desc(), Notification.id.desc())


def latest_of(user_id: int, most: int) -> list[Notification]:
    """The newest messages of a person, unread ones first."""
    statement = notifications_of(user_id).order_by(None)
    ordered = statement.order_by(
        Notification.read_at.isnot(None), Notification.created_at.desc(), Notification.id.desc()
    )
    return list(db.session.scalars(ordered.limit(most)))


def total_of(statement: Select[Notification] | Select[Delivery]) -> int:
    """How many rows the statement has without its page limits."""
    return db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0


def page_of_notifications(statement: Select[Notification], *, offset: int, size: int) -> list[Notification]:
    """One page of messages."""
    return list(db.session.scalars(statement.offset(offset).limit(size)))


def notification_of(user_id: int, notification_id: int) -> Notification | None:
    """One of a person's own messages."""
    return db.session.scalar(
        select(Notification).where(Notification.id == notification_id, Notification.user_id == user_id)
    )


def last_told(kind: str, user_ids: Collection[int], prefix: str) -> str:
    """What came after `prefix` in the key of the newest message of a kind to these people; empty without any."""
    statement = (
        select(Notification.once)
        .where(Notification.user_id.in_(list(user_ids)), Notification.kind == kind)
        .where(Notification.once.startswith(prefix, autoescape=True))
        .order_by(Notification.id.desc())
        .limit(1)
    )
    return (db.session.scalar(statement) or "").removeprefix(prefix)


def contacts_of(user_id: int) -> dict[ChannelKind, ContactAddress]:
    """Where a person wants messages, by channel."""
    found = db.session.scalars(select(ContactAddress).where(ContactAddress.user_id == user_id))
    return {one.channel: one for one in found}


def contact_of(user_id: int, channel: ChannelKind) -> ContactAddress | None:
    """Where a person wants messages by one channel."""
    return contacts_of(user_id).get(channel)


def codes_since(user_id: int, moment: datetime) -> int:
    """How many codes went to addresses of a person since then."""
    statement = (
        select(func.count())
        .select_from(Delivery)
        .join(Delivery.contact)
        .where(ContactAddress.user_id == user_id, Delivery.notification_id.is_(None), Delivery.created_at >= moment)
    )
    return db.session.scalar(statement) or 0


def choices_of(user_id: int) -> list[ChannelChoice]:
    """What a person has said about kinds of messages."""
    return list(db.session.scalars(select(ChannelChoice).where(ChannelChoice.user_id == user_id)))


def contacts_wanting(kind: str, user_ids: Collection[int], channels: Collection[ChannelKind]) -> list[ContactAddress]:
    """The confirmed addresses of these people at which a kind of message is wanted; not chosen means wanted."""
    said_no = (
        select(ChannelChoice.id)
        .where(ChannelChoice.user_id == ContactAddress.user_id, ChannelChoice.channel == ContactAddress.channel)
        .where(ChannelChoice.kind == kind, ChannelChoice.wanted.is_(False))
    )
    statement = (
        select(ContactAddress)
        .where(ContactAddress.user_id.in_(list(user_ids)), ContactAddress.channel.in_(list(channels)))
        .where(ContactAddress.confirmed_at.isnot(None), ~said_no.exists())
        .order_by(ContactAddress.id)
    )
    return list(db.session.scalars(statement))


def due() -> ColumnElement[bool]:
    """Whether a delivery is to be taken: it waits and its time has come, or who took it has gone away."""
    open_states = (DeliveryState.WAITING, DeliveryState.SENDING)
    return and_(Delivery.state.in_(open_states), Delivery.due_at <= utc_now())


def due_ids(channels: Collection[ChannelKind], most: int) -> list[int]:
    """The deliveries that are to be taken now, by channel, so that one connection serves many.

    What goes by a channel that this process does not know stays for one that does.
    """
    statement = select(Delivery.id).where(due(), Delivery.channel.in_(list(channels)))
    return list(db.session.scalars(statement.order_by(Delivery.channel, Delivery.id).limit(most)))


def delivery_with_everything(delivery_id: int) -> Delivery:
    """A delivery with what it carries, to whom, and in whose language."""
    statement = select(Delivery).where(Delivery.id == delivery_id)
    carried = joinedload(Delivery.notification).joinedload(Notification.user)
    to = joinedload(Delivery.contact).joinedload(ContactAddress.user)
    return db.session.scalars(statement.options(carried, to)).one()


def deliveries(state: DeliveryState | None = None) -> Select[Delivery]:
    """What went out or is to go out, the newest first, with what it carries."""
    statement = select(Delivery).order_by(Delivery.id.desc())
    if state is not None:
        statement = statement.where(Delivery.state == state)
    carried = joinedload(Delivery.notification).joinedload(Notification.user)
    return statement.options(carried, joinedload(Delivery.contact))


def page_of_deliveries(statement: Select[Delivery], *, offset: int, size: int) -> list[Delivery]:
    """One page of deliveries."""
    return list(db.session.scalars(statement.offset(offset).limit(size)))


def delivery_of(delivery_id: int) -> Delivery | None:
    """One delivery."""
    return db.session.get(Delivery, delivery_id)
