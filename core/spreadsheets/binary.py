"""The compound file of an old .xls workbook: just enough of it to refuse encrypted, macro and oversized ones.

Layouts after [MS-CFB] (compound file) and [MS-XLS] 2.1 (record stream).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.spreadsheets.model import Formula, Limits, Refusal, SpreadsheetRefused, check_extent

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # chain values from here up mean end, free or reserved
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FORMULA = 0x0809, 0x000A, 0x002F, 0x0085, 0x0006
_SINGLE_CELLS = frozenset({0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x0002, 0x0003, 0x0004, 0x0005})
_MULTI_NUMBER = 0x00BD
_WORKSHEET = 0x0010


class CompoundFile:
    """The streams of a compound file by name."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        try:
            self._load()
        except (struct.error, IndexError, UnicodeDecodeError, OverflowError) as fault:
            raise SpreadsheetRefused(Refusal.DAMAGED, "compound file") from fault

    def _load(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self.content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise SpreadsheetRefused(Refusal.DAMAGED, "sector size")
        self.size, self.mini_size = 1 << shift, 64
        directory, _, self.cutoff, mini_fat, _, difat, _ = struct.unpack_from("<7I", self.content, 48)
        sectors = list(struct.unpack_from("<109I", self.content, 76))
        for data in self._chain_by_last(difat):
            sectors += data
        self.fat = [entry for sector in sectors if sector < _END for entry in self._numbers(sector)]
        entries = list(self._entries(self._chain(directory)))
        self.names = [name for name, _, _, _ in entries]
        self.entries = {name.lower(): (start, size) for name, kind, start, size in entries if kind == 2}
        root = next(((start, size) for _, kind, start, size in entries if kind == 5), (_END, 0))
        self.mini_fat = list(struct.iter_unpack("<I", self._chain(mini_fat)))
        self.mini = self._chain(root[0])

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{self.size // 4}I", self.content, (sector + 1) * self.size)

    def _chain_by_last(self, sector: int) -> Iterator[list[int]]:
        seen: set[int] = set()
        while sector < _END and sector not in seen:
            seen.add(sector)
            *data, sector = self._numbers(sector)
            yield data

    def _chain(self, sector: int) -> bytes:
        pieces, seen = [], set()
        while sector < _END and sector not in seen:
            seen.add(sector)
            pieces.append(self.content[(sector + 1) * self.size : (sector + 2) * self.size])
            sector = self.fat[sector]
        return b"".join(pieces)

    @staticmethod
    def _entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            if kind and 2 <= length <= 64:
                yield directory[at : at + length - 2].decode("utf-16-le"), kind, start, size

    def stream(self, *names: str) -> bytes | None:
        """The bytes of the first stream that exists under one of the names."""
        name = next((name for name in names if name in self.entries), None)
        if name is None:
            return None
        start, size = self.entries[name]
        try:
            return self._short(start, size) if size < self.cutoff else self._chain(start)[:size]
        except IndexError as fault:
            raise SpreadsheetRefused(Refusal.DAMAGED, "compound file") from fault

    def _short(self, start: int, size: int) -> bytes:
        pieces, seen = [], set()
        while start < _END and start not in seen:
            seen.add(start)
            pieces.append(self.mini[start * 64 : start * 64 + 64])
            start = self.mini_fat[start][0]
        return b"".join(pieces)[:size]


@dataclass
class SheetScan:
    """What the records of one sheet say: rows and columns in use, formula cells."""

    rows: int = 0
    columns: int = 0
    formulas: dict[tuple[int, int], Formula] = field(default_factory=dict)


def check_binary(content: bytes, limits: Limits) -> list[SheetScan]:
    """Refuse what cannot or must not be read; the scans of the worksheets in the order of the file."""
    compound = CompoundFile(content)
    names = {name.lower() for name in compound.names}
    if "encryptedpackage" in names:
        raise SpreadsheetRefused(Refusal.ENCRYPTED)
    if names & {"_vba_project_cur", "_vba_project", "vba"}:
        raise SpreadsheetRefused(Refusal.MACRO)
    stream = compound.stream("workbook", "book")
    if stream is None:
        raise SpreadsheetRefused(Refusal.NOT_SPREADSHEET, "compound file")
    scans = scan(stream)
    for sheet in scans:
        check_extent(sheet.rows, sheet.columns, limits)
    return scans


def scan(stream: bytes) -> list[SheetScan]:
    """One scan per sheet substream; refuses a stream that is encrypted."""
    scans: list[SheetScan] = []
    depth = 0
    for code, data in records(stream):
        if code == _FILEPASS:
            raise SpreadsheetRefused(Refusal.ENCRYPTED)
        if code == _BOF:
            depth += 1
            if depth == 1 and len(data) >= 4 and struct.unpack_from("<H", data, 2)[0] == _WORKSHEET:
                scans.append(SheetScan())
        elif code == _EOF:
            depth -= 1
        elif scans:
            note_cell(scans[-1], code, data)
    return scans


def note_cell(sheet: SheetScan, code: int, data: bytes) -> None:
    """Widen the sheet's extent by a cell record; remember formulas: here they always carry a value."""
    if len(data) < 6 or (code not in _SINGLE_CELLS and code != _MULTI_NUMBER):
        return
    row, column = struct.unpack_from("<HH", data)
    last = struct.unpack_from("<H", data, len(data) - 2)[0] if code == _MULTI_NUMBER else column
    sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, last + 1)
    if code == _FORMULA:
        sheet.formulas[row, column] = Formula("=", stored=True)


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Record type and data, one after the other."""
    at = 0
    while at + 4 <= len(stream):
        code, length = struct.unpack_from("<HH", stream, at)
        yield code, stream[at + 4 : at + 4 + length]
        at += 4 + length
