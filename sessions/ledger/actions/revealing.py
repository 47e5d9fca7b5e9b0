"""Showing the names of people to somebody who oversees an area; each showing is written down."""

from __future__ import annotations

from collections.abc import Collection

from accounts import audit
from accounts.models import User
from sessions.ledger.rules.coverage import Covered


def reveal_names(people: Collection[Covered], year: int, *, by: User, reason: str, address: str = "") -> None:
    """One entry for each institution concerned, so that those who look after it see whose names were shown, and why."""
    for place in sorted({one for person in people for one in person.places}):
        audit.record(
            "sessions.names_revealed",
            by=by,
            subject=("account_year", year),
            institution_id=place,
            address=address,
            reason=reason,
            learners=sorted(one.learner_id for one in people if place in one.places),
        )
