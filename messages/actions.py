"""Writing messages: telling people, reading, choosing where messages go. Everything flushes, nothing commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from flask import current_app
from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from accounts import audit
from accounts.models import User
from core.db import db, utc_now
from core.navigation import is_local
from messages import queries
from messages.channels.setup import configured
from messages.models import ChannelChoice, ContactAddress, Delivery, Notification
from messages.rules import TO_A_GROUP, TO_A_PERSON, ChannelKind, DeliveryState, confirmation_code
from messages.wording import kinds_of

AT_ONCE = 500  # rows of one statement
CODES_TO_GUESS = 5
CODES_AN_HOUR = 5


def notify(
    kind: str,
    *,
    to: Collection[int],
    link: str = "",
    institution_id: int | None = None,
    once: str = "",
    **facts: Any,
) -> int:
    """Tell people (user ids) something; says how many had not been told yet.

    The same (person, kind, `once`) is never told twice. `link` is an address within this site. Deliveries by e-mail and
    other channels are rows of the same transaction: they leave once the caller has committed, never within the request.
    """
    if kind not in kinds_of(current_app):
        raise LookupError(f"nobody says how a message of the kind {kind} is worded")
    if link and not is_local(link):
        raise ValueError(f"{link} leads away from this site")
    told: dict[int, int] = {}
    for some in in_parts(active_among(to)):
        rows = [
            {"user_id": one, "kind": kind, "once": once or None, "facts": plain(facts), "link": link,
             "institution_id": institution_id}
            for one in some
        ]  # fmt: skip
        told |= _store(rows)
    _hand_over(kind, told)
    return len(told)


def active_among(user_ids: Collection[int]) -> list[int]:
    """Those of these people who can sign in."""
    return [
        found
        for some in in_parts(sorted(set(user_ids)))
        for found in db.session.scalars(select(User.id).where(User.id.in_(some), User.is_active).order_by(User.id))
    ]


def in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as one statement takes at a time."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def plain(value: Any) -> Any:
    """A fact as JSON can hold it; dates, moments and decimals become text, lazy texts the words of this language."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _store(rows: list[dict[str, Any]]) -> dict[int, int]:
    """Write what is new; the ids of new messages by person."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(Notification)
        .values([{**row, "created_at": utc_now()} for row in rows])
        .on_conflict_do_nothing(index_elements=["user_id", "kind", "once"])
        .returning(Notification.user_id, Notification.id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _hand_over(kind: str, told: Mapping[int, int]) -> None:
    """Note by which channels new messages leave."""
    ways = configured(current_app.config)
    if not ways or not told:
        return
    contacts = queries.contacts_wanting(kind, told, [one for one in TO_A_PERSON if one in ways])
    rows = [{"notification_id": told[one.user_id], "contact_id": one.id, "channel": one.channel} for one in contacts]
    if kinds_of(current_app)[kind].group:
        rows += [
            {"notification_id": min(told.values()), "contact_id": None, "channel": one}
            for one in TO_A_GROUP
            if one in ways
        ]
    _deliver(rows)


def _deliver(rows: Iterable[dict[str, Any]]) -> None:
    prepared = [{**row, "key": uuid4().hex} for row in rows]
    if prepared:
        db.session.execute(insert(Delivery), prepared)


def mark_read(notification: Notification) -> None:
    """Somebody has opened a message."""
    notification.read_at = notification.read_at or utc_now()
    db.session.flush()


def mark_all_read(user_id: int) -> None:
    """Somebody has seen all messages."""
    unread = update(Notification).where(Notification.user_id == user_id, Notification.read_at.is_(None))
    db.session.execute(unread.values(read_at=utc_now()))


def choose(user_id: int, wanted: Mapping[tuple[str, ChannelKind], bool]) -> None:
    """Say of kinds of messages whether they come by a channel; what is not named stays as it is."""
    known = {(one.kind, one.channel): one for one in queries.choices_of(user_id)}
    for (kind, channel), wish in wanted.items():
        row = known.get((kind, channel)) or ChannelChoice(user_id=user_id, kind=kind, channel=channel)
        row.wanted = wish
        db.session.add(row)
    db.session.flush()


class TooManyCodes(Exception):
    """So many codes have been asked for within the hour that strangers could be annoyed with them."""


def change_address(user_id: int, channel: ChannelKind, address: str) -> ContactAddress:
    """A new address of one's own: a code goes there, and nothing else until it has come back. Raises TooManyCodes."""
    if queries.codes_since(user_id, utc_now() - timedelta(hours=1)) >= CODES_AN_HOUR:
        raise TooManyCodes
    contact = queries.contact_of(user_id, channel) or ContactAddress(user_id=user_id, channel=channel)
    contact.address, contact.confirmed_at, contact.wrong_codes = address, None, 0
    db.session.add(contact)
    db.session.flush()
    _deliver([{"notification_id": None, "contact_id": contact.id, "channel": channel}])
    return contact


def forget_address(contact: ContactAddress) -> None:
    """Nothing goes out by this channel any more; what waits is dropped when its turn comes."""
    contact.address, contact.confirmed_at, contact.wrong_codes = "", None, 0
    db.session.flush()


def confirm_address(contact: ContactAddress, code: str) -> bool:
    """Whether this was the code that went to the address. After too many wrong ones the address is entered anew."""
    right = confirmation_code(current_app.config["SECRET_KEY"], contact.id, contact.address)
    if contact.wrong_codes < CODES_TO_GUESS and code.strip() == right:
        contact.confirmed_at, contact.wrong_codes = utc_now(), 0
    else:
        contact.wrong_codes += 1
    db.session.flush()
    return contact.confirmed_at is not None


def send_again(delivery: Delivery, *, by: User) -> bool:
    """Try once more what was given up; anything else is left alone."""
    if delivery.state is not DeliveryState.FAILED:
        return False
    delivery.state, delivery.tries, delivery.due_at = DeliveryState.WAITING, 0, utc_now()
    audit.record("messages.sent_again", by=by, subject=("delivery", delivery.id))
    db.session.flush()
    return True
