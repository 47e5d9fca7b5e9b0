"""Figures of an approved rule-set version changed for a test: the guards are set aside meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from standards.models import RuleParameter

GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table AND name LIKE '%_is_not_%'"


@contextmanager
def thawed(session: Session, table: str = "rule_parameter") -> Iterator[None]:
    """Without the triggers of a table, until the end of the block; what was written in it is flushed."""
    session.flush()
    if session.get_bind().dialect.name == "sqlite":
        guards = session.execute(text(GUARDS), {"table": table}).all()
        before, after = [f"DROP TRIGGER {name}" for name, _sql in guards], [sql for _name, sql in guards]
    else:
        guards = [f"{table}_is_not_{word}" for word in ("changed", "deleted")]
        before, after = (
            [f"ALTER TABLE {table} {act} TRIGGER {one}" for one in guards] for act in ("DISABLE", "ENABLE")
        )
    for statement in before:
        session.execute(text(statement))
    yield
    session.flush()
    for statement in after:
        session.execute(text(statement))


def set_figure(session: Session, key: str, value: Any, version_id: int | None = None) -> None:
    """The figure of every version, or of one, has another value from now on; None leaves it open."""
    wanted = {"key": key} if version_id is None else {"key": key, "version_id": version_id}
    with thawed(session):
        session.query(RuleParameter).filter_by(**wanted).update({"value": value})
    session.expire_all()
