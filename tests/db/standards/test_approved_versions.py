"""What an approved version of a rule-set says cannot be changed, whatever program asks the database."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

LINES = ("rule_parameter", "rule_clause", "filing_item")


@pytest.fixture
def versions(make, db_session):
    """An approved version and a draft."""
    approved = make.RuleSetVersion()
    draft = make.RuleSetVersion(rule_set=approved.rule_set, version=2, state="draft")
    db_session.commit()
    return {"approved": approved.id, "draft": draft.id}


@pytest.fixture
def run(connection):
    def run(statement, **values):
        with connection.begin_nested():
            return connection.execute(text(statement), values).rowcount

    return run


def refused(run, statement, **values):
    with pytest.raises(DatabaseError, match="append_only"):
        run(statement, **values)


@pytest.mark.parametrize("table", LINES)
def test_a_line_of_an_approved_version_stays_as_it_is_and_that_of_a_draft_does_not(run, versions, table):
    change = f"UPDATE {table} SET position = position + 100 WHERE version_id = :version"
    delete = f"DELETE FROM {table} WHERE version_id = :version"
    for statement in (change, delete):
        refused(run, statement, version=versions["approved"])
    assert run(change, version=versions["draft"]) > 0
    refused(run, f"UPDATE {table} SET version_id = :approved WHERE version_id = :draft", **versions)
    assert run(delete, version=versions["draft"]) > 0


@pytest.mark.parametrize("table", [*LINES, "rule_set_version"])
def test_there_is_no_other_door(run, versions, connection, table):
    if connection.dialect.name == "sqlite":
        version = "id" if table == "rule_set_version" else "version_id"
        statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {version} = {versions['approved']}"
    else:
        statement = f"TRUNCATE {table} CASCADE"
    refused(run, statement)


def test_an_approved_version_can_only_be_retired_and_a_retired_one_nothing_more(run, versions):
    number = versions["approved"]
    change = "UPDATE rule_set_version SET {} WHERE id = :id"
    for wrong in ("state = 'draft'", "basis = 'x'", "digest = 'x'", "state = 'retired', effective_from = '2020-01-01'"):
        refused(run, change.format(wrong), id=number)
    assert run(change.format("state = 'retired'"), id=number) == 1
    for wrong in ("state = 'approved'", "note = 'x'"):
        refused(run, change.format(wrong), id=number)
    assert run(change.format("note = 'x'"), id=versions["draft"]) == 1
    refused(run, "DELETE FROM rule_set_version WHERE id = :id", id=number)
