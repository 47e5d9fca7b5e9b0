"""Issuing and revoking the private addresses of feeds."""

from __future__ import annotations

import secrets
from typing import Any

from accounts import audit
from accounts.models import User
from core.db import db, utc_now
from sessions.feeds import queries
from sessions.feeds.models import CalendarFeed
from sessions.feeds.queries import Owner
from sessions.feeds.rules import FeedKind

OWNER_FIELDS = {
    FeedKind.CLASS: "offering_id",
    FeedKind.LEARNER: "learner_id",
    FeedKind.TEACHER: "teacher_id",
    FeedKind.VENUE: "venue_id",
}
TOKEN_BYTES = 24


class FeedRevokedMeanwhile(Exception):
    """Somebody else has revoked this address."""


def issue_feed(owner: Owner, *, by: User, purpose: str = "") -> tuple[CalendarFeed, str]:
    """Make a private address; the second value is its secret part, which is kept nowhere and told only now."""
    feed, token = _new_feed(owner, by, purpose)
    _note("sessions.feed_issued", owner, by, purpose=purpose)
    return feed, token


def revoke_feed(owner: Owner, feed: CalendarFeed, *, by: User) -> None:
    """Close an address for good. Raises FeedRevokedMeanwhile when it is closed already."""
    _close(feed, by)
    _note("sessions.feed_revoked", owner, by, purpose=feed.purpose)


def renew_feed(owner: Owner, feed: CalendarFeed, *, by: User) -> tuple[CalendarFeed, str]:
    """Close an address and make another one for the same purpose. Raises FeedRevokedMeanwhile."""
    _close(feed, by)
    made = _new_feed(owner, by, feed.purpose)
    _note("sessions.feed_renewed", owner, by, purpose=feed.purpose)
    return made


def _new_feed(owner: Owner, by: User, purpose: str) -> tuple[CalendarFeed, str]:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed(
        kind=owner.kind,
        token_index=queries.token_index(token),
        purpose=purpose,
        issued_by_id=by.id,
        issued_by=by.display_name,
        **{OWNER_FIELDS[owner.kind]: owner.id},
    )
    db.session.add(feed)
    db.session.flush()
    return feed, token


def _close(feed: CalendarFeed, by: User) -> None:
    db.session.refresh(feed, with_for_update=True)
    if feed.revoked_at is not None:
        raise FeedRevokedMeanwhile
    feed.revoked_at, feed.revoked_by = utc_now(), by.display_name
    db.session.flush()


def _note(action: str, owner: Owner, by: User, **detail: Any) -> None:
    said = str(owner.id) if owner.kind is FeedKind.LEARNER else owner.name[:60]
    subject = (f"feed_{owner.kind}", said)
    audit.record(action, by=by, subject=subject, institution_id=owner.institution_id, **detail)
