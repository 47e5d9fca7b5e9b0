"""For coordinators and auditors: the lessons of a class, their videos and questions, who has watched what."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import to_local
from core.db import db
from core.spreadsheets.export import ExportSheet, Value
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import record_labels
from sessions.models import ClassSession
from sessions.online import labels, queries
from sessions.online.actions import lessons
from sessions.online.forms import QuestionForm, VideoForm
from sessions.online.rules.stretches import watched
from sessions.online.views.blueprint import bp
from sessions.online.views.streaming import stream
from sessions.rules.kinds import SessionKind
from sessions.views.found import is_closed, offering_or_404, session_or_404, workbook

LESSONS = "/classes/<int:offering_id>/lessons"
ONE = f"{LESSONS}/<int:session_id>"


def lesson_session_or_404(offering_id: int, session_id: int) -> tuple[ClassOffering, ClassSession]:
    """The recorded session of the address."""
    offering, session = offering_or_404(offering_id), session_or_404(offering_id, session_id)
    return (offering, session) if session.kind is SessionKind.RECORDED else abort(404)


@bp.get(LESSONS)
@require(Permission.HOURS_READ)
def list_lessons(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    sessions = queries.recorded_sessions(offering_id)
    found = queries.lessons_of([one.id for one in sessions])
    proved = queries.granted_by_all([one.id for one in found.values()])
    people = course_queries.enrolments_of(offering_id)
    return render_template(
        "sessions/online/list_lessons.html",
        offering=offering,
        sessions=sessions,
        lessons=found,
        people=people,
        shares={key: share(found_by_id(found, key[0]), spans) for key, spans in proved.items()},
        closed=is_closed(offering),
        words=record_labels,
    )


def found_by_id(found: dict[int, queries.RecordedLesson], lesson_id: int) -> int:
    """The length of a lesson in seconds."""
    return next(one.seconds for one in found.values() if one.id == lesson_id)


def share(seconds: int, spans: list[tuple[int, int]]) -> int:
    """How much of a video was proved, in whole percent rounded down."""
    return watched([(start // 1000, end // 1000) for start, end in spans], seconds) * 100 // seconds


@bp.route(ONE, methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def show_lesson(offering_id: int, session_id: int) -> ResponseReturnValue:
    offering, session = lesson_session_or_404(offering_id, session_id)
    form = VideoForm()
    if not is_closed(offering) and form.validate_on_submit() and keep(offering, session, form):
        return redirect(url_for(".show_lesson", offering_id=offering_id, session_id=session_id))
    lesson = queries.lesson_of(session_id)
    return render_template(
        "sessions/online/show_lesson.html",
        offering=offering,
        session=session,
        lesson=lesson,
        watched=lesson is not None and queries.is_watched(lesson.id),
        questions=queries.questions_of(session_id),
        closed=is_closed(offering),
        form=form,
        words=record_labels,
    )


def keep(offering: ClassOffering, session: ClassSession, form: VideoForm) -> bool:
    """Keep the video, or say at the form why not."""
    upload = form.video.data
    try:
        lessons.put_lesson(
            offering, session, upload.filename, upload.stream, by=current_user._get_current_object()
        )  # fmt: skip
    except lessons.NotAVideo:
        form.blame_kind()
    except lessons.OtherLength as other:
        form.blame_length(other.seconds, other.planned)
    except lessons.NoLength:
        form.blame_no_length()
    except lessons.WatchedAlready:
        form.blame_watched()
    else:
        db.session.commit()
        flash(_("The video is kept. Learners can watch it now."), "success")
        return True
    return False


@bp.get(f"{ONE}/video")
@require(Permission.HOURS_READ)
def preview_video(offering_id: int, session_id: int) -> ResponseReturnValue:
    _offering, session = lesson_session_or_404(offering_id, session_id)
    lesson = queries.lesson_of(session.id) or abort(404)
    return stream(lesson.file)


@bp.route(f"{ONE}/questions/new", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def new_question(offering_id: int, session_id: int) -> ResponseReturnValue:
    offering, session = lesson_session_or_404(offering_id, session_id)
    back = url_for(".show_lesson", offering_id=offering_id, session_id=session_id)
    form = QuestionForm()
    if form.validate_on_submit():
        lessons.add_question(
            offering,
            session,
            text=form.text.data or "",
            choices=form.lines(),
            right=(form.right.data or 1) - 1,
            by=current_user._get_current_object(),
        )
        db.session.commit()
        flash(_("The question was added."), "success")
        return redirect(back)
    return render_template(
        "sessions/online/new_question.html", offering=offering, session=session, form=form, back=back
    )


@bp.post(f"{ONE}/questions/<int:question_id>/withdraw")
@require(Permission.SESSIONS_RECORD)
def withdraw_question(offering_id: int, session_id: int, question_id: int) -> ResponseReturnValue:
    offering, session = lesson_session_or_404(offering_id, session_id)
    question = next((one for one in queries.questions_of(session_id) if one.id == question_id), None) or abort(404)
    lessons.withdraw_question(offering, session, question, by=current_user._get_current_object())
    db.session.commit()
    flash(_("The question is put no more; answers given stay."), "success")
    return redirect(url_for(".show_lesson", offering_id=offering_id, session_id=session_id))


@bp.get(f"{ONE}/reports.xlsx")
@require(Permission.HOURS_READ)
def export_reports(offering_id: int, session_id: int) -> ResponseReturnValue:
    offering, session = lesson_session_or_404(offering_id, session_id)
    header = [_("Received"), _("Sent by the device"), _("Name"), _("Visit"), _("Report"), _("Place in the video")]
    header += [_("Speed"), _("Played"), _("In sight"), _("Verdict"), _("Proved from"), _("Proved to"), _("Device")]
    header += [_("Address")]
    name = _("%(code)s %(session)s player reports.xlsx", code=offering.code, session=session.code)
    return workbook(name, [ExportSheet(_("Player reports"), header, report_rows(session_id))])


def report_rows(session_id: int) -> Iterator[list[Value]]:
    """Every report of the player as it came in, with what became of it."""
    yes, no = _("Yes"), _("No")
    for beat, visit in queries.beats_of_session(session_id):
        proved = [beat.granted_from, beat.granted_until]
        yield [
            f"{to_local(beat.received_at):%Y-%m-%d %H:%M:%S}",
            f"{to_local(beat.sent_at):%Y-%m-%d %H:%M:%S}" if beat.sent_at else "",
            visit.enrolment.learner.name,
            visit.id,
            beat.sequence,
            labels.minute(beat.position_ms),
            beat.rate,
            yes if beat.played else no,
            yes if beat.visible else no,
            str(labels.VERDICTS[beat.verdict]),
            *("" if place is None else labels.minute(place) for place in proved),
            visit.device,
            visit.address,
        ]
