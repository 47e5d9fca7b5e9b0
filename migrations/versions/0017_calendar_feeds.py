"""Private addresses of calendar feeds.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    """Add the table."""
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "class", "learner", "teacher", "venue",
                name="feedkind", native_enum=False, create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("token_index", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_by", sa.String(length=120), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN offering_id IS NULL THEN 0 ELSE 1 END + CASE WHEN teacher_id IS NULL THEN 0 ELSE 1 END + "
            "CASE WHEN venue_id IS NULL THEN 0 ELSE 1 END + CASE WHEN learner_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_calendar_feed_feed_has_one_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["class_offering.id"], name=op.f("fk_calendar_feed_offering_id_class_offering")
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_calendar_feed_teacher_id_teacher")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_calendar_feed_venue_id_venue")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_calendar_feed_learner_id_learner")),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["user_account.id"], name=op.f("fk_calendar_feed_issued_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_index", name=op.f("uq_calendar_feed_token_index")),
    )
    for column in ("offering_id", "teacher_id", "venue_id", "learner_id"):
        op.create_index(op.f(f"ix_calendar_feed_{column}"), "calendar_feed", [column])


def downgrade():
    """Take it away."""
    op.drop_table("calendar_feed")
