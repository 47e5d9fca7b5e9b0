"""Sessions that somebody holds fast, and what became of proposed timetables.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    """Add the tables."""
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
    op.create_table(
        "proposal_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_proposal_decision_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_decision")),
        sa.UniqueConstraint("job_id", name=op.f("uq_proposal_decision_job_id")),
    )


def downgrade():
    """Take them away."""
    op.drop_table("proposal_decision")
    op.drop_table("session_pin")
