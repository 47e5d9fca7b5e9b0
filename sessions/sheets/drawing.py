"""A sheet to sign as PDF: its rows, and a code at each corner of each page. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import segno

from core.papers import render_pdf
from sessions.sheets.rules import layout
from sessions.sheets.rules.codes import SheetPage, write_code
from sessions.sheets.rules.layout import ROWS, Corner, code_box, pages_of


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One person on a sheet."""

    number: int
    name: str
    employer: str


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Everything that is printed besides the people; `columns` is 1 for signing in only, 2 for in and out."""

    heading: str
    class_name: str
    when: str
    hint: str
    foot: str  # with {page} and {pages}
    heads: Mapping[str, str]
    columns: int
    dated: date


def draw_sheet(
    first: SheetPage, people: Sequence[SheetRow], words: SheetWords, key: bytes, font: Path | None = None
) -> bytes:
    """The PDF of all pages; `first` names class, half-day and printing."""
    return render_pdf(
        "sign_sheet", sheet_data(first, people, words), images=codes_of(first, len(people), key), font=font
    )


def codes_of(first: SheetPage, people: int, key: bytes) -> dict[str, bytes]:
    """The codes of every page by the name of their picture."""
    return {
        f"code_{number}_{corner.value}.svg": code_picture(
            SheetPage(first.offering_id, first.on, first.part, first.printing, number), corner, key
        )
        for number in range(1, pages_of(people) + 1)
        for corner in Corner
    }


def code_picture(page: SheetPage, corner: Corner, key: bytes) -> bytes:
    """One code with its quiet zone, as SVG."""
    out = BytesIO()
    segno.make_qr(write_code(page, corner, key), error="m").save(out, kind="svg", border=3, xmldecl=False)
    return out.getvalue()


def sheet_data(first: SheetPage, people: Sequence[SheetRow], words: SheetWords) -> dict[str, Any]:
    """What the paper is filled with."""
    total = pages_of(len(people))
    return {
        "title": f"{words.class_name} {words.heading}",
        "dated": words.dated.isoformat(),
        "heading": words.heading,
        "class_name": words.class_name,
        "hint": words.hint,
        "columns": words.columns,
        "words": dict(words.heads),
        "layout": {
            "margin": layout.MARGIN,
            "code": layout.CODE,
            "top": layout.TOP,
            "row": layout.ROW,
            "number": layout.NUMBER,
            "name": layout.NAME,
            "employer": layout.EMPLOYER,
            "box": layout.BOX,
        },
        "pages": [
            {
                "codes": [
                    {"x": code_box(one).left, "y": code_box(one).top, "image": f"code_{number}_{one.value}.svg"}
                    for one in Corner
                ],
                "when": words.when,
                "rows": [asdict(one) for one in people[(number - 1) * ROWS : number * ROWS]],
                "foot": words.foot.format(page=number, pages=total),
            }
            for number in range(1, total + 1)
        ],
    }
