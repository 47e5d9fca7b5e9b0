"""Approved versions of rule-sets cannot be changed; the number of a discarded draft is kept.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

LINES = {"rule_parameter": "key", "rule_clause": "code", "filing_item": "code"}
KEPT = ("id", "rule_set_id", "version", "effective_from", "basis", "note", "approved_by", "approved_at", "digest")
DISCARDED = "discarded_rule_set_draft"


def upgrade():
    """Add the table of discarded drafts and the guards."""
    op.create_table(
        DISCARDED,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f(f"fk_{DISCARDED}_rule_set_id_rule_set")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DISCARDED}")),
        sa.UniqueConstraint("rule_set_id", "version", name="discarded_number_is_given_once"),
    )
    if op.get_bind().dialect.name == "sqlite":
        guard_sqlite()
    else:
        guard_postgresql()


def guard_sqlite():
    for table, key in LINES.items():
        settled = "(SELECT state FROM rule_set_version WHERE id = {0}.version_id) <> 'draft'"
        old, new = settled.format("OLD"), settled.format("NEW")
        refuse(table, "changed", "UPDATE", f"{old} OR {new}")
        refuse(table, "deleted", "DELETE", old)
        same = f"other.id = NEW.id OR (other.version_id = NEW.version_id AND other.{key} = NEW.{key})"
        fixed = settled.format("other")
        refuse(table, "replaced", "INSERT", f"EXISTS (SELECT 1 FROM {table} AS other WHERE ({same}) AND {fixed})")
    kept = " AND ".join(f"NEW.{one} IS OLD.{one}" for one in KEPT)
    table = "rule_set_version"
    refuse(table, "changed", "UPDATE", f"OLD.state <> 'draft' AND NOT ({kept} AND NEW.state IN (OLD.state, 'retired'))")
    refuse(table, "deleted", "DELETE", "OLD.state <> 'draft'")
    number = "other.rule_set_id = NEW.rule_set_id AND other.version = NEW.version"
    found = f"SELECT 1 FROM {table} AS other WHERE (other.id = NEW.id OR ({number})) AND other.state <> 'draft'"
    refuse(table, "replaced", "INSERT", f"EXISTS ({found})")
    for word, event in (("changed", "UPDATE"), ("deleted", "DELETE")):
        refuse(DISCARDED, word, event, "1")


def refuse(table, word, event, when):
    """A trigger that refuses an event on a row while a condition holds."""
    op.execute(
        f"CREATE TRIGGER {table}_is_not_{word} BEFORE {event} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
    )


def guard_postgresql():
    op.execute("""
        CREATE FUNCTION refuse_settled_line() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM rule_set_version WHERE id = OLD.version_id AND state <> 'draft') THEN
                RAISE EXCEPTION 'append_only: %', TG_TABLE_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            IF EXISTS (SELECT 1 FROM rule_set_version WHERE id = NEW.version_id AND state <> 'draft') THEN
                RAISE EXCEPTION 'append_only: %', TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        END $$
    """)
    for table in LINES:
        for word, event in (("changed", "UPDATE"), ("deleted", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_is_not_{word} BEFORE {event} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_settled_line()"
            )
    kept = " AND ".join(f"NEW.{one} IS NOT DISTINCT FROM OLD.{one}" for one in KEPT)
    settled = f"OLD.state <> 'draft' AND NOT ({kept} AND NEW.state IN (OLD.state, 'retired'))"
    for table, word, event, when in (
        ("rule_set_version", "changed", "UPDATE", settled),
        ("rule_set_version", "deleted", "DELETE", "OLD.state <> 'draft'"),
        (DISCARDED, "changed", "UPDATE", "true"),
        (DISCARDED, "deleted", "DELETE", "true"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_is_not_{word} BEFORE {event} ON {table} FOR EACH ROW "
            f"WHEN ({when}) EXECUTE FUNCTION refuse_change()"
        )
    for table in (*LINES, "rule_set_version", DISCARDED):
        op.execute(
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade():
    """Take the guards away, then the table."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in (*LINES, "rule_set_version"):
        for word in ("changed", "deleted", "replaced" if sqlite else "emptied"):
            op.execute(f"DROP TRIGGER {table}_is_not_{word}" + ("" if sqlite else f" ON {table}"))
    op.drop_table(DISCARDED)
    if not sqlite:
        op.execute("DROP FUNCTION refuse_settled_line()")
