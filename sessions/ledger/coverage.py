"""The coverage of a year: who is registered in an area, and how far everybody is (records in, counted people out)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, union
from sqlalchemy.orm import joinedload

from core.db import db
from courses.models import ClassOffering, Enrolment
from courses.rules import ClassState, EnrolmentState
from learners.models import Learner
from sessions.ledger import accounts
from sessions.ledger.frames import YearFrame
from sessions.ledger.models import AccountPosting
from sessions.ledger.queries import Ids, within
from sessions.ledger.rules.coverage import Band, Covered, Tally, area_of, cover, tally
from sessions.models import HourPosting
from trainer.models import Institution


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everybody registered in an area in a year, with the institutions of the area."""

    frame: YearFrame
    region: str
    institutions: tuple[Institution, ...]
    people: tuple[Covered, ...]

    @property
    def whole(self) -> Tally:
        return tally(self.people)

    def area(self, place: Institution) -> str:
        """The code of the area under which an institution is listed."""
        return area_of(place.region, self.region)

    def places_in(self, area: str) -> frozenset[int]:
        """The institutions of one area."""
        return frozenset(one.id for one in self.institutions if self.area(one) == area)

    def by_institution(self) -> list[tuple[Institution, Tally]]:
        """A line for each institution, those where nobody is registered too; somebody may stand in two."""
        return [(one, tally(each for each in self.people if one.id in each.places)) for one in self.institutions]

    def by_area(self) -> list[tuple[str, Tally]]:
        """A line for each area with an institution; nobody stands twice in one."""
        codes = sorted({self.area(one) for one in self.institutions})
        return [(code, tally(one for one in self.people if one.places & self.places_in(code))) for code in codes]

    def chosen(self, band: str = "", institution: int | None = None, area: str = "") -> list[Covered]:
        """Those of one band, or all who are short; of one institution; of one area. Who lacks most comes first."""
        inside = self.places_in(area) if area else None
        return [
            one
            for one in self.people
            if (band in ("", one.band.value) or (band == SHORT and one.band is not Band.REACHED))
            and (institution is None or institution in one.places)
            and (inside is None or one.places & inside)
        ]


SHORT = "short"


def coverage_of(frame: YearFrame, institutions: Collection[Institution], region: str, ids: Ids) -> Coverage:
    """Count everybody registered with these institutions. Three queries, more where hours are carried over."""
    sums = accounts.sums_of(frame.year, ids, frame.policy)
    counts = accounts.count_people(frame, ids, sums)
    people = cover(_registered(frame, ids), counts, frame.policy.target)
    return Coverage(frame, region, tuple(institutions), tuple(people))


def _registered(frame: YearFrame, ids: Ids) -> dict[int, set[int]]:
    """Who is registered where: enrolled in a class that began by the end of the year, or with hours of the year."""
    enrolled = (
        select(Enrolment.learner_id, ClassOffering.institution_id)
        .join(Enrolment.offering)
        .where(
            Enrolment.state == EnrolmentState.ENROLLED,
            ClassOffering.state != ClassState.CANCELLED,
            ClassOffering.starts_on <= frame.last,
            within(ClassOffering.institution_id, ids),
        )
    )
    taught = (
        select(HourPosting.learner_id, ClassOffering.institution_id)
        .join(ClassOffering, ClassOffering.id == HourPosting.offering_id)
        .where(HourPosting.year == frame.year, within(ClassOffering.institution_id, ids))
    )
    decided = select(AccountPosting.learner_id, AccountPosting.institution_id).where(
        AccountPosting.year == frame.year, within(AccountPosting.institution_id, ids)
    )
    found: dict[int, set[int]] = {}
    for learner_id, institution_id in db.session.execute(union(enrolled, taught, decided)):
        found.setdefault(learner_id, set()).add(institution_id)
    return found


def learners_by_id(ids: Collection[int]) -> dict[int, Learner]:
    """People with their employers."""
    statement = select(Learner).where(Learner.id.in_(ids)).options(joinedload(Learner.employer))
    return {one.id: one for one in db.session.scalars(statement)}


def enrolment_in_scope(learner_id: int, enrolment_id: int, ids: Ids) -> Enrolment | None:
    """One class of a person, held by one of these institutions."""
    statement = (
        select(Enrolment)
        .join(Enrolment.offering)
        .where(
            Enrolment.id == enrolment_id,
            Enrolment.learner_id == learner_id,
            within(ClassOffering.institution_id, ids),
        )
        .options(joinedload(Enrolment.offering), joinedload(Enrolment.learner))
    )
    return db.session.scalar(statement)
