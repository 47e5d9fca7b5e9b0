"""A paper as PDF, by typst."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.fonts import chinese_font, letter_font
from core.papers import printable, render_pdf
from sessions.handouts.writing.blocks import LONG_FACT, Badges, Block, Facts, Paper
from sessions.handouts.writing.wording import words


def to_pdf(paper: Paper, font: Path | None = None) -> bytes:
    """The PDF/A of a paper; the same paper gives the same bytes."""
    data = _data(paper)
    return render_pdf("handout", data, font=_face(data, font))


def _face(data: dict[str, Any], configured: Path | None) -> Path:
    """The font of letters, unless a rare character of a name stands only in the other one."""
    letters, plain = letter_font(configured), chinese_font(configured)
    return letters if printable(data, letters) == printable(data, plain) else plain


def _data(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "institution": paper.institution,
        "dated": paper.dated.isoformat(),
        "page_words": words()["page"]["count"],
        "sections": [
            {"running": one.running, "bare": one.bare, "blocks": [_block(block) for block in one.blocks]}
            for one in paper.sections
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Badges):
        sheets = [[asdict(card) for card in sheet] for sheet in block.sheets()]
        return {
            "kind": block.kind,
            "sheets": sheets,
            "across": block.across,
            "down": block.down,
            "width": block.width_mm,
            "height": block.height_mm,
        }
    if isinstance(block, Facts):
        return {"kind": block.kind, "lines": block.lines(), "long": LONG_FACT}
    return {"kind": block.kind, **asdict(block)}
