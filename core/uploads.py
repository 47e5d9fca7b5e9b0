"""Which documents may be handed in: told by their content, never by what their sender says."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

MAX_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120
_ODD = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|%]+")


class DocumentKind(StrEnum):
    """The formats a document may have; the value is its file ending."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    JPG = "jpg"
    PNG = "png"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self]


MEDIA_TYPES = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DocumentKind.JPG: "image/jpeg",
    DocumentKind.PNG: "image/png",
}
_ENDINGS = {".jpeg": DocumentKind.JPG, **{f".{kind.value}": kind for kind in DocumentKind}}
_MAIN_PART = {"word/document.xml": DocumentKind.DOCX, "xl/workbook.xml": DocumentKind.XLSX}


class UploadFault(StrEnum):
    """Why a document is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    OTHER_KIND = "other_kind"  # the ending says one format, the content is another
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    MACROS = "macros"


@dataclass(frozen=True, slots=True)
class Judged:
    """A document as judged: its kind, or why it is refused."""

    kind: DocumentKind | None = None
    fault: UploadFault | None = None


def judge_upload(name: str, content: bytes, *, max_bytes: int = MAX_BYTES) -> Judged:
    """Look into a document that somebody hands in."""
    if not content:
        return Judged(fault=UploadFault.EMPTY)
    if len(content) > max_bytes:
        return Judged(fault=UploadFault.TOO_LARGE)
    judged = _look_inside(content)
    ending = _ENDINGS.get("." + name.rpartition(".")[2].lower())
    if judged.kind and ending is not judged.kind:
        return Judged(fault=UploadFault.OTHER_KIND)
    return judged


def _look_inside(content: bytes) -> Judged:
    if content.startswith(b"%PDF-"):
        return _look_into_pdf(content)
    if content.startswith(b"\xff\xd8\xff"):
        return Judged(DocumentKind.JPG) if b"\xff\xd9" in content[-4096:] else Judged(fault=UploadFault.BROKEN)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Judged(DocumentKind.PNG) if b"IEND" in content[-4096:] else Judged(fault=UploadFault.BROKEN)
    if content.startswith(b"PK\x03\x04"):
        return _look_into_office(content)
    return Judged(fault=UploadFault.UNKNOWN_KIND)


def _look_into_pdf(content: bytes) -> Judged:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return Judged(fault=UploadFault.ENCRYPTED) if document.is_encrypted else Judged(DocumentKind.PDF)
    except pikepdf.PasswordError:
        return Judged(fault=UploadFault.ENCRYPTED)
    except (pikepdf.PdfError, ValueError):
        return Judged(fault=UploadFault.BROKEN)


def _look_into_office(content: bytes) -> Judged:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {name.lower() for name in package.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return Judged(fault=UploadFault.BROKEN)
    if any(name.endswith("vbaproject.bin") for name in names):
        return Judged(fault=UploadFault.MACROS)
    kinds = [kind for part, kind in _MAIN_PART.items() if part in names and "[content_types].xml" in names]
    return Judged(kinds[0]) if len(kinds) == 1 else Judged(fault=UploadFault.UNKNOWN_KIND)


def clean_name(name: str, kind: DocumentKind) -> str:
    """A file name that every system can keep: no path, no control characters, the ending of its content."""
    stem = _ODD.sub("_", name.replace("\\", "/").rpartition("/")[2]).rpartition(".")[0].strip(" .")
    return f"{stem[:LONGEST_NAME] or 'document'}.{kind.value}"
