"""A sheet seen as a grid: merged cells filled, texts ready to compare, regions parted by blank columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core.spreadsheets.cells import as_text
from core.spreadsheets.model import Cell, Merge, Sheet


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a grid, zero-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def columns(self) -> range:
        return range(self.left, self.right + 1)

    @property
    def width(self) -> int:
        return self.right - self.left + 1


class Grid:
    """Access to the cells of a sheet by zero-based row and column."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows = [list(row) for row in sheet.cells]
        self.height = len(self.rows)
        self.width = len(self.rows[0]) if self.rows else 0
        self._fill_down()

    def _fill_down(self) -> None:
        """A value merged over several rows belongs to each of them; a merged block keeps it in its first column."""
        for merge in self.sheet.merged:
            if merge.left < self.width and merge.top < self.height:
                value = self.rows[merge.top][merge.left]
                for row in range(merge.top + 1, min(merge.bottom, self.height - 1) + 1):
                    if self.rows[row][merge.left] is None:
                        self.rows[row][merge.left] = value

    @property
    def whole(self) -> Region:
        return Region(0, 0, self.height - 1, self.width - 1)

    def at(self, row: int, column: int) -> Cell:
        """The cell, or None outside of the sheet."""
        if 0 <= row < self.height and 0 <= column < self.width:
            return self.rows[row][column]
        return None

    def text(self, row: int, column: int) -> str:
        """The cell as trimmed text."""
        return as_text(self.at(row, column))

    def filled(self, row: int, region: Region) -> list[int]:
        """The columns of the region that hold something in the row."""
        line = self.rows[row]
        return [column for column in region.columns if line[column] is not None]

    @cached_property
    def merges_at(self) -> dict[tuple[int, int], Merge]:
        """The merged range that begins at a cell."""
        return {(merge.top, merge.left): merge for merge in self.sheet.merged}

    @cached_property
    def _across(self) -> dict[tuple[int, int], Cell]:
        spread: dict[tuple[int, int], Cell] = {}
        for merge in self.sheet.merged:
            if merge.top >= self.height or merge.left >= self.width:
                continue
            for row in range(merge.top, min(merge.bottom, merge.top + 3, self.height - 1) + 1):
                for column in range(merge.left, min(merge.right, self.width - 1) + 1):
                    spread[row, column] = self.rows[merge.top][merge.left]
        return spread

    def head_text(self, row: int, column: int) -> str:
        """The text that stands over a column: that of a merged cell in each of its columns."""
        return as_text(self._across.get((row, column), self.at(row, column)))

    def header_depth(self, row: int, region: Region) -> int:
        """How many rows a header takes that begins in the row, by its merged cells; 1 if none says otherwise."""
        depth = 1
        for column in region.columns:
            merge = self.merges_at.get((row, column))
            if merge is None or merge.right - merge.left + 1 >= region.width:
                continue
            down = merge.bottom - merge.top + 1
            depth = max(depth, down if merge.left == merge.right else down + 1)
        return min(depth, 3)

    def regions(self) -> list[Region]:
        """The parts of the sheet between columns that are blank all the way down; the whole sheet if there are none."""
        used = [any(row[column] is not None for row in self.rows) for column in range(self.width)]
        parts: list[Region] = []
        start = None
        for column, is_used in enumerate([*used, False]):
            if is_used and start is None:
                start = column
            elif not is_used and start is not None:
                parts.append(Region(0, start, self.height - 1, column - 1))
                start = None
        return parts
