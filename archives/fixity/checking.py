"""Checking a package: every changed, missing or extra file is named, whichever file of the package it is.

Each file is compared with every manifest that should name it. Where manifests disagree about a file that one of them
proves whole, the manifest that contradicts is the altered one; so a change in a manifest is not blamed on the files.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archives.fixity.manifests import (
    ALGORITHMS,
    DECLARATION,
    INFO,
    PAYLOAD,
    Fault,
    FaultKind,
    Manifest,
    read_info,
    read_manifest,
)
from archives.fixity.sources import FolderSource, Source, UnreadableError, ZipSource, shown

MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_DECLARATION = re.compile(rb"BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: UTF-8\r?\n?")
_SMALL = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `seal` is the SHA-256 of the tag manifest, which stands for the whole package."""

    faults: tuple[Fault, ...]
    files: int = 0
    bytes: int = 0
    reference: str = ""
    seal: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.faults


@dataclass(slots=True)
class Measured:
    """Digests and sizes of all files that could be read; the tag files' content as well, which is small."""

    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    tags: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def check_path(path: Path, *, seal: str = "") -> Verdict:
    """Check a package in a folder or a zip file. `seal` is the number it must have, where that is known."""
    if path.is_dir():
        return check(FolderSource(path), seal=seal)
    try:
        with zipfile.ZipFile(path) as archive:
            return check(ZipSource(archive), seal=seal)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Verdict((Fault(path.name, FaultKind.NOT_A_BAG),))


def check(source: Source, *, seal: str = "") -> Verdict:
    """Check a package file by file."""
    names = sorted(path for path in source.paths if MANIFEST.fullmatch(path))
    if DECLARATION not in source.paths and not names:
        return Verdict((Fault("", FaultKind.NOT_A_BAG), *source.faults))
    measured = measure(source)
    tag_faults = check_tag_files(measured, names)
    touched = {fault.path for fault in tag_faults}
    payload_faults = check_payload(measured, names, touched)
    found = [*source.faults, *measured.faults, *tag_faults, *payload_faults]
    own_seal = measured.digests.get("tagmanifest-sha256.txt", {}).get("sha256", "")
    found += check_tag_content(measured, {fault.path for fault in found})
    if seal and seal != own_seal and not found:
        found.append(Fault("tagmanifest-sha256.txt", FaultKind.SEAL_DIFFERS, own_seal))
    return Verdict(
        tuple(sorted(set(found))),
        files=len(measured.sizes),
        bytes=sum(measured.sizes.values()),
        reference=read_info(measured.tags.get(INFO, b"")).get("External-Identifier", ""),
        seal=own_seal,
    )


def measure(source: Source) -> Measured:
    """Read every file once."""
    measured = Measured()
    for path in sorted(source.paths):
        hashers = {algorithm: hashlib.new(algorithm) for algorithm in ALGORITHMS}
        size, kept = 0, bytearray()
        try:
            for piece in source.chunks(path):
                size += len(piece)
                for hasher in hashers.values():
                    hasher.update(piece)
                if not path.startswith(PAYLOAD) and size <= _SMALL:
                    kept += piece
        except UnreadableError as error:
            measured.faults.append(Fault(shown(path), error.kind))
            measured.digests[path] = {}
            if error.kind is FaultKind.TOO_LARGE:
                break
            continue
        measured.digests[path] = {algorithm: hasher.hexdigest() for algorithm, hasher in hashers.items()}
        measured.sizes[path] = size
        if not path.startswith(PAYLOAD):
            measured.tags[path] = bytes(kept)
    return measured


def check_tag_files(measured: Measured, names: Sequence[str]) -> list[Fault]:
    """The files outside the payload against the tag manifests."""
    lists = [read_manifest(name, measured.tags.get(name, b"")) for name in supported(names, tag=True)]
    faults = [fault for one in lists for fault in one.faults]
    wanted = {"tag" + name for one in lists for name in one.entries if MANIFEST.fullmatch(name)}
    wanted |= {"tag" + name for name in supported(names, tag=False)} or {"tagmanifest-sha256.txt"}
    known = {one for one in wanted if supported([one], tag=True)}
    faults += [Fault(name, FaultKind.MISSING) for name in known if name not in measured.digests]
    readable = [one for one in lists if not one.faults] or lists
    paths = {path for path in measured.digests if not path.startswith(PAYLOAD) and not path.startswith("tagmanifest-")}
    faults += judge(measured.digests, paths, readable) if readable else []
    faults += [
        Fault(shown(path), FaultKind.EXTRA)
        for path in measured.digests
        if path.startswith("tagmanifest-") and path not in {one.name for one in lists}
    ]
    return faults


def check_payload(measured: Measured, names: Sequence[str], touched: set[str]) -> list[Fault]:
    """The payload against those payload manifests that are themselves unchanged; against all, if none is."""
    all_names = supported(names, tag=False)
    if not all_names:
        return [] if touched else [Fault("manifest-sha256.txt", FaultKind.MISSING)]
    intact = [name for name in all_names if name not in touched] or all_names
    lists = [read_manifest(name, measured.tags.get(name, b"")) for name in intact]
    faults = [fault for one in lists for fault in one.faults if one.name not in touched]
    return faults + judge(measured.digests, {path for path in measured.digests if path.startswith(PAYLOAD)}, lists)


def supported(names: Iterable[str], *, tag: bool) -> list[str]:
    """The manifests of one kind whose algorithm is known here."""
    found = [(name, MANIFEST.fullmatch(name)) for name in names]
    return [name for name, match in found if match and bool(match[1]) is tag and match[2] in ALGORITHMS]


def judge(digests: Mapping[str, Mapping[str, str]], paths: set[str], lists: Sequence[Manifest]) -> list[Fault]:
    """Every path that is there or named by a manifest, against all these manifests."""
    faults: list[Fault] = []
    for path in sorted(paths | {path for one in lists for path in one.entries}):
        unreadable = path in digests and not digests[path]
        if not unreadable:
            faults += judge_file(path, digests.get(path), lists)
    return faults


def judge_file(path: str, own: Mapping[str, str] | None, lists: Sequence[Manifest]) -> list[Fault]:
    """One file against the manifests: whole if one of them proves it, and then the others are the altered ones."""
    naming = [one for one in lists if path in one.entries]
    if own is None:
        if len(naming) == len(lists):
            return [Fault(shown(path), FaultKind.MISSING)]
        return [Fault(one.name, FaultKind.ALTERED, shown(path)) for one in naming]
    proving = [one for one in naming if one.entries[path] == own[one.algorithm]]
    if proving:
        return [Fault(one.name, FaultKind.ALTERED, shown(path)) for one in lists if one not in proving]
    return [Fault(shown(path), FaultKind.CHANGED if naming else FaultKind.EXTRA)]


def check_tag_content(measured: Measured, touched: set[str]) -> list[Fault]:
    """What the declaration and the size line say, where their digests are right."""
    faults = []
    declaration = measured.tags.get(DECLARATION)
    if declaration is not None and DECLARATION not in touched and not _DECLARATION.fullmatch(declaration):
        faults.append(Fault(DECLARATION, FaultKind.MALFORMED, "1"))
    payload = [size for path, size in measured.sizes.items() if path.startswith(PAYLOAD)]
    oxum = f"{sum(payload)}.{len(payload)}"
    said = read_info(measured.tags.get(INFO, b"")).get("Payload-Oxum", oxum)
    if said != oxum and not touched:
        faults.append(Fault(INFO, FaultKind.ALTERED, "Payload-Oxum"))
    return faults
