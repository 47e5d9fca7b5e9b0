"""The four-property test (四性检测, DA/T 70-2018) of a package: named checks, each with what was really tested.

Nothing passes that was not looked at: what this product cannot test is `not_run` and says so. The wording of the
standard's own indicators is not public to us; the checks follow their published outline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from archives.rules.references import gaps


class Property(StrEnum):
    """What a package has to be."""

    AUTHENTICITY = "authenticity"  # 真实性
    INTEGRITY = "integrity"  # 完整性
    USABILITY = "usability"  # 可用性
    SECURITY = "security"  # 安全性


class Result(StrEnum):
    """What came of a check."""

    PASS = "pass"  # noqa: S105 - a result, no password.
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_RUN = "not_run"


class CheckCode(StrEnum):
    """The checks, by what they look at."""

    METADATA_SCHEMA = "metadata_schema"
    CONTENT_MATCHES = "content_matches"
    LINKS = "links"
    PACKAGE_STRUCTURE = "package_structure"
    COUNT_AND_BYTES = "count_and_bytes"
    METADATA_COMPLETE = "metadata_complete"
    NUMBERS = "numbers"
    CONTENT_COMPLETE = "content_complete"
    PROCESS_RECORDS = "process_records"
    METADATA_READABLE = "metadata_readable"
    CONTENT_OPENS = "content_opens"
    FORMATS = "formats"
    ENVIRONMENT = "environment"
    NO_ENCRYPTION = "no_encryption"
    VIRUS = "virus"
    FOREIGN_FILES = "foreign_files"
    MEDIUM = "medium"
    PROCESS_LOGGED = "process_logged"


REQUIRED_ELEMENTS: dict[str, type | tuple[type, ...]] = {
    "reference": str,
    "title": str,
    "creator": str,
    "date": str,
    "year": int,
    "retention": str,
    "access": str,
    "class_code": str,
    "files": list,
}
# Formats that DA/T 47 and practice accept for long keeping; a PDF only as PDF/A.
LASTING = frozenset({"application/pdf", "text/csv", "application/json", "text/plain", "image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class Probe:
    """What a look into a file found."""

    media_type: str
    opens: bool
    encrypted: bool = False
    is_pdf_a: bool = False
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Staged:
    """A file of a package: what the catalogue says of it, and what was found on reading it back."""

    path: str
    reference: str
    said: tuple[int, str, str]  # bytes, SHA-256, media type
    found: tuple[int, str] | None  # bytes, SHA-256; None when it is not there
    probe: Probe | None


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """Everything that the checks look at."""

    items: Sequence[Mapping[str, Any]]  # metadata of each item, read back from the file that holds it
    files: Sequence[Staged]
    paths_on_disk: frozenset[str]
    missing_entries: Sequence[str] = ()
    history: int = 0  # process records that travel with the package: imports, runs of the rules, postings
    metadata_readable: bool = True
    is_logged: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One check and its result; `subjects` names what failed."""

    property: Property
    code: CheckCode
    result: Result
    subjects: tuple[str, ...] = field(default=())


def four_properties(facts: PackageFacts) -> list[Check]:
    """Every check, in the order of the properties."""
    return [Check(kind, code, *_run(test, facts)) for kind, code, test in _CHECKS]


def failed(checks: Sequence[Check]) -> list[Check]:
    """The checks that failed."""
    return [one for one in checks if one.result is Result.FAIL]


Finder = Callable[[PackageFacts], Sequence[str]]


def _run(test: Finder | Result, facts: PackageFacts) -> tuple[Result, tuple[str, ...]]:
    if isinstance(test, Result):
        return test, ()
    found = tuple(test(facts))
    return (Result.FAIL if found else Result.PASS), found


def _name(item: Mapping[str, Any], position: int) -> str:
    return str(item.get("reference") or f"#{position}")


def bad_metadata(facts: PackageFacts) -> list[str]:
    """Items with an element of the wrong type."""
    return [
        f"{_name(item, at)}: {element}"
        for at, item in enumerate(facts.items, 1)
        for element, kind in REQUIRED_ELEMENTS.items()
        if element in item and not isinstance(item[element], kind)
    ]


def incomplete_metadata(facts: PackageFacts) -> list[str]:
    """Items that lack a required element."""
    return [
        f"{_name(item, at)}: {element}"
        for at, item in enumerate(facts.items, 1)
        for element in REQUIRED_ELEMENTS
        if item.get(element) in (None, "", [])
    ]


def differing_content(facts: PackageFacts) -> list[str]:
    """Files whose size, digest or kind is not what the catalogue says."""
    return [
        one.path
        for one in facts.files
        if one.found and (one.found != one.said[:2] or (one.probe and one.probe.media_type != one.said[2]))
    ]


def wrong_totals(facts: PackageFacts) -> list[str]:
    """Number and bytes of all files together, where they differ from the catalogue's."""
    said = (len(facts.files), sum(one.said[0] for one in facts.files))
    found = (sum(one.found is not None for one in facts.files), sum(one.found[0] for one in facts.files if one.found))
    return [] if said == found else [f"{found[0]}/{said[0]}, {found[1]}/{said[1]} B"]


def unlasting_formats(facts: PackageFacts) -> list[str]:
    """Files whose format is not one for long keeping."""
    return [
        one.path
        for one in facts.files
        if one.said[2] not in LASTING or (one.said[2] == "application/pdf" and not (one.probe and one.probe.is_pdf_a))
    ]


_CHECKS: tuple[tuple[Property, CheckCode, Finder | Result], ...] = (
    (Property.AUTHENTICITY, CheckCode.METADATA_SCHEMA, bad_metadata),
    (Property.AUTHENTICITY, CheckCode.CONTENT_MATCHES, differing_content),
    (Property.AUTHENTICITY, CheckCode.LINKS, lambda facts: [one.path for one in facts.files if one.found is None]),
    # The digests of the finished package are checked after this report has become part of it.
    (Property.AUTHENTICITY, CheckCode.PACKAGE_STRUCTURE, Result.NOT_RUN),
    (Property.INTEGRITY, CheckCode.COUNT_AND_BYTES, wrong_totals),
    (Property.INTEGRITY, CheckCode.METADATA_COMPLETE, incomplete_metadata),
    (Property.INTEGRITY, CheckCode.NUMBERS, lambda facts: gaps(str(one["reference"]) for one in facts.items)),
    (Property.INTEGRITY, CheckCode.CONTENT_COMPLETE, lambda facts: facts.missing_entries),
    (Property.INTEGRITY, CheckCode.PROCESS_RECORDS, lambda facts: [] if facts.history else ["0"]),
    (Property.USABILITY, CheckCode.METADATA_READABLE, lambda facts: [] if facts.metadata_readable else ["metadata"]),
    (
        Property.USABILITY,
        CheckCode.CONTENT_OPENS,
        lambda facts: [one.path for one in facts.files if one.found and not (one.probe and one.probe.opens)],
    ),
    (Property.USABILITY, CheckCode.FORMATS, unlasting_formats),
    (Property.USABILITY, CheckCode.ENVIRONMENT, Result.NOT_RUN),
    (
        Property.USABILITY,
        CheckCode.NO_ENCRYPTION,
        lambda facts: [one.path for one in facts.files if one.probe and one.probe.encrypted],
    ),
    (Property.SECURITY, CheckCode.VIRUS, Result.NOT_RUN),
    (
        Property.SECURITY,
        CheckCode.FOREIGN_FILES,
        lambda facts: sorted(facts.paths_on_disk - {one.path for one in facts.files}),
    ),
    (Property.SECURITY, CheckCode.MEDIUM, Result.NOT_RUN),
    (Property.SECURITY, CheckCode.PROCESS_LOGGED, lambda facts: [] if facts.is_logged else ["audit"]),
)
