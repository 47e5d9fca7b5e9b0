"""Putting a package together: numbers, catalogue, metadata, the four-property test, and the bag around it all.

The items are written first and read back from the disk; what is tested is what was written. The manifests are written
last, so that a package broken off half-way is never taken for a whole one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archives.drafting import DraftItem, Press
from archives.fixity.manifests import PAYLOAD, digest
from archives.fixity.writing import SEAL_FILE, bag_files, write_files
from archives.gathering import Gathered
from archives.probing import probe
from archives.rendering import catalogue
from archives.rendering.records import class_facts, to_json
from archives.rendering.sheets import Sheet, paper
from archives.rendering.wording import say
from archives.rules.properties import Check, PackageFacts, Staged, four_properties
from core.papers import render_pdf

PRODUCT = "CQO Training"
ACCESS = "restricted"  # it holds personal information


@dataclass(frozen=True, slots=True)
class Seal:
    """The numbers of a package, who seals it and when (site time), in the order of its items."""

    reference: str
    item_references: tuple[str, ...]
    item_numbers: tuple[int, ...]
    retention: str
    year: int
    sealed_at: datetime
    sealed_by: str


@dataclass(frozen=True, slots=True)
class FiledFile:
    """One file of an item as the catalogue gives it."""

    path: str
    part: int
    media_type: str
    bytes: int
    sha256: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class FiledItem:
    """One item with its number and files."""

    reference: str
    number: int
    draft: DraftItem
    files: tuple[FiledFile, ...]

    @property
    def pages(self) -> int | None:
        counted = [one.pages for one in self.files if one.pages is not None]
        return sum(counted) if counted else None


@dataclass(frozen=True, slots=True)
class Built:
    """A package as written: its items, the test, the number that stands for it."""

    items: tuple[FiledItem, ...]
    checks: tuple[Check, ...]
    seal_digest: str
    file_count: int
    total_bytes: int


def build(folder: Path, gathered: Gathered, drafts: Sequence[DraftItem], seal: Seal, press: Press) -> Built:
    """Write the package into an empty folder."""
    payload = {one.path: one.content for draft in drafts for one in draft.files}
    write_files(folder, {PAYLOAD + path: content for path, content in payload.items()})
    items = file_items(drafts, seal)
    metadata = {
        "package": package_metadata(gathered, seal),
        "items": [item_metadata(one, gathered, seal) for one in items],
    }
    described = {"metadata.json": to_json(metadata)}
    write_files(folder, {PAYLOAD + path: content for path, content in described.items()})
    checks = four_properties(read_back(folder, items, gathered))
    described |= describe(items, checks, gathered, seal, press)
    payload |= described
    files = bag_files(payload, bag_info(gathered, seal), {"README.txt": catalogue.readme(seal.reference, gathered)})
    written = {PAYLOAD + one.path for draft in drafts for one in draft.files} | {PAYLOAD + "metadata.json"}
    write_files(folder, {path: content for path, content in files.items() if path not in written})
    size = sum(map(len, files.values()))
    return Built(tuple(items), tuple(checks), digest(files[SEAL_FILE]), len(files), size)


def file_items(drafts: Sequence[DraftItem], seal: Seal) -> list[FiledItem]:
    """Give each item its number and each file its size, digest and pages."""
    filed = []
    for draft, reference, number in zip(drafts, seal.item_references, seal.item_numbers, strict=True):
        files = tuple(
            FiledFile(
                PAYLOAD + one.path,
                part,
                one.media_type,
                len(one.content),
                digest(one.content),
                probe(one.content, one.media_type).pages,
            )
            for part, one in enumerate(draft.files, 1)
        )
        filed.append(FiledItem(reference, number, draft, files))
    return filed


def package_metadata(gathered: Gathered, seal: Seal) -> dict[str, Any]:
    """What is said of the package as a whole."""
    return {
        "reference": seal.reference,
        "title": gathered.offering.name,
        "creator": gathered.institution.name,
        "creator_code": gathered.institution.code,
        "year": seal.year,
        "retention": seal.retention,
        "access": ACCESS,
        "sealed_at": seal.sealed_at,
        "sealed_by": seal.sealed_by,
        "made_with": PRODUCT,
        "complete": gathered.dossier.is_complete,
        "missing": [one.code for one in gathered.dossier.missing],
        "class": class_facts(gathered),
    }


def item_metadata(item: FiledItem, gathered: Gathered, seal: Seal) -> dict[str, Any]:
    """The metadata of one item (after DA/T 46-2009)."""
    draft = item.draft
    return {
        "reference": item.reference,
        "title": f"{gathered.offering.name} {draft.title}",
        "code": draft.code,
        "stage": draft.stage,
        "creator": gathered.institution.name,
        "date": draft.day,
        "year": seal.year,
        "retention": draft.retention,
        "access": ACCESS,
        "class_code": gathered.offering.code,
        "package": seal.reference,
        "pages": item.pages,
        "formats": sorted({Path(one.path).suffix.lstrip(".") for one in item.files}),
        "files": list(item.files),
    }


def read_back(folder: Path, items: Sequence[FiledItem], gathered: Gathered) -> PackageFacts:
    """What the four-property test looks at: everything as it lies on the disk."""
    staged = []
    for item in items:
        for one in item.files:
            path = folder / one.path
            content = path.read_bytes() if path.is_file() else None
            staged.append(
                Staged(
                    one.path,
                    item.reference,
                    (one.bytes, one.sha256, one.media_type),
                    None if content is None else (len(content), digest(content)),
                    None if content is None else probe(content, one.media_type),
                )
            )
    metadata_path = folder / PAYLOAD / "metadata.json"
    try:
        metadata = json.loads(metadata_path.read_bytes())["items"]
    except (OSError, ValueError, KeyError):
        metadata = None
    on_disk = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return PackageFacts(
        items=metadata or [],
        files=staged,
        paths_on_disk=frozenset(on_disk - {PAYLOAD + "metadata.json"}),
        missing_entries=[one.filing.title for one in gathered.dossier.missing],
        history=gathered.history(),
        metadata_readable=metadata is not None,
        is_logged=True,  # sealing writes the audit trail in the same transaction, or does not happen
    )


def describe(
    items: Sequence[FiledItem], checks: Sequence[Check], gathered: Gathered, seal: Seal, press: Press
) -> dict[str, bytes]:
    """Catalogue, statement of completeness and test report, for people and for programs."""
    head = gathered.letterhead()

    def printed(sheet: Sheet) -> bytes:
        return render_pdf("table", paper(sheet, head, title=say("title", sheet.code)), font=press.font)

    listing = catalogue.catalogue_sheet(items, gathered, seal)
    report = catalogue.properties_sheet(checks, seal)
    return {
        "catalogue.pdf": printed(listing),
        "catalogue.csv": listing.tables[0].to_csv(),
        "catalogue-files.csv": listing.tables[1].to_csv(),
        "catalogue.json": to_json([item_metadata(one, gathered, seal) for one in items]),
        "completeness.json": to_json(catalogue.completeness(gathered.dossier)),
        "four-properties.pdf": printed(report),
        "four-properties.json": to_json(list(checks)),
    }


def bag_info(gathered: Gathered, seal: Seal) -> list[tuple[str, str]]:
    """The lines of bag-info.txt."""
    return [
        ("Source-Organization", gathered.institution.name),
        ("External-Identifier", seal.reference),
        ("External-Description", f"{gathered.offering.code} {gathered.offering.name}"),
        ("Bagging-Date", seal.sealed_at.date().isoformat()),
        ("Bag-Software-Agent", PRODUCT),
    ]
