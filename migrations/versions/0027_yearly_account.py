"""The yearly account: claims, adjustments, their postings, closed years, classes moved to another rule-set version.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES = (
    "hour_adjustment", "hour_claim", "year_closing", "account_posting", "claim_proof", "claim_step", "year_total",
    "rule_set_move",
)
# Of these nothing is ever changed or deleted.
FROZEN = (
    "hour_claim", "year_closing", "account_posting", "claim_proof", "claim_step", "year_total", "rule_set_move",
)


def upgrade():
    """Add the tables and their guards."""
    op.create_table('hour_adjustment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('hours', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'approved', 'refused', name='adjustmentstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_by', sa.String(length=120), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_by', sa.String(length=120), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_hour_adjustment_says_why')),
    sa.CheckConstraint("state = 'proposed' OR decided_by_id IS NOT NULL", name=op.f('ck_hour_adjustment_somebody_decided')),
    sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> asked_by_id', name=op.f('ck_hour_adjustment_another_person_decides')),
    sa.CheckConstraint('hours <> 0', name=op.f('ck_hour_adjustment_changes_something')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user_account.id'], name=op.f('fk_hour_adjustment_asked_by_id_user_account')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user_account.id'], name=op.f('fk_hour_adjustment_decided_by_id_user_account')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_hour_adjustment_institution_id_institution')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_hour_adjustment_learner_id_learner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hour_adjustment'))
    )
    op.create_index(op.f('ix_hour_adjustment_institution_id'), 'hour_adjustment', ['institution_id'], unique=False)
    op.create_index(op.f('ix_hour_adjustment_learner_id'), 'hour_adjustment', ['learner_id'], unique=False)

    op.create_table('hour_claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('organiser', sa.String(length=200), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('from_time', sa.Time(), nullable=True),
    sa.Column('to_time', sa.Time(), nullable=True),
    sa.Column('hours', sa.BigInteger(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('hours > 0', name=op.f('ck_hour_claim_asks_for_hours')),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_hour_claim_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_hour_claim_institution_id_institution')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_hour_claim_learner_id_learner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hour_claim'))
    )
    op.create_index(op.f('ix_hour_claim_institution_id'), 'hour_claim', ['institution_id'], unique=False)
    op.create_index(op.f('ix_hour_claim_learner_id'), 'hour_claim', ['learner_id'], unique=False)

    op.create_table('year_closing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('close', 'reopen', name='closingkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('rule_set_version_id', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('reached', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind = 'close' OR reason <> ''", name=op.f('ck_year_closing_opening_again_says_why')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_year_closing_institution_id_institution')),
    sa.ForeignKeyConstraint(['rule_set_version_id'], ['rule_set_version.id'], name=op.f('fk_year_closing_rule_set_version_id_rule_set_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_year_closing')),
    sa.UniqueConstraint('institution_id', 'year', 'number', name='next_closing_entry_is_written_once')
    )
    op.create_table('account_posting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=True),
    sa.Column('adjustment_id', sa.Integer(), nullable=True),
    sa.Column('reverses_id', sa.Integer(), nullable=True),
    sa.Column('rule_set_version_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('earn', 'reverse', 'adjust', 'claim', name='postingkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('hours', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind <> 'adjust' OR adjustment_id IS NOT NULL", name=op.f('ck_account_posting_adjustment_is_named')),
    sa.CheckConstraint("kind <> 'claim' OR claim_id IS NOT NULL", name=op.f('ck_account_posting_claim_is_named')),
    sa.CheckConstraint("kind <> 'earn'", name=op.f('ck_account_posting_classes_earn_elsewhere')),
    sa.CheckConstraint("kind <> 'reverse' OR reverses_id IS NOT NULL", name=op.f('ck_account_posting_reversal_names_what_it_reverses')),
    sa.CheckConstraint("kind = 'claim' OR reason <> ''", name=op.f('ck_account_posting_says_why')),
    sa.ForeignKeyConstraint(['adjustment_id'], ['hour_adjustment.id'], name=op.f('fk_account_posting_adjustment_id_hour_adjustment')),
    sa.ForeignKeyConstraint(['claim_id'], ['hour_claim.id'], name=op.f('fk_account_posting_claim_id_hour_claim')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_account_posting_institution_id_institution')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_account_posting_learner_id_learner')),
    sa.ForeignKeyConstraint(['reverses_id'], ['account_posting.id'], name=op.f('fk_account_posting_reverses_id_account_posting')),
    sa.ForeignKeyConstraint(['rule_set_version_id'], ['rule_set_version.id'], name=op.f('fk_account_posting_rule_set_version_id_rule_set_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_posting')),
    sa.UniqueConstraint('adjustment_id', name='adjusted_once'),
    sa.UniqueConstraint('reverses_id', name='own_posting_reversed_at_most_once')
    )
    op.create_index(op.f('ix_account_posting_claim_id'), 'account_posting', ['claim_id'], unique=False)
    op.create_index(op.f('ix_account_posting_institution_id'), 'account_posting', ['institution_id'], unique=False)
    op.create_index('ix_account_posting_learner_id_year', 'account_posting', ['learner_id', 'year'], unique=False)

    op.create_table('claim_proof',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['claim_id'], ['hour_claim.id'], name=op.f('fk_claim_proof_claim_id_hour_claim')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_claim_proof_file_id_stored_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_proof'))
    )
    op.create_index(op.f('ix_claim_proof_claim_id'), 'claim_proof', ['claim_id'], unique=False)
    op.create_index(op.f('ix_claim_proof_digest'), 'claim_proof', ['digest'], unique=False)

    op.create_table('claim_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('submitted', 'asked', 'supplied', 'accepted', 'refused', 'withdrawn', 'revoked', name='claimmove', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('hours', sa.BigInteger(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_user_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind NOT IN ('asked', 'refused', 'revoked') OR note <> ''", name=op.f('ck_claim_step_says_why')),
    sa.ForeignKeyConstraint(['by_user_id'], ['user_account.id'], name=op.f('fk_claim_step_by_user_id_user_account')),
    sa.ForeignKeyConstraint(['claim_id'], ['hour_claim.id'], name=op.f('fk_claim_step_claim_id_hour_claim')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_step')),
    sa.UniqueConstraint('claim_id', 'number', name='next_step_is_taken_once')
    )
    op.create_table('year_total',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('closing_id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('employer', sa.String(length=200), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('reached', sa.Boolean(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('postings', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['closing_id'], ['year_closing.id'], name=op.f('fk_year_total_closing_id_year_closing')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_year_total_learner_id_learner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_year_total')),
    sa.UniqueConstraint('closing_id', 'learner_id', name='once_per_closing')
    )
    op.create_index(op.f('ix_year_total_learner_id'), 'year_total', ['learner_id'], unique=False)

    op.create_table('rule_set_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.Integer(), nullable=False),
    sa.Column('from_version_id', sa.Integer(), nullable=False),
    sa.Column('to_version_id', sa.Integer(), nullable=False),
    sa.Column('evaluation_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_rule_set_move_says_why')),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_rule_set_move_evaluation_id_evaluation')),
    sa.ForeignKeyConstraint(['from_version_id'], ['rule_set_version.id'], name=op.f('fk_rule_set_move_from_version_id_rule_set_version')),
    sa.ForeignKeyConstraint(['offering_id'], ['class_offering.id'], name=op.f('fk_rule_set_move_offering_id_class_offering')),
    sa.ForeignKeyConstraint(['to_version_id'], ['rule_set_version.id'], name=op.f('fk_rule_set_move_to_version_id_rule_set_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_set_move'))
    )
    op.create_index(op.f('ix_rule_set_move_offering_id'), 'rule_set_move', ['offering_id'], unique=False)

    op.create_index('ix_hour_posting_year_learner_id', 'hour_posting', ['year', 'learner_id'], unique=False)
    for table in FROZEN:
        guard(table)
    guard_adjustments()


def guard(table):
    """Refuse changes and deletions, as for every record that is only added to."""
    if op.get_bind().dialect.name == "sqlite":
        for name, clause in (("changed", "UPDATE"), ("deleted", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_is_not_{name} BEFORE {clause} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} AS other WHERE other.id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
        )
        return
    for name, clause, each in (
        ("changed", "UPDATE", "ROW"), ("deleted", "DELETE", "ROW"), ("emptied", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_is_not_{name} BEFORE {clause} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def guard_adjustments():
    """An adjustment is decided once; what was proposed stays as it was proposed."""
    facts = "learner_id, institution_id, year, category, hours, reason, asked_by_id, asked_by, asked_at"
    table = "hour_adjustment"
    sqlite = op.get_bind().dialect.name == "sqlite"
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END" if sqlite else "EXECUTE FUNCTION refuse_change()"
    each = "" if sqlite else "FOR EACH ROW "
    decided = "WHEN OLD.state <> 'proposed' " if sqlite else "WHEN (OLD.state <> 'proposed') "
    op.execute(f"CREATE TRIGGER {table}_keeps_its_facts BEFORE UPDATE OF {facts} ON {table} {each}{refuse}")
    op.execute(f"CREATE TRIGGER {table}_is_decided_once BEFORE UPDATE ON {table} {each}{decided}{refuse}")
    op.execute(f"CREATE TRIGGER {table}_is_not_deleted BEFORE DELETE ON {table} {each}{refuse}")


def downgrade():
    """Take them away, with their guards."""
    op.drop_index("ix_hour_posting_year_learner_id", table_name="hour_posting")
    for table in reversed(TABLES):
        op.drop_table(table)
