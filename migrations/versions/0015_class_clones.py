"""Where a cloned class came from, and what could not be carried over.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    """Add the table."""
    op.create_table('class_clone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_class_clone_offering_id_class_offering')),
    sa.ForeignKeyConstraint(['source_id'], ['class_offering.id'], name=op.f('fk_class_clone_source_id_class_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_class_clone')),
    sa.UniqueConstraint('offering_id', name='cloned_once')
    )


def downgrade():
    """Take it away."""
    op.drop_table("class_clone")
