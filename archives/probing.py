"""A look into a file: what it is, whether it opens, how many pages it has. Pure: bytes in, facts out."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable

from archives.rules.properties import Probe

PDF = "application/pdf"
CSV = "text/csv"
JSON = "application/json"
TEXT = "text/plain"


def probe_pdf(content: bytes) -> Probe:
    """Pages, encryption and the PDF/A claim of a PDF."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            with document.open_metadata() as metadata:
                claim = metadata.pdfa_status
            return Probe(PDF, True, document.is_encrypted, bool(claim), len(document.pages))
    except pikepdf.PasswordError:
        return Probe(PDF, False, encrypted=True)
    except (pikepdf.PdfError, ValueError):
        return Probe(PDF, False)


def probe(content: bytes, media_type: str) -> Probe:
    """Whether a file opens as what it is said to be. `media_type` of the answer is what its bytes show."""
    if content.startswith(b"%PDF-"):
        return probe_pdf(content)
    for kind, start, end in (("image/jpeg", b"\xff\xd8\xff", b"\xff\xd9"), ("image/png", b"\x89PNG\r\n", b"IEND")):
        if content.startswith(start):
            return Probe(kind, end in content[-4096:], pages=1)
    if content.startswith(b"PK\x03\x04"):
        return Probe(media_type, _opens(lambda: zipfile.ZipFile(io.BytesIO(content)).testzip()))
    if media_type == JSON:
        return Probe(JSON, _opens(lambda: json.loads(content)))
    if media_type == CSV:
        return Probe(CSV, _opens(lambda: list(csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True))))
    return Probe(TEXT, _opens(lambda: content.decode("utf-8")))


def _opens(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (ValueError, csv.Error, zipfile.BadZipFile, NotImplementedError):
        return False
    return True
