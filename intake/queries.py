"""What the reader may know beforehand, from what is stored."""

from __future__ import annotations

from courses import queries as course_queries
from courses.models import ClassOffering
from intake.reading.folder import Known
from intake.rows import Place, Reading, SessionRow
from sessions import queries as session_queries
from sessions.models import ClassSession
from trainer import queries as trainer_queries


def known_of(offering: ClassOffering | None) -> Known:
    """The timetable, days and teachers of a class, so that a single file can be read on its own."""
    if offering is None:
        return Known()
    return Known(
        class_code=offering.code,
        first_day=offering.starts_on,
        last_day=offering.ends_on,
        training_year=offering.starts_on.year,
        sessions=[_session_row(one) for one in session_queries.sessions_of(offering.id)],
        teachers=[one.name for one in trainer_queries.teachers_of([offering.institution_id])],
    )


def _session_row(session: ClassSession) -> SessionRow:
    facts = session_queries.facts_of(session)
    return SessionRow(
        place=Place("", "", 0),
        code=facts.code,
        kind=facts.kind,
        on=facts.starts_at.date() if facts.starts_at else None,
        starts=facts.starts_at.time() if facts.starts_at else None,
        ends=facts.ends_at.time() if facts.ends_at else None,
        module=facts.module,
        title=facts.title,
        teacher=facts.teacher_name,
        venue=facts.venue_name,
        mode=facts.mode,
        planned_hours=facts.planned_hours,
        meeting_number=facts.meeting_number,
        video_seconds=facts.video_seconds,
        note=facts.note,
    )


def named_offering(reading: Reading) -> ClassOffering | None:
    """The stored class that the files name, in the information sheet or in the sign-ins."""
    codes = {row.class_code for row in reading.taps if row.class_code}
    if reading.info and reading.info.code:
        codes = {reading.info.code}
    return course_queries.offering_by_code(codes.pop()) if len(codes) == 1 else None
