"""For learners: the page on which a recorded lesson plays."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from accounts.access import require
from accounts.rules import Permission
from courses.models import Enrolment
from sessions import queries as session_queries
from sessions import record_labels
from sessions.models import ClassSession
from sessions.online import queries
from sessions.online.models import RecordedLesson
from sessions.online.rules.stretches import furthest, parts, place_to_resume, watched
from sessions.online.views.blueprint import bp
from sessions.online.views.streaming import stream
from sessions.views.found import is_closed
from sessions.views.my_hours import own_enrolment_or_404, own_enrolments

MINE = "/my/lessons/<int:enrolment_id>/<int:session_id>"


def own_lesson_or_404(enrolment_id: int, session_id: int) -> tuple[Enrolment, ClassSession, RecordedLesson]:
    """A lesson of one of one's own classes."""
    enrolment = own_enrolment_or_404(own_enrolments(), enrolment_id)
    session = session_queries.session_of(enrolment.offering_id, session_id) or abort(404)
    return enrolment, session, queries.lesson_of(session.id) or abort(404)


@bp.get(MINE)
@require(Permission.HOURS_OWN)
def watch(enrolment_id: int, session_id: int) -> ResponseReturnValue:
    enrolment, session, lesson = own_lesson_or_404(enrolment_id, session_id)
    policy = queries.player_policy_of(enrolment.offering)
    proved = queries.granted(lesson.id, enrolment.id)
    in_seconds = [(start // 1000, end // 1000) for start, end in proved]
    return render_template(
        "sessions/online/watch.html",
        enrolment=enrolment,
        offering=enrolment.offering,
        session=session,
        lesson=lesson,
        policy=policy,
        parts=parts(in_seconds, lesson.seconds),
        seconds=watched(in_seconds, lesson.seconds),
        resume=place_to_resume(proved, lesson.seconds * 1000),
        furthest=furthest(proved),
        closed=is_closed(enrolment.offering),
        words=record_labels,
    )


@bp.get(f"{MINE}/video")
@require(Permission.HOURS_OWN)
def video(enrolment_id: int, session_id: int) -> ResponseReturnValue:
    _enrolment, _session, lesson = own_lesson_or_404(enrolment_id, session_id)
    return stream(lesson.file)
