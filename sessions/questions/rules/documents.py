"""Files of questions: a workbook or a Word document, opened by content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.spreadsheets.model import Limits, SpreadsheetRefused
from core.spreadsheets.opening import open_workbook
from core.uploads import DocumentKind, UploadFault, judge_upload
from sessions.questions.rules.cells import Raw, Read, read
from sessions.questions.rules.lines import read_lines
from sessions.questions.rules.questions import Fault, Found, fingerprint
from sessions.questions.rules.tables import read_table

MOST_QUESTIONS = 2000
MOST_UNPACKED = 80 * 1024 * 1024
LIMITS = Limits(max_rows=20_000, max_columns=60, max_cells=400_000, max_sheets=40)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class FileFault(StrEnum):
    """Why a file gives no questions."""

    NOT_READABLE = "not_readable"
    TOO_LARGE = "too_large"
    NO_QUESTIONS = "no_questions"
    TOO_MANY = "too_many"


class FileRefused(Exception):
    """No question is read from the file; `fault` says why."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Known:
    """What a bank knows before a file is read: modules, and fingerprints with the numbers of their questions."""

    modules: Sequence[str]
    prints: dict[str, str]
    module: str = ""  # where questions belong that name none


def read_file(
    name: str, content: bytes, known: Known, tell: Callable[[float], None] = lambda _share: None
) -> list[Read]:
    """The questions of a file, in its order, with what is wrong. Raises FileRefused. `tell` hears how far it is."""
    tell(0)
    raws = _raws(name, content)
    if not raws:
        raise FileRefused(FileFault.NO_QUESTIONS)
    if len(raws) > MOST_QUESTIONS:
        raise FileRefused(FileFault.TOO_MANY)
    reads = []
    for done, raw in enumerate(raws):
        if done % 50 == 0:
            tell((1 + done / len(raws)) / 2)  # opening the file takes as long as reading what is in it
        reads.append(read(raw, known.modules, known.module))
    return mark_same(reads, known.prints)


def mark_same(reads: Sequence[Read], prints: dict[str, str]) -> list[Read]:
    """The same questions; those that the bank has already, or that stand further up, say so."""
    seen: dict[str, int] = {}
    marked = []
    for one in reads:
        mark = fingerprint(one.text)
        faults = list(one.faults)
        if mark in prints:
            faults.append(Found(Fault.SAME_IN_BANK, "stem", prints[mark]))
        elif mark in seen:
            faults.append(Found(Fault.SAME_IN_FILE, "stem", str(seen[mark])))
        seen.setdefault(mark, one.place)
        marked.append(Read(one.place, one.text, tuple(faults)))
    return marked


def _raws(name: str, content: bytes) -> list[Raw]:
    judged = judge_upload(name, content)
    if judged.fault is UploadFault.TOO_LARGE:
        raise FileRefused(FileFault.TOO_LARGE)
    if judged.kind is DocumentKind.DOCX:
        return _read_document(content)
    try:
        book = open_workbook(name, content, LIMITS)
    except SpreadsheetRefused as refused:
        raise FileRefused(FileFault.NOT_READABLE) from refused
    tables = [read_table(sheet.cells) for sheet in book.sheets if not sheet.hidden]
    return [raw for table in tables for raw in table or ()]


def _read_document(content: bytes) -> list[Raw]:
    """The tables of a Word document that have a head, and its running text."""
    import docx

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if sum(one.file_size for one in package.infolist()) > MOST_UNPACKED:
            raise FileRefused(FileFault.TOO_LARGE)
    try:
        document = docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, zipfile.BadZipFile) as broken:
        raise FileRefused(FileFault.NOT_READABLE) from broken
    found: list[Raw] = []
    for table in document.tables:
        found += read_table([[cell.text for cell in row.cells] for row in table.rows]) or []
    return [*found, *read_lines(_paragraphs(document))]


def _paragraphs(document: Any) -> Iterator[tuple[int, str, bool]]:
    """Text of the paragraphs; numbers that Word counts itself are written in front as people see them."""
    counting = _Counting(document)
    for place, paragraph in enumerate(document.paragraphs, 1):
        picture = bool(paragraph._p.findall(f".//{_W}drawing") or paragraph._p.findall(f".//{_W}pict"))
        text = paragraph.text
        yield place, f"{counting.mark(paragraph)}{text}" if text.strip() else text, picture


class _Counting:
    """The lists of a document that count by themselves."""

    def __init__(self, document: Any) -> None:
        self.formats: dict[tuple[str, str], str] = {}
        self.counts: dict[tuple[str, str], int] = {}
        part = next(
            (one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")), None
        )
        if part is None:
            return
        root = part.element
        levels = {
            one.get(f"{_W}abstractNumId"): {
                level.get(f"{_W}ilvl"): _value(level.find(f"{_W}numFmt")) for level in one.findall(f"{_W}lvl")
            }
            for one in root.findall(f"{_W}abstractNum")
        }
        for one in root.findall(f"{_W}num"):
            for level, form in levels.get(_value(one.find(f"{_W}abstractNumId")), {}).items():
                self.formats[one.get(f"{_W}numId"), level] = form

    def mark(self, paragraph: Any) -> str:
        """1. or A. or 一、 of a paragraph that is counted; else nothing."""
        numbering = paragraph._p.find(f"{_W}pPr/{_W}numPr")
        if numbering is None:
            return ""
        number, level = (_value(numbering.find(f"{_W}{name}")) or "0" for name in ("numId", "ilvl"))
        form = self.formats.get((number, level), "")
        self.counts[number, level] = count = self.counts.get((number, level), 0) + 1
        for deeper in [key for key in self.counts if key[0] == number and key[1] > level]:
            del self.counts[deeper]
        if form == "upperLetter":
            return f"{chr(64 + min(count, 26))}. "
        if form.startswith(("chinese", "japaneseCounting", "ideograph")):
            return "一、"
        return f"{count}. " if form.startswith("decimal") else ""


def _value(element: Any) -> str:
    return element.get(f"{_W}val") or "" if element is not None else ""
