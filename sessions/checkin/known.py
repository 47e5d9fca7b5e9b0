"""What the database knows about taps that are written together: three plain statements, however many they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, literal_column, or_, select

from courses.models import Enrolment
from learners.models import Learner
from sessions.checkin.models import CheckIn, CheckInWindow
from sessions.checkin.rules.judging import Outcome

# What is needed of a window.
OF_WINDOW = (
    *("id", "offering_id", "batch_id", "direction", "opens_at", "closes_at", "networks"),
    *("code_life", "drift", "pass_life", "own_life", "late", "clock", "latitude", "longitude", "radius"),
)
_window, _enrolment, _learner, _check_in = (
    model.__table__ for model in (CheckInWindow, Enrolment, Learner, CheckIn)
)  # fmt: skip
_accepted: ColumnElement[Outcome] = literal_column(
    f"'{Outcome.ACCEPTED.value}'"
)  # written out: the index of accepted ones is found by it


def _among(name: str) -> Any:
    return bindparam(name, expanding=True)


WINDOWS = select(*(_window.c[name] for name in OF_WINDOW)).where(_window.c.id.in_(_among("windows")))
PEOPLE = (
    select(_enrolment.c.id, _enrolment.c.offering_id, _enrolment.c.learner_id, _enrolment.c.state, _learner.c.name)
    .join(_learner, _learner.c.id == _enrolment.c.learner_id)
    .where(
        or_(
            and_(_enrolment.c.learner_id.in_(_among("learners")), _enrolment.c.offering_id.in_(_among("offerings"))),
            and_(_enrolment.c.id.in_(_among("enrolments")), _enrolment.c.offering_id.in_(_among("offerings"))),
        )
    )
)
EARLIER = select(
    _check_in.c.client_id, _check_in.c.window_id, _check_in.c.enrolment_id, _check_in.c.verdict, _check_in.c.at
).where(
    or_(
        _check_in.c.client_id.in_(_among("clients")),
        and_(
            _check_in.c.window_id.in_(_among("windows")),
            _check_in.c.enrolment_id.in_(_among("people")),
            _check_in.c.verdict == _accepted,
        ),
    )
)
CLASS_OF_WINDOW = (
    select(_enrolment.c.id)
    .join(_window, _window.c.offering_id == _enrolment.c.offering_id)
    .where(_window.c.id == bindparam("window"))
    .order_by(_enrolment.c.id)
)


class Told(NamedTuple):
    """What became of a tap, and whose it was."""

    window_id: int
    person: int | None
    verdict: Outcome
    at: datetime


@dataclass(slots=True)
class Known:
    """Windows, people and what was told before, those of taps at hand; who writes adds what became of each."""

    windows: Mapping[int, Row[Any]]
    by_learner: Mapping[tuple[int, int], Row[Any]]  # class and learner
    by_enrolment: Mapping[tuple[int, int], Row[Any]]  # class and enrolment
    told: dict[str, Told] = field(default_factory=dict)  # by the client's id
    signed: dict[tuple[int, int], datetime] = field(default_factory=dict)  # window and person: signed when

    def tell(self, client_id: str, told: Told) -> None:
        """Remember what became of a tap; the first word stands."""
        self.told.setdefault(client_id, told)
        if told.verdict is Outcome.ACCEPTED and told.person is not None:
            self.signed[told.window_id, told.person] = told.at


def look(
    connection: Connection,
    clients: Collection[str],
    windows: Collection[int],
    learners: Collection[int],
    enrolments: Collection[int],
) -> Known:
    """All that is known about taps with these ids, windows and people."""
    found = {row.id: row for row in connection.execute(WINDOWS, {"windows": sorted(windows)})}
    offerings = sorted({row.offering_id for row in found.values()})
    asked = {"learners": sorted(learners), "enrolments": sorted(enrolments), "offerings": offerings}
    people: Sequence[Row[Any]] = connection.execute(PEOPLE, asked).all()  # type: ignore[assignment]
    known = Known(
        found,
        {(row.offering_id, row.learner_id): row for row in people},
        {(row.offering_id, row.id): row for row in people},
    )
    before = {"clients": sorted(clients), "windows": sorted(windows), "people": sorted(row.id for row in people)}
    for client_id, *told in connection.execute(EARLIER, before):
        known.tell(client_id, Told(*told))
    return known
