"""Tables kept as plain text: which encoding, which delimiter, then rows of text cells."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from io import StringIO

from core.spreadsheets.model import Cell, Limits, Refusal, Sheet, SpreadsheetRefused, check_extent, padded

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",\t;|，"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BROKEN = re.compile(r"\ufffd|锟斤拷|烫烫烫|[ÃÂåæçèé][\x80-\xbf]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ODD = re.compile(r"[\ue000-\uf8ff]")
_SAMPLE_LINES = 60
_SAMPLE_CHARS = 200_000


def decode(content: bytes) -> str:
    """The text of the bytes; refuses bytes that are no text and text that was spoilt by a wrong encoding."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _sound(_strict(content, encoding))
    if b"\x00" in content[:4096]:
        return _sound(_without_mark(content))
    try:
        return _sound(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _common(_sound(_strict(content, "gb18030")))


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        controls = sum(byte < 9 or 13 < byte < 32 for byte in content[:4096])
        code = Refusal.NOT_SPREADSHEET if controls > 4 else Refusal.ENCODING
        raise SpreadsheetRefused(code, encoding) from fault


def _without_mark(content: bytes) -> str:
    """UTF-16 without a byte-order mark: ASCII characters put zero bytes on even places only, or on odd ones only."""
    head = content[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(content) % 2 or min(even, odd) * 10 > max(even, odd):
        raise SpreadsheetRefused(Refusal.NOT_SPREADSHEET)
    return _strict(content, "utf-16-le" if odd > even else "utf-16-be")


def _sound(text: str) -> str:
    sample = text[:_SAMPLE_CHARS]
    if len(_CONTROLS.findall(sample)) > len(sample) // 500:
        raise SpreadsheetRefused(Refusal.NOT_SPREADSHEET)
    broken = len(_BROKEN.findall(sample))
    if broken and broken * 200 > len(sample):
        raise SpreadsheetRefused(Refusal.ENCODING)
    return text.replace("\x00", "")


def _common(text: str) -> str:
    """Text taken for GB18030 must be mostly common characters: another encoding gives rare ones."""
    sample = text[:_SAMPLE_CHARS]
    han = _HAN.findall(sample)
    common = sum(_is_common(character) for character in han)
    if _ODD.search(sample) or (len(han) >= 8 and common * 10 < len(han) * 7):
        raise SpreadsheetRefused(Refusal.ENCODING, "gb18030")
    return text


def _is_common(character: str) -> bool:
    try:
        first, second = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return False
    return first < 0xD8 and second > 0xA0


def read_delimited(text: str, limits: Limits) -> Sheet:
    """One sheet of the text's records. Quoted fields may hold line ends; records count as rows, as on screen."""
    rows: list[list[Cell]] = []
    width = 0
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        for record in reader:
            rows.append(list(record))
            width = max(width, len(record))
            check_extent(len(rows), width, limits)
    except csv.Error as fault:
        raise SpreadsheetRefused(Refusal.DAMAGED, str(fault)) from fault
    if rows and rows[0] and str(rows[0][0]).lower().startswith("sep="):
        rows[0] = []
    return Sheet("", padded([[_text(cell) for cell in row] for row in rows]))


def _text(cell: Cell) -> Cell:
    return cell.strip() or None if isinstance(cell, str) else cell


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the most lines into the same number of fields."""
    declared = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if declared:
        return declared[1]
    sample = "\n".join(text[:_SAMPLE_CHARS].splitlines()[:_SAMPLE_LINES])
    return max(_DELIMITERS, key=lambda candidate: _evenness(sample, candidate))


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(StringIO(sample, newline=""), delimiter=delimiter) if row)
    except csv.Error:
        return 0, 0
    split = {width: lines for width, lines in widths.items() if width > 1}
    if not split:
        return 0, 0
    return max((lines * min(width, 4), width) for width, lines in split.items())
