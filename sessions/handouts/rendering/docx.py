"""A paper as DOCX, by python-docx: fonts, page and tables as Chinese offices expect them."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sessions.handouts.rendering import docx_parts as parts
from sessions.handouts.writing.blocks import (
    TEXT_WIDTH_MM,
    Badges,
    Block,
    Facts,
    NewPage,
    Paper,
    Seal,
    Section,
    SignLine,
    Style,
    Table,
    Text,
)

LEFT, CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
SONG, HEI, FANGSONG, LATIN = "宋体", "黑体", "仿宋", "Times New Roman"

# name: Chinese font, size, bold, alignment, space before and after in points, indent of the first line in characters
STYLES: dict[str, tuple[str, float, bool, Any, float, float, int]] = {
    Style.TITLE: (SONG, 18, True, CENTER, 6, 16, 0),
    Style.ABOVE: (SONG, 13, False, CENTER, 6, 0, 0),
    Style.SUBTITLE: (FANGSONG, 12, False, CENTER, 0, 12, 0),
    Style.LEAD: (FANGSONG, 12, False, LEFT, 6, 6, 0),
    Style.HEAD: (HEI, 12, False, LEFT, 6, 0, 2),
    Style.BODY: (FANGSONG, 12, False, LEFT, 0, 0, 2),
    Style.NOTE: (SONG, 9, False, LEFT, 6, 6, 0),
    "TableText": (SONG, 9, False, LEFT, 0, 0, 0),
    "BadgeText": (SONG, 10, False, CENTER, 3, 3, 0),
    "Fact": (SONG, 10, False, LEFT, 0, 3, 0),
}
LINE = 22  # points from line to line in letters, whatever the font
_LOOSE = (Style.LEAD, Style.HEAD, Style.BODY)


def to_docx(paper: Paper) -> bytes:
    """The Word document of a paper."""
    document = Document()
    _prepare(document, paper)
    for number, section in enumerate(paper.sections):
        pages = "NUMPAGES" if len(paper.sections) == 1 else "SECTIONPAGES"
        _begin(document, section, pages, first=number == 0)
        for block in section.blocks:
            _WRITERS[type(block)](document, block)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _prepare(document: DocumentType, paper: Paper) -> None:
    core, moment = document.core_properties, datetime.combine(paper.dated, time())
    core.title, core.last_modified_by = parts.clean(paper.title)[:250], ""
    core.author = parts.clean(paper.institution)[:250]
    core.comments, core.created, core.modified = "", moment, moment
    parts.set_fonts(document.styles["Normal"], SONG, LATIN)
    parts.set_fonts(document.styles["Footer"], SONG, LATIN)
    _speak_chinese(document)
    for name, (font, size, bold, align, before, after, indent) in STYLES.items():
        style = document.styles.add_style(_named(name), WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        parts.set_fonts(style, font, LATIN)
        style.font.size, style.font.bold = Pt(size), bold
        looks = style.paragraph_format
        looks.alignment = align
        looks.space_before, looks.space_after = Pt(before), Pt(after)
        looks.first_line_indent = Pt(size * indent)
        looks.keep_with_next = name == Style.HEAD
        if name in _LOOSE:
            looks.line_spacing_rule, looks.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)


def _named(style: str) -> str:
    """A style's name in the document; Word's own names (Title, Subtitle) are left alone."""
    return f"Paper{style.capitalize()}" if style in set(Style) else style


def _speak_chinese(document: DocumentType) -> None:
    """Chinese is the language of the text: spelling and line breaking follow it."""
    for looks in document.styles.element.iter(qn("w:lang")):
        looks.set(qn("w:val"), "en-US")
        looks.set(qn("w:eastAsia"), "zh-CN")


def _begin(document: DocumentType, section: Section, pages: str, *, first: bool) -> None:
    """A section of A4 that begins on a new page and counts its own pages."""
    sheet = document.sections[0] if first else document.add_section(WD_SECTION.NEW_PAGE)
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    edge, top, bottom = (12, 12, 10) if section.bare else (18, 20, 18)
    sheet.left_margin = sheet.right_margin = Mm(edge)
    sheet.top_margin, sheet.bottom_margin = Mm(top), Mm(bottom)
    sheet.header_distance = sheet.footer_distance = Mm(5 if section.bare else 9)
    sheet.footer.is_linked_to_previous = False
    kind = sheet._sectPr.find(qn("w:pgNumType"))
    if kind is None:
        kind = OxmlElement("w:pgNumType")
        sheet._sectPr.insert_element_before(kind, "w:cols", "w:docGrid")
    kind.set(qn("w:start"), "1")
    if not section.bare:
        body = sheet.footer._element
        for old in list(body):
            body.remove(old)
        for line in parts.foot(section.running, pages):
            body.append(line)


def _text(document: DocumentType, block: Text) -> None:
    written = document.add_paragraph(parts.clean(block.text), style=_named(block.style))
    for run in written.runs if block.size else ():
        run.font.size = Pt(block.size)


def _facts(document: DocumentType, block: Facts) -> None:
    for pairs in block.lines():
        line = document.add_paragraph(style="Fact")
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH_MM / 2))
        for number, (name, value) in enumerate(pairs):
            line.add_run(f"\t{name}：" if number else f"{name}：").bold = True
            line.add_run(parts.clean(value))


def _add(document: DocumentType, made: Any) -> None:
    """Put an element at the end of the text, before the settings of the last section."""
    document.element.body.insert_element_before(made, "w:sectPr")


def _table(document: DocumentType, block: Table) -> None:
    _add(document, parts.rows_table(block))
    document.add_paragraph(style="TableText")


def _seal(document: DocumentType, block: Seal) -> None:
    for number, line in enumerate([*block.lines, block.place]):
        written = document.add_paragraph(parts.clean(line), style=_named(Style.BODY))
        looks = written.paragraph_format
        looks.alignment, looks.first_line_indent = CENTER, Pt(0)
        looks.left_indent = Mm(88)
        looks.keep_with_next = number < len(block.lines)
        looks.space_before = Pt(24 if number == 0 else 0)


def _sign(document: DocumentType, block: SignLine) -> None:
    """Words with a line to write on, drawn by the leaders of tabs."""
    line = document.add_paragraph(style="Fact")
    line.paragraph_format.space_before = Pt(18)
    each = TEXT_WIDTH_MM / len(block.words)
    for number, word in enumerate(block.words, 1):
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(each * number - 4), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.HEAVY)
        stops.add_tab_stop(Mm(each * number), WD_TAB_ALIGNMENT.LEFT)
        line.add_run(f"{word}\t" + ("\t" if number < len(block.words) else ""))


def _new_page(document: DocumentType, _block: NewPage) -> None:
    document.add_page_break()


def _badges(document: DocumentType, block: Badges) -> None:
    sheets = block.sheets()
    for number, cards in enumerate(sheets, 1):
        _add(document, parts.badge_table(block, cards))
        after = document.add_paragraph(style="TableText")
        after.paragraph_format.line_spacing = Pt(1)
        after.paragraph_format.page_break_before = number < len(sheets)


_WRITERS: dict[type[Block], Any] = {
    Text: _text,
    Facts: _facts,
    Table: _table,
    Seal: _seal,
    SignLine: _sign,
    Badges: _badges,
    NewPage: _new_page,
}
