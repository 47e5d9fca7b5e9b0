"""The zip package of an .xlsx file, unpacked with care before any parser sees it.

Declared sizes are not believed: every member is inflated against one budget, so neither a bomb nor a false header
reaches the parser. Sheet parts are searched with patterns, never with an entity-expanding XML parser.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from core.spreadsheets.model import Formula, Limits, Refusal, SpreadsheetRefused, check_extent

_CHUNK = 1 << 16
_MAX_MEMBERS = 5_000
_LOCAL_HEADER = 30
_TYPES = "[Content_Types].xml"
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_KEPT_PART = re.compile(r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>\s*<(?!/)")
_CELL_START = re.compile(rb"<(?:\w+:)?c[\s>/]")
_CELL_BARE = re.compile(rb"<(?:\w+:)?c>\s*<(?!/)")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']\s*\$?([A-Za-z]+)\$?(\d+)")
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"']\s*(\d+)")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^/>])>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</(?:\w+:)?v>)?"
)
_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_MACRO_MARKS = (b"macroEnabled", b"vbaProject")


class Package:
    """The checked parts of a workbook package: sheet parts, relations and types, by lower-case name."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self.limits = limits
        self.parts: dict[str, bytes] = {}
        self.names: set[str] = set()
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                self._unpack(archive.infolist(), content)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as fault:
            raise SpreadsheetRefused(Refusal.DAMAGED, type(fault).__name__) from fault

    def _unpack(self, members: list[zipfile.ZipInfo], content: bytes) -> None:
        budget = self.limits.max_unpacked_bytes
        if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > budget:
            raise SpreadsheetRefused(Refusal.TOO_LARGE, "unpacked")
        for member in members:
            if member.flag_bits & 1:
                raise SpreadsheetRefused(Refusal.ENCRYPTED, member.filename)
            kept = bool(_SHEET_PART.fullmatch(member.filename) or _KEPT_PART.fullmatch(member.filename))
            size, data = inflate(content, member, budget, keep=kept)
            budget -= size
            self.names.add(member.filename.lower())
            if kept:
                refuse_declarations(data, member.filename)
                self.parts[member.filename.lower()] = data

    def check_kind(self) -> None:
        """Refuse what is a package but not a plain workbook."""
        types = self.parts.get(_TYPES.lower(), b"")
        if any(mark in types for mark in _MACRO_MARKS) or any("vbaproject" in name for name in self.names):
            raise SpreadsheetRefused(Refusal.MACRO)
        if "xl/workbook.xml" not in self.names:
            raise SpreadsheetRefused(Refusal.NOT_SPREADSHEET, "zip")

    def check_extents(self) -> None:
        """Refuse sheets whose filled cells reach too far: a parser would allocate the whole rectangle."""
        for part in self.sheet_parts():
            check_extent(*extent_of(part, self.limits.max_rows), self.limits)

    def sheet_parts(self) -> Iterator[bytes]:
        return (data for name, data in self.parts.items() if name.startswith("xl/worksheets/"))

    def formulas(self) -> dict[str, dict[tuple[int, int], Formula]]:
        """The formula cells by sheet name."""
        targets = {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in map(attributes, _RELATION.findall(self.parts.get("xl/_rels/workbook.xml.rels", b"")))
        }
        found = {}
        for sheet in map(attributes, _SHEET_TAG.findall(self.parts.get("xl/workbook.xml", b""))):
            relation_id = next((value for key, value in sheet.items() if key.endswith(":id")), "")
            path = targets.get(relation_id, "").lstrip("/").removeprefix("xl/")
            part = self.parts.get(f"xl/{path}".lower(), b"")
            found[sheet.get("name", "")] = dict(formula_cells(part))
        return found


def inflate(content: bytes, member: zipfile.ZipInfo, budget: int, *, keep: bool) -> tuple[int, bytes]:
    """The true unpacked size of a member, and its bytes if they are kept; refused once past the budget."""
    start = member.header_offset + _LOCAL_HEADER
    header = content[member.header_offset : start]
    start += int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = content[start : start + member.compress_size]
    size, pieces = 0, []
    for piece in _pieces(packed, member.compress_type):
        size += len(piece)
        if size > budget:
            raise SpreadsheetRefused(Refusal.TOO_LARGE, "unpacked")
        if keep:
            pieces.append(piece)
    if size != member.file_size:
        raise SpreadsheetRefused(Refusal.DAMAGED, member.filename)
    return size, b"".join(pieces)


def _pieces(packed: bytes, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield packed
        return
    if method != zipfile.ZIP_DEFLATED:
        raise SpreadsheetRefused(Refusal.DAMAGED, f"method {method}")
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not stream.eof:
        piece = stream.decompress(packed, _CHUNK)
        packed = stream.unconsumed_tail
        if not piece and not packed:
            break
        yield piece
    yield stream.flush(_CHUNK)


def refuse_declarations(part: bytes, name: str) -> None:
    """A workbook part has no document type; one that has means entity tricks."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise SpreadsheetRefused(Refusal.DAMAGED, name)


def extent_of(part: bytes, max_rows: int) -> tuple[int, int]:
    """Number of rows and columns up to the last filled cell of a sheet part.

    Cells without an address are placed by their row's number and their order. The search ends past `max_rows`.
    """
    bare = sum(1 for _ in _CELL_BARE.finditer(part))
    rows, columns = 0, set()
    for cell in _CELL.finditer(part):
        place = _REFERENCE.search(cell[1])
        if place is None:
            bare += 1
            continue
        rows = max(rows, int(place[2]))
        if rows > max_rows:
            return rows, 1
        columns.add(place[1])
    if bare:
        rows = max(rows, part.count(b"<row"), *(int(number[1]) for number in _ROW_NUMBER.finditer(part)), 1)
    width = max((column_number(letters.decode()) for letters in columns), default=0)
    if bare:
        width = max(width, *(len(_CELL_START.findall(row)) for row in part.split(b"row")))
    return rows, width


def formula_cells(part: bytes) -> Iterator[tuple[tuple[int, int], Formula]]:
    """Zero-based place and formula of every formula cell of a sheet part."""
    for found in _FORMULA.finditer(part):
        place = _REFERENCE.search(found[1])
        if place is None:
            continue
        typed_text = b't="str"' in found[1] and found[3] is not None
        text = html.unescape((found[2] or b"").decode("utf-8", "replace"))
        row, column = int(place[2]) - 1, column_number(place[1].decode()) - 1
        yield (row, column), Formula("=" + text, stored=bool(found[4]) or typed_text)


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of one tag, entities resolved."""
    return {
        key.decode(): html.unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in _ATTRIBUTE.findall(tag)
    }


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(index: int) -> str:
    """A for the zero-based index 0, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
