"""Training needs, annual plans, the classes opened from them, and why a year differs from its plan.

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
    """Add the tables."""
    op.create_table('annual_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=False),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'approved', 'superseded', name='planstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('drafted_by', sa.String(length=120), nullable=False),
    sa.Column('approved_by', sa.String(length=120), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_reason', sa.Text(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('approved_by_id IS NULL OR approved_by_id <> drafted_by_id', name=op.f('ck_annual_plan_approved_by_somebody_else')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['user_account.id'], name=op.f('fk_annual_plan_approved_by_id_user_account')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['user_account.id'], name=op.f('fk_annual_plan_drafted_by_id_user_account')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_annual_plan_institution_id_institution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_annual_plan')),
    sa.UniqueConstraint('institution_id', 'year', 'version', name='one_version_per_year')
    )
    op.create_index(op.f('ix_annual_plan_institution_id'), 'annual_plan', ['institution_id'], unique=False)
    op.create_table('training_need',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('source', sa.Enum('form', 'table', name='needsource', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('employer', sa.String(length=200), nullable=False),
    sa.Column('contact', sa.String(length=80), nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('training_type', sa.String(length=60), nullable=False),
    sa.Column('topics', sa.JSON(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('months', sa.JSON(), nullable=False),
    sa.Column('delivery', sa.Enum('any', 'offline', 'online', 'blended', name='delivery', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('entered_by', sa.String(length=120), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(length=120), nullable=False),
    sa.Column('withdrawn_reason', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('people > 0', name=op.f('ck_training_need_is_for_somebody')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_training_need_institution_id_institution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_need'))
    )
    op.create_index('ix_training_need_institution_id_year', 'training_need', ['institution_id', 'year'], unique=False)
    op.create_table('plan_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('curriculum_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('training_type', sa.String(length=60), nullable=False),
    sa.Column('target_group', sa.String(length=200), nullable=False),
    sa.Column('classes', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=True),
    sa.Column('hours', sa.BigInteger(), nullable=True),
    sa.Column('budget', sa.BigInteger(), nullable=True),
    sa.Column('responsible', sa.String(length=80), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.CheckConstraint('classes > 0 AND people >= 0', name=op.f('ck_plan_item_plans_a_class')),
    sa.CheckConstraint('month IS NULL OR month BETWEEN 1 AND 12', name=op.f('ck_plan_item_month_is_a_month')),
    sa.ForeignKeyConstraint(['curriculum_id'], ['curriculum.id'], name=op.f('fk_plan_item_curriculum_id_curriculum')),
    sa.ForeignKeyConstraint(['plan_id'], ['annual_plan.id'], name=op.f('fk_plan_item_plan_id_annual_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_item')),
    sa.UniqueConstraint('plan_id', 'key', name='key_is_unique_in_plan')
    )
    op.create_index(op.f('ix_plan_item_key'), 'plan_item', ['key'], unique=False)
    op.create_index(op.f('ix_plan_item_plan_id'), 'plan_item', ['plan_id'], unique=False)
    op.create_table('plan_remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['plan_item.id'], name=op.f('fk_plan_remark_item_id_plan_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_remark'))
    )
    op.create_index(op.f('ix_plan_remark_item_id'), 'plan_remark', ['item_id'], unique=False)
    op.create_index(op.f('ix_plan_remark_key'), 'plan_remark', ['key'], unique=False)
    op.create_table('planned_class',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['plan_item.id'], name=op.f('fk_planned_class_item_id_plan_item')),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_planned_class_offering_id_class_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_class')),
    sa.UniqueConstraint('offering_id', name='one_line_per_class')
    )
    op.create_index(op.f('ix_planned_class_item_id'), 'planned_class', ['item_id'], unique=False)
    op.create_index(op.f('ix_planned_class_key'), 'planned_class', ['key'], unique=False)


def downgrade():
    """Take them away."""
    for table in ("plan_remark", "planned_class", "plan_item", "annual_plan", "training_need"):
        op.drop_table(table)
