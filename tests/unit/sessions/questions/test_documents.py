"""Word files of questions: running text, lists that Word counts itself, tables, pictures."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sessions.questions.rules import documents
from sessions.questions.rules.documents import FileFault, FileRefused, Known, read_file
from sessions.questions.rules.questions import Fault, QuestionKind

LEVEL = '<w:abstractNum {} w:abstractNumId="{}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/></w:lvl></w:abstractNum>'


def read_document(document):
    stream = io.BytesIO()
    document.save(stream)
    return read_file("试题.docx", stream.getvalue(), Known([], {}, "质量"))


def counted(document, text, number):
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
    )


def with_lists(document, *forms):
    """Lists numbered 91, 92 … of these formats."""
    root = document.part.numbering_part.element
    for number, form in enumerate(forms, 91):
        root.insert(0, parse_xml(LEVEL.format(nsdecls("w"), number, form)))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def test_numbers_and_letters_that_word_counts_itself_are_seen():
    document = docx.Document()
    with_lists(document, "chineseCountingThousand", "decimal", "upperLetter", "upperLetter", "bullet")
    counted(document, "单选题", 91)
    counted(document, "谁负责？", 92)
    counted(document, "政府", 93)
    counted(document, "企业", 93)
    document.add_paragraph("答案：B")
    counted(document, "谁监督？", 92)
    counted(document, "政府", 94)
    counted(document, "企业", 94)
    counted(document, "答案：A", 95)
    found = read_document(document)
    assert [(one.text.stem, one.text.options, one.text.answer) for one in found] == [
        ("谁负责？", ("政府", "企业"), ("B",)),
        ("谁监督？", ("政府", "企业"), ("A",)),
    ]


def test_a_table_and_text_are_both_read():
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ["题型", "题干", "答案", "判断题", "质量是检验出来的。", "错"], strict=True):
        cell.text = text
    document.add_paragraph("1. 简述质量。")
    document.add_paragraph("答案：略")
    assert [one.text.kind for one in read_document(document)] == [QuestionKind.TRUE_FALSE, QuestionKind.SHORT]


def test_a_picture_in_a_question_is_remarked_and_is_no_mistake():
    document = docx.Document()
    document.add_paragraph("1. 见图，说明质量。")
    document.add_paragraph()._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:drawing/></w:r>"))
    document.add_paragraph("答案：略")
    [one] = read_document(document)
    assert [found.fault for found in one.faults] == [Fault.PICTURE]


def broken_document():
    """A package that calls itself a Word document and holds none."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in ("[Content_Types].xml", "word/document.xml"):
            package.writestr(name, "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>")
    return stream.getvalue()


def test_a_broken_or_swollen_document_is_refused(monkeypatch):
    with pytest.raises(FileRefused) as refused:
        read_file("试题.docx", broken_document(), Known([], {}))
    assert refused.value.fault is FileFault.NOT_READABLE
    monkeypatch.setattr(documents, "MOST_UNPACKED", 10)
    with pytest.raises(FileRefused) as refused:
        read_file("试题.docx", broken_document(), Known([], {}))
    assert refused.value.fault is FileFault.TOO_LARGE
