"""The database itself refuses to change records and to book a venue or teacher twice.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Tables of which nothing is ever changed or deleted.
FROZEN = ("archived_file", "audit_entry", "fixity_check", "hour_posting", "session_change")

# Facts of evidence that are never changed; who is behind a line and what supersedes it are worked out anew.
_PLACE = ("id", "offering_id", "batch_id", "file", "sheet", "row", "identity", "content")
_PERSON = ("name", "key")
EVIDENCE = {
    "attendance_event": (
        *_PLACE, *_PERSON, "source", "direction", "at", "until", "received_at", "exact", "unit", "serial", "device",
        "point", "method", "recorder", "reason",
    ),
    "leave_slip": (*_PLACE, *_PERSON, "starts_at", "ends_at", "reason", "decision", "approver"),
    "viewing_segment": (
        *_PLACE, *_PERSON, "unit", "title", "start_second", "end_second", "played_at", "rate",
    ),
    "score_line": (
        *_PLACE, *_PERSON, "first_text", "first_state", "first_value", "first_code", "makeup_text", "makeup_state",
        "makeup_value", "makeup_code", "note",
    ),
    "roster_line": (*_PLACE, "outcome", "codes", "name", "id_number", "phone", "details"),
    "survey_response": (*_PLACE, "token", "submitted_at", "seconds", "answers", "texts"),
}


def quoted(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def refusals() -> list[tuple[str, str, str]]:
    """Trigger name, event clause, table."""
    found = []
    for table in (*FROZEN, *EVIDENCE):
        found.append((f"{table}_is_not_deleted", "DELETE", table))
    for table in FROZEN:
        found.append((f"{table}_is_not_changed", "UPDATE", table))
    for table, columns in EVIDENCE.items():
        found.append((f"{table}_is_not_changed", f"UPDATE OF {quoted(columns)}", table))
    return found


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        upgrade_sqlite()
    else:
        upgrade_postgresql()


def upgrade_sqlite() -> None:
    for name, clause, table in refusals():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {clause} ON {table} BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
        )
    # `INSERT OR REPLACE` takes a row away without asking the triggers of DELETE.
    for table in (*FROZEN, *EVIDENCE):
        op.execute(f"""
            CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} AS other WHERE other.id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END
        """)
    for event in ("INSERT", "UPDATE"):
        op.execute(f"""
            CREATE TRIGGER booking_is_free_on_{event.lower()} BEFORE {event} ON booking
            WHEN EXISTS (
                SELECT 1 FROM booking AS other
                WHERE other.resource = NEW.resource AND other.resource_id = NEW.resource_id
                  AND other.id IS NOT NEW.id
                  AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
            )
            BEGIN SELECT RAISE(ABORT, 'booking_overlap'); END
        """)


def upgrade_postgresql() -> None:
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'append_only: %', TG_TABLE_NAME; END $$
    """)
    for name, clause, table in refusals():
        op.execute(f"CREATE TRIGGER {name} BEFORE {clause} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    for table in (*FROZEN, *EVIDENCE):
        op.execute(
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    # The lock makes two people who book the same resource wait for each other, so that the later one sees the earlier.
    op.execute("""
        CREATE FUNCTION booking_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtext(NEW.resource), NEW.resource_id);
            IF EXISTS (
                SELECT 1 FROM booking AS other
                WHERE other.resource = NEW.resource AND other.resource_id = NEW.resource_id
                  AND other.id IS DISTINCT FROM NEW.id
                  AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
            ) THEN RAISE EXCEPTION 'booking_overlap'; END IF;
            RETURN NEW;
        END $$
    """)
    op.execute(
        "CREATE TRIGGER booking_is_free BEFORE INSERT OR UPDATE ON booking "
        "FOR EACH ROW EXECUTE FUNCTION booking_is_free()"
    )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, _, table in refusals():
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
    for table in (*FROZEN, *EVIDENCE):
        op.execute(f"DROP TRIGGER {table}_is_not_replaced" if sqlite else f"DROP TRIGGER {table}_is_not_emptied ON {table}")
    if sqlite:
        op.execute("DROP TRIGGER booking_is_free_on_insert")
        op.execute("DROP TRIGGER booking_is_free_on_update")
        return
    op.execute("DROP TRIGGER booking_is_free ON booking")
    op.execute("DROP FUNCTION booking_is_free()")
    op.execute("DROP FUNCTION refuse_change()")
