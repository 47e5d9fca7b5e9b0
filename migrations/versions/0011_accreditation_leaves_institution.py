"""An institution's own columns about its accreditation go: the records say it.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    """Take the columns away."""
    op.drop_column("institution", "accreditation_number")
    op.drop_column("institution", "accredited_until")


def downgrade():
    """Put them back, empty; the migration before fills them."""
    op.add_column("institution", sa.Column("accreditation_number", sa.String(80), nullable=False, server_default=""))
    op.add_column("institution", sa.Column("accredited_until", sa.Date(), nullable=True))
