"""Accreditations, posts and internal documents of institutions."""

from __future__ import annotations

from datetime import date, timedelta

import factory

from core.clock import today
from core.stored_files import StoredFile
from tests.factories.base import ModelFactory
from tests.factories.training import InstitutionFactory
from trainer.accreditation.models import (
    AccreditationEntry,
    AccreditationFile,
    AccreditationRecord,
    DocumentVersion,
    InstitutionDocument,
    PostHolding,
)
from trainer.accreditation.rules import EntryKind
from trainer.accreditation.upkeep import DocumentKind, PostKind

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class StoredFileFactory(ModelFactory):
    """A small document."""

    class Meta:
        model = StoredFile

    file_name = "证明.pdf"
    media_type = "application/pdf"
    content = PDF
    size = len(PDF)
    digest = "0" * 64
    by_name = "李静"


class AccreditationRecordFactory(ModelFactory):
    """An accreditation for appointment training without entries: nobody knows until when it is valid."""

    class Meta:
        model = AccreditationRecord

    institution = factory.SubFactory(InstitutionFactory)
    number = factory.Sequence(lambda n: f"陕质培 {n:03d}")
    training_types = ["任职培训"]


class AccreditationEntryFactory(ModelFactory):
    """Granted from the beginning of 2020 for a year from today."""

    class Meta:
        model = AccreditationEntry

    accreditation = factory.SubFactory(AccreditationRecordFactory)
    sequence = 1
    kind = EntryKind.GRANTED
    effective_on = date(2020, 1, 1)
    valid_from = date(2020, 1, 1)
    valid_until = factory.LazyFunction(lambda: today() + timedelta(days=365))


class AccreditationFileFactory(ModelFactory):
    """A certificate."""

    class Meta:
        model = AccreditationFile

    accreditation = factory.SubFactory(AccreditationRecordFactory)
    file = factory.SubFactory(StoredFileFactory)


class PostHoldingFactory(ModelFactory):
    """Somebody in management since 2020."""

    class Meta:
        model = PostHolding

    institution_id = factory.LazyAttribute(lambda made: made.at.id)
    post = PostKind.MANAGEMENT
    name = factory.Sequence(lambda n: f"任职人员{n}")
    started_on = date(2020, 1, 1)

    class Params:
        at = factory.SubFactory(InstitutionFactory)


class InstitutionDocumentFactory(ModelFactory):
    """Attendance rules without a version."""

    class Meta:
        model = InstitutionDocument

    institution_id = factory.LazyAttribute(lambda made: made.at.id)
    kind = DocumentKind.ATTENDANCE
    title = factory.Sequence(lambda n: f"考勤管理办法{n}")

    class Params:
        at = factory.SubFactory(InstitutionFactory)


class DocumentVersionFactory(ModelFactory):
    """The first version, in force since 2020."""

    class Meta:
        model = DocumentVersion

    document = factory.SubFactory(InstitutionDocumentFactory)
    file = factory.SubFactory(StoredFileFactory)
    sequence = 1
    number = "V1.0"
    effective_on = date(2020, 1, 1)
