"""Versions of curricula with their modules, teaching materials; classes keep the version that they follow.

Modules move to the first version of their curriculum, which counts as approved because classes follow it already. Rows
are carried over here, not in a migration of their own: the old table cannot stay beside the new one of the same name.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = "curriculum_version_id"


def upgrade():
    """Make versions, carry modules and classes over."""
    _create_versions()
    op.execute(
        "INSERT INTO curriculum_version (curriculum_id, number, state, objectives, reason, drafted_by, approved_by, "
        "approved_at, retired_by, retired_reason, edition, created_at, updated_at) "
        "SELECT id, 1, 'approved', '', '', '', 'migration', created_at, '', '', 1, created_at, updated_at FROM curriculum"
    )
    rows = _rows(
        "SELECT m.id, v.id, m.position, m.name, m.compulsory, m.planned_hours FROM curriculum_module m "
        "JOIN curriculum_version v ON v.curriculum_id = m.curriculum_id"
    )
    op.drop_table("curriculum_module")
    table = _create_modules()
    if rows:
        names = ("id", "version_id", "position", "name", "compulsory", "planned_hours")
        rest = {"min_hours": None, "modes": [], "objectives": "", "source": ""}
        op.bulk_insert(table, [{**dict(zip(names, row)), "compulsory": bool(row[4]), **rest} for row in rows])
        _count_on("curriculum_module")
    _create_materials()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE class_offering ADD COLUMN {KEY} INTEGER CONSTRAINT "
            "fk_class_offering_curriculum_version_id_curriculum_version REFERENCES curriculum_version (id)"
        )
    else:
        op.add_column("class_offering", sa.Column(KEY, sa.Integer(), nullable=True))
        op.create_foreign_key(
            "fk_class_offering_curriculum_version_id_curriculum_version", "class_offering", "curriculum_version", [KEY], ["id"]
        )
    op.create_index("ix_class_offering_curriculum_version_id", "class_offering", [KEY])
    op.execute(
        f"UPDATE class_offering SET {KEY} = (SELECT v.id FROM curriculum_version v "
        "WHERE v.curriculum_id = class_offering.curriculum_id) WHERE curriculum_id IS NOT NULL"
    )


def downgrade():
    """Back to one set of modules for each curriculum: those of its latest version."""
    op.drop_index("ix_class_offering_curriculum_version_id", table_name="class_offering")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_class_offering_curriculum_version_id_curriculum_version", "class_offering", type_="foreignkey")
    op.execute(f"ALTER TABLE class_offering DROP COLUMN {KEY}")
    op.drop_table("teaching_material")
    rows = _rows(
        "SELECT m.id, v.curriculum_id, m.position, m.name, m.compulsory, m.planned_hours FROM curriculum_module m "
        "JOIN curriculum_version v ON v.id = m.version_id "
        "WHERE v.number = (SELECT max(o.number) FROM curriculum_version o WHERE o.curriculum_id = v.curriculum_id)"
    )
    op.drop_table("curriculum_module")
    table = op.create_table(
        "curriculum_module",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("curriculum_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("compulsory", sa.Boolean(), nullable=False),
        sa.Column("planned_hours", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("planned_hours >= 0", name=op.f("ck_curriculum_module_hours_are_not_negative")),
        sa.ForeignKeyConstraint(
            ["curriculum_id"], ["curriculum.id"], name=op.f("fk_curriculum_module_curriculum_id_curriculum")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_module")),
        sa.UniqueConstraint("curriculum_id", "name", name="one_name_per_curriculum"),
    )
    op.create_index(op.f("ix_curriculum_module_curriculum_id"), "curriculum_module", ["curriculum_id"])
    if rows:
        names = ("id", "curriculum_id", "position", "name", "compulsory", "planned_hours")
        op.bulk_insert(table, [{**dict(zip(names, row)), "compulsory": bool(row[4])} for row in rows])
        _count_on("curriculum_module")
    op.drop_table("curriculum_version")


def _rows(statement):
    return op.get_bind().execute(sa.text(statement)).fetchall()


def _count_on(table):
    """Rows were written with their old numbers: new ones go on after them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _create_versions():
    op.create_table(
        "curriculum_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("curriculum_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "approved", "retired", name="syllabusstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.String(length=120), nullable=False),
        sa.Column("approved_by", sa.String(length=120), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by", sa.String(length=120), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_reason", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR approved_by <> ''", name=op.f("ck_curriculum_version_somebody_approved_it")
        ),
        sa.ForeignKeyConstraint(
            ["curriculum_id"], ["curriculum.id"], name=op.f("fk_curriculum_version_curriculum_id_curriculum")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_version")),
        sa.UniqueConstraint("curriculum_id", "number", name="one_number_per_curriculum"),
    )
    op.create_index(op.f("ix_curriculum_version_curriculum_id"), "curriculum_version", ["curriculum_id"])


def _create_modules():
    table = op.create_table(
        "curriculum_module",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("compulsory", sa.Boolean(), nullable=False),
        sa.Column("planned_hours", sa.BigInteger(), nullable=False),
        sa.Column("min_hours", sa.BigInteger(), nullable=True),
        sa.Column("modes", sa.JSON(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("planned_hours >= 0", name=op.f("ck_curriculum_module_hours_are_not_negative")),
        sa.CheckConstraint(
            "min_hours IS NULL OR min_hours >= 0", name=op.f("ck_curriculum_module_minimum_is_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["curriculum_version.id"], name=op.f("fk_curriculum_module_version_id_curriculum_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_module")),
        sa.UniqueConstraint("version_id", "name", name="one_name_per_version"),
    )
    op.create_index(op.f("ix_curriculum_module_version_id"), "curriculum_module", ["version_id"])
    return table


def _create_materials():
    op.create_table(
        "teaching_material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("curriculum_id", sa.Integer(), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=True),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("module", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("handout", "slides", "case", "other", name="materialkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stored_file_id IS NOT NULL OR link <> ''", name=op.f("ck_teaching_material_can_be_found")),
        sa.ForeignKeyConstraint(
            ["curriculum_id"], ["curriculum.id"], name=op.f("fk_teaching_material_curriculum_id_curriculum")
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"], ["stored_file.id"], name=op.f("fk_teaching_material_stored_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_teaching_material_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_material")),
    )
    op.create_index(op.f("ix_teaching_material_curriculum_id"), "teaching_material", ["curriculum_id"])
