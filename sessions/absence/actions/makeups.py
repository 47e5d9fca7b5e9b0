"""Make-up sessions: saying for which session and for whom a session of the timetable stands in."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.db import db
from courses.models import ClassOffering
from sessions.absence import queries
from sessions.absence.actions.leave import ChangedMeanwhile
from sessions.absence.models import MakeUpEntry, MakeUpSession
from sessions.actions import ledger
from sessions.models import ClassSession


class NotAllowed(Exception):
    """The rule-set of the class does not let sessions be made up for."""


class NotAPair(Exception):
    """One of the two stands in for another session already, or both are the same."""


def name_makeup(
    offering: ClassOffering, session: ClassSession, stands_for: ClassSession, people: Collection[int], *, by: User
) -> MakeUpSession:
    """Let a session stand in for another one, for these enrolments. Raises NotAllowed, NotAPair, ParameterMissing."""
    if not queries.makeup_policy_of(offering).allowed:
        raise NotAllowed
    known = {one.session_id for one in queries.makeup_rows(offering.id)}
    originals = {one.stands_for_id for one in queries.makeup_rows(offering.id)}
    if session.id == stands_for.id or {session.id, stands_for.id} & known or session.id in originals:
        raise NotAPair
    makeup = MakeUpSession(
        offering_id=offering.id, session_id=session.id, stands_for_id=stands_for.id, by_name=by.display_name, entries=[]
    )
    try:
        with db.session.begin_nested():
            db.session.add(makeup)
    except IntegrityError as error:
        raise NotAPair from error
    _enter(makeup, people, (), by=by, reason="")
    _finish(offering, makeup, session, by=by, learners=len(people))
    return makeup


def rename_people(
    offering: ClassOffering,
    makeup: MakeUpSession,
    people: Collection[int],
    *,
    by: User,
    reason: str,
    seen: int | None = None,
) -> bool:
    """Say anew for whom it is; False when nothing differs. `seen`: how many entries were shown. ChangedMeanwhile."""
    if seen is not None and seen != len(makeup.entries):
        raise ChangedMeanwhile
    before, wanted = makeup.people, frozenset(people)
    if before == wanted:
        return False
    _enter(makeup, wanted - before, before - wanted, by=by, reason=reason)
    _finish(offering, makeup, makeup.class_session, by=by, learners=len(wanted))
    return True


def _enter(makeup: MakeUpSession, added: Collection[int], removed: Collection[int], *, by: User, reason: str) -> None:
    for named, enrolments in ((True, added), (False, removed)):
        for number in sorted(enrolments):
            makeup.entries.append(MakeUpEntry(enrolment_id=number, named=named, by_name=by.display_name, reason=reason))
    db.session.flush()


def _finish(offering: ClassOffering, makeup: MakeUpSession, session: ClassSession, *, by: User, learners: int) -> None:
    ledger.evaluate_offering(offering, by=by, reason="make-up")
    audit.record(
        "absence.makeup_named",
        by=by,
        subject=("session", f"{offering.code} {session.code}"[:60]),
        institution_id=offering.institution_id,
        learners=learners,
    )
