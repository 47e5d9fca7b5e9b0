"""Two small documents of different content."""

from __future__ import annotations

from io import BytesIO

from pikepdf import Pdf


def pdf(pages: int) -> bytes:
    """A PDF of blank pages."""
    made, out = Pdf.new(), BytesIO()
    for _page in range(pages):
        made.add_blank_page()
    made.save(out, deterministic_id=True)
    return out.getvalue()


PDF, OTHER_PDF = pdf(1), pdf(2)
