"""Writing people and enterprises from judged roster lines."""

from __future__ import annotations

from collections.abc import Sequence

from accounts import audit
from accounts.models import User
from core.db import db
from learners import queries
from learners.models import Employer, Learner
from learners.roster import RosterRow


def take_in_employers(rows: Sequence[RosterRow]) -> dict[tuple[str, str], Employer]:
    """The enterprises of accepted lines by (name, code); new ones are made, blanks of known ones filled."""
    by_code = queries.employers_by_code({row.uscc for row in rows if row.uscc})
    by_name = queries.employers_without_code({row.employer for row in rows if row.employer})
    taken: dict[tuple[str, str], Employer] = {}
    for row in rows:
        if not row.employer:
            continue
        known = by_code.get(row.uscc) if row.uscc else by_name.get(row.employer)
        if known is None:
            known = Employer(name=row.employer, uscc=row.uscc or None)
            db.session.add(known)
            (by_code if row.uscc else by_name)[row.uscc or row.employer] = known
        _fill_employer(known, row)
        taken[row.employer, row.uscc] = known
    db.session.flush()
    return taken


def _fill_employer(employer: Employer, row: RosterRow) -> None:
    employer.size = row.enterprise_size or employer.size or ""
    employer.industry_code = row.industry_code or employer.industry_code or ""
    employer.industry = row.industry or employer.industry or ""
    employer.city = row.city or employer.city or ""
    if row.above_scale is not None:
        employer.above_scale = row.above_scale


def take_in_learners(rows: Sequence[RosterRow], employers: dict[tuple[str, str], Employer]) -> dict[str, Learner]:
    """The people of accepted lines by identity number; new ones are made, known ones brought up to date."""
    numbers = {row.id_number: queries.id_index(row.id_number) for row in rows if row.id_number}
    known = queries.learners_by_index(numbers.values())
    people: dict[str, Learner] = {}
    for row in rows:
        if not row.id_number:
            continue
        index = numbers[row.id_number]
        person = known.get(index) or Learner(id_number=row.id_number, id_index=index, name=row.name)
        known[index] = person
        _bring_up_to_date(person, row, employers.get((row.employer, row.uscc)))
        db.session.add(person)
        people[row.id_number] = person
    db.session.flush()
    return people


def _bring_up_to_date(person: Learner, row: RosterRow, employer: Employer | None) -> None:
    person.name = row.name
    for field in ("sex", "phone", "education", "title", "post", "quality_years"):
        value = getattr(row, field)
        if value not in (None, "") and getattr(person, field) != value:
            setattr(person, field, value)
    if employer is not None:
        person.employer_id = employer.id


def reveal_learner(person: Learner, *, by: User, reason: str, institution_id: int, address: str = "") -> dict[str, str]:
    """A learner's whole identity and mobile number; who asked and why is written down."""
    audit.record(
        "learners.revealed",
        by=by,
        subject=("learner", person.id),
        institution_id=institution_id,
        address=address,
        name=person.name,
        reason=reason,
    )
    return {"id_number": person.id_number, "phone": person.phone or ""}
