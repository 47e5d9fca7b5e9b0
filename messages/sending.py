"""Sends what waits, outside of any request and of any open transaction.

A delivery is taken by one process (committed), handed to the other side, and noted as sent (committed). A process that
dies between the last two leaves it taken; after `TAKEN_FOR` it is sent again with the same key. So every delivery goes
out at least once, and a receiver that drops equal Message-IDs shows it once; nothing can promise more.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import update

from core.db import db, utc_now, will_write
from core.languages import TAGS
from messages import queries
from messages.channels.base import Channel, NotSent
from messages.channels.setup import configured
from messages.models import Delivery
from messages.rules import (
    STALE_AFTER,
    TAKEN_FOR,
    ChannelKind,
    DeliveryState,
    Fault,
    Outgoing,
    confirmation_code,
    fit_to_leave,
    next_try,
)
from messages.wording import wording_of

log = logging.getLogger(__name__)
AT_ONCE = 100


def send_due() -> int:
    """Send what is due now; says how many went out. Commits after each."""
    makers, opened = configured(current_app.config), dict[ChannelKind, Channel]()
    numbers = _due(makers) if makers else []
    sent = 0
    try:
        for number in numbers:
            if take(number):
                sent += _send(number, makers, opened)
    finally:
        for channel in opened.values():
            channel.close()
    return sent


def _due(channels: Collection[ChannelKind]) -> list[int]:
    """Looking for work must not lock out anybody who writes."""
    db.session.rollback()
    before = will_write.get()
    will_write.set(False)
    try:
        return queries.due_ids(channels, AT_ONCE)
    finally:
        db.session.rollback()
        will_write.set(before)


def take(number: int) -> bool:
    """Take a delivery; of several processes one gets it. Commits."""
    now = utc_now()
    taken = update(Delivery).where(Delivery.id == number, queries.due())
    values: dict[str, Any] = {"state": DeliveryState.SENDING, "due_at": now + TAKEN_FOR, "tries": Delivery.tries + 1}
    count = db.session.execute(taken.values(**values)).rowcount  # type: ignore[attr-defined]
    db.session.commit()
    return bool(count)


def _send(number: int, makers: dict[ChannelKind, Any], opened: dict[ChannelKind, Channel]) -> bool:
    delivery = queries.delivery_with_everything(number)
    channel_kind, tries, message = delivery.channel, delivery.tries, outgoing_of(delivery)
    stale = delivery.created_at < utc_now() - STALE_AFTER
    db.session.rollback()  # nothing stays open while the other side takes its time
    if message is None or stale:
        note(number, DeliveryState.DROPPED)
        return False
    if channel_kind not in opened:
        opened[channel_kind] = makers[channel_kind]()
    try:
        opened[channel_kind].send(message)
    except NotSent as failure:
        _note_failure(number, channel_kind, tries, failure)
        return False
    except Exception as failure:
        log.exception("delivery %d by %s failed in an unforeseen way", number, channel_kind.value)
        _note_failure(number, channel_kind, tries, NotSent(Fault.OTHER, type(failure).__name__))
        return False
    note(number, DeliveryState.SENT, sent_at=utc_now(), fault=None, detail="")
    log.info("delivery %d went out by %s at try %d", number, channel_kind.value, tries)
    return True


def _note_failure(number: int, channel: ChannelKind, tries: int, failure: NotSent) -> None:
    wait = next_try(tries, failure.fault)
    log.warning("delivery %d by %s, try %d: %s", number, channel.value, tries, failure.fault.value)
    state = DeliveryState.FAILED if wait is None else DeliveryState.WAITING
    due_at: datetime = utc_now() + (wait or TAKEN_FOR)
    note(number, state, due_at=due_at, fault=failure.fault, detail=fit_to_leave(failure.detail)[:300])


def note(number: int, state: DeliveryState, **values: Any) -> None:
    """What became of a delivery. Commits."""
    db.session.execute(update(Delivery).where(Delivery.id == number).values(state=state, **values))
    db.session.commit()


def outgoing_of(delivery: Delivery) -> Outgoing | None:
    """A delivery as it leaves, worded in the language of its reader; None when there is nowhere to send it any more."""
    contact, notification = delivery.contact, delivery.notification
    if delivery.channel in (ChannelKind.EMAIL, ChannelKind.WECOM, ChannelKind.DINGTALK) and (
        contact is None or not contact.address or (notification is not None and contact.confirmed_at is None)
    ):
        return None
    language = contact.user.language if contact else ""
    language = language if language in TAGS else current_app.config["BABEL_DEFAULT_LOCALE"]
    to = contact.address if contact else ""
    with force_locale(language):
        if notification is None:
            return _code_message(delivery, to, language)
        said = wording_of(notification.kind, notification.facts)
        return Outgoing(
            delivery.key,
            to,
            fit_to_leave(str(said.title)),
            fit_to_leave(str(said.body)),
            whole_address(notification.link),
            _("Open"),
            TAGS[language],
        )


def _code_message(delivery: Delivery, to: str, language: str) -> Outgoing:
    code = confirmation_code(current_app.config["SECRET_KEY"], delivery.contact_id or 0, to)
    title = _("%(code)s is your code for CQO Training", code=code)
    body = _(
        "Enter it on the page “Message settings”. If you did not ask for it, somebody mistyped an address; do nothing."
    )
    return Outgoing(delivery.key, to, title, body, "", "", TAGS[language])


def whole_address(link: str) -> str:
    """A page of this site as the outside reaches it; empty while the site does not know its own address."""
    site = str(current_app.config.get("SITE_URL", "")).rstrip("/")
    return f"{site}{link}" if site and link else ""
