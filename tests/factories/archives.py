"""Documents of a dossier, packages, checks."""

from __future__ import annotations

import factory

from archives.models import ArchivedFile, ArchivePackage, DossierDocument, DossierNote, FixityCheck
from tests.factories.base import ModelFactory
from tests.factories.classes import ClassOfferingFactory


class DossierDocumentFactory(ModelFactory):
    """A notice that was handed in."""

    class Meta:
        model = DossierDocument

    offering = factory.SubFactory(ClassOfferingFactory)
    filing_code = "notice"
    file_name = "培训通知.pdf"
    media_type = "application/pdf"
    content = b"%PDF-1.7"
    size = 8
    digest = "0" * 64
    by_name = "李静"


class DossierNoteFactory(ModelFactory):
    """Why there is no notice."""

    class Meta:
        model = DossierNote

    offering_id = factory.LazyFunction(int)
    filing_code = "notice"
    reason = "以电话通知"
    by_name = "李静"


class ArchivePackageFactory(ModelFactory):
    """A complete package whose folder is nowhere."""

    class Meta:
        model = ArchivePackage

    offering = factory.SubFactory(ClassOfferingFactory)
    rule_set_version_id = factory.SelfAttribute("offering.rule_set_version_id")
    reference = factory.Sequence(lambda n: f"CQO1-ZY·2026-C-{n:03d}")
    retention = "D30"
    sealed_by = "李静"
    location = "/nowhere"
    manifest_digest = "0" * 64
    complete = True


class ArchivedFileFactory(ModelFactory):
    """The first file of an item."""

    class Meta:
        model = ArchivedFile

    package = factory.SubFactory(ArchivePackageFactory)
    item_number = 1
    reference = factory.Sequence(lambda n: f"CQO1-ZY·2026-D30-C-{n:04d}")
    part = 1
    item_code = "roster"
    title = "学员名册"
    path = factory.Sequence(lambda n: f"data/{n:02d}.pdf")
    media_type = "application/pdf"
    bytes = 8
    digest = "0" * 64
    pages = 1


class FixityCheckFactory(ModelFactory):
    """A check that found nothing wrong."""

    class Meta:
        model = FixityCheck

    package = factory.SubFactory(ArchivePackageFactory)
    by_name = "李静"
    passed = True
