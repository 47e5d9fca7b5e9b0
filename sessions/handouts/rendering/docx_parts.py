"""Pieces of WordprocessingML that python-docx has no words for; a table of a hundred rows is one parse."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from sessions.handouts.writing.blocks import TEXT_WIDTH_MM, Badge, Badges, Table
from sessions.handouts.writing.wording import words

LINE = 1.35  # sizes from line to line in tables and on badges
_BORDERS = '<w:{0} w:val="{1}" w:sz="4" w:space="0" w:color="{2}"/>'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def clean(text: str) -> str:
    """The text without characters that a document must not hold; line breaks stay."""
    kept = (" " if one.isspace() and one != "\n" else one for one in text)
    return "".join(one for one in kept if one == "\n" or _may_stand(one))


def _may_stand(character: str) -> bool:
    """Whether XML has room for it: no control character, half of a pair, or one that will never be a character."""
    return character not in "\ufffe\uffff" and unicodedata.category(character) not in ("Cc", "Cs")


def run(text: str, size: float = 0, *, bold: bool = False, color: str = "") -> str:
    """A run with its line breaks."""
    looks = ("<w:b/>" if bold else "") + (f'<w:color w:val="{color}"/>' if color else "")
    looks += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).split("\n")]
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{looks}</w:rPr>{"<w:br/>".join(lines)}</w:r>'


def paragraph(text: str, style: str, align: str = "left", **looks: Any) -> str:
    """A paragraph; with a size its lines stand equally far apart in every font."""
    apart = f'<w:spacing w:line="{round(looks["size"] * 20 * LINE)}" w:lineRule="exact"/>' if "size" in looks else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{apart}<w:jc w:val="{align}"/></w:pPr>'
        f"{run(text, **looks) if text else ''}</w:p>"
    )


def _cell(width: int, inner: str, extra: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{extra}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'


def _table(widths: Sequence[int], rows: str, line: str, color: str, margin: int) -> Any:
    borders = "".join(_BORDERS.format(side, line, color) for side in _SIDES)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = (("top", 40), ("left", margin), ("bottom", 40), ("right", margin))
    sides = "".join(f'<w:{side} w:w="{room}" w:type="dxa"/>' for side, room in edges)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{rows}</w:tbl>"
    )


def rows_table(table: Table) -> Any:
    """A table whose head returns on every page and whose rows are not torn."""
    fixed = sum(one.mm for one in table.columns)
    open_columns = sum(1 for one in table.columns if not one.mm)
    left = (TEXT_WIDTH_MM - fixed) / open_columns if open_columns else 0
    widths = [twips(one.mm or left) for one in table.columns]
    head = "".join(
        _cell(
            width,
            paragraph(one.title, "TableText", "center", size=table.size),
            '<w:shd w:val="clear" w:fill="EEF1F4"/>',
        )
        for one, width in zip(table.columns, widths, strict=True)
    )
    height = f'<w:trHeight w:val="{twips(table.row_mm)}" w:hRule="atLeast"/>' if table.row_mm else ""
    body = "".join(
        f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>"
        + "".join(
            _cell(width, paragraph(cell, "TableText", one.align, size=table.size))
            for cell, one, width in zip(row, table.columns, widths, strict=True)
        )
        + "</w:tr>"
        for row in table.rows
    )
    rows = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}"
    return _table(widths, rows, "single", "1F2933", 60)


def badge_table(badges: Badges, cards: Sequence[Badge]) -> Any:
    """One sheet of badges; the dotted lines are where to cut."""
    width = twips(badges.width_mm)
    filled = [*cards, *[None] * (badges.across * badges.down - len(cards))]
    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{twips(badges.height_mm)}" w:hRule="exact"/></w:trPr>'
        + "".join(_cell(width, _badge(card)) for card in filled[at : at + badges.across])
        + "</w:tr>"
        for at in range(0, len(filled), badges.across)
    )
    return _table([width] * badges.across, rows, "dotted", "8A949C", 200)


def _badge(card: Badge | None) -> str:
    if card is None:
        return paragraph("", "TableText")
    name = 30 if len(card.name) <= 6 else 18 if len(card.name) <= 12 else 12
    return (
        paragraph(card.head, "BadgeText", "center", size=8.5, color="5B6770")
        + paragraph(card.name, "BadgeText", "center", size=name, bold=True)
        + paragraph(card.employer, "BadgeText", "center", size=8 if len(card.employer) > 36 else 10.5)
        + paragraph(card.number, "BadgeText", "center", size=9, color="5B6770")
    )


def foot(running: str, pages: str) -> list[Any]:
    """The line at the foot: what this is, a tab, and the page of how many; `pages` is the field that counts them."""
    text = words()["page"]["count"]
    before, _, rest = text.partition("{page}")
    between, _, after = rest.partition("{pages}")
    inner = "".join(
        (run(running, 8.5), "<w:r><w:tab/></w:r>", run(before, 8.5), _field("PAGE"), run(between, 8.5))
    ) + "".join((_field(pages), run(after, 8.5)))
    cleared = "".join(f'<w:tab w:val="clear" w:pos="{place}"/>' for place in (4320, 4680, 8640, 9360))
    tab = f'<w:tabs>{cleared}<w:tab w:val="right" w:pos="{twips(TEXT_WIDTH_MM)}"/></w:tabs>'
    whole = f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Footer"/>{tab}</w:pPr>{inner}</w:p>'
    return [parse_xml(whole)]


def _field(code: str) -> str:
    size = '<w:rPr><w:sz w:val="17"/></w:rPr>'
    return f'<w:fldSimple w:instr=" {code} "><w:r>{size}<w:t>1</w:t></w:r></w:fldSimple>'


def set_fonts(style: Any, chinese: str, latin: str) -> None:
    """The fonts of a style by name, for Chinese text and the rest; the fonts of the theme no longer decide."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for kind, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{kind}"), font)
