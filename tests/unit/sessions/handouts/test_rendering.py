"""A paper as PDF and as DOCX: the same content, nothing of it ever a command."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pikepdf
import pytest
from docx import Document

from sessions.handouts.rendering.docx import to_docx
from sessions.handouts.rendering.formats import media_type, render
from sessions.handouts.rendering.pdf import to_pdf
from sessions.handouts.writing.papers import PaperFormat, PaperKind, paper_of
from tests.pdf_text import text_of
from tests.unit.sessions.handouts.samples import class_facts, people

NASTY = '=cmd|"/c calc"!A1 </w:t><w:fldSimple w:instr="DDEAUTO c calc"/> #import("x") $x$ *b* {{ a }}\x00\x0b\ufffe'
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def nasty():
    """A class in which everything is an attempt."""
    learners = [type(one)(one.number, NASTY, employer=NASTY, post=NASTY) for one in people(2)]
    return class_facts(name=NASTY, institution=NASTY, class_teacher=NASTY, people=learners)


def xml_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))}


def squeezed(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", PaperKind)
def test_both_formats_say_the_same(kind):
    paper = paper_of(kind, class_facts(12))
    document = Document(io.BytesIO(to_docx(paper)))
    body = "".join(node.text or "" for node in document.element.body.iter(f"{WORD}t"))
    in_docx, in_pdf = squeezed(body), squeezed(text_of(to_pdf(paper)))
    for words in (
        ("学员12", "第12厂") if kind in (PaperKind.ROSTER, PaperKind.SIGN_SHEETS, PaperKind.BADGES) else ("战略",)
    ):
        assert words in in_docx
        assert words in in_pdf
    assert in_docx.count("李静") == in_pdf.count("李静")


@pytest.mark.parametrize("kind", PaperKind)
def test_nothing_that_is_entered_becomes_a_command(kind):
    paper = paper_of(kind, nasty())
    parts = xml_of(to_docx(paper))
    fields = [
        node.get(f"{WORD}instr")
        for text in parts.values()
        for node in ElementTree.fromstring(text).iter(f"{WORD}fldSimple")
    ]
    assert {(field or "").strip() for field in fields} <= {"PAGE", "NUMPAGES", "SECTIONPAGES"}
    assert not any("instrText" in text or 'TargetMode="External"' in text for text in parts.values())
    assert not any("vba" in name.lower() for name in parts)
    with pikepdf.open(io.BytesIO(to_pdf(paper))) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert "/JavaScript" not in pdf.Root.get("/Names", {})


def test_text_is_kept_letter_by_letter_without_control_characters():
    document = Document(io.BytesIO(to_docx(paper_of(PaperKind.ROSTER, nasty()))))
    assert document.tables[0].cell(1, 1).text == NASTY.replace("\x00", "").replace("\x0b", " ").replace("\ufffe", "")


def test_chinese_fonts_and_language_are_set():
    parts = xml_of(to_docx(paper_of(PaperKind.NOTICE, class_facts())))
    styles = ElementTree.fromstring(parts["word/styles.xml"])
    fonts = {
        style.get(f"{WORD}styleId"): node.get(f"{WORD}eastAsia")
        for style in styles.iter(f"{WORD}style")
        for node in style.iter(f"{WORD}rFonts")
    }
    assert (fonts["PaperBody"], fonts["PaperTitle"], fonts["PaperHead"], fonts["Normal"]) == (
        "仿宋",
        "宋体",
        "黑体",
        "宋体",
    )
    assert {node.get(f"{WORD}eastAsia") for node in styles.iter(f"{WORD}lang")} == {"zh-CN"}


def test_the_head_of_a_table_returns_and_rows_are_not_torn():
    document = Document(io.BytesIO(to_docx(paper_of(PaperKind.ROSTER, class_facts(60)))))
    rows = document.tables[0]._tbl.tr_lst
    assert len(rows) == 61
    assert [row.find(f".//{WORD}tblHeader") is not None for row in rows[:2]] == [True, False]
    assert all(row.find(f".//{WORD}cantSplit") is not None for row in rows)


def test_sixty_learners_take_several_pages_with_the_head_on_each():
    pdf = to_pdf(paper_of(PaperKind.ROSTER, class_facts(60)))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
    assert pages > 1
    assert squeezed(text_of(pdf)).count("身份证号") == pages


@pytest.mark.parametrize("kind", [PaperKind.ROSTER, PaperKind.BADGES, PaperKind.SIGN_SHEETS, PaperKind.TIMETABLE])
def test_an_empty_class_can_be_rendered(kind):
    paper = paper_of(kind, class_facts(0, lessons=[], instructors=[]))
    assert to_pdf(paper).startswith(b"%PDF")
    assert to_docx(paper).startswith(b"PK")


def test_the_same_paper_gives_the_same_pdf():
    paper = paper_of(PaperKind.TIMETABLE, class_facts())
    assert to_pdf(paper) == to_pdf(paper)


def test_a_rare_character_that_letters_lack_is_drawn_in_the_other_font():
    rare = "\U0002000b"  # in the font of lists, not in the one of letters
    (one, *_rest) = people(1)
    text = text_of(to_pdf(paper_of(PaperKind.BADGES, class_facts(people=[type(one)(1, f"王{rare}")]))))
    assert rare in text


def test_formats_have_their_media_types():
    paper = paper_of(PaperKind.BADGES, class_facts())
    assert render(paper, PaperFormat.PDF).startswith(b"%PDF")
    assert render(paper, PaperFormat.DOCX).startswith(b"PK")
    assert media_type(PaperFormat.PDF) == "application/pdf"
    assert media_type(PaperFormat.DOCX).endswith("wordprocessingml.document")
