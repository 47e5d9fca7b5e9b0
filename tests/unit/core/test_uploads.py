"""Documents are told by their content, never by their names."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest

from archives.probing import probe
from core.uploads import DocumentKind, UploadFault, clean_name, judge_upload

JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"


def pdf(password=""):
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        encryption = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(stream, encryption=encryption, deterministic_id=not password)
    return stream.getvalue()


def office(*parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for part in ("[Content_Types].xml", *parts):
            package.writestr(part, "<x/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("通知.pdf", pdf(), DocumentKind.PDF),
        ("通知.PDF", pdf(), DocumentKind.PDF),
        ("总结.docx", office("word/document.xml"), DocumentKind.DOCX),
        ("名册.xlsx", office("xl/workbook.xml"), DocumentKind.XLSX),
        ("照片.jpg", JPG, DocumentKind.JPG),
        ("照片.jpeg", JPG, DocumentKind.JPG),
        ("照片.png", PNG, DocumentKind.PNG),
    ],
)
def test_accepted_documents(name, content, kind):
    assert judge_upload(name, content).kind is kind


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.pdf", b"", UploadFault.EMPTY),
        ("a.pdf", b"hello", UploadFault.UNKNOWN_KIND),
        ("a.exe", b"MZ\x90", UploadFault.UNKNOWN_KIND),
        ("a.html", b"<script>", UploadFault.UNKNOWN_KIND),
        ("a.svg", b"<svg/>", UploadFault.UNKNOWN_KIND),
        ("a.docx", pdf(), UploadFault.OTHER_KIND),
        ("a.pdf.exe", pdf(), UploadFault.OTHER_KIND),
        ("a", pdf(), UploadFault.OTHER_KIND),
        ("a.pdf", pdf()[:40], UploadFault.BROKEN),
        ("a.jpg", JPG[:10], UploadFault.BROKEN),
        ("a.png", PNG[:10], UploadFault.BROKEN),
        ("a.docx", office("word/document.xml")[:60], UploadFault.BROKEN),
        ("a.pdf", pdf("secret"), UploadFault.ENCRYPTED),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin"), UploadFault.MACROS),
        ("a.zip", office("evil.txt"), UploadFault.UNKNOWN_KIND),
    ],
)
def test_refused_documents(name, content, fault):
    assert judge_upload(name, content).fault is fault


def test_a_document_over_the_limit_is_refused():
    assert judge_upload("a.pdf", pdf(), max_bytes=10).fault is UploadFault.TOO_LARGE


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("培训通知.pdf", "培训通知.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("/etc/passwd.pdf", "passwd.pdf"),
        ("a\n:b*%c.PDF", "a_b_c.pdf"),
        (".pdf", "document.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
    ],
)
def test_names_that_every_system_can_keep(name, clean):
    assert clean_name(name, DocumentKind.PDF) == clean


@pytest.mark.parametrize(
    ("content", "said", "opens"),
    [
        (b'{"a": 1}', "application/json", True),
        (b"{", "application/json", False),
        ("a,b\r\n".encode("utf-8-sig"), "text/csv", True),
        (b'"a', "text/csv", False),
        (b"\xff", "text/csv", False),
        (b"text", "text/plain", True),
        (b"PK\x03\x04 broken", DocumentKind.DOCX.media_type, False),
        (office("word/document.xml"), DocumentKind.DOCX.media_type, True),
        (PNG, "image/png", True),
    ],
)
def test_whether_a_file_opens_as_what_it_is_said_to_be(content, said, opens):
    found = probe(content, said)
    assert (found.media_type, found.opens) == (said, opens)


def test_a_pdf_says_its_pages_and_that_it_is_no_pdf_a():
    found = probe(pdf(), "application/pdf")
    assert (found.pages, found.is_pdf_a, found.encrypted) == (1, False, False)
