"""Manifests of a package: lines of digest and path, as RFC 8493 writes them.

The tag manifests are read strictly: they are the one part of a bag that no other digest covers, so anything that is not
exactly as this product (or bagit.py) writes it counts as altered. That is what makes one changed byte visible even in
white space. Payload manifests are covered by the tag manifests and may be read as the standard allows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

ALGORITHMS = ("sha256", "sha512")
PAYLOAD = "data/"
DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_STRICT_LINE = re.compile(r"([0-9a-f]+)( {1,2})([!-~][^\r\n]*)")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(\S.*)")
_SECRET_STEPS = {"", ".", ".."}


class FaultKind(StrEnum):
    """What is wrong with a file of a package."""

    CHANGED = "changed"  # its digest is another one
    MISSING = "missing"  # a manifest names it and it is not there
    EXTRA = "extra"  # it is there and no manifest names it
    ALTERED = "altered"  # a manifest that contradicts a file and another manifest
    MALFORMED = "malformed"  # it cannot be read as what it is
    UNSAFE = "unsafe"  # a link, or a name that leads out of the package
    UNREADABLE = "unreadable"  # the medium does not give its bytes
    TOO_LARGE = "too_large"  # more than a checker may unpack
    SEAL_DIFFERS = "seal_differs"  # whole in itself, but not the package that was sealed
    NOT_A_BAG = "not_a_bag"


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One faulty file; `detail` is a path, a line number or another fact, never prose."""

    path: str
    kind: FaultKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The digests that one manifest gives, by path."""

    name: str
    algorithm: str
    entries: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


def digest(content: bytes, algorithm: str = "sha256") -> str:
    """The digest of some bytes in small hexadecimal letters."""
    return hashlib.new(algorithm, content).hexdigest()


def encode_path(path: str) -> str:
    """A path as a manifest writes it: only line breaks and the percent sign are encoded."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def decode_path(text: str) -> str:
    """The path that a manifest line names, in the Unicode form in which paths are compared (NFC)."""
    plain = re.sub("%0a", "\n", re.sub("%0d", "\r", text, flags=re.I), flags=re.I)
    return comparable(plain.replace("%25", "%"))


def comparable(path: str) -> str:
    """File systems store 'é' in one or two characters; paths are compared in the short form."""
    return normalize("NFC", path)


def is_safe(path: str) -> bool:
    """Whether a path stays inside its package on every system."""
    plain = "\\" not in path and "\0" not in path and not path.startswith("/") and ":" not in path.split("/")[0]
    return plain and not _SECRET_STEPS & set(path.split("/"))


def format_manifest(digests: Mapping[str, str]) -> bytes:
    """The bytes of a manifest, paths in order."""
    return "".join(f"{digests[path]}  {encode_path(path)}\n" for path in sorted(digests)).encode()


def read_manifest(name: str, content: bytes) -> Manifest:
    """Read `manifest-<algorithm>.txt` or `tagmanifest-<algorithm>.txt`; faulty lines are named by number."""
    algorithm = name.split("-", 1)[1].removesuffix(".txt")
    is_tag = name.startswith("tag")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Manifest(name, algorithm, {}, (Fault(name, FaultKind.MALFORMED, f"byte {error.start}"),))
    lines = text.split("\n") if is_tag else text.splitlines()
    whole = bool(lines) and lines[-1] == ""
    if is_tag and whole:
        lines.pop()
    entries: dict[str, str] = {}
    bad = [] if whole or not is_tag else [len(lines)]
    gaps = set()
    for number, line in enumerate(lines, 1):
        found = _read_line(line, strict=is_tag)
        if found is None or not _fits(found, entries, algorithm, is_tag):
            bad += [number] if line or is_tag else []
            continue
        gaps.add(found[1])
        entries[decode_path(found[2])] = found[0].lower()
    if is_tag and len(gaps) > 1:
        bad.append(1)
    return Manifest(name, algorithm, entries, tuple(Fault(name, FaultKind.MALFORMED, str(one)) for one in sorted(bad)))


def _read_line(line: str, *, strict: bool) -> tuple[str, str, str] | None:
    if strict:
        found = _STRICT_LINE.fullmatch(line)
        return (found[1], found[2], found[3]) if found and encode_path(decode_path(found[3])) == found[3] else None
    found = _LINE.fullmatch(line)
    return (found[1], "", found[2]) if found else None


def _fits(line: tuple[str, str, str], entries: Mapping[str, str], algorithm: str, is_tag: bool) -> bool:
    """Whether a line's digest has the right length, and its path is safe, on its side of the bag, and named once."""
    path = decode_path(line[2])
    right_length = len(line[0]) == hashlib.new(algorithm).digest_size * 2
    right_side = path.startswith(PAYLOAD) != is_tag
    return right_length and right_side and is_safe(path) and path not in entries


def format_info(lines: Iterable[tuple[str, str]]) -> bytes:
    """The bytes of bag-info.txt; a value never breaks its line."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in lines).encode()


def read_info(content: bytes) -> dict[str, str]:
    """Labels and values of bag-info.txt; of a repeated label the last."""
    found = {}
    for line in content.decode("utf-8", "replace").splitlines():
        label, mark, value = line.partition(":")
        if mark:
            found[label.strip()] = value.strip()
    return found
