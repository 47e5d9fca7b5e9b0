"""The text of a paper, read without a tool outside Python: glyphs are turned into characters by each font's table."""

from __future__ import annotations

import io
import re

import pikepdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end", re.DOTALL)


def text_of(pdf: bytes) -> str:
    """The text of all pages, in the order in which it is set."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return "\n".join(_page_text(page) for page in document.pages)


def _page_text(page: pikepdf.Page) -> str:
    fonts = {str(name): _characters(font) for name, font in page.Resources.get("/Font", {}).items()}
    known: dict[int, str] = {}
    pieces: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            known = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            pieces += [_decoded(bytes(part), known) for part in parts if isinstance(part, pikepdf.String)]
    return "".join(pieces)


def _decoded(codes: bytes, known: dict[int, str]) -> str:
    return "".join(known.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2))


def _characters(font: pikepdf.Object) -> dict[int, str]:
    """What each two-byte code of a font means."""
    known: dict[int, str] = {}
    for kind, body in _BLOCK.findall(bytes(font.ToUnicode.read_bytes())):
        if kind == b"bfchar":
            known |= {int(code, 16): _text(meaning) for code, meaning in _PAIR.findall(body)}
            continue
        for first, last, meaning in _RANGE.findall(body):
            start = _text(meaning)
            for step in range(int(last, 16) - int(first, 16) + 1):
                known[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return known


def _text(meaning: bytes) -> str:
    return bytes.fromhex(meaning.decode()).decode("utf-16-be")
