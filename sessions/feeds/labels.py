"""What people read about feeds, on pages and inside their calendars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from sessions.feeds import queries
from sessions.feeds.rules import FeedEntry, FeedKind, lines_of
from sessions.labels import SESSION_KINDS
from sessions.models import ClassSession

CALENDAR_LANGUAGE = "zh_Hans_CN"
FEED_KINDS = {
    FeedKind.CLASS: _l("Class"),
    FeedKind.LEARNER: _l("Learner"),
    FeedKind.TEACHER: _l("Teacher"),
    FeedKind.VENUE: _l("Venue"),
}

name_actions(
    {
        "sessions.feed_issued": _l("Calendar address issued"),
        "sessions.feed_revoked": _l("Calendar address revoked"),
        "sessions.feed_renewed": _l("Calendar address renewed"),
    },
    {f"feed_{kind.value}": words for kind, words in FEED_KINDS.items()},
    {"purpose": _l("For whom or what")},
)


def entry_of(session: ClassSession, starts_at: datetime, ends_at: datetime, kind: FeedKind, address: str) -> FeedEntry:
    """A session as calendars are told of it: no names of persons, no notes. The calendar of a venue says no more."""
    said = [(_("Class"), session.offering.name), (_("Session code"), session.code), (_("Module"), session.module)]
    if kind is not FeedKind.VENUE:
        said += [(_("Held"), str(SESSION_KINDS[session.kind])), (_("Meeting number"), session.meeting_number)]
    return FeedEntry(
        uid=queries.event_uid(session.id),
        serial=queries.serial_of(session),
        changed_at=queries.changed_at(session),
        starts_at=starts_at,
        ends_at=ends_at,
        title=title_of(session, kind),
        place=session.venue_name or (str(SESSION_KINDS[session.kind]) if session.meeting_number else ""),
        lines=lines_of(said),
        url=address,
        cancelled=queries.is_cancelled(session),
    )


def title_of(session: ClassSession, kind: FeedKind) -> str:
    """What is taught; with the class where a calendar mixes classes."""
    title = session.title if kind is FeedKind.CLASS else f"{session.title}｜{session.offering.name}"
    return _("Cancelled: %(title)s", title=title) if queries.is_cancelled(session) else title


def entries_of(
    sessions: list[ClassSession], kind: FeedKind, address_of: Callable[[ClassSession], str]
) -> list[FeedEntry]:
    """The sessions as entries, in the site's language whoever asks."""
    with force_locale(CALENDAR_LANGUAGE):
        return [
            entry_of(one, one.starts_at, one.ends_at, kind, address_of(one))
            for one in sessions
            if one.starts_at and one.ends_at
        ]
