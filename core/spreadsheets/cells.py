"""What a single cell says, whatever type the file gave it."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

from core.spreadsheets.model import Cell

_FULL_WIDTH = re.compile(r"[\uff01-\uff5e]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u202a-\u202e]")


def half_width(text: str) -> str:
    """Full-width forms of ASCII (digits, letters, signs) as plain ASCII; ideographic spaces as blanks."""
    return _FULL_WIDTH.sub(lambda found: chr(ord(found[0]) - 0xFEE0), text).replace("\u3000", " ")


def has_full_width(text: str) -> bool:
    """Whether a full-width digit, letter or sign stands in the text."""
    return bool(_FULL_WIDTH.search(text))


def as_text(cell: Cell) -> str:
    """The cell as trimmed text, as a person would have typed it: whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return (cell if cell.isprintable() else _INVISIBLE.sub("", cell)).strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return number_text(cell)
    return _moment_text(cell)


def number_text(number: float) -> str:
    """At most 15 significant digits, as a spreadsheet keeps them; no exponent below 10 to the 15th."""
    if math.isfinite(number) and number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}"


def _moment_text(cell: datetime | date | time | timedelta) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return cell.isoformat()
