"""A session books its class as well: the database refuses two sessions of one class at the same time.

Each session counts its versions, so that a change made on an old view of it is refused; what was let pass is kept.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FREE = """
    CREATE TRIGGER booking_is_free_on_{name} BEFORE {event} ON booking
    WHEN EXISTS (
        SELECT 1 FROM booking AS other
        WHERE other.resource = NEW.resource AND other.resource_id = NEW.resource_id
          AND other.id IS NOT NEW.id
          AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
    )
    BEGIN SELECT RAISE(ABORT, 'booking_overlap'); END
"""


def upgrade() -> None:
    op.add_column("class_session", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    allow("class", "teacher", "venue")
    book_classes()
    create_waivers()


def create_waivers() -> None:
    op.create_table(
        "finding_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["class_session.id"], name=op.f("fk_finding_waiver_session_id_class_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_waiver")),
    )
    op.create_index(op.f("ix_finding_waiver_session_id"), "finding_waiver", ["session_id"])
    for event, what in (("UPDATE", "changed"), ("DELETE", "deleted")):
        action = (
            "BEGIN SELECT RAISE(ABORT, 'append_only: finding_waiver'); END"
            if op.get_bind().dialect.name == "sqlite"
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER finding_waiver_is_not_{what} BEFORE {event} ON finding_waiver {action}")


def allow(*resources: str) -> None:
    """Let bookings take these kinds of resources. SQLite copies the table, which loses its triggers: they come back."""
    names = ", ".join(f"'{one}'" for one in resources)
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_booking_resource"), "booking")
        op.create_check_constraint(op.f("ck_booking_resource"), "booking", f"resource IN ({names})")
        return
    op.execute(f"""
        CREATE TABLE booking_anew (
            id INTEGER NOT NULL,
            session_id INTEGER NOT NULL,
            resource VARCHAR(40) NOT NULL,
            resource_id INTEGER NOT NULL,
            starts_at DATETIME NOT NULL,
            ends_at DATETIME NOT NULL,
            CONSTRAINT pk_booking PRIMARY KEY (id),
            CONSTRAINT ck_booking_starts_before_it_ends CHECK (starts_at < ends_at),
            CONSTRAINT fk_booking_session_id_class_session FOREIGN KEY(session_id) REFERENCES class_session (id),
            CONSTRAINT ck_booking_resource CHECK (resource IN ({names}))
        )
    """)
    op.execute("INSERT INTO booking_anew SELECT id, session_id, resource, resource_id, starts_at, ends_at FROM booking")
    op.execute("DROP TABLE booking")
    op.execute("ALTER TABLE booking_anew RENAME TO booking")
    op.create_index("ix_booking_resource_resource_id_starts_at", "booking", ["resource", "resource_id", "starts_at"])
    op.create_index(op.f("ix_booking_session_id"), "booking", ["session_id"])
    for event in ("INSERT", "UPDATE"):
        op.execute(FREE.format(name=event.lower(), event=event))


def book_classes() -> None:
    """Book the class for every session that is to be held; of two at once, the earlier in the timetable keeps it."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT id, offering_id, starts_at, ends_at FROM class_session "
            "WHERE status = 'planned' AND starts_at IS NOT NULL AND ends_at IS NOT NULL "
            "ORDER BY offering_id, position, id"
        )
    )
    kept: dict[int, list[tuple[object, object]]] = {}
    for session_id, offering_id, starts_at, ends_at in found.fetchall():
        taken = kept.setdefault(offering_id, [])
        if any(start < ends_at and starts_at < end for start, end in taken):
            continue
        taken.append((starts_at, ends_at))
        op.get_bind().execute(
            sa.text(
                "INSERT INTO booking (session_id, resource, resource_id, starts_at, ends_at) "
                "VALUES (:session_id, 'class', :offering_id, :starts_at, :ends_at)"
            ),
            {"session_id": session_id, "offering_id": offering_id, "starts_at": starts_at, "ends_at": ends_at},
        )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for what in ("changed", "deleted"):
        name = f"finding_waiver_is_not_{what}"
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON finding_waiver")
    op.drop_table("finding_waiver")
    op.execute("DELETE FROM booking WHERE resource = 'class'")
    allow("teacher", "venue")
    op.drop_column("class_session", "version")
