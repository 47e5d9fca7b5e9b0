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
