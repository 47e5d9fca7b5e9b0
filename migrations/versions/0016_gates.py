"""The life of a class: each step with its findings, and what was let pass. Rows are never changed.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

STATES = (
    "draft", "approved", "enrolling", "roster_locked", "delivering", "examining", "completed", "filing", "filed",
    "cancelled",
)  # fmt: skip
CHECKS = (
    "accredited", "rules_complete", "curriculum", "class_teacher", "posts_filled", "documents", "timetable", "hours",
    "clashes", "teachers", "venue_size", "venue_checks", "notice", "roster", "roster_lines", "applications",
    "attendance", "online", "settled", "scores", "ledger", "survey", "dossier", "sealed",
)  # fmt: skip
FROZEN = ("class_step", "gate_waiver")


def one_of(values, name):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade():
    """Add the tables, and let the database refuse to change them."""
    op.create_table(
        "class_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("from_state", one_of(STATES, "from_classstate"), nullable=False),
        sa.Column("to_state", one_of(STATES, "classstate"), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["class_offering.id"], name=op.f("fk_class_step_offering_id_class_offering")),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_class_step_by_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_step")),
    )
    op.create_index(op.f("ix_class_step_offering_id"), "class_step", ["offering_id"])
    op.create_table(
        "gate_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("to_state", one_of(STATES, "classstate"), nullable=False),
        sa.Column("check_code", one_of(CHECKS, "check"), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdraws_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_gate_waiver_gives_a_reason")),
        sa.ForeignKeyConstraint(["offering_id"], ["class_offering.id"], name=op.f("fk_gate_waiver_offering_id_class_offering")),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_gate_waiver_by_user_id_user_account")),
        sa.ForeignKeyConstraint(["withdraws_id"], ["gate_waiver.id"], name=op.f("fk_gate_waiver_withdraws_id_gate_waiver")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_waiver")),
        sa.UniqueConstraint("withdraws_id", name=op.f("uq_gate_waiver_withdraws_id")),
    )
    op.create_index(op.f("ix_gate_waiver_offering_id"), "gate_waiver", ["offering_id"])
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
