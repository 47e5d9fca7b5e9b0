"""Check-in: windows, every attempt, decisions about those that were held, and suspicions looked at.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# Tables of which nothing is ever changed or deleted.
FROZEN = ("check_in", "check_in_decision", "suspicion_note")


def upgrade():
    """Add the tables, and let the database keep what was recorded."""
    op.create_table('suspicion_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_suspicion_note_offering_id_class_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suspicion_note')),
    sa.UniqueConstraint('offering_id', 'key', name='looked_at_once')
    )
    op.create_table('check_in_window',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('part', sa.String(length=2), nullable=False),
    sa.Column('direction', sa.Enum('in', 'out', name='direction', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('code_life', sa.Integer(), nullable=False),
    sa.Column('drift', sa.Integer(), nullable=False),
    sa.Column('pass_life', sa.Integer(), nullable=False),
    sa.Column('own_life', sa.Integer(), nullable=False),
    sa.Column('late', sa.Integer(), nullable=False),
    sa.Column('clock', sa.Integer(), nullable=False),
    sa.Column('remember_days', sa.Integer(), nullable=False),
    sa.Column('networks', sa.Text(), nullable=False),
    sa.Column('one_device', sa.Boolean(), nullable=False),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('radius', sa.Integer(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_check_in_window_opens_before_it_closes')),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_check_in_window_batch_id_import_batch')),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_check_in_window_offering_id_class_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in_window')),
    sa.UniqueConstraint('batch_id', name=op.f('uq_check_in_window_batch_id')),
    sa.UniqueConstraint('offering_id', 'day', 'part', 'direction', name='one_window_per_half_day_and_direction')
    )
    op.create_index(op.f('ix_check_in_window_closes_at'), 'check_in_window', ['closes_at'], unique=False)

    op.create_table('check_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.String(length=36), nullable=False),
    sa.Column('window_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('direction', sa.Enum('in', 'out', name='direction', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('source', sa.Enum('device_import', 'live_import', 'roll_call', 'correction', 'self_check_in', 'staff_scan', 'station', 'sheet', name='eventsource', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('way', sa.Enum('code', 'pass', 'own', 'pin', name='way', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('verdict', sa.Enum('accepted', 'already', 'held', 'expired', 'not_yet', 'forged', 'other_window', 'closed', 'not_open', 'unknown_person', 'not_in_class', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('marks', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('device_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('device', sa.String(length=40), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('recorder', sa.String(length=120), nullable=False),
    sa.CheckConstraint("verdict <> 'accepted' OR event_id IS NOT NULL", name=op.f('ck_check_in_accepted_wrote_an_event')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_check_in_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['event_id'], ['attendance_event.id'], name=op.f('fk_check_in_event_id_attendance_event')),
    sa.ForeignKeyConstraint(['window_id'], ['check_in_window.id'], name=op.f('fk_check_in_window_id_check_in_window')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in')),
    sa.UniqueConstraint('client_id', name=op.f('uq_check_in_client_id')),
    sa.UniqueConstraint('event_id', name=op.f('uq_check_in_event_id'))
    )
    op.create_index(op.f('ix_check_in_enrolment_id'), 'check_in', ['enrolment_id'], unique=False)
    op.create_index('ix_check_in_window_id_verdict', 'check_in', ['window_id', 'verdict'], unique=False)
    op.create_index('uq_check_in_accepted_once', 'check_in', ['window_id', 'enrolment_id', 'direction'], unique=True, sqlite_where=sa.text("verdict = 'accepted'"), postgresql_where=sa.text("verdict = 'accepted'"))

    op.create_table('check_in_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_in_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['check_in_id'], ['check_in.id'], name=op.f('fk_check_in_decision_check_in_id_check_in')),
    sa.ForeignKeyConstraint(['event_id'], ['attendance_event.id'], name=op.f('fk_check_in_decision_event_id_attendance_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in_decision')),
    sa.UniqueConstraint('check_in_id', name=op.f('uq_check_in_decision_check_in_id'))
    )
    for table in FROZEN:
        if op.get_bind().dialect.name == "sqlite":
            keep_on_sqlite(table)
        else:
            keep_on_postgresql(table)


def keep_on_sqlite(table):
    for name, clause in (("deleted", "DELETE"), ("changed", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER {table}_is_not_{name} BEFORE {clause} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
        )
    op.execute(
        f"CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} AS other WHERE other.id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
    )


def keep_on_postgresql(table):
    for name, clause in (("deleted", "DELETE"), ("changed", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER {table}_is_not_{name} BEFORE {clause} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade():
    """Take them away; their triggers and indexes go with them."""
    op.drop_table('check_in_decision')
    op.drop_table('check_in')
    op.drop_table('check_in_window')
    op.drop_table('suspicion_note')
