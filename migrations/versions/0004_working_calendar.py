"""The working calendar: entries for days and years on top of the shipped calendar, never changed or deleted.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FROZEN = ("calendar_day", "calendar_year")


def upgrade():
    """Add the tables and their guards."""
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "holiday", "working", "as_shipped",
                name="daykind", native_enum=False, create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("serial > 0", name=op.f("ck_calendar_day_serial_counts_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", "serial", name="next_entry_is_written_once"),
    )
    op.create_table(
        "calendar_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
    )
    op.create_index(op.f("ix_calendar_year_year"), "calendar_year", ["year"])
    for table in FROZEN:
        guard(table)


def guard(table):
    """Refuse changes and deletions, as for every record that is only added to."""
    if op.get_bind().dialect.name == "sqlite":
        for name, clause in (("changed", "UPDATE"), ("deleted", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_is_not_{name} BEFORE {clause} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} AS other WHERE other.id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
        )
        return
    for name, clause, each in (
        ("changed", "UPDATE", "ROW"), ("deleted", "DELETE", "ROW"), ("emptied", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_is_not_{name} BEFORE {clause} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade():
    """Take them away, with their guards."""
    for table in reversed(FROZEN):
        op.drop_table(table)
