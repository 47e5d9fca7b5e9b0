"""What a record gives beside the name to tell people apart: the readable end of a mobile or identity number."""

from __future__ import annotations

import re

from core.spreadsheets.cells import as_text, half_width, number_text
from core.spreadsheets.model import Cell
from learners.names import name_key

_TAIL = 4
_MOST_DIGITS = 15  # more digits than this are lost in a number cell
_DASHES = re.compile(r"[-—–－/\\]*|无|暂无|n/?a", re.IGNORECASE)


def phone_key(cell: Cell) -> tuple[str, bool]:
    """The digits readable at the end of a mobile number, whole, masked or tail, and whether the cell was understood.

    A tail that lost its leading zeros is padded to four digits.
    """
    text = _typed(cell)
    if _DASHES.fullmatch(text):
        return "", True
    end = re.sub(r"[\s\-—–()]+", "", name_key(text))
    if not re.fullmatch(r"\+?\d+", end):
        return "", False
    return end.lstrip("+").removeprefix("86" if len(end) > 12 else "").zfill(_TAIL), True


def id_key(cell: Cell) -> tuple[str, bool]:
    """The characters readable at the end of an identity number, and whether the cell was understood."""
    text = _typed(cell).upper()
    if _DASHES.fullmatch(text):
        return "", True
    end = re.sub(r"\s+", "", _readable_end(text))
    if not re.fullmatch(r"\d*X?", end) or not end or (_is_number(cell) and len(end) > _MOST_DIGITS):
        return "", False
    return end.zfill(_TAIL), True


def _readable_end(text: str) -> str:
    """After the last mask character; a single X at the end is a check character and not a mask."""
    body, check = (text[:-1], "X") if re.search(r"[^X]X$", text) else (text, "")
    return name_key(body) + check


def account_key(cell: Cell) -> str:
    """The readable end of an account that is a mobile number; empty for any other account."""
    text = _typed(cell)
    if not re.fullmatch(r"\+?[\d\s\-]*[*＊xX●•]*[\d\s\-]+", text):
        return ""
    key, _ = phone_key(cell)
    return key if len(key) >= _TAIL else ""


def _typed(cell: Cell) -> str:
    text = number_text(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else as_text(cell)
    quoted = re.fullmatch(r'="?([^"]*)"?', text)
    return half_width(quoted[1] if quoted else text).lstrip("'’‘").strip()


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
