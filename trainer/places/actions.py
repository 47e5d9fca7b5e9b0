"""Writing campuses, ways between them, opening hours, equipment, closures and checks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.clock import to_utc
from core.db import db
from core.stored_files import keep_file
from core.weekly import WeeklyWindow
from trainer.models import Institution, Venue
from trainer.places import queries
from trainer.places.models import Campus, CampusTravel, VenueCheck, VenueCheckFile, VenueClosure, VenueProfile
from trainer.places.rules import CheckKind, CheckResult, Item, last_checks, write_equipment
from trainer.teaching.actions import (
    ChangedMeanwhile,
    Overlaps,
    Upload,
    add_version,
    lock,
    mark_withdrawn,
    note,
)
from trainer.teaching.rules import in_the_way
from trainer.weeks import to_rows

# How a result is written where papers and files show it in one word.
RESULT_WORDS = {CheckResult.PASSED: "合格", CheckResult.FAILED: "不合格", CheckResult.UNCLEAR: ""}
WITHDRAWN = {VenueClosure: "places.closure_withdrawn", VenueCheck: "places.check_withdrawn"}


class CampusNameTaken(Exception):
    """The institution has a campus of that name already."""


def save_campus(campus: Campus, facts: Mapping[str, Any], *, seen: int, by: User) -> None:
    """Write a campus, new or known. Raises CampusNameTaken, or ChangedMeanwhile when `seen` is not its version."""
    if campus.id:
        db.session.execute(select(Campus.id).where(Campus.id == campus.id).with_for_update())
        db.session.refresh(campus, ["version"])
        if campus.version != seen:
            raise ChangedMeanwhile
        campus.version = seen + 1
    try:
        with db.session.begin_nested():
            for field, value in facts.items():
                setattr(campus, field, value)
            db.session.add(campus)
    except IntegrityError as error:
        raise CampusNameTaken from error
    audit.record(
        "places.campus_saved",
        by=by,
        subject=("campus", campus.id),
        institution_id=campus.institution_id,
        name=campus.name,
    )


def travel_seen(known: Mapping[tuple[int, int], int]) -> str:
    """What stands for the travel times that a page has shown."""
    return hashlib.sha256(repr(sorted(known.items())).encode()).hexdigest()[:16]


def save_travel(
    institution: Institution, minutes: Mapping[tuple[int, int], int | None], *, seen: str, by: User
) -> None:
    """Write the minutes between campuses; None goes back to the usual time. Raises ChangedMeanwhile."""
    db.session.execute(select(Institution.id).where(Institution.id == institution.id).with_for_update())
    known = queries.entered_travel(institution.id)
    if travel_seen(known) != seen:
        raise ChangedMeanwhile
    rows = {(one.one_id, one.other_id): one for one in _travel_rows(minutes)}
    changed = {}
    for pair, value in minutes.items():
        if known.get(pair) == value:
            continue
        changed[f"{pair[0]}-{pair[1]}"] = [known.get(pair), value]
        if value is None:
            db.session.delete(rows[pair])
        elif pair in rows:
            rows[pair].minutes = value
        else:
            db.session.add(CampusTravel(one_id=pair[0], other_id=pair[1], minutes=value))
    db.session.flush()
    if changed:
        subject = ("institution", institution.id)
        audit.record("places.travel_saved", by=by, subject=subject, institution_id=institution.id, changes=changed)


def _travel_rows(pairs: Mapping[tuple[int, int], Any]) -> list[CampusTravel]:
    statement = select(CampusTravel).where(CampusTravel.one_id.in_([one for one, _other in pairs]))
    return list(db.session.scalars(statement.order_by(CampusTravel.id)))


def save_profile(
    venue: Venue,
    *,
    seen: int,
    campus_id: int | None,
    windows: Sequence[WeeklyWindow],
    items: Sequence[Item],
    by: User,
) -> VenueProfile:
    """Write the next version of campus, hours and equipment; the list of venues shows what works.

    Raises ChangedMeanwhile when version `seen` is not the last.
    """
    known = queries.profiles_of([venue.id]).get(venue.id)
    if (known.version if known else 0) != seen:
        raise ChangedMeanwhile
    saved = VenueProfile(
        venue_id=venue.id,
        campus_id=campus_id,
        version=seen + 1,
        windows=[list(row) for row in to_rows(windows)],
        equipment=[[one.name, one.quantity, one.state.value] for one in items],
        by_name=by.display_name,
    )
    add_version(saved)
    venue.equipment = write_equipment(items)
    note(venue, "places.venue_saved", by=by, version=saved.version)
    return saved


def close_venue(venue: Venue, starts_at: datetime, ends_at: datetime, *, reason: str, by: User) -> VenueClosure:
    """Enter a closure in site time. Raises Overlaps when another one covers part of it."""
    lock(venue)
    known = queries.closures_of([venue.id], starts_at.date(), ends_at.date()).get(venue.id, [])
    if other := in_the_way((starts_at, ends_at), [one.to_stretch() for one in known]):
        raise Overlaps(other)
    added = VenueClosure(
        venue_id=venue.id,
        starts_at=to_utc(starts_at),
        ends_at=to_utc(ends_at),
        reason=reason,
        by_name=by.display_name,
    )
    db.session.add(added)
    db.session.flush()
    note(venue, "places.closure_added", by=by, period=f"{starts_at:%Y-%m-%d %H:%M} – {ends_at:%Y-%m-%d %H:%M}")
    return added


def enter_check(venue: Venue, facts: Mapping[str, Any], *, by: User, uploads: Sequence[Upload] = ()) -> VenueCheck:
    """Enter a check with its files; what the list states so far stays on file. Raises UploadRefused."""
    lock(venue)
    kept = [keep_file(*one, by_name=by.display_name) for one in uploads]
    if facts["kind"] is CheckKind.SAFETY:
        _keep_stated(venue)
    added = VenueCheck(venue_id=venue.id, by_name=by.display_name, **facts)
    db.session.add(added)
    db.session.flush()
    db.session.add_all(VenueCheckFile(check_id=added.id, file_id=one.id) for one in kept)
    db.session.flush()
    _state_safety(venue)
    note(venue, "places.check_added", by=by, kind=added.kind.value, result=added.result.value)
    return added


def _keep_stated(venue: Venue) -> None:
    """Write the safety check that only the list of venues states as a check of its own."""
    stated = queries.stated_check(venue, queries.checks_of([venue.id]).get(venue.id, []))
    if stated is None:
        return
    db.session.add(
        VenueCheck(
            venue_id=venue.id,
            kind=stated.kind,
            checked_on=stated.checked_on,
            result=stated.result,
            findings=venue.safety_result if stated.result is CheckResult.UNCLEAR else "",
        )
    )
    db.session.flush()


def _state_safety(venue: Venue) -> None:
    """Let the list of venues state the latest safety check that stands."""
    entered = queries.checks_of([venue.id]).get(venue.id, [])
    known = [one.to_check() for one in reversed(entered) if one.withdrawn_at is None]
    dated = [one for one in known if one.kind is CheckKind.SAFETY]
    if not dated and all(one.kind is not CheckKind.SAFETY for one in entered):
        return
    last = last_checks(dated, max(one.checked_on for one in dated))[CheckKind.SAFETY] if dated else None
    if last is not None and last.checked_on == venue.safety_checked_on and _said(venue) is last.result:
        return
    venue.safety_checked_on = last.checked_on if last else None
    venue.safety_result = RESULT_WORDS[last.result] if last else ""
    db.session.flush()


def _said(venue: Venue) -> CheckResult:
    return queries.result_said(venue.safety_result)


def withdraw(venue: Venue, record: VenueClosure | VenueCheck, *, reason: str, by: User) -> None:
    """Say that an entry does not hold; it stays on file. Raises AlreadyWithdrawn."""
    lock(venue)
    mark_withdrawn(record, reason=reason, by=by)
    if isinstance(record, VenueCheck):
        _state_safety(venue)
    note(venue, WITHDRAWN[type(record)], by=by, reason=reason)
