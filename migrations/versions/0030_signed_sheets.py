"""Printed sheets, what was read from their photographs, and what a person confirmed. Rows are never changed.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

FROZEN = ("sheet_printing", "sheet_scan", "sheet_confirmation")


def refers(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade():
    """Add the tables, and let the database refuse to change them."""
    op.create_table(
        "sheet_printing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=2), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("columns BETWEEN 1 AND 2", name=op.f("ck_sheet_printing_is_signed_once_or_twice")),
        refers("sheet_printing", "offering_id", "class_offering"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_printing")),
    )
    op.create_index(op.f("ix_sheet_printing_offering_id"), "sheet_printing", ["offering_id"])
    op.create_table(
        "sheet_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("printing_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("picture", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("read", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("page > 0", name=op.f("ck_sheet_scan_pages_count_from_one")),
        refers("sheet_scan", "printing_id", "sheet_printing"),
        refers("sheet_scan", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_scan")),
    )
    op.create_index(op.f("ix_sheet_scan_printing_id"), "sheet_scan", ["printing_id"])
    op.create_index(op.f("ix_sheet_scan_file_id"), "sheet_scan", ["file_id"])
    op.create_table(
        "sheet_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("signed", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        refers("sheet_confirmation", "scan_id", "sheet_scan"),
        refers("sheet_confirmation", "batch_id", "import_batch"),
        refers("sheet_confirmation", "by_user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_confirmation")),
        sa.UniqueConstraint("scan_id", name="confirmed_once"),
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
