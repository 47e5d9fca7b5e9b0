"""Handing in documents, explaining empty entries, sealing a class, checking a package."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from accounts import audit
from accounts.models import User
from archives import packaging, queries
from archives.drafting import DraftItem, Press, draft_items
from archives.fixity.checking import Verdict, check_path
from archives.fixity.manifests import Fault, FaultKind
from archives.gathering import Gathered, gather
from archives.models import ArchivedFile, ArchivePackage, DossierDocument, DossierNote, FixityCheck
from archives.packaging import Built, Seal
from archives.rules import references
from archives.rules.references import Series
from core.clock import local_now, to_utc
from core.db import db, utc_now
from core.stored_files import UploadRefused
from core.uploads import UploadFault, clean_name, judge_upload
from courses.models import ClassOffering
from standards.rules import figure

MAX_FINDINGS = 200  # as many as are kept with a check; a package that is worse than that is counted, not listed


class FolderTaken(Exception):
    """The folder for a package exists and is not empty, or is no folder."""


class PackageFaulty(Exception):
    """A package that was just written is not whole on the disk: nothing was sealed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A class as gathered, and the items made of it: everything a package needs but its numbers."""

    gathered: Gathered
    drafts: list[DraftItem]
    press: Press


def author(by: User | None) -> str:
    """The name that stands under a record."""
    return by.display_name if by else audit.COMMAND_LINE


def hand_in(offering: ClassOffering, code: str, *, name: str, content: bytes, by: User | None) -> DossierDocument:
    """Take a document for an entry of the filing list. Raises UploadRefused."""
    judged = judge_upload(name, content)
    if judged.kind is None:
        raise UploadRefused(judged.fault or UploadFault.UNKNOWN_KIND)
    document = DossierDocument(
        offering_id=offering.id,
        filing_code=code,
        file_name=clean_name(name, judged.kind),
        media_type=judged.kind.media_type,
        size=len(content),
        digest=packaging.digest(content),
        content=content,
        by_name=author(by),
    )
    db.session.add(document)
    db.session.flush()
    _record("archives.document_added", offering, by, entry=code, file=document.file_name, sha256=document.digest)
    return document


def withdraw(offering: ClassOffering, document: DossierDocument, *, by: User | None) -> None:
    """Take a document out of the dossier; it stays on record. Packages that hold it keep it."""
    if document.withdrawn_at is None:
        document.withdrawn_at = utc_now()
        document.withdrawn_by = author(by)
        _record("archives.document_withdrawn", offering, by, entry=document.filing_code, file=document.file_name)


def explain(offering: ClassOffering, code: str, *, reason: str, by: User | None) -> DossierNote:
    """Write down why an entry stays empty; an empty reason takes the explanation back."""
    note = DossierNote(offering_id=offering.id, filing_code=code, reason=reason.strip(), by_name=author(by))
    db.session.add(note)
    db.session.flush()
    _record("archives.entry_explained", offering, by, entry=code, reason=note.reason)
    return note


def seal_class(
    offering: ClassOffering, out_dir: Path, *, by: User | None, press: Press, note: str = ""
) -> ArchivePackage:
    """Render the dossier of a class from its live records and seal it as a package in `out_dir`.

    `out_dir` must be empty or not exist yet (FolderTaken): it becomes the package. An incomplete dossier is sealed too,
    and says what is missing. Leaves no files behind when it fails, unless the process is killed: such a folder has no
    tag manifest and never passes for a package.
    """
    empty_folder(out_dir)
    return seal_drawn(draw(offering, press), out_dir, by=by, note=note)


def draw(offering: ClassOffering, press: Press) -> Drawn:
    """Gather a class and render its papers. Reads only; this is what takes most of the time of sealing."""
    gathered = gather(offering)
    return Drawn(gathered, draft_items(gathered, press), press)


def seal_drawn(drawn: Drawn, out_dir: Path, *, by: User | None, note: str = "") -> ArchivePackage:
    """Number what was drawn, write it as a package, check it on the disk, and enter it in the register."""
    target = empty_folder(out_dir)
    gathered, drafts, offering = drawn.gathered, drawn.drafts, drawn.gathered.offering
    queries.lock_class(offering.id)
    seal = number(gathered, drafts, by=author(by))
    target.mkdir(parents=True, exist_ok=True)
    try:
        built = packaging.build(target, gathered, drafts, seal, drawn.press)
        verdict = check_path(target, seal=built.seal_digest)
        if not verdict.is_whole:
            raise PackageFaulty(verdict.faults)
        package = _register(gathered, seal, built, target, note)
    except BaseException:
        _empty(target)
        raise
    note_check(package, verdict, by=by)
    _record("archives.sealed", offering, by, reference=package.reference, complete=package.complete,
            missing=list(package.missing), seal=package.manifest_digest)  # fmt: skip
    return package


def empty_folder(path: Path) -> Path:
    """The folder, if it is empty or does not exist yet. Raises FolderTaken."""
    target = path.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderTaken(str(path))
    return target


def _empty(folder: Path) -> None:
    for inner in folder.iterdir():
        if inner.is_dir():
            shutil.rmtree(inner)
        else:
            inner.unlink()


def number(gathered: Gathered, drafts: Sequence[DraftItem], *, by: str) -> Seal:
    """Give the package and its items their numbers, going on from those of earlier packages of the class.

    Raises ParameterMissing when the rule-set names no fonds or category.
    """
    parameters = gathered.version.to_parameters()
    fonds, category = str(figure(parameters, "archive.fonds")), str(figure(parameters, "archive.category"))
    year, subject = gathered.offering.ends_on.year, gathered.offering.code
    series = {one.retention: Series(fonds, category, year, one.retention, subject) for one in drafts}
    last = {
        retention: references.last_number(queries.references_under(one.prefix), one.prefix)
        for retention, one in series.items()
    }
    numbers = references.number_items([one.retention for one in drafts], last)
    volume_prefix = references.volume_prefix(fonds, category, year, subject)
    volume = references.last_number(queries.volumes_under(volume_prefix), volume_prefix) + 1
    return Seal(
        reference=references.volume(volume_prefix, volume),
        item_references=tuple(series[one.retention].item(n) for one, n in zip(drafts, numbers, strict=True)),
        item_numbers=tuple(numbers),
        retention=references.longest(one.retention for one in drafts),
        year=year,
        sealed_at=local_now(),
        sealed_by=by,
    )


def _register(gathered: Gathered, seal: Seal, built: Built, folder: Path, note: str) -> ArchivePackage:
    package = ArchivePackage(
        offering_id=gathered.offering.id,
        rule_set_version_id=gathered.version.id,
        reference=seal.reference,
        retention=seal.retention,
        sealed_at=to_utc(seal.sealed_at),
        sealed_by=seal.sealed_by,
        location=str(folder),
        manifest_digest=built.seal_digest,
        file_count=built.file_count,
        total_bytes=built.total_bytes,
        complete=gathered.dossier.is_complete,
        missing=[one.code for one in gathered.dossier.missing],
        properties=[asdict(one) for one in built.checks],
        note=note,
        files=[
            ArchivedFile(
                item_number=item.number, reference=item.reference, part=file.part, item_code=item.draft.code,
                title=item.draft.title, path=file.path, media_type=file.media_type, bytes=file.bytes,
                digest=file.sha256, pages=file.pages, retention=item.draft.retention,
            )
            for item in built.items
            for file in item.files
        ],
    )  # fmt: skip
    db.session.add(package)
    db.session.flush()
    return package


def verify_package(package: ArchivePackage, *, by: User | None) -> FixityCheck:
    """Check a package where it was put, against the seal on record, and keep what was found."""
    folder = Path(package.location)
    if folder.is_dir():
        verdict = check_path(folder, seal=package.manifest_digest)
    else:
        verdict = Verdict((Fault(package.location, FaultKind.MISSING),))
    check = note_check(package, verdict, by=by)
    _record("archives.verified", package.offering, by, reference=package.reference, passed=check.passed,
            faults=len(verdict.faults))  # fmt: skip
    return check


def note_check(package: ArchivePackage, verdict: Verdict, *, by: User | None) -> FixityCheck:
    """Keep the outcome of a check."""
    findings = [{"path": one.path, "kind": one.kind.value, "detail": one.detail} for one in verdict.faults]
    check = FixityCheck(
        package_id=package.id, by_name=author(by), passed=verdict.is_whole, findings=findings[:MAX_FINDINGS]
    )
    db.session.add(check)
    db.session.flush()
    return check


def note_download(package: ArchivePackage, *, by: User | None) -> None:
    """Write down that a package left the site."""
    _record("archives.downloaded", package.offering, by, reference=package.reference)


def _record(action: str, offering: ClassOffering, by: User | None, **detail: Any) -> None:
    audit.record(action, by=by, subject=("class", offering.code), institution_id=offering.institution_id, **detail)
