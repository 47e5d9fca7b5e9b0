"""Enrolment: notices, applications with their history, seats, links of employers.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    """Add the tables."""
    op.create_table('enrolment_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment_attempt'))
    )
    op.create_index('ix_enrolment_attempt_address_at', 'enrolment_attempt', ['address', 'at'])

    op.create_table('employer_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('employer', sa.String(length=200), nullable=False),
    sa.Column('uscc', sa.String(length=18), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('token_index', sa.String(length=64), nullable=False),
    sa.Column('issued_by', sa.String(length=120), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_employer_link_offering_id_class_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_employer_link')),
    sa.UniqueConstraint('token_index', name=op.f('uq_employer_link_token_index'))
    )
    op.create_index(op.f('ix_employer_link_offering_id'), 'employer_link', ['offering_id'])

    op.create_table('enrolment_desk',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=16), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.CheckConstraint('capacity IS NULL OR capacity >= 0', name=op.f('ck_enrolment_desk_capacity_is_not_negative')),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_enrolment_desk_offering_id_class_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment_desk')),
    sa.UniqueConstraint('offering_id', name=op.f('uq_enrolment_desk_offering_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_enrolment_desk_slug'))
    )
    op.create_table('notice_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('published', sa.Boolean(), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_notice_version_offering_id_class_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_version')),
    sa.UniqueConstraint('offering_id', 'number', name='one_wording_per_number')
    )
    op.create_index(op.f('ix_notice_version_offering_id'), 'notice_version', ['offering_id'])

    op.create_table('application',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('employer_link_id', sa.Integer(), nullable=True),
    sa.Column('enrolment_id', sa.Integer(), nullable=True),
    sa.Column('transferred_from_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('token_index', sa.String(length=64), nullable=False),
    sa.Column('origin', sa.Enum('self', 'employer', 'desk', 'roster', 'transfer', name='origin', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('stage', sa.Enum('submitted', 'under_review', 'returned', 'admitted', 'waiting', 'offered', 'declined', 'lapsed', 'refused', 'withdrawn', 'transferred', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('steps_passed', sa.Integer(), nullable=False),
    sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('offer_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('sex', sa.String(length=4), nullable=False),
    sa.Column('id_number', sa.Text(), nullable=False),
    sa.Column('id_index', sa.String(length=64), nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('employer', sa.String(length=200), nullable=False),
    sa.Column('uscc', sa.String(length=18), nullable=False),
    sa.Column('enterprise_size', sa.String(length=20), nullable=False),
    sa.Column('city', sa.String(length=60), nullable=False),
    sa.Column('post', sa.String(length=120), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('education', sa.String(length=40), nullable=False),
    sa.Column('quality_years', sa.BigInteger(), nullable=True),
    sa.Column('declared_clean', sa.Boolean(), nullable=True),
    sa.Column('notice_number', sa.Integer(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['employer_link_id'], ['employer_link.id'], name=op.f('fk_application_employer_link_id_employer_link')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_application_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_application_offering_id_class_offering')),
    sa.ForeignKeyConstraint(['transferred_from_id'], ['application.id'], name=op.f('fk_application_transferred_from_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('number', name=op.f('uq_application_number')),
    sa.UniqueConstraint('offering_id', 'id_index', name='one_application_per_person_and_class'),
    sa.UniqueConstraint('token_index', name=op.f('uq_application_token_index'))
    )
    op.create_index(op.f('ix_application_enrolment_id'), 'application', ['enrolment_id'])
    op.create_index('ix_application_id_index', 'application', ['id_index'])
    op.create_index(op.f('ix_application_name'), 'application', ['name'])
    op.create_index(op.f('ix_application_offering_id'), 'application', ['offering_id'])
    op.create_index('ix_application_offering_id_stage', 'application', ['offering_id', 'stage'])

    op.create_table('application_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.Enum('submit', 'pass_step', 'admit', 'queue', 'return', 'resubmit', 'refuse', 'offer', 'accept', 'decline', 'lapse', 'withdraw', 'reopen', 'transfer', 'override', name='act', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('stage', sa.Enum('submitted', 'under_review', 'returned', 'admitted', 'waiting', 'offered', 'declined', 'lapsed', 'refused', 'withdrawn', 'transferred', name='stage', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_user_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('step', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_application_event_application_id_application')),
    sa.ForeignKeyConstraint(['by_user_id'], ['user_account.id'], name=op.f('fk_application_event_by_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application_event'))
    )
    op.create_index(op.f('ix_application_event_application_id'), 'application_event', ['application_id'])

    op.create_table('seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.CheckConstraint('number >= 1', name=op.f('ck_seat_numbers_begin_at_one')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_seat_application_id_application')),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_seat_offering_id_class_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat')),
    sa.UniqueConstraint('application_id', name=op.f('uq_seat_application_id')),
    sa.UniqueConstraint('offering_id', 'number', name='one_holder_per_seat')
    )
    op.create_index(op.f('ix_seat_offering_id'), 'seat', ['offering_id'])


def downgrade():
    """Take them away."""
    op.drop_table("seat")
    op.drop_table("application_event")
    op.drop_table("application")
    op.drop_table("notice_version")
    op.drop_table("enrolment_desk")
    op.drop_table("employer_link")
    op.drop_table("enrolment_attempt")
