"""What an institution's own columns said of its accreditation becomes its first accreditation record.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

institution = sa.table(
    "institution", sa.column("id"), sa.column("accreditation_number"), sa.column("accredited_until", sa.Date())
)
moment = sa.DateTime(timezone=True)
accreditation = sa.table(
    "accreditation", sa.column("id"), sa.column("institution_id"), sa.column("version"), sa.column("number"),
    sa.column("authority"), sa.column("training_types", sa.JSON()), sa.column("regions", sa.JSON()), sa.column("note"),
    sa.column("created_at", moment), sa.column("updated_at", moment),
)
entry = sa.table(
    "accreditation_entry", sa.column("accreditation_id"), sa.column("sequence"), sa.column("kind"),
    sa.column("effective_on", sa.Date()), sa.column("valid_until", sa.Date()), sa.column("reason"),
    sa.column("by_name"), sa.column("at", moment),
)


def upgrade():
    """One record for each institution that has a number or an end; the scope was never asked for and stays open."""
    connection, now = op.get_bind(), sa.func.current_timestamp()
    known = sa.or_(institution.c.accreditation_number != "", institution.c.accredited_until.isnot(None))
    for row in connection.execute(sa.select(institution).where(known).order_by(institution.c.id)).all():
        connection.execute(
            accreditation.insert().values(
                institution_id=row.id, version=1, number=row.accreditation_number, authority="", training_types=[],
                regions=[], note="", created_at=now, updated_at=now,
            )
        )
        number = connection.execute(
            sa.select(sa.func.max(accreditation.c.id)).where(accreditation.c.institution_id == row.id)
        ).scalar_one()
        connection.execute(
            entry.insert().values(
                accreditation_id=number, sequence=1, kind="granted", effective_on=sa.func.current_date(),
                valid_until=row.accredited_until, reason="", by_name="", at=now,
            )
        )


def downgrade():
    """The columns say again what the newest record of each institution says."""
    connection = op.get_bind()
    found = sa.select(
        accreditation.c.institution_id, accreditation.c.number, sa.func.max(entry.c.valid_until).label("until")
    ).join_from(accreditation, entry, entry.c.accreditation_id == accreditation.c.id)
    grouped = found.group_by(accreditation.c.id, accreditation.c.institution_id, accreditation.c.number)
    for row in connection.execute(grouped.order_by(accreditation.c.id)).all():
        connection.execute(
            institution.update()
            .where(institution.c.id == row.institution_id)
            .values(accreditation_number=row.number, accredited_until=row.until)
        )
