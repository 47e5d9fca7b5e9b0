"""The words of papers, and how days and numbers are written on them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from sessions.handouts.writing.facts import Lesson

NUMERALS = "一二三四五六七八九十"


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Every word by section and key."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def say(section: str, key: str, **values: object) -> str:
    """A word with its values filled in."""
    return words()[section][key].format(**values)


def long_day(day: date) -> str:
    """2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def span(first: date, last: date) -> str:
    """2026年3月2日至6日: what both days share is said once."""
    if first == last:
        return long_day(first)
    end = long_day(last)
    if first.year == last.year:
        end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return say("page", "span", first=long_day(first), last=end)


def weekday(day: date) -> str:
    return say("weekday", str(day.weekday()))


def clock_times(lesson: Lesson) -> str:
    """09:00–10:30, or nothing for a recorded unit."""
    if lesson.starts_at is None or lesson.ends_at is None:
        return ""
    return say("page", "times", start=f"{lesson.starts_at:%H:%M}", end=f"{lesson.ends_at:%H:%M}")


def plain(value: Decimal) -> str:
    """2.50 as 2.5 and 4.00 as 4."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def numeral(number: int) -> str:
    """1 as 一, 11 as 十一; the parts of a notice are no more than nineteen."""
    return NUMERALS[number - 1] if number <= len(NUMERALS) else f"十{NUMERALS[number - 11]}"


def joined(parts: list[str]) -> str:
    return say("page", "and").join(parts)
