"""Marks that say whether anything has changed from which the pages of a class are made; the database keeps them itself.

Every writing transaction leaves a mark of its own, so that nobody waits for anybody: on PostgreSQL a row for each
connection, with the number of the transaction; on SQLite, where only one writes at a time, one row with a number drawn
anew at each change. A table that is added to an evaluation later needs triggers like these in a migration of its own, and
one that is rebuilt (batch mode on SQLite) needs them again: tests/db/sessions/test_revisions.py notices both.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

EVERYWHERE = "SELECT 0 AS id"  # a change that may matter to any class
OWN = "SELECT {row}.offering_id AS id"
OF_SESSION = "SELECT offering_id AS id FROM class_session WHERE id = {row}.session_id"
OF_LOG = (
    "SELECT offering_id AS id FROM class_session WHERE id = "
    "(SELECT session_id FROM teaching_log WHERE id = {row}.log_id)"
)
OF_MAKEUP = "SELECT offering_id AS id FROM make_up_session WHERE id = {row}.makeup_id"
OF_LEARNER = "SELECT offering_id AS id FROM enrolment WHERE learner_id = {row}.id"

ALWAYS, LATER = ("INSERT", "UPDATE", "DELETE"), ("UPDATE", "DELETE")
# Lines about one person: a new one is marked as added, so that others' pages need not be made again.
LINES = ("attendance_event", "hour_posting", "leave_slip", "score_line", "viewing_segment")
WATCHED = {
    **{table: (OWN, ALWAYS) for table in LINES},
    "class_offering": ("SELECT {row}.id AS id", ALWAYS),
    "class_session": (OWN, ALWAYS),
    "employer": (EVERYWHERE, LATER),
    "enrolment": (OWN, ALWAYS),
    "evaluation": (OWN, ALWAYS),
    "import_batch": (OWN, ALWAYS),
    "institution": (EVERYWHERE, LATER),
    "learner": (OF_LEARNER, LATER),
    "make_up_entry": (OF_MAKEUP, ALWAYS),
    "make_up_session": (OWN, ALWAYS),
    "recorded_lesson": (OF_SESSION, ALWAYS),
    "roster_line": (OWN, ALWAYS),
    "rule_parameter": (EVERYWHERE, ALWAYS),
    "rule_set": (EVERYWHERE, ALWAYS),
    "rule_set_version": (EVERYWHERE, ALWAYS),
    "teacher": (EVERYWHERE, LATER),
    "teaching_log": (OF_SESSION, ALWAYS),
    "teaching_log_review": (OF_LOG, ALWAYS),
    "venue": (EVERYWHERE, LATER),
}


def triggers():
    """Name, table, event, kind of mark, and the classes that it concerns."""
    for table, (classes, events) in WATCHED.items():
        for event in events:
            kind = "added" if table in LINES and event == "INSERT" else "changed"
            yield f"{table}_marks_class_on_{event.lower()}", table, event, kind, classes


def concerned(classes, event):
    """The classes of a row as it is now and as it was before."""
    rows = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}[event]
    return " UNION ".join(classes.format(row=row) for row in rows)


def upgrade():
    """Add the table, a mark for every class there is, and the triggers."""
    op.create_table(
        "class_revision",
        sa.Column("offering_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("writer", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('added', 'changed')", name=op.f("ck_class_revision_revisionkind")),
        sa.PrimaryKeyConstraint("offering_id", "kind", "writer", name=op.f("pk_class_revision")),
    )
    op.execute("INSERT INTO class_revision SELECT id, 'changed', 0, 0 FROM class_offering")
    if op.get_bind().dialect.name == "sqlite":
        for trigger in triggers():
            watch_on_sqlite(*trigger)
        return
    op.execute("""
        CREATE FUNCTION mark_class(marked integer, how text) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            IF marked IS NULL OR EXISTS (
                SELECT 1 FROM class_revision
                WHERE offering_id = marked AND kind = how AND writer = pg_backend_pid() AND token = txid_current()
            ) THEN RETURN; END IF;
            INSERT INTO class_revision VALUES (marked, how, pg_backend_pid(), txid_current())
            ON CONFLICT (offering_id, kind, writer) DO UPDATE SET token = EXCLUDED.token;
        END $$
    """)
    for trigger in triggers():
        watch_on_postgresql(*trigger)


def watch_on_sqlite(name, table, event, kind, classes):
    """Draw a new number. Not as an upsert: inside a trigger, the statement outside would say what a conflict means."""
    ids = concerned(classes, event)
    op.execute(f"""
        CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN
            UPDATE class_revision SET token = random() WHERE kind = '{kind}' AND offering_id IN ({ids});
            INSERT INTO class_revision (offering_id, kind, writer, token)
            SELECT concerned.id, '{kind}', 0, random() FROM ({ids}) AS concerned
            WHERE concerned.id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM class_revision AS one WHERE one.offering_id = concerned.id AND one.kind = '{kind}'
            );
        END
    """)


def watch_on_postgresql(name, table, event, kind, classes):
    """Note the number of the transaction in the row of this connection."""
    op.execute(f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM mark_class(concerned.id, '{kind}') FROM ({concerned(classes, event)}) AS concerned;
            RETURN NULL;
        END $$
    """)
    op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade():
    """Take triggers, functions and table away."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, _event, _kind, _classes in triggers():
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
        if not sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    if not sqlite:
        op.execute("DROP FUNCTION mark_class(integer, text)")
    op.drop_table("class_revision")
