"""Questions about feeds: whose they are, which address is whose, and which sessions one lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import joinedload

from core import vault
from core.clock import SITE_ZONE
from core.db import db, utc_now
from courses.models import ClassOffering, Enrolment
from courses.rules import ClassState, EnrolmentState
from learners.models import Learner
from sessions.feeds.models import CalendarFeed
from sessions.feeds.rules import KEPT, FeedKind, still_told, uid_from
from sessions.models import ClassSession
from sessions.rules.kinds import SessionStatus
from sessions.rules.timetable import split_teachers
from trainer.models import Teacher, Venue

COLUMNS = {
    FeedKind.CLASS: CalendarFeed.offering_id,
    FeedKind.LEARNER: CalendarFeed.learner_id,
    FeedKind.TEACHER: CalendarFeed.teacher_id,
    FeedKind.VENUE: CalendarFeed.venue_id,
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose sessions a feed lists; a learner belongs to no institution."""

    kind: FeedKind
    id: int
    name: str
    institution_id: int | None = None


def owner_of(thing: ClassOffering | Teacher | Venue | Learner) -> Owner:
    """A class, teacher, venue or learner as the owner of feeds."""
    if isinstance(thing, Learner):
        return Owner(FeedKind.LEARNER, thing.id, thing.name)
    kinds = {ClassOffering: FeedKind.CLASS, Teacher: FeedKind.TEACHER, Venue: FeedKind.VENUE}
    return Owner(kinds[type(thing)], thing.id, thing.name, thing.institution_id)


def token_index(token: str) -> str:
    """The keyed digest by which an address is found; the address itself is kept nowhere."""
    return vault.blind_index(token, "feeds.token")


def event_uid(session_id: int) -> str:
    """The lasting name of a session in every calendar; it says nothing about the session."""
    return uid_from(vault.blind_index(str(session_id), "feeds.uid"))


def feeds_of(owner: Owner) -> list[CalendarFeed]:
    """Every address ever issued for the owner, the latest first."""
    statement = select(CalendarFeed).where(COLUMNS[owner.kind] == owner.id, CalendarFeed.kind == owner.kind)
    return list(db.session.scalars(statement.order_by(CalendarFeed.id.desc())))


def feed_of(owner: Owner, feed_id: int) -> CalendarFeed | None:
    """One address of that owner."""
    statement = select(CalendarFeed).where(
        CalendarFeed.id == feed_id, COLUMNS[owner.kind] == owner.id, CalendarFeed.kind == owner.kind
    )
    return db.session.scalar(statement)


def feed_by_token(token: str) -> CalendarFeed | None:
    """The feed behind an address, unless it was revoked or the account of its teacher or learner is closed."""
    statement = (
        select(CalendarFeed)
        .where(CalendarFeed.token_index == token_index(token), CalendarFeed.revoked_at.is_(None))
        .options(
            joinedload(CalendarFeed.offering),
            joinedload(CalendarFeed.teacher).joinedload(Teacher.user),
            joinedload(CalendarFeed.venue),
            joinedload(CalendarFeed.learner).joinedload(Learner.user),
        )
    )
    feed = db.session.scalar(statement)
    person = feed and (feed.teacher or feed.learner)
    closed = person and person.user and not person.user.is_active
    return None if closed else feed


def thing_of(feed: CalendarFeed) -> ClassOffering | Teacher | Venue | Learner:
    """What the feed is of."""
    return feed.offering or feed.teacher or feed.venue or feed.learner  # type: ignore[return-value]


def sessions_in(feed: CalendarFeed, now: datetime | None = None) -> list[ClassSession]:
    """The sessions with a time that the feed tells of, cancelled ones for some months too. One query."""
    now = now or utc_now()
    statement = (
        select(ClassSession)
        .join(ClassSession.offering)
        .where(
            _belongs(feed),
            ClassSession.starts_at.is_not(None),
            or_(ClassSession.ends_at >= now - KEPT, ClassSession.updated_at >= now - KEPT),
        )
        .options(joinedload(ClassSession.offering))
        .order_by(ClassSession.starts_at, ClassSession.id)
    )
    return [one for one in db.session.scalars(statement) if _is_told(feed, one, now)]


def _belongs(feed: CalendarFeed) -> ColumnElement[bool]:
    if feed.kind is FeedKind.CLASS:
        return ClassSession.offering_id == feed.offering_id
    if feed.kind is FeedKind.VENUE:
        return ClassSession.venue_id == feed.venue_id
    if feed.kind is FeedKind.LEARNER:
        mine = select(Enrolment.offering_id).where(
            Enrolment.learner_id == feed.learner_id, Enrolment.state == EnrolmentState.ENROLLED
        )
        return ClassSession.offering_id.in_(mine)
    return _taught_by(feed.teacher) if feed.teacher else false()


def _taught_by(teacher: Teacher) -> ColumnElement[bool]:
    """Names the teacher, alone or beside others; the names are looked at once more when they are here."""
    named = ClassSession.teacher_name.contains(teacher.name, autoescape=True)
    return or_(ClassSession.teacher_id == teacher.id, (ClassOffering.institution_id == teacher.institution_id) & named)


def _is_told(feed: CalendarFeed, session: ClassSession, now: datetime) -> bool:
    teacher = feed.teacher
    if teacher and session.teacher_id != teacher.id and teacher.name not in split_teachers(session.teacher_name):
        return False
    if session.ends_at is None:
        return False
    return still_told(session.ends_at, session.updated_at, cancelled=is_cancelled(session), now=now)


def is_cancelled(session: ClassSession) -> bool:
    """Whether it is not held: it was cancelled, or its class was."""
    return session.status is SessionStatus.CANCELLED or session.offering.state is ClassState.CANCELLED


def serial_of(session: ClassSession) -> int:
    """Rises with every change of the session, and when its class is cancelled."""
    return session.version - 1 + (session.offering.state is ClassState.CANCELLED)


def changed_at(session: ClassSession) -> datetime:
    """When the session, or its class, was changed last, in whole seconds."""
    return max(session.updated_at, session.offering.updated_at).replace(microsecond=0)


def site_time(moment: datetime) -> datetime:
    """An aware time on the site's clock."""
    return moment.astimezone(SITE_ZONE)
