"""Proofs, appointments and leave of teachers; campuses, profiles, checks and closures of venues."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from tests.factories.base import ModelFactory
from trainer.places.models import Campus, VenueCheck, VenueClosure, VenueProfile
from trainer.places.rules import CheckKind, CheckResult
from trainer.teaching.models import TeacherAppointment, TeacherLeave, TeacherQualification, TeachingProfile
from trainer.teaching.rules import QualificationKind


class TeacherQualificationFactory(ModelFactory):
    """A title without an end."""

    class Meta:
        model = TeacherQualification

    teacher = factory.SubFactory("tests.factories.training.TeacherFactory")
    kind = QualificationKind.PROFESSIONAL_TITLE
    name = "高级工程师"


class TeacherAppointmentFactory(ModelFactory):
    """An appointment for the year 2026."""

    class Meta:
        model = TeacherAppointment

    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)


class TeachingProfileFactory(ModelFactory):
    """A first version without restrictions."""

    class Meta:
        model = TeachingProfile

    version = 1


class TeacherLeaveFactory(ModelFactory):
    """Away on 1 April 2026, from nine to five by the clock of the site."""

    class Meta:
        model = TeacherLeave

    starts_at = datetime(2026, 4, 1, 1, tzinfo=UTC)
    ends_at = datetime(2026, 4, 1, 9, tzinfo=UTC)


class CampusFactory(ModelFactory):
    """A site of an institution."""

    class Meta:
        model = Campus

    name = factory.Sequence(lambda n: f"第{n}校区")


class VenueProfileFactory(ModelFactory):
    """A first version, open at any time."""

    class Meta:
        model = VenueProfile

    version = 1


class VenueClosureFactory(ModelFactory):
    """Closed on 1 April 2026, from nine to five by the clock of the site."""

    class Meta:
        model = VenueClosure

    starts_at = datetime(2026, 4, 1, 1, tzinfo=UTC)
    ends_at = datetime(2026, 4, 1, 9, tzinfo=UTC)


class VenueCheckFactory(ModelFactory):
    """A safety check that was passed."""

    class Meta:
        model = VenueCheck

    kind = CheckKind.SAFETY
    checked_on = date(2026, 1, 5)
    result = CheckResult.PASSED
