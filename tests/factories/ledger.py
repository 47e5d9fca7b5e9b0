"""Runs of the rules, postings, changes of sessions, imported files."""

from __future__ import annotations

from decimal import Decimal

import factory

from courses.models import ImportedFile
from sessions.models import Evaluation, HourPosting, SessionChange
from sessions.rules.kinds import PostingKind, SessionKind
from tests.factories.base import ModelFactory
from tests.factories.classes import EnrolmentFactory, ImportBatchFactory
from tests.factories.delivery import ClassSessionFactory


class EvaluationFactory(ModelFactory):
    """A run of the rules over the class of a session or enrolment."""

    class Meta:
        model = Evaluation

    class Params:
        offering = None

    offering_id = factory.LazyAttribute(lambda made: made.offering.id)
    rule_set_version_id = factory.LazyAttribute(lambda made: made.offering.rule_set_version_id)


class HourPostingFactory(ModelFactory):
    """Two hours earned by a learner in a session of the same class."""

    class Meta:
        model = HourPosting

    enrolment = factory.SubFactory(EnrolmentFactory)
    class_session = factory.SubFactory(ClassSessionFactory, offering=factory.SelfAttribute("..enrolment.offering"))
    evaluation = factory.SubFactory(EvaluationFactory, offering=factory.SelfAttribute("..enrolment.offering"))
    offering_id = factory.SelfAttribute("enrolment.offering_id")
    learner_id = factory.SelfAttribute("enrolment.learner_id")
    kind = PostingKind.EARN
    category = SessionKind.OFFLINE
    year = 2026
    minutes = 90
    hours = Decimal(2)


class SessionChangeFactory(ModelFactory):
    """A session said something else before."""

    class Meta:
        model = SessionChange

    class Params:
        class_session = factory.SubFactory(ClassSessionFactory)

    session_id = factory.LazyAttribute(lambda made: made.class_session.id)
    reason = "changed"


class ImportedFileFactory(ModelFactory):
    """A table of a file of an import."""

    class Meta:
        model = ImportedFile

    batch = factory.SubFactory(ImportBatchFactory)
    file = "签到记录.xlsx"
    kind = "sign"
    digest = "0" * 64
