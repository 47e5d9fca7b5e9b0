"""Where an imported line stood."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A line of a file: `row` is the sheet's own row number, counted from 1, titles and headers included."""

    file: str
    sheet: str
    row: int
