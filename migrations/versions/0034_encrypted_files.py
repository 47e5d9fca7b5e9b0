"""Stored files say whether their bytes are encrypted. Those kept before are not, until `flask encrypt-proofs`.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade():
    """Add the column."""
    op.add_column("stored_file", sa.Column("encrypted", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade():
    """Take it away. Refused while there are encrypted files: without the column nobody could read them any more."""
    encrypted = op.get_bind().scalar(sa.text("SELECT count(*) FROM stored_file WHERE encrypted"))
    if encrypted:
        raise RuntimeError(f"{encrypted} stored files are encrypted; an older version cannot read them")
    op.drop_column("stored_file", "encrypted")
