"""Writing recorded lessons: the video, its questions."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from sqlalchemy import insert

from accounts import audit
from accounts.models import User
from core.db import db
from courses import actions as course_actions
from courses.models import ClassOffering
from sessions.models import ClassSession
from sessions.online import queries
from sessions.online.models import LessonQuestion, RecordedLesson, VideoFile, VideoPart
from sessions.online.rules.containers import kind_of, length_of

PART = 1024 * 1024
TOLERANCE = 5  # seconds by which a video may differ from the timetable: players and muxers round


class NotAVideo(Exception):
    """The file is no MP4 or WebM."""


class OtherLength(Exception):
    """The video lasts `seconds`, the timetable says `planned`."""

    def __init__(self, seconds: int, planned: int) -> None:
        super().__init__(seconds)
        self.seconds, self.planned = seconds, planned


class NoLength(Exception):
    """Neither the file nor the timetable says how long the lesson lasts."""


class WatchedAlready(Exception):
    """Somebody has begun to watch, so that the video is not exchanged."""


def put_lesson(
    offering: ClassOffering, session: ClassSession, name: str, file: BinaryIO, *, by: User
) -> RecordedLesson:
    """Keep a video and make it the lesson of a recorded session. Raises what is said above; nothing is kept then."""
    standing = queries.lesson_of(session.id)
    if standing is not None and queries.is_watched(standing.id):
        raise WatchedAlready
    kind = kind_of(file.read(64))
    if kind is None:
        raise NotAVideo
    said = length_of(file, kind)
    seconds = _agreed(int(said) if said else None, session.video_seconds)
    stored = _keep(file, name, kind.media_type, int(said) if said else None, by.display_name)
    batch = course_actions.start_batch(offering, by=by, report={"lesson": session.code, "stands_alone": True})
    lesson = RecordedLesson(
        session_id=session.id, file_id=stored.id, batch_id=batch.id, seconds=seconds, by_name=by.display_name
    )
    db.session.add(lesson)
    db.session.flush()
    audit.record(
        "sessions.lesson_put",
        by=by,
        subject=("class", offering.code),
        institution_id=offering.institution_id,
        session=session.code,
        file=stored.file_name,
        digest=stored.digest,
    )
    return lesson


def _agreed(said: int | None, planned: int | None) -> int:
    """The length of the lesson: as the timetable says, if the file does not say something else."""
    if planned and said and abs(planned - said) > TOLERANCE:
        raise OtherLength(said, planned)
    length = planned or said
    if not length:
        raise NoLength
    return min(length, said or length)


def _keep(file: BinaryIO, name: str, media_type: str, seconds: int | None, by_name: str) -> VideoFile:
    size = file.seek(0, 2)
    file.seek(0)
    stem = name.replace("\\", "/").rpartition("/")[2][:200] or "video"
    stored = VideoFile(
        file_name=stem, media_type=media_type, size=size, part_size=PART, digest="", seconds=seconds, by_name=by_name
    )
    digest = hashlib.sha256()
    for part in iter(lambda: file.read(PART), b""):
        digest.update(part)
    stored.digest = digest.hexdigest()
    db.session.add(stored)
    db.session.flush()
    file.seek(0)
    for number, part in enumerate(iter(lambda: file.read(PART), b"")):
        db.session.execute(insert(VideoPart), {"file_id": stored.id, "number": number, "content": part})
    return stored


def add_question(
    offering: ClassOffering, session: ClassSession, *, text: str, choices: list[str], right: int, by: User
) -> LessonQuestion:
    """A question that may pop up while the lesson plays."""
    question = LessonQuestion(session_id=session.id, text=text, choices=choices, right=right, by_name=by.display_name)
    db.session.add(question)
    db.session.flush()
    _note("sessions.lesson_question_added", offering, session, by, text)
    return question


def withdraw_question(offering: ClassOffering, session: ClassSession, question: LessonQuestion, *, by: User) -> None:
    """Put a question no more; what was answered stays."""
    db.session.add(LessonQuestion(session_id=session.id, withdraws_id=question.id, by_name=by.display_name))
    db.session.flush()
    _note("sessions.lesson_question_withdrawn", offering, session, by, question.text)


def _note(action: str, offering: ClassOffering, session: ClassSession, by: User, text: str) -> None:
    subject, about = ("class", offering.code), offering.institution_id
    audit.record(action, by=by, subject=subject, institution_id=about, session=session.code, question=text[:120])
