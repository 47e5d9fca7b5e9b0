"""Questions about venues and campuses: each answers for many at once with a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from core.clock import to_utc, today
from core.db import db
from core.weekly import Availability
from standards import queries as standard_queries
from standards.rules import Parameter
from trainer.models import Venue
from trainer.places.models import Campus, CampusTravel, VenueCheck, VenueCheckFile, VenueClosure, VenueProfile
from trainer.places.rules import Check, CheckFault, CheckKind, check_faults, result_said, whole_table
from trainer.weeks import from_rows

TRAVEL_KEY = "venues.travel_minutes"
CHECK_KEYS = {kind: f"venues.{kind.value}_check_months" for kind in CheckKind}


def profiles_of(venue_ids: Collection[int]) -> dict[int, VenueProfile]:
    """The newest version of campus, hours and equipment of each venue, with the campus; who has none is left out."""
    newest = (
        select(VenueProfile.venue_id, func.max(VenueProfile.version).label("version"))
        .where(VenueProfile.venue_id.in_(list(venue_ids)))
        .group_by(VenueProfile.venue_id)
        .subquery()
    )
    same = and_(VenueProfile.venue_id == newest.c.venue_id, VenueProfile.version == newest.c.version)
    statement = select(VenueProfile).join(newest, same).options(joinedload(VenueProfile.campus))
    return {one.venue_id: one for one in db.session.scalars(statement)}


def openness_of(venue_ids: Collection[int], first: date, last: date) -> dict[int, Availability]:
    """When each of these venues can be used between two days, both included: opening hours and closures, site time."""
    profiles, closures = profiles_of(venue_ids), closures_of(venue_ids, first, last)
    return {
        one: Availability(
            windows=from_rows(profiles[one].windows) if one in profiles else (),
            away=tuple(closure.to_away() for closure in closures.get(one, ())),
        )
        for one in venue_ids
    }


def closures_of(venue_ids: Collection[int], first: date, last: date) -> dict[int, list[VenueClosure]]:
    """The closures that stand and share time with these days, by venue and time."""
    statement = (
        select(VenueClosure)
        .where(VenueClosure.venue_id.in_(list(venue_ids)), VenueClosure.withdrawn_at.is_(None))
        .where(VenueClosure.starts_at < to_utc(_midnight(last + timedelta(days=1))))
        .where(VenueClosure.ends_at > to_utc(_midnight(first)))
        .order_by(VenueClosure.venue_id, VenueClosure.starts_at, VenueClosure.id)
    )
    grouped: defaultdict[int, list[VenueClosure]] = defaultdict(list)
    for one in db.session.scalars(statement):
        grouped[one.venue_id].append(one)
    return dict(grouped)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def closure_history(venue_id: int) -> list[VenueClosure]:
    """Every closure of one venue, withdrawn ones too, newest first."""
    statement = select(VenueClosure).where(VenueClosure.venue_id == venue_id)
    return list(db.session.scalars(statement.order_by(VenueClosure.starts_at.desc(), VenueClosure.id.desc())))


def closure_of(venue_id: int, closure_id: int) -> VenueClosure | None:
    """One closure of that venue."""
    return db.session.scalar(
        select(VenueClosure).where(VenueClosure.id == closure_id, VenueClosure.venue_id == venue_id)
    )


def campus_of(venue_ids: Collection[int]) -> dict[int, int | None]:
    """The campus of each of these venues; None where nobody has said."""
    profiles = profiles_of(venue_ids)
    return {one: profiles[one].campus_id if one in profiles else None for one in venue_ids}


def campuses(institution_id: int) -> list[Campus]:
    """The campuses of an institution, in the order of their entry."""
    return list(db.session.scalars(select(Campus).where(Campus.institution_id == institution_id).order_by(Campus.id)))


def campus(institution_id: int, campus_id: int) -> Campus | None:
    """One campus of that institution."""
    return db.session.scalar(select(Campus).where(Campus.id == campus_id, Campus.institution_id == institution_id))


def venues_by_campus(institution_id: int) -> dict[int, int]:
    """How many venues each campus of an institution has. Two queries."""
    ids = db.session.scalars(select(Venue.id).where(Venue.institution_id == institution_id)).all()
    return dict(Counter(one for one in campus_of(ids).values() if one is not None))


def entered_travel(institution_id: int) -> dict[tuple[int, int], int]:
    """The minutes between campuses that somebody has entered, each pair once, the lower number first."""
    one, other = aliased(Campus), aliased(Campus)
    statement = (
        select(CampusTravel)
        .join(one, CampusTravel.one_id == one.id)
        .join(other, CampusTravel.other_id == other.id)
        .where(or_(one.institution_id == institution_id, other.institution_id == institution_id))
        .order_by(CampusTravel.id)
    )
    return {(row.one_id, row.other_id): row.minutes for row in db.session.scalars(statement)}


def travel_minutes(institution_id: int, on: date | None = None) -> dict[tuple[int, int], int]:
    """Minutes between every two campuses in both orders; pairs that nobody has entered take the rule-set's figure."""
    ids = [one.id for one in campuses(institution_id)]
    if len(ids) < 2:
        return {}
    return whole_table(ids, entered_travel(institution_id), usual_travel(on))


def usual_travel(on: date | None = None) -> int | None:
    """The minutes between two campuses where nobody has entered any, as the rule-set says."""
    return _whole(figures(on), TRAVEL_KEY)


def figures(on: date | None = None) -> dict[str, Parameter]:
    """The figures of the rule-set for venues and teachers in force on a day (today)."""
    version = standard_queries.version_for(standard_queries.DEFAULT_RULE_SET, on or today())
    return version.to_parameters() if version else {}


def _whole(known: dict[str, Parameter], key: str) -> int | None:
    found = known.get(key)
    return int(found.value) if found is not None and found.value is not None else None


def check_intervals(on: date | None = None) -> dict[CheckKind, int]:
    """After how many months a check of each kind is due again; kinds without a figure are not called for."""
    known = figures(on)
    found = {kind: _whole(known, key) for kind, key in CHECK_KEYS.items()}
    return {kind: months for kind, months in found.items() if months}


def checks_of(venue_ids: Collection[int]) -> dict[int, list[VenueCheck]]:
    """Every check of these venues with its files, withdrawn ones too, newest first."""
    statement = (
        select(VenueCheck)
        .where(VenueCheck.venue_id.in_(list(venue_ids)))
        .options(selectinload(VenueCheck.files).joinedload(VenueCheckFile.file))
        .order_by(VenueCheck.venue_id, VenueCheck.checked_on.desc(), VenueCheck.id.desc())
    )
    grouped: defaultdict[int, list[VenueCheck]] = defaultdict(list)
    for one in db.session.scalars(statement):
        grouped[one.venue_id].append(one)
    return dict(grouped)


def check_of(venue_id: int, check_id: int) -> VenueCheck | None:
    """One check of that venue, with its files."""
    statement = select(VenueCheck).where(VenueCheck.id == check_id, VenueCheck.venue_id == venue_id)
    return db.session.scalar(statement.options(selectinload(VenueCheck.files).joinedload(VenueCheckFile.file)))


def stated_check(venue: Venue, entered: Collection[VenueCheck]) -> Check | None:
    """The safety check that the list of venues states, where no check entered here is of that day. No query."""
    day = venue.safety_checked_on
    known = {one.checked_on for one in entered if one.kind is CheckKind.SAFETY}
    return Check(CheckKind.SAFETY, day, result_said(venue.safety_result)) if day and day not in known else None


def standing_checks(venue: Venue, entered: Collection[VenueCheck]) -> list[Check]:
    """The checks of a venue that count, oldest first, with the one the list states. No query."""
    stated = stated_check(venue, entered)
    standing = [one.to_check() for one in reversed(list(entered)) if one.withdrawn_at is None]
    return [stated, *standing] if stated else standing


def check_faults_of(venues: Collection[Venue], on: date) -> dict[int, list[CheckFault]]:
    """What is wrong with the checks of each of these venues on a day."""
    entered, intervals = checks_of([one.id for one in venues]), check_intervals(on)
    return {one.id: check_faults(standing_checks(one, entered.get(one.id, [])), intervals, on) for one in venues}


def checks_standing(venue_id: int, on: date) -> list[CheckFault]:
    """What is wrong with the checks of a venue on a day; empty when all is well."""
    venue = db.session.get(Venue, venue_id)
    return check_faults_of([venue], on)[venue_id] if venue else []
