"""Recorded lessons, the reports of their player, and the questions that pop up.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

# Tables of which nothing is ever changed or deleted; of a visit only that it has ended.
FROZEN = (
    "video_file",
    "video_part",
    "recorded_lesson",
    "lesson_question",
    "viewing_beat",
    "lesson_prompt",
    "prompt_answer",
)
VISIT = ("id", "lesson_id", "enrolment_id", "learner_id", "client_id", "device", "address", "draw", "started_at")


def refusals():
    """Trigger name, event clause, table."""
    found = [(f"{table}_is_not_{what}", event, table) for table in FROZEN for what, event in (("deleted", "DELETE"), ("changed", "UPDATE"))]
    columns = ", ".join(f'"{column}"' for column in VISIT)
    return [*found, ("viewing_visit_is_not_deleted", "DELETE", "viewing_visit"), ("viewing_visit_is_not_changed", f"UPDATE OF {columns}", "viewing_visit")]


def upgrade():
    """Add the tables, and the refusal to change them."""
    op.create_table('video_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('bytes', sa.Integer(), nullable=False),
    sa.Column('part_size', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('handed_in_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('bytes > 0', name=op.f('ck_video_file_is_not_empty')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_video_file'))
    )
    op.create_index(op.f('ix_video_file_digest'), 'video_file', ['digest'], unique=False)
    op.create_table('video_part',
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['video_file.id'], name=op.f('fk_video_part_file_id_video_file')),
    sa.PrimaryKeyConstraint('file_id', 'number', name=op.f('pk_video_part'))
    )
    op.create_table('recorded_lesson',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_recorded_lesson_batch_id_import_batch')),
    sa.ForeignKeyConstraint(['file_id'], ['video_file.id'], name=op.f('fk_recorded_lesson_file_id_video_file')),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_recorded_lesson_session_id_class_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recorded_lesson'))
    )
    op.create_index(op.f('ix_recorded_lesson_session_id'), 'recorded_lesson', ['session_id'], unique=False)
    op.create_table('lesson_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('withdraws_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('right', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("withdraws_id IS NOT NULL OR text <> ''", name=op.f('ck_lesson_question_asks_something')),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_lesson_question_session_id_class_session')),
    sa.ForeignKeyConstraint(['withdraws_id'], ['lesson_question.id'], name=op.f('fk_lesson_question_withdraws_id_lesson_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson_question')),
    sa.UniqueConstraint('withdraws_id', name=op.f('uq_lesson_question_withdraws_id'))
    )
    op.create_index(op.f('ix_lesson_question_session_id'), 'lesson_question', ['session_id'], unique=False)
    op.create_table('viewing_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.String(length=40), nullable=False),
    sa.Column('device', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('draw', sa.Double(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_viewing_visit_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_viewing_visit_learner_id_learner')),
    sa.ForeignKeyConstraint(['lesson_id'], ['recorded_lesson.id'], name=op.f('fk_viewing_visit_lesson_id_recorded_lesson')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_viewing_visit')),
    sa.UniqueConstraint('client_id', name=op.f('uq_viewing_visit_client_id'))
    )
    op.create_index('ix_viewing_visit_enrolment_id_lesson_id', 'viewing_visit', ['enrolment_id', 'lesson_id'], unique=False)
    op.create_index(op.f('ix_viewing_visit_learner_id'), 'viewing_visit', ['learner_id'], unique=False)
    op.create_index(op.f('ix_viewing_visit_lesson_id'), 'viewing_visit', ['lesson_id'], unique=False)
    op.create_table('viewing_beat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('position_ms', sa.Integer(), nullable=False),
    sa.Column('rate', sa.BigInteger(), nullable=False),
    sa.Column('played', sa.Boolean(), nullable=False),
    sa.Column('visible', sa.Boolean(), nullable=False),
    sa.Column('idle_ms', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('started', 'proved', 'cut', 'still', 'hidden', 'idle', 'fast', 'jump', 'gap', 'waiting', 'superseded', 'closed', 'bad', name='verdict', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('granted_from', sa.Integer(), nullable=True),
    sa.Column('granted_until', sa.Integer(), nullable=True),
    sa.Column('spare_ms', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['visit_id'], ['viewing_visit.id'], name=op.f('fk_viewing_beat_visit_id_viewing_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_viewing_beat')),
    sa.UniqueConstraint('visit_id', 'sequence', name='each_report_once')
    )
    op.create_table('lesson_prompt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('position_ms', sa.Integer(), nullable=False),
    sa.Column('idle', sa.Boolean(), nullable=False),
    sa.Column('draw', sa.Double(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['lesson_question.id'], name=op.f('fk_lesson_prompt_question_id_lesson_question')),
    sa.ForeignKeyConstraint(['visit_id'], ['viewing_visit.id'], name=op.f('fk_lesson_prompt_visit_id_viewing_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson_prompt'))
    )
    op.create_index(op.f('ix_lesson_prompt_visit_id'), 'lesson_prompt', ['visit_id'], unique=False)
    op.create_table('prompt_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('prompt_id', sa.Integer(), nullable=False),
    sa.Column('choice', sa.Integer(), nullable=True),
    sa.Column('is_right', sa.Boolean(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['prompt_id'], ['lesson_prompt.id'], name=op.f('fk_prompt_answer_prompt_id_lesson_prompt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prompt_answer')),
    sa.UniqueConstraint('prompt_id', name=op.f('uq_prompt_answer_prompt_id'))
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, clause, table in refusals():
        act = (
            f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
            if sqlite
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {clause} ON {table} {act}")


def downgrade():
    """Take them away; their triggers go with them."""
    for table in ("prompt_answer", "lesson_prompt", "viewing_beat", "viewing_visit", "lesson_question", "recorded_lesson", "video_part", "video_file"):
        op.drop_table(table)
