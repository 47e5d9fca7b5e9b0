"""Attendance events may come from check-in: by oneself, scanned by staff, at a station, or from a signed sheet.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BEFORE = ("device_import", "live_import", "roll_call", "correction")
AFTER = (*BEFORE, "self_check_in", "staff_scan", "station", "sheet")
CHECK = "ck_attendance_event_eventsource"


def condition(sources: tuple[str, ...]) -> str:
    return f"source IN ({', '.join(repr(one) for one in sources)})"


def upgrade() -> None:
    allow(BEFORE, AFTER)


def downgrade() -> None:
    allow(AFTER, BEFORE)


def allow(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        rebuild("attendance_event", condition(old), condition(new))
        return
    op.drop_constraint(op.f(CHECK), "attendance_event", type_="check")
    op.create_check_constraint(op.f(CHECK), "attendance_event", condition(new))


def rebuild(table: str, old: str, new: str) -> None:
    """SQLite cannot change a check: the table is written anew with its rows, and its indexes and triggers come back."""
    bind = op.get_bind()
    found = bind.execute(sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table"), {"table": table})
    parts = [(kind, sql) for kind, sql in found if sql]
    [definition] = [sql for kind, sql in parts if kind == "table"]
    if old not in definition:
        raise RuntimeError(f"{table} is not as expected: {old}")
    others = [sql for kind, sql in parts if kind != "table"]
    for name in bind.execute(
        sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"), {"table": table}
    ).scalars():
        bind.exec_driver_sql(f'DROP TRIGGER "{name}"')
    head, _, body = definition.partition("(")
    bind.exec_driver_sql(f"{head.replace(table, table + '_anew')}({body.replace(old, new)}")
    bind.exec_driver_sql(f"INSERT INTO {table}_anew SELECT * FROM {table}")
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for sql in others:
        bind.exec_driver_sql(sql)
