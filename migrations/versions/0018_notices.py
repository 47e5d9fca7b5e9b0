"""The words of training notices, and when a notice went out.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade():
    """Add both tables."""
    op.create_table('notice_wording',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_notice_wording_offering_id_class_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_wording')),
    sa.UniqueConstraint('offering_id', 'number', name='one_notice_wording_per_number')
    )
    op.create_table('notice_dispatch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('withdraws_id', sa.Integer(), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('recipients', sa.Text(), nullable=False),
    sa.Column('channel', sa.String(length=120), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('withdraws_id IS NOT NULL OR file_id IS NOT NULL', name=op.f('ck_notice_dispatch_keeps_the_file_that_went_out')),
    sa.CheckConstraint("withdraws_id IS NULL OR note <> ''", name=op.f('ck_notice_dispatch_says_why_it_is_taken_back')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_notice_dispatch_file_id_stored_file')),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_notice_dispatch_offering_id_class_offering')),
    sa.ForeignKeyConstraint(['withdraws_id'], ['notice_dispatch.id'], name=op.f('fk_notice_dispatch_withdraws_id_notice_dispatch')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_dispatch')),
    sa.UniqueConstraint('withdraws_id', name=op.f('uq_notice_dispatch_withdraws_id'))
    )
    op.create_index(op.f('ix_notice_dispatch_offering_id'), 'notice_dispatch', ['offering_id'], unique=False)


def downgrade():
    """Take them away."""
    op.drop_index(op.f('ix_notice_dispatch_offering_id'), table_name='notice_dispatch')
    op.drop_table('notice_dispatch')
    op.drop_table('notice_wording')
