"""Sessions that somebody holds fast.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    """Add the table."""
    op.create_table(
        "session_pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["class_session.id"], name=op.f("fk_session_pin_session_id_class_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_pin")),
    )
    op.create_index(op.f("ix_session_pin_session_id"), "session_pin", ["session_id"])


def downgrade():
    """Take it away."""
    op.drop_table("session_pin")
