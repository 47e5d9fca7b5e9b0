"""Sittings of examinations: papers, candidates with answers, marks, releases of results.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade():
    """Add the tables."""
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("first", "makeup", name="sittingkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum("online", "paper", name="sittingway", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_sitting_takes_some_time")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_sitting_opens_before_it_closes")),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["class_offering.id"], name=op.f("fk_sitting_offering_id_class_offering")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["class_session.id"], name=op.f("fk_sitting_session_id_class_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
    )
    op.create_index(op.f("ix_sitting_offering_id"), "sitting", ["offering_id"])
    op.create_table(
        "candidate_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "extra_time",
                "misconduct",
                "misconduct_lifted",
                "absent",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_candidate_entry_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_candidate_entry_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_entry")),
    )
    op.create_index("ix_candidate_entry_sitting_id_enrolment_id", "candidate_entry", ["sitting_id", "enrolment_id"])
    op.create_table(
        "exam_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("blueprint", sa.JSON(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_exam_paper_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_paper")),
        sa.UniqueConstraint("sitting_id", "number", name="one_number_per_sitting"),
    )
    op.create_index(op.f("ix_exam_paper_sitting_id"), "exam_paper", ["sitting_id"])
    op.create_table(
        "marker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "round",
            sa.Enum("first", "second", "third", name="round", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_marker_sitting_id_sitting")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_marker_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker")),
        sa.UniqueConstraint("sitting_id", "user_id", name="one_round_per_person"),
    )
    op.create_index(op.f("ix_marker_user_id"), "marker", ["user_id"])
    op.create_table(
        "result_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shows_answers", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_result_release_batch_id_import_batch")
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_result_release_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_release")),
        sa.UniqueConstraint("sitting_id", "number", name="one_release_per_number"),
    )
    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "handed_in",
            sa.Enum("self", "clock", name="handedin", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_candidate_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["paper_id"], ["exam_paper.id"], name=op.f("fk_candidate_paper_id_exam_paper")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_candidate_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("sitting_id", "enrolment_id", name="one_attempt_per_sitting"),
    )
    op.create_index(op.f("ix_candidate_enrolment_id"), "candidate", ["enrolment_id"])
    op.create_table(
        "paper_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("points > 0", name=op.f("ck_paper_question_is_worth_something")),
        sa.ForeignKeyConstraint(["paper_id"], ["exam_paper.id"], name=op.f("fk_paper_question_paper_id_exam_paper")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["question_version.id"], name=op.f("fk_paper_question_version_id_question_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_question")),
        sa.UniqueConstraint("paper_id", "position", name="one_question_per_place"),
    )
    op.create_index(op.f("ix_paper_question_paper_id"), "paper_question", ["paper_id"])
    op.create_index(op.f("ix_paper_question_version_id"), "paper_question", ["version_id"])
    op.create_table(
        "answer_save",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_answer_save_candidate_id_candidate")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["paper_question.id"], name=op.f("fk_answer_save_question_id_paper_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_save")),
        sa.UniqueConstraint("candidate_id", "client_id", name="saved_once"),
    )
    op.create_index(op.f("ix_answer_save_question_id"), "answer_save", ["question_id"])
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "round",
            sa.Enum("first", "second", "third", name="round", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_mark_is_not_negative")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_mark_candidate_id_candidate")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["paper_question.id"], name=op.f("fk_mark_question_id_paper_question")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_mark_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    op.create_index(op.f("ix_mark_candidate_id"), "mark", ["candidate_id"])
    op.create_index(op.f("ix_mark_question_id"), "mark", ["question_id"])
    op.create_table(
        "screen_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hidden",
                "shown",
                "blur",
                "focus",
                name="screenkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_screen_event_candidate_id_candidate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_event")),
        sa.UniqueConstraint("candidate_id", "client_id", name="noted_once"),
    )


def downgrade():
    """Take them away."""
    op.drop_table("screen_event")
    op.drop_table("mark")
    op.drop_table("answer_save")
    op.drop_table("paper_question")
    op.drop_table("candidate")
    op.drop_table("result_release")
    op.drop_table("marker")
    op.drop_table("exam_paper")
    op.drop_table("candidate_entry")
    op.drop_table("sitting")
