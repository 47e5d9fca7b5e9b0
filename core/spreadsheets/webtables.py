"""Tables kept as mark-up under a spreadsheet's name: HTML pages and the XML spreadsheets of 2003."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from core.spreadsheets.model import Cell, Limits, Merge, Refusal, Sheet, SpreadsheetRefused, check_extent, padded

_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<!--|<html|<head|<meta|<body|<table|<style|<div)", re.IGNORECASE)
_ROW_START = re.compile(r"<(?:tr|(?:\w+:)?row)\b", re.IGNORECASE)
_MAX_SPAN = 1000
_ROWS = ("tr", "row")
_CELLS = ("td", "th", "cell")
_BREAKS = ("br", "p", "div")


def looks_like_markup(text: str) -> bool:
    """Whether the text begins like a page or an XML document."""
    return bool(_MARKUP.match(text))


def read_markup(text: str, limits: Limits) -> list[Sheet]:
    """The sheets of a page: all its tables one below the other, or one sheet per Worksheet element."""
    if "<!ENTITY" in text:
        raise SpreadsheetRefused(Refusal.DAMAGED, "entity")
    if sum(1 for _ in _ROW_START.finditer(text)) > limits.max_rows:  # Counting is cheap; parsing first is not.
        raise SpreadsheetRefused(Refusal.TOO_MANY_ROWS, str(limits.max_rows))
    reader = _Reader(limits)
    reader.feed(text)
    reader.close()
    sheets = [sheet for sheet in reader.finished() if sheet.cells]
    if not sheets:
        raise SpreadsheetRefused(Refusal.NOT_SPREADSHEET, "markup without a table")
    return sheets


class _Reader(HTMLParser):
    """Collects cells row by row; a spanning cell occupies its whole range and is reported as merged."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.sheets: list[tuple[str, dict[tuple[int, int], Cell], list[Merge]]] = []
        self.taken: set[tuple[int, int]] = set()
        self.row = -1
        self.column = 0
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self._start_sheet("")

    def _start_sheet(self, name: str) -> None:
        self.sheets.append((name, {}, []))
        self.taken, self.row = set(), -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key.rpartition(":")[2]: value or "" for key, value in attrs}
        if tag.rpartition(":")[2] == "worksheet":
            self._start_sheet(given.get("name", ""))
        elif tag in _ROWS:
            self._end_cell()
            self.row = max(self.row + 1, _count(given.get("index"), 0) - 1)
            self.column = 0
            check_extent(self.row + 1, 1, self.limits)
        elif tag in _CELLS:
            self._end_cell()
            self._start_cell(given)
        elif tag in _BREAKS and self.cell is not None:
            self.cell.append("\n")

    def _start_cell(self, given: dict[str, str]) -> None:
        self.row = max(self.row, 0)
        self.column = max(self.column, _count(given.get("index"), 0) - 1)
        while (self.row, self.column) in self.taken:
            self.column += 1
        check_extent(self.row + 1, self.column + 1, self.limits)
        across = _count(given.get("colspan"), 1) + _count(given.get("mergeacross"), 0)
        down = _count(given.get("rowspan"), 1) + _count(given.get("mergedown"), 0)
        self.cell, self.span = [], (min(down, _MAX_SPAN), min(across, _MAX_SPAN))

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS or tag in _ROWS or tag == "table":
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is None:
            return
        text = "\n".join(" ".join(line.split()) for line in "".join(self.cell).split("\n") if line.strip())
        _, cells, merged = self.sheets[-1]
        cells[self.row, self.column] = text or None
        down, across = self.span
        if down > 1 or across > 1:
            merged.append(Merge(self.row, self.column, self.row + down - 1, self.column + across - 1))
            self.taken |= {(self.row + r, self.column + c) for r in range(down) for c in range(across)}
        self.column += across
        self.cell = None

    def finished(self) -> list[Sheet]:
        """The sheets, rows padded, merged ranges cut to the rows there are."""
        self._end_cell()
        return [_sheet(name, cells, merged) for name, cells, merged in self.sheets]


def _sheet(name: str, cells: dict[tuple[int, int], Cell], merged: list[Merge]) -> Sheet:
    height = max((row for row, _ in cells), default=-1) + 1
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for (row, column), cell in sorted(cells.items(), key=lambda item: item[0]):
        rows[row] += [None] * (column - len(rows[row])) + [cell]
    table = padded(rows)
    return Sheet(name, table, tuple(m._replace(bottom=min(m.bottom, len(table) - 1)) for m in merged))


def _count(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else default
