"""The start pages of learners and teachers: what they see at the address of the site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from flask import render_template

from accounts.models import User
from accounts.rules import Permission, allows
from core import answers, navigation
from core.clock import local_now, to_local, today
from core.db import utc_now
from courses import queries as course_queries
from courses.models import Enrolment
from courses.syllabus import queries as syllabus_queries
from courses.syllabus.models import TeachingMaterial
from learners import queries as learner_queries
from sessions import labels, queries, record_labels, runs
from sessions.checkin import teachers
from sessions.checkin.models import CheckInWindow
from sessions.models import ClassSession
from sessions.portals import matters
from sessions.portals import queries as day_queries
from sessions.portals.views.blueprint import bp, day_of, link_to, news_of
from sessions.progress import next_session, progress_of
from sessions.rules.kinds import PostingKind
from sessions.stories import PostingStory, UnitStory, hours_rows
from sessions.views.corrections import stories_of
from standards.rules import ParameterMissing
from trainer import queries as trainer_queries
from trainer.models import Teacher
from trainer.teaching import queries as teaching_queries
from trainer.teaching.rules import TeachingLimit

POSTINGS = 5
AHEAD = 6


def start_page(user: User) -> str | None:
    """The start page of a learner with a class, or of a teacher on a register; nobody else has one of these."""
    if allows(user.role, Permission.HOURS_OWN):
        learner = learner_queries.learner_of_user(user.id)
        enrolments = course_queries.enrolments_of_learner(learner.id) if learner else []
        return learner_page(user, enrolments) if enrolments else None
    if allows(user.role, Permission.SESSIONS_OWN):
        teacher = trainer_queries.teacher_of_user(user.id)
        return teacher_page(user, teacher) if teacher else None
    return None


def current_of(enrolments: Sequence[Enrolment]) -> Enrolment:
    """The class that goes on today, else the one that begins next, else the latest."""
    day = today()
    under_way = [one for one in enrolments if one.offering.starts_on <= day <= one.offering.ends_on]
    coming = [one for one in enrolments if one.offering.starts_on > day]
    return (under_way or sorted(coming, key=lambda one: one.offering.starts_on) or list(enrolments))[0]


def learner_page(user: User, enrolments: Sequence[Enrolment]) -> str:
    """Hours, what is missing, what comes next, what was posted last, messages: of the class that matters now."""
    enrolment, now = current_of(enrolments), local_now()
    page = "sessions/portals/learner.html"
    common = {
        "enrolment": enrolment,
        "offering": enrolment.offering,
        "others": [one for one in enrolments if one is not enrolment],
        "cards": navigation.home_cards(user),
        "news": news_of(user),
        "check_in": check_in_of(enrolments),
        "day_of": day_of,
        "labels": labels,
        "words": record_labels,
    }
    try:
        computed, told = stories_of(enrolment.offering, enrolment)
    except ParameterMissing:
        return render_template(page, progress=None, **common)
    [row] = hours_rows([enrolment], computed, runs.ledger_totals(enrolment.offering_id))
    return render_template(
        page,
        row=row,
        progress=progress_of(row, told, enrolment.offering.ends_on, now),
        passed=row.has_passed,
        policy=computed.policy,
        today=[one for one in computed.sessions if is_on(one, now)],
        upcoming=next_session(computed.sessions, now),
        postings=latest_postings(told),
        kinds=PostingKind,
        **common,
    )


def is_on(session: ClassSession, now: datetime) -> bool:
    """Whether a session is held on this day."""
    return session.starts_at is not None and to_local(session.starts_at).date() == now.date()


def latest_postings(told: Sequence[UnitStory]) -> list[tuple[UnitStory, PostingStory]]:
    """What was posted last, each with its session; it leads to the reasons."""
    found = [(unit, one) for unit in told for one in unit.postings]
    return sorted(found, key=lambda one: one[1].posting.id, reverse=True)[:POSTINGS]


def check_in_of(enrolments: Sequence[Enrolment]) -> str:
    """Where a learner shows an own code while a class checks in; empty while none does."""
    is_open = matters.open_windows([one.offering_id for one in enrolments], utc_now())
    window = next(iter(is_open.values()), None)
    return link_to("checkin.my_check_in", window=window.id) if window else ""


def teacher_page(user: User, teacher: Teacher) -> str:
    """Today's sessions with what belongs to them, the next ones, hours by month, leave, messages."""
    now = local_now()
    sessions = queries.sessions_of_teacher(teacher.id, now.date())
    held_today = [one for one in sessions if is_on(one, now)]
    months = day_queries.months_of(teacher.id, now.year, now)
    return render_template(
        "sessions/portals/teacher.html",
        teacher=teacher,
        day=labels.day_words(now.date()),
        day_of=day_of,
        year=now.year,
        today=held_today,
        ahead=[one for one in sessions if one not in held_today][:AHEAD],
        materials=materials_for([*held_today, *sessions[:AHEAD]], teacher),
        windows=windows_to_show(held_today),
        heads=course_queries.learner_count(sorted({one.offering_id for one in held_today})),
        months=months,
        planned=sum((one.planned for one in months), Decimal(0)),
        taught=sum((one.taught for one in months), Decimal(0)),
        limit=teaching_queries.limits_of([teacher.id]).get(teacher.id, TeachingLimit()),
        leaves=teaching_queries.leaves_of([teacher.id], now.date(), now.date().replace(month=12, day=31)).get(
            teacher.id, []
        ),
        cards=navigation.home_cards(user),
        news=news_of(user),
        link_to=link_to,
        labels=labels,
    )


def windows_to_show(sessions: Sequence[ClassSession]) -> dict[int, CheckInWindow]:
    """The check-in of each session's half-day; none where the rule-set of a class leaves open what a half-day is."""
    try:
        return teachers.windows_for(sessions, utc_now())
    except ParameterMissing:
        return {}


def materials_for(sessions: Sequence[ClassSession], teacher: Teacher) -> dict[int, list[TeachingMaterial]]:
    """The materials of the modules that these sessions teach, by session. One query."""
    found = syllabus_queries.materials_in([teacher.institution_id]) if sessions else []
    return {
        session.id: [
            one
            for one in found
            if one.curriculum_id == session.offering.curriculum_id and one.module in (session.module, session.title)
        ]
        for session in sessions
    }


answers.answer(bp, answers.START_PAGE, start_page)
