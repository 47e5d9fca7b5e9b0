"""Campuses, hours, checks and closures of venues; qualifications, appointments, profile and leave of teachers.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ('campus', 'campus_travel', 'teacher_appointment', 'teacher_leave', 'teacher_qualification', 'teaching_profile', 'venue_check', 'venue_closure', 'venue_profile', 'venue_check_file')


def upgrade():
    """Add the tables."""
    op.create_table('campus',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('district', sa.String(length=80), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_campus_institution_id_institution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campus')),
    sa.UniqueConstraint('institution_id', 'name', name='one_campus_name_per_institution')
    )
    op.create_index(op.f('ix_campus_institution_id'), 'campus', ['institution_id'])

    op.create_table('campus_travel',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('one_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_campus_travel_minutes_are_not_negative')),
    sa.CheckConstraint('one_id < other_id', name=op.f('ck_campus_travel_lower_number_first')),
    sa.ForeignKeyConstraint(['one_id'], ['campus.id'], name=op.f('fk_campus_travel_one_id_campus')),
    sa.ForeignKeyConstraint(['other_id'], ['campus.id'], name=op.f('fk_campus_travel_other_id_campus')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campus_travel')),
    sa.UniqueConstraint('one_id', 'other_id', name='one_time_per_pair')
    )
    op.create_table('teacher_appointment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('teacher_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(length=120), nullable=False),
    sa.Column('withdrawn_reason', sa.Text(), nullable=False),
    sa.CheckConstraint('starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on', name=op.f('ck_teacher_appointment_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_teacher_appointment_file_id_stored_file')),
    sa.ForeignKeyConstraint(['teacher_id'], ['teacher.id'], name=op.f('fk_teacher_appointment_teacher_id_teacher')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_teacher_appointment'))
    )
    op.create_index(op.f('ix_teacher_appointment_teacher_id'), 'teacher_appointment', ['teacher_id'])

    op.create_table('teacher_leave',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('teacher_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(length=120), nullable=False),
    sa.Column('withdrawn_reason', sa.Text(), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_teacher_leave_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['teacher_id'], ['teacher.id'], name=op.f('fk_teacher_leave_teacher_id_teacher')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_teacher_leave'))
    )
    op.create_index(op.f('ix_teacher_leave_teacher_id_starts_at'), 'teacher_leave', ['teacher_id', 'starts_at'])

    op.create_table('teacher_qualification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('teacher_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('professional_title', 'education', 'quality_engineer', 'auditor', 'trainer', 'other', name='qualificationkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(length=120), nullable=False),
    sa.Column('withdrawn_reason', sa.Text(), nullable=False),
    sa.CheckConstraint('valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to', name=op.f('ck_teacher_qualification_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_teacher_qualification_file_id_stored_file')),
    sa.ForeignKeyConstraint(['teacher_id'], ['teacher.id'], name=op.f('fk_teacher_qualification_teacher_id_teacher')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_teacher_qualification'))
    )
    op.create_index(op.f('ix_teacher_qualification_teacher_id'), 'teacher_qualification', ['teacher_id'])

    op.create_table('teaching_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('teacher_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('subjects', sa.JSON(), nullable=False),
    sa.Column('windows', sa.JSON(), nullable=False),
    sa.Column('yearly_hours', sa.BigInteger(), nullable=True),
    sa.Column('daily_hours', sa.BigInteger(), nullable=True),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('daily_hours IS NULL OR daily_hours > 0', name=op.f('ck_teaching_profile_daily_hours_are_positive')),
    sa.CheckConstraint('yearly_hours IS NULL OR yearly_hours > 0', name=op.f('ck_teaching_profile_yearly_hours_are_positive')),
    sa.ForeignKeyConstraint(['teacher_id'], ['teacher.id'], name=op.f('fk_teaching_profile_teacher_id_teacher')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_teaching_profile')),
    sa.UniqueConstraint('teacher_id', 'version', name='one_of_each_teaching_version')
    )
    op.create_table('venue_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('safety', 'fire', 'network', name='checkkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.Column('result', sa.Enum('passed', 'failed', 'unclear', name='checkresult', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('findings', sa.Text(), nullable=False),
    sa.Column('next_due', sa.Date(), nullable=True),
    sa.Column('inspector', sa.String(length=120), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(length=120), nullable=False),
    sa.Column('withdrawn_reason', sa.Text(), nullable=False),
    sa.CheckConstraint('next_due IS NULL OR next_due >= checked_on', name=op.f('ck_venue_check_is_due_after_it')),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_venue_check_venue_id_venue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_check'))
    )
    op.create_index(op.f('ix_venue_check_venue_id_kind_checked_on'), 'venue_check', ['venue_id', 'kind', 'checked_on'])

    op.create_table('venue_closure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(length=120), nullable=False),
    sa.Column('withdrawn_reason', sa.Text(), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_venue_closure_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_venue_closure_venue_id_venue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_closure'))
    )
    op.create_index(op.f('ix_venue_closure_venue_id_starts_at'), 'venue_closure', ['venue_id', 'starts_at'])

    op.create_table('venue_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('campus_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('windows', sa.JSON(), nullable=False),
    sa.Column('equipment', sa.JSON(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['campus_id'], ['campus.id'], name=op.f('fk_venue_profile_campus_id_campus')),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_venue_profile_venue_id_venue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_profile')),
    sa.UniqueConstraint('venue_id', 'version', name='one_of_each_venue_version')
    )
    op.create_table('venue_check_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['check_id'], ['venue_check.id'], name=op.f('fk_venue_check_file_check_id_venue_check')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_venue_check_file_file_id_stored_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_check_file'))
    )
    op.create_index(op.f('ix_venue_check_file_check_id'), 'venue_check_file', ['check_id'])


def downgrade():
    """Take them away."""
    for table in reversed(TABLES):
        op.drop_table(table)
