"""Drafts of rule-set versions.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    """Add the table."""
    op.create_table(
        "rule_set_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "editing", "submitted", "approved",
                name="draftstate", native_enum=False, create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("hands", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.String(length=120), nullable=False),
        sa.Column("edited_by", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rule_set_version.id"], name=op.f("fk_rule_set_draft_version_id_rule_set_version")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["rule_set_version.id"], name=op.f("fk_rule_set_draft_source_id_rule_set_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set_draft")),
        sa.UniqueConstraint("version_id", name=op.f("uq_rule_set_draft_version_id")),
    )
    op.create_index(op.f("ix_rule_set_draft_source_id"), "rule_set_draft", ["source_id"])


def downgrade():
    """Take it away."""
    op.drop_table("rule_set_draft")
