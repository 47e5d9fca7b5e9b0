"""Messages to people, how they go out, where they are wanted; turns of repeated work.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

CHANNELS = ("email", "wecom", "dingtalk", "wecom_robot", "dingtalk_robot")
STATES = ("waiting", "sending", "sent", "failed", "dropped")
FAULTS = (
    "no_such_address",
    "sender_refused",
    "content_refused",
    "sign_in_refused",
    "not_secure",
    "too_many",
    "unreachable",
    "other",
)


def choice(values, name):
    """A column that holds one of these words."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade():
    """Add the tables."""
    op.create_table(
        "repeated_work",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_repeated_work")),
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("once", sa.String(length=160), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notification_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("user_id", "kind", "once", name="never_the_same_twice"),
    )
    op.create_index(op.f("ix_notification_institution_id"), "notification", ["institution_id"])
    op.create_index("ix_notification_user_id_read_at", "notification", ["user_id", "read_at"])
    op.create_table(
        "contact_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("channel", choice(CHANNELS, "channelkind"), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_contact_address_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_address")),
        sa.UniqueConstraint("user_id", "channel", name="one_address_per_channel"),
    )
    op.create_table(
        "channel_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("channel", choice(CHANNELS, "channelkind"), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_channel_choice_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_choice")),
        sa.UniqueConstraint("user_id", "kind", "channel", name="one_choice_per_kind_and_channel"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notification_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("channel", choice(CHANNELS, "channelkind"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("state", choice(STATES, "deliverystate"), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", choice(FAULTS, "fault"), nullable=True),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "notification_id IS NOT NULL OR contact_id IS NOT NULL", name=op.f("ck_delivery_carries_something")
        ),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notification.id"], name=op.f("fk_delivery_notification_id_notification")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact_address.id"], name=op.f("fk_delivery_contact_id_contact_address")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
    )
    for column in ("notification_id", "contact_id"):
        op.create_index(op.f(f"ix_delivery_{column}"), "delivery", [column])
    op.create_index("ix_delivery_state_due_at", "delivery", ["state", "due_at"])


def downgrade():
    """Take them away."""
    for table in ("delivery", "channel_choice", "contact_address", "notification", "repeated_work"):
        op.drop_table(table)
