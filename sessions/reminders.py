"""Who hears of sessions: teachers and learners what was moved or cancelled, and the evening before what comes.

It is read from what was written down, so every way by which a timetable changes is covered: pages, calendar, imports,
proposals. Many changes of one class are one message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.rules import Role
from core.clock import to_local, to_utc
from core.db import db
from courses.models import ClassOffering, Enrolment
from courses.rules import ClassState, EnrolmentState
from learners.models import Learner
from messages import queries as message_queries
from messages import reminders, wording
from messages.actions import notify
from messages.wording import Wording
from sessions.handouts.models import NoticeDispatch
from sessions.models import ClassSession, SessionChange
from sessions.rules.kinds import SessionStatus
from sessions.rules.timetable import split_teachers
from sessions.views.blueprint import bp
from trainer.models import Teacher

LOOK_BACK = timedelta(days=2)  # a server that was down no longer than that forgets to tell nobody
EVENING = time(17)  # from then on people are reminded of tomorrow
TOLD = frozenset({ClassState.ENROLLING, ClassState.ROSTER_LOCKED, ClassState.DELIVERING, ClassState.EXAMINING})
CHANGED, TOMORROW, NOTICE = "sessions.changed", "sessions.tomorrow", "sessions.notice"
PEOPLE = frozenset({Role.TEACHER, Role.LEARNER})
LINES = 6  # of one message


def learners_in(offering_ids: Iterable[int]) -> dict[int, list[int]]:
    """The accounts of those enrolled in each of these classes."""
    statement = (
        select(Enrolment.offering_id, Learner.user_id)
        .join(Enrolment.learner)
        .where(Enrolment.offering_id.in_(list(offering_ids)), Enrolment.state == EnrolmentState.ENROLLED)
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for offering_id, user_id in db.session.execute(statement):
        if user_id is not None:
            found[offering_id].append(user_id)
    return found


def teachers_at(institution_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """The accounts of teachers by institution and name."""
    statement = select(Teacher.institution_id, Teacher.name, Teacher.user_id)
    rows = db.session.execute(statement.where(Teacher.institution_id.in_(list(institution_ids))))
    return {(institution, name): user for institution, name, user in rows if user is not None}


def remind_of_changes(now: datetime) -> None:
    """Tell what has been moved or cancelled: learners of the whole class, teachers of their own sessions."""
    changes = _new_changes(now)
    learners = learners_in(changes)
    teachers = teachers_at({one[0][1].offering.institution_id for one in changes.values()})
    for offering_id, found in changes.items():
        offering = found[0][1].offering
        link = url_for("sessions.my_hours")
        _tell_changes(offering, found, learners.get(offering_id, []), link)
        for user_id, own in _by_teacher(offering, found, teachers).items():
            _tell_changes(offering, own, [user_id], url_for("sessions.my_sessions"))


Change = tuple[SessionChange, ClassSession]


def _new_changes(now: datetime) -> dict[int, list[Change]]:
    """By class the changes of sessions that are still to come, or were when they were changed."""
    statement = (
        select(SessionChange, ClassSession)
        .join(ClassSession, ClassSession.id == SessionChange.session_id)
        .join(ClassSession.offering)
        .where(SessionChange.at >= now - LOOK_BACK, ClassOffering.state.in_(TOLD))
        .options(joinedload(ClassSession.offering))
        .order_by(SessionChange.id)
    )
    found: defaultdict[int, list[Change]] = defaultdict(list)
    for change, session in db.session.execute(statement):
        if session.ends_at is not None and session.ends_at > change.at:
            found[session.offering_id].append((change, session))
    return found


def _by_teacher(
    offering: ClassOffering, found: Sequence[Change], teachers: dict[tuple[int, str], int]
) -> dict[int, list[Change]]:
    """Whose session it was or is."""
    mine: defaultdict[int, list[Change]] = defaultdict(list)
    for change, session in found:
        names = {*split_teachers(change.before.get("teacher_name", "")), *split_teachers(session.teacher_name)}
        for user_id in {teachers.get((offering.institution_id, name)) for name in names} - {None}:
            mine[user_id or 0].append((change, session))
    return mine


def _tell_changes(offering: ClassOffering, found: Sequence[Change], to: list[int], link: str) -> None:
    """One message about everything that these people have not heard of."""
    told = message_queries.last_told(CHANGED, to, f"{offering.id}:") if to else ""
    new = [one for one in found if one[0].id > int(told or 0)]
    first: dict[int, Change] = {}
    for change, session in new:
        first.setdefault(session.id, (change, session))
    lines = [line for change, session in first.values() if (line := line_of(change.before, session))]
    if lines:
        notify(
            CHANGED,
            to=to,
            link=link,
            institution_id=offering.institution_id,
            once=f"{offering.id}:{new[-1][0].id}",
            class_name=offering.name,
            count=len(lines),
            lines=lines[:LINES],
        )


def line_of(before: dict[str, Any], session: ClassSession) -> dict[str, str]:
    """What a session said and says now; nothing when what people must know is the same."""
    then = {
        "at": str(before.get("starts_at", ""))[:16],
        "place": before.get("venue_name", ""),
        "who": before.get("teacher_name", ""),
    }
    starts = to_local(session.starts_at) if session.starts_at else None
    now = {"at": f"{starts:%Y-%m-%d %H:%M}" if starts else "", "place": session.venue_name, "who": session.teacher_name}
    cancelled = session.status is SessionStatus.CANCELLED
    if then == now and not cancelled:
        return {}
    changed = {f"{name}_was": then[name] for name in then if then[name] != now[name]}
    return {"title": session.title, "cancelled": "1" if cancelled else "", **now, **changed}


def _word_line(line: dict[str, str]) -> str:
    if line["cancelled"]:
        return _("“%(title)s” of %(at)s is cancelled.", title=line["title"], at=line["at"])
    parts = []
    if "at_was" in line:
        parts.append(_("%(now)s instead of %(was)s", now=line["at"], was=line["at_was"] or "—"))
    else:
        parts.append(line["at"])
    if "place_was" in line:
        parts.append(_("place: %(place)s", place=line["place"] or "—"))
    if "who_was" in line:
        parts.append(_("teacher: %(who)s", who=line["who"] or "—"))
    return _("“%(title)s”: %(changes)s", title=line["title"], changes=_(", ").join(parts))


def _word_changes(facts: dict[str, Any]) -> Wording:
    title = ngettext(
        "%(class_name)s: %(num)d session changed",
        "%(class_name)s: %(num)d sessions changed",
        facts["count"],
        class_name=facts["class_name"],
    )
    said = [_word_line(line) for line in facts["lines"]]
    if facts["count"] > len(said):
        said.append(_("See the timetable for the rest."))
    return Wording(title, "\n".join(said))


def remind_of_tomorrow(now: datetime) -> None:
    """From the evening on: what comes tomorrow, once for each class and day."""
    local = to_local(now)
    if local.time() < EVENING:
        return
    day = local.date() + timedelta(days=1)
    found = _sessions_on(day)
    learners = learners_in(found)
    teachers = teachers_at({one[0].offering.institution_id for one in found.values()})
    for offering_id, sessions in found.items():
        _tell_day(sessions, day, learners.get(offering_id, []), url_for("sessions.my_hours"))
        mine: defaultdict[int, list[ClassSession]] = defaultdict(list)
        for one in sessions:
            for name in split_teachers(one.teacher_name):
                if user_id := teachers.get((one.offering.institution_id, name)):
                    mine[user_id].append(one)
        for user_id, own in mine.items():
            _tell_day(own, day, [user_id], url_for("sessions.my_sessions"))


def _sessions_on(day: date) -> dict[int, list[ClassSession]]:
    start = to_utc(datetime.combine(day, time()))
    statement = (
        select(ClassSession)
        .join(ClassSession.offering)
        .where(ClassSession.starts_at >= start, ClassSession.starts_at < start + timedelta(days=1))
        .where(ClassSession.status == SessionStatus.PLANNED, ClassOffering.state.in_(TOLD))
        .options(joinedload(ClassSession.offering))
        .order_by(ClassSession.starts_at, ClassSession.id)
    )
    found: defaultdict[int, list[ClassSession]] = defaultdict(list)
    for one in db.session.scalars(statement):
        found[one.offering_id].append(one)
    return found


def _tell_day(sessions: Sequence[ClassSession], day: date, to: list[int], link: str) -> None:
    offering = sessions[0].offering
    lines = [
        {"at": f"{to_local(one.starts_at):%H:%M}", "title": one.title, "place": one.venue_name or one.meeting_number}
        for one in sessions
        if one.starts_at
    ]
    facts = {"class_name": offering.name, "day": day, "count": len(lines), "lines": lines[:LINES]}
    notify(TOMORROW, to=to, link=link, institution_id=offering.institution_id, once=f"{offering.id}:{day}", **facts)


def _word_tomorrow(facts: dict[str, Any]) -> Wording:
    title = _("Tomorrow %(day)s, from %(at)s: %(class_name)s", at=facts["lines"][0]["at"], **facts)
    return Wording(
        title, "\n".join(" ".join(filter(None, (one["at"], one["title"], one["place"]))) for one in facts["lines"])
    )


def remind_of_notices(now: datetime) -> None:
    """Tell learners that the training notice of their class went out; one that was taken back is not told."""
    taken_back = select(NoticeDispatch.withdraws_id).where(NoticeDispatch.withdraws_id.isnot(None))
    statement = (
        select(NoticeDispatch.id, ClassOffering)
        .join(ClassOffering, ClassOffering.id == NoticeDispatch.offering_id)
        .where(NoticeDispatch.at >= now - LOOK_BACK, NoticeDispatch.withdraws_id.is_(None))
        .where(NoticeDispatch.id.not_in(taken_back), ClassOffering.state.in_(TOLD))
    )
    found: dict[int, ClassOffering] = dict(db.session.execute(statement).all())
    learners = learners_in({one.id for one in found.values()})
    for number, offering in found.items():
        facts = {"class_name": offering.name, "first": offering.starts_on, "last": offering.ends_on}
        to = learners.get(offering.id, [])
        notify(
            NOTICE,
            to=to,
            link=url_for("sessions.my_hours"),
            institution_id=offering.institution_id,
            once=str(number),
            **facts,
        )


def _word_notice(facts: dict[str, Any]) -> Wording:
    body = _("%(first)s to %(last)s. Ask your institution for the notice if you have not received it.", **facts)
    return Wording(_("The training notice has gone out: %(class_name)s", **facts), body)


wording.attach(bp, CHANGED, _word_changes, name=_l("Sessions moved or cancelled"), roles=PEOPLE)
wording.attach(bp, TOMORROW, _word_tomorrow, name=_l("Sessions of tomorrow"), roles=PEOPLE)
wording.attach(bp, NOTICE, _word_notice, name=_l("Training notices"), roles=frozenset({Role.LEARNER}))
reminders.attach(bp, CHANGED, remind_of_changes)
reminders.attach(bp, TOMORROW, remind_of_tomorrow)
reminders.attach(bp, NOTICE, remind_of_notices)
