"""Questions as worded, papers, answers, marks and releases are only ever added; a paper is handed in once.

Revision ID: 0031
Revises: 0030
"""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

FROZEN = (
    "question_version",
    "exam_paper",
    "paper_question",
    "answer_save",
    "screen_event",
    "candidate_entry",
    "mark",
    "result_release",
)
CANDIDATE = ("id", "sitting_id", "enrolment_id", "paper_id", "seed", "started_at")  # what never changes of one


def upgrade():
    """Let the database refuse to change them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in FROZEN:
        trigger(table, "changed", "UPDATE", sqlite)
        trigger(table, "deleted", "DELETE", sqlite)
        all_at_once(table, sqlite)
    differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in CANDIDATE)
    trigger("candidate", "changed", "UPDATE", sqlite, f"OLD.handed_in_at IS NOT NULL OR {changed}")
    trigger("candidate", "deleted", "DELETE", sqlite)
    all_at_once("candidate", sqlite)


def trigger(table, word, event, sqlite, when=""):
    """Refuse one kind of change, always or where a condition holds."""
    condition = f"WHEN ({when}) " if when else ""
    body = (
        f"{condition}BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
        if sqlite
        else f"FOR EACH ROW {condition}EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER {table}_is_not_{word} BEFORE {event} ON {table} {body}")


def all_at_once(table, sqlite):
    """Refuse the other door of each engine: replacing a row by inserting it, emptying a table."""
    if sqlite:
        op.execute(
            f"CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} AS other WHERE other.id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade():
    """Take the triggers away."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in (*FROZEN, "candidate"):
        for word in ("changed", "deleted", "replaced" if sqlite else "emptied"):
            name = f"{table}_is_not_{word}"
            op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
