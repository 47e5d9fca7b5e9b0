"""The bytes of a paper in the format asked for."""

from __future__ import annotations

from pathlib import Path

from core.uploads import MEDIA_TYPES, DocumentKind
from sessions.handouts.rendering.pdf import to_pdf
from sessions.handouts.writing.blocks import Paper
from sessions.handouts.writing.papers import PaperFormat


def render(paper: Paper, wanted: PaperFormat, font: Path | None = None) -> bytes:
    """The file of a paper. `font` is the configured font of PDFs, if any."""
    if wanted is PaperFormat.PDF:
        return to_pdf(paper, font)
    from sessions.handouts.rendering.docx import to_docx  # a library that no other page needs

    return to_docx(paper)


def media_type(wanted: PaperFormat) -> str:
    return MEDIA_TYPES[DocumentKind(wanted.value)]
