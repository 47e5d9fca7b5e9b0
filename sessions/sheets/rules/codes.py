"""What the codes at the corners of a sheet say: class, half-day, page and corner, signed against forgery."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date

from sessions.sheets.rules.layout import Corner

MARK = "CQS1"
_SAID = re.compile(rf"{MARK}-(\d+)-(\d{{8}})(AM|PM)-(\d+)-(\d+)-([1-4])-([A-Z2-7]{{10}})")


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One page of the sheet of one half-day of one class. `printing` fixed who stands in which row."""

    offering_id: int
    on: date
    part: str
    printing: int
    page: int


def write_code(page: SheetPage, corner: Corner, key: bytes) -> str:
    """The text of one code."""
    said = f"{MARK}-{page.offering_id}-{page.on:%Y%m%d}{page.part}-{page.printing}-{page.page}-{corner.value}"
    return f"{said}-{_signature(said, key)}"


def read_code(text: str, key: bytes) -> tuple[SheetPage, Corner] | None:
    """What a code says; None for any other code and for one that was not written with this key."""
    found = _SAID.fullmatch(text)
    if found is None or not hmac.compare_digest(found[7], _signature(text.rpartition("-")[0], key)):
        return None
    digits = found[2]
    try:
        on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return SheetPage(int(found[1]), on, found[3], int(found[4]), int(found[5])), Corner(found[6])


def _signature(said: str, key: bytes) -> str:
    digest = hmac.new(key, said.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:10].decode()
