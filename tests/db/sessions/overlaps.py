"""Two bookings of one resource that share time, as the database holds them; and the guard taken away on purpose."""

from __future__ import annotations

from sqlalchemy import Connection, text

OVERLAPS = text(
    "SELECT one.resource, one.resource_id, one.session_id, other.session_id FROM booking AS one "
    "JOIN booking AS other ON one.resource = other.resource AND one.resource_id = other.resource_id "
    "AND one.id < other.id AND one.starts_at < other.ends_at AND other.starts_at < one.ends_at"
)


def overlaps_in(connection: Connection) -> list[tuple[object, ...]]:
    """Every pair that must not be."""
    return [tuple(row) for row in connection.execute(OVERLAPS)]


def drop_guard(connection: Connection) -> None:
    """What a careless migration would do: the database no longer looks."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER booking_is_free_on_insert"))
        connection.execute(text("DROP TRIGGER booking_is_free_on_update"))
    else:
        connection.execute(text("DROP TRIGGER booking_is_free ON booking"))


# The same question asked of the sessions themselves, which nothing guards: their class, their venue.
SESSIONS_AT_ONCE = text(
    "SELECT one.code, other.code FROM class_session AS one JOIN class_session AS other "
    "ON one.id < other.id AND one.starts_at < other.ends_at AND other.starts_at < one.ends_at "
    "AND (one.offering_id = other.offering_id OR one.venue_id = other.venue_id) "
    "WHERE one.status = 'planned' AND other.status = 'planned'"
)
BOOKED_OTHERWISE = text(
    "SELECT booking.session_id, booking.resource FROM booking JOIN class_session AS held "
    "ON held.id = booking.session_id WHERE held.status <> 'planned' "
    "OR held.starts_at <> booking.starts_at OR held.ends_at <> booking.ends_at"
)
NOT_BOOKED = text(
    "SELECT held.id, 'class' FROM class_session AS held WHERE held.status = 'planned' AND NOT EXISTS ("
    "SELECT 1 FROM booking WHERE booking.session_id = held.id AND booking.resource = 'class') "
    "UNION ALL SELECT held.id, 'venue' FROM class_session AS held WHERE held.status = 'planned' "
    "AND held.venue_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM booking WHERE booking.session_id = held.id "
    "AND booking.resource = 'venue' AND booking.resource_id = held.venue_id)"
)


def faults_in(connection: Connection) -> list[tuple[object, ...]]:
    """Planned sessions that share time with class or venue, and bookings that do not say what sessions say."""
    questions = (SESSIONS_AT_ONCE, BOOKED_OTHERWISE, NOT_BOOKED)
    return [tuple(row) for question in questions for row in connection.execute(question)]
