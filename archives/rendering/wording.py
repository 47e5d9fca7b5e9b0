"""The words of archived papers, and how values are written on them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from archives.rules.references import PERMANENT, years_of

Value = str | int | float | Decimal | bool | date | datetime | None


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Every word by section and key."""
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(section: str, key: str, **values: object) -> str:
    """A word with its values filled in."""
    return words()[section][key].format(**values)


def word(section: str, key: str) -> str:
    """The word for a code; a code without a word stands for itself, nothing for nothing."""
    return words()[section].get(key, key)


def retention_words(code: str) -> str:
    """D30 as 定期30年; text that is no code stands for itself."""
    if code == PERMANENT:
        return say("retention", "Y")
    try:
        return say("retention", "D", years=years_of(code))
    except ValueError:
        return code


def shown(value: Value) -> str:
    """A value as a paper writes it: numbers without needless zeros, times to the second, a dash for nothing."""
    if value is None or value == "":
        return say("page", "none")
    if isinstance(value, bool):
        return say("page", "yes" if value else "no")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    return str(value)


def plain(value: Decimal) -> str:
    """2.50 as 2.5 and 4.00 as 4, never in powers of ten."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
