"""Where the files of a package are: a folder, or a zip file of it that is read without being unpacked."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from archives.fixity.manifests import DECLARATION, Fault, FaultKind, comparable, is_safe

CHUNK = 1024 * 1024
MAX_MEMBERS = 100_000
MAX_BYTES = 8 * 1024**3


class UnreadableError(Exception):
    """The bytes of a file cannot be had; `kind` says why."""

    def __init__(self, kind: FaultKind = FaultKind.UNREADABLE) -> None:
        super().__init__(kind)
        self.kind = kind


class Source(Protocol):
    """The regular files of a package by path, and what is among them that is no file of a package."""

    paths: dict[str, str]  # path as compared -> path as stored
    faults: list[Fault]

    def chunks(self, path: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece. Raises UnreadableError."""
        ...


def shown(path: str) -> str:
    """A path that can be printed: bytes that are no text become a mark."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass(slots=True)
class FolderSource:
    """A package as a folder. Links are named and never followed."""

    root: Path
    paths: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        for folder, folders, files in os.walk(self.root, onerror=self._note_error):
            here = Path(folder)
            links = [name for name in folders if (here / name).is_symlink()]
            for name in sorted([*files, *links]):
                self._take(here / name)

    def _note_error(self, error: OSError) -> None:
        path = os.path.relpath(error.filename or "", self.root)
        self.faults.append(Fault(shown(path), FaultKind.UNREADABLE))

    def _take(self, file: Path) -> None:
        path = file.relative_to(self.root).as_posix()
        if file.is_symlink() or not file.is_file():
            self.faults.append(Fault(shown(path), FaultKind.UNSAFE))
        elif comparable(path) in self.paths:
            self.faults.append(Fault(shown(path), FaultKind.EXTRA))
        else:
            self.paths[comparable(path)] = path

    def chunks(self, path: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece."""
        try:
            with (self.root / self.paths[path]).open("rb") as stream:
                yield from pieces(stream)
        except OSError as error:
            raise UnreadableError from error


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """A stream in pieces of one mebibyte."""
    while piece := stream.read(CHUNK):
        yield piece


@dataclass(slots=True)
class ZipSource:
    """A package as a zip file, at its top or inside its one folder.

    Nothing is written to disk, so no name can lead anywhere; the bytes that come out are counted against `max_bytes`,
    whatever the file declares.
    """

    archive: zipfile.ZipFile
    max_bytes: int = MAX_BYTES
    paths: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    spent: int = 0

    def __post_init__(self) -> None:
        members = [one for one in self.archive.infolist() if not one.is_dir()]
        if len(members) > MAX_MEMBERS:
            self.faults.append(Fault("", FaultKind.TOO_LARGE, str(len(members))))
            return
        top = top_folder([one.filename for one in members])
        for member in members:
            self._take(member, member.filename.removeprefix(top))

    def _take(self, member: zipfile.ZipInfo, path: str) -> None:
        is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
        if is_link or not is_safe(path) or "\\" in member.orig_filename:
            self.faults.append(Fault(shown(member.filename), FaultKind.UNSAFE))
        elif comparable(path) in self.paths:
            self.faults.append(Fault(shown(path), FaultKind.EXTRA))
        else:
            self.paths[comparable(path)] = path
            self.members[comparable(path)] = member

    def chunks(self, path: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece."""
        try:
            with self.archive.open(self.members[path]) as stream:
                for piece in pieces(stream):
                    self.spent += len(piece)
                    if self.spent > self.max_bytes:
                        raise UnreadableError(FaultKind.TOO_LARGE)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise UnreadableError from error


def top_folder(names: list[str]) -> str:
    """The folder that holds everything, with its slash; nothing when the package lies at the top."""
    if DECLARATION in names or not names:
        return ""
    first = names[0].split("/", 1)[0] + "/"
    return first if all(name.startswith(first) for name in names) else ""
