"""Leave requests, appeals and make-up sessions, each with its entries; none of their rows is ever changed.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

FROZEN = (
    "leave_request", "leave_span", "leave_entry", "appeal", "appeal_entry", "absence_file", "make_up_session",
    "make_up_entry",
)


def upgrade():
    """Add the tables; the database refuses to change any of their rows."""
    op.create_table('make_up_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('stands_for_id', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('session_id <> stands_for_id', name=op.f('ck_make_up_session_stands_for_another_session')),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_make_up_session_offering_id_class_offering')),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_make_up_session_session_id_class_session')),
    sa.ForeignKeyConstraint(['stands_for_id'], ['class_session.id'], name=op.f('fk_make_up_session_stands_for_id_class_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_make_up_session')),
    sa.UniqueConstraint('session_id', name=op.f('uq_make_up_session_session_id'))
    )
    op.create_index(op.f('ix_make_up_session_offering_id'), 'make_up_session', ['offering_id'], unique=False)
    op.create_index(op.f('ix_make_up_session_stands_for_id'), 'make_up_session', ['stands_for_id'], unique=False)
    op.create_table('appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('mark', sa.JSON(), nullable=False),
    sa.Column('by_user_id', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decide_by', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_user_id'], ['user_account.id'], name=op.f('fk_appeal_by_user_id_user_account')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_appeal_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_appeal_offering_id_class_offering')),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_appeal_session_id_class_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal')),
    sa.UniqueConstraint('enrolment_id', 'session_id', 'round', name='one_open_appeal_per_learner_and_session')
    )
    op.create_index('ix_appeal_offering_id_decide_by', 'appeal', ['offering_id', 'decide_by'], unique=False)
    op.create_index(op.f('ix_appeal_session_id'), 'appeal', ['session_id'], unique=False)
    op.create_table('leave_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('by_user_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at_desk', sa.Boolean(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('units', sa.JSON(), nullable=False),
    sa.Column('hours', sa.BigInteger(), nullable=False),
    sa.Column('levels', sa.JSON(), nullable=False),
    sa.Column('remarks', sa.JSON(), nullable=False),
    sa.Column('outlook', sa.JSON(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_user_id'], ['user_account.id'], name=op.f('fk_leave_request_by_user_id_user_account')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_leave_request_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_leave_request_offering_id_class_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leave_request'))
    )
    op.create_index(op.f('ix_leave_request_enrolment_id'), 'leave_request', ['enrolment_id'], unique=False)
    op.create_index(op.f('ix_leave_request_offering_id'), 'leave_request', ['offering_id'], unique=False)
    op.create_table('make_up_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('makeup_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_make_up_entry_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['makeup_id'], ['make_up_session.id'], name=op.f('fk_make_up_entry_makeup_id_make_up_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_make_up_entry'))
    )
    op.create_index(op.f('ix_make_up_entry_enrolment_id'), 'make_up_entry', ['enrolment_id'], unique=False)
    op.create_index(op.f('ix_make_up_entry_makeup_id'), 'make_up_entry', ['makeup_id'], unique=False)
    op.create_table('absence_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=True),
    sa.Column('appeal_id', sa.Integer(), nullable=True),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(request_id IS NULL) <> (appeal_id IS NULL)', name=op.f('ck_absence_file_belongs_to_one_matter')),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeal.id'], name=op.f('fk_absence_file_appeal_id_appeal')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_absence_file_file_id_stored_file')),
    sa.ForeignKeyConstraint(['request_id'], ['leave_request.id'], name=op.f('fk_absence_file_request_id_leave_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence_file'))
    )
    op.create_index(op.f('ix_absence_file_appeal_id'), 'absence_file', ['appeal_id'], unique=False)
    op.create_index(op.f('ix_absence_file_request_id'), 'absence_file', ['request_id'], unique=False)
    op.create_table('appeal_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.Enum('accept', 'refuse', 'withdraw', name='appealact', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('by_user_id', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('events', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeal.id'], name=op.f('fk_appeal_entry_appeal_id_appeal')),
    sa.ForeignKeyConstraint(['by_user_id'], ['user_account.id'], name=op.f('fk_appeal_entry_by_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal_entry')),
    sa.UniqueConstraint('appeal_id', name=op.f('uq_appeal_entry_appeal_id'))
    )
    op.create_table('leave_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('act', sa.Enum('approve', 'refuse', 'withdraw', 'revoke', 'reopen', name='leaveact', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('pending', 'approved', 'refused', 'withdrawn', 'revoked', name='leavestate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('level', sa.String(length=80), nullable=False),
    sa.Column('by_user_id', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_leave_entry_batch_id_import_batch')),
    sa.ForeignKeyConstraint(['by_user_id'], ['user_account.id'], name=op.f('fk_leave_entry_by_user_id_user_account')),
    sa.ForeignKeyConstraint(['request_id'], ['leave_request.id'], name=op.f('fk_leave_entry_request_id_leave_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leave_entry')),
    sa.UniqueConstraint('request_id', 'number', name='leave_entries_are_numbered')
    )
    op.create_table('leave_span',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_leave_span_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['request_id'], ['leave_request.id'], name=op.f('fk_leave_span_request_id_leave_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leave_span'))
    )
    op.create_index(op.f('ix_leave_span_request_id'), 'leave_span', ['request_id'], unique=False)
    guard()


def guard():
    """Refuse changes, on both engines."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in FROZEN:
        for name, event in (("changed", "UPDATE"), ("deleted", "DELETE")):
            head = f"CREATE TRIGGER {table}_is_not_{name} BEFORE {event} ON {table}"
            if sqlite:
                op.execute(f"{head} BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END")
            else:
                op.execute(f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
        if sqlite:
            op.execute(
                f"CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} AS other WHERE other.id = NEW.id) "
                f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )


def downgrade():
    """Take them away, with their guards."""
    for table in ("leave_span", "leave_entry", "appeal_entry", "absence_file", "make_up_entry"):
        op.drop_table(table)
    for table in ("leave_request", "appeal", "make_up_session"):
        op.drop_table(table)
