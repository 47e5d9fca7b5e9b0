"""Accreditations, posts and internal documents of an institution.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Of these nothing is ever changed or deleted.
FROZEN = ("accreditation_entry", "institution_document_version")


def upgrade():
    """Add the tables; entries and versions are guarded as evidence is."""
    op.create_table("accreditation",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("institution_id", sa.Integer(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("number", sa.String(length=80), nullable=False),
    sa.Column("authority", sa.String(length=200), nullable=False),
    sa.Column("training_types", sa.JSON(), nullable=False),
    sa.Column("regions", sa.JSON(), nullable=False),
    sa.Column("note", sa.Text(), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_accreditation_institution_id_institution")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation"))
    )
    op.create_index(op.f("ix_accreditation_institution_id"), "accreditation", ["institution_id"])

    op.create_table("institution_document",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("institution_id", sa.Integer(), nullable=False),
    sa.Column("kind", sa.Enum("management", "teaching", "attendance", "examination", "archive", "complaints", "emergency", "safety", "finance", "privacy", "other", name="documentkind", native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column("title", sa.String(length=200), nullable=False),
    sa.Column("repealed_on", sa.Date(), nullable=True),
    sa.Column("repealed_note", sa.Text(), nullable=False),
    sa.Column("repealed_by", sa.String(length=120), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_institution_document_institution_id_institution")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_document")),
    sa.UniqueConstraint("institution_id", "title", name="one_title_per_institution")
    )
    op.create_index(op.f("ix_institution_document_institution_id"), "institution_document", ["institution_id"])

    op.create_table("post_holding",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("institution_id", sa.Integer(), nullable=False),
    sa.Column("user_id", sa.Integer(), nullable=True),
    sa.Column("file_id", sa.Integer(), nullable=True),
    sa.Column("post", sa.Enum("management", "teaching", "class_teacher", "examination", "archive", "finance", "safety", "support", "complaints", "audit", name="postkind", native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column("name", sa.String(length=80), nullable=False),
    sa.Column("phone", sa.Text(), nullable=True),
    sa.Column("started_on", sa.Date(), nullable=False),
    sa.Column("ended_on", sa.Date(), nullable=True),
    sa.Column("note", sa.Text(), nullable=False),
    sa.Column("ended_note", sa.Text(), nullable=False),
    sa.Column("by_name", sa.String(length=120), nullable=False),
    sa.Column("ended_by", sa.String(length=120), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("ended_on IS NULL OR started_on <= ended_on", name=op.f("ck_post_holding_ends_after_it_starts")),
    sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_post_holding_file_id_stored_file")),
    sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_post_holding_institution_id_institution")),
    sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_post_holding_user_id_user_account")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holding"))
    )
    op.create_index(op.f("ix_post_holding_institution_id"), "post_holding", ["institution_id"])
    op.create_index(op.f("ix_post_holding_user_id"), "post_holding", ["user_id"])

    op.create_table("accreditation_entry",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("accreditation_id", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.Integer(), nullable=False),
    sa.Column("kind", sa.Enum("granted", "renewed", "corrected", "suspended", "resumed", "withdrawn", name="entrykind", native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column("effective_on", sa.Date(), nullable=False),
    sa.Column("valid_from", sa.Date(), nullable=True),
    sa.Column("valid_until", sa.Date(), nullable=True),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("by_name", sa.String(length=120), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_accreditation_entry_ends_after_it_starts")),
    sa.ForeignKeyConstraint(["accreditation_id"], ["accreditation.id"], name=op.f("fk_accreditation_entry_accreditation_id_accreditation")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_entry")),
    sa.UniqueConstraint("accreditation_id", "sequence", name="entries_are_counted")
    )
    op.create_index(op.f("ix_accreditation_entry_accreditation_id"), "accreditation_entry", ["accreditation_id"])

    op.create_table("accreditation_file",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("accreditation_id", sa.Integer(), nullable=False),
    sa.Column("file_id", sa.Integer(), nullable=False),
    sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("withdrawn_by", sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(["accreditation_id"], ["accreditation.id"], name=op.f("fk_accreditation_file_accreditation_id_accreditation")),
    sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_accreditation_file_file_id_stored_file")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation_file"))
    )
    op.create_index(op.f("ix_accreditation_file_accreditation_id"), "accreditation_file", ["accreditation_id"])

    op.create_table("institution_document_version",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("document_id", sa.Integer(), nullable=False),
    sa.Column("file_id", sa.Integer(), nullable=False),
    sa.Column("sequence", sa.Integer(), nullable=False),
    sa.Column("number", sa.String(length=40), nullable=False),
    sa.Column("effective_on", sa.Date(), nullable=False),
    sa.Column("review_on", sa.Date(), nullable=True),
    sa.Column("approver", sa.String(length=120), nullable=False),
    sa.Column("note", sa.Text(), nullable=False),
    sa.Column("by_name", sa.String(length=120), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["document_id"], ["institution_document.id"], name=op.f("fk_institution_document_version_document_id_institution_document")),
    sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_institution_document_version_file_id_stored_file")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_document_version")),
    sa.UniqueConstraint("document_id", "number", name="one_number_per_document"),
    sa.UniqueConstraint("document_id", "sequence", name="versions_are_counted")
    )
    op.create_index(op.f("ix_institution_document_version_document_id"), "institution_document_version", ["document_id"])
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
    op.drop_table("institution_document_version")
    op.drop_table("accreditation_file")
    op.drop_table("accreditation_entry")
    op.drop_table("post_holding")
    op.drop_table("institution_document")
    op.drop_table("accreditation")
