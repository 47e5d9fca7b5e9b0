"""Marks of roll calls, teaching logs and their reviews. Rows are never changed.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

FROZEN = ("roll_call_mark", "teaching_log", "teaching_log_review")


def one_of(values, name):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def person():
    return (
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
    )


def refers(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade():
    """Add the tables, and let the database refuse to change them."""
    op.create_table(
        "roll_call_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("mark", one_of(("present", "absent", "cleared"), "mark"), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.Column("early_minutes", sa.Integer(), nullable=False),
        *person(),
        sa.CheckConstraint(
            "late_minutes >= 0 AND early_minutes >= 0", name=op.f("ck_roll_call_mark_minutes_are_not_negative")
        ),
        sa.CheckConstraint(
            "mark = 'present' OR late_minutes + early_minutes = 0", name=op.f("ck_roll_call_mark_only_who_came_was_late")
        ),
        refers("roll_call_mark", "session_id", "class_session"),
        refers("roll_call_mark", "enrolment_id", "enrolment"),
        refers("roll_call_mark", "batch_id", "import_batch"),
        refers("roll_call_mark", "by_user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_call_mark")),
    )
    op.create_index(op.f("ix_roll_call_mark_session_id"), "roll_call_mark", ["session_id"])
    op.create_index(op.f("ix_roll_call_mark_enrolment_id"), "roll_call_mark", ["enrolment_id"])
    op.create_table(
        "teaching_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taught", sa.Text(), nullable=False),
        sa.Column("teacher_name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        *person(),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_teaching_log_starts_before_it_ends")),
        refers("teaching_log", "session_id", "class_session"),
        refers("teaching_log", "by_user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_log")),
    )
    op.create_index(op.f("ix_teaching_log_session_id"), "teaching_log", ["session_id"])
    op.create_table(
        "teaching_log_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("decision", one_of(("confirmed", "returned"), "logdecision"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *person(),
        sa.CheckConstraint(
            "decision = 'confirmed' OR reason <> ''", name=op.f("ck_teaching_log_review_sent_back_with_a_reason")
        ),
        refers("teaching_log_review", "log_id", "teaching_log"),
        refers("teaching_log_review", "by_user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_log_review")),
        sa.UniqueConstraint("log_id", name="decided_once"),
    )
    freeze(op.get_bind().dialect.name == "sqlite")


def freeze(sqlite):
    """Triggers against changing, deleting, replacing and emptying."""
    for table in FROZEN:
        for word, event in (("changed", "UPDATE"), ("deleted", "DELETE")):
            body = (
                f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
                if sqlite
                else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            op.execute(f"CREATE TRIGGER {table}_is_not_{word} BEFORE {event} ON {table} {body}")
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
    """Take them away; their triggers go with them."""
    for table in reversed(FROZEN):
        op.drop_table(table)
