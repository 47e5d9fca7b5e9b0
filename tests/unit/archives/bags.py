"""A small package to spoil, and what a check says of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archives.fixity.checking import Verdict, check_path
from archives.fixity.writing import bag_files, write_files

PAYLOAD = {
    "01-roster/学员名册.csv": "序号,姓名\r\n1,王一诺\r\n".encode(),
    "01-roster/学员名册.pdf": b"%PDF-1.7 roster",
    "02-hours/postings.csv": b"a,b\r\n1,2\r\n",
    "with a space.txt": b"spaces stay as they are",
    "empty.txt": b"",
}
INFO = [("Source-Organization", "陕西质量培训中心"), ("External-Identifier", "CQO1-ZY·2026-X-001")]
TAGS = {"README.txt": b"how to verify\n"}


def make_bag(folder: Path) -> Path:
    """Write the package into a new folder."""
    write_files(folder, bag_files(PAYLOAD, INFO, TAGS))
    return folder


def files_of(folder: Path) -> list[Path]:
    """Every file of a package, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def said(verdict: Verdict) -> list[tuple[str, str]]:
    """Path and kind of every fault."""
    return [(fault.path, fault.kind.value) for fault in verdict.faults]


def paths(verdict: Verdict) -> set[str]:
    """The files that a check names."""
    return {fault.path for fault in verdict.faults}


def check_after(folder: Path, changes: Iterable[tuple[str, bytes | None]]) -> Verdict:
    """Check a package after files were rewritten, or removed where the content is None."""
    for path, content in changes:
        target = folder / path
        if content is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return check_path(folder)
