"""Reference numbers (档号) and retention periods (保管期限).

A number is 全宗号-门类代码·年度-保管期限代码-问题代码-件号, for example CQO1-ZY·2026-D30-SXCQO·2026·01-0001: hyphens
between levels, middle dots inside one (DA/T 13-2022). The class is the 问题代码; items are counted from 0001 for each
retention period of a class. A number once given stays with its item for good: a later package of the same class goes on
counting, so numbers are never used twice and none is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

PERMANENT = "Y"
_PERIOD = re.compile(r"D([1-9]\d{0,2})")
_NO_LEVEL = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
ITEM_WIDTH = 4
VOLUME_WIDTH = 3


def within_level(text: str) -> str:
    """A text as one level of a number: whatever is no letter or digit becomes a middle dot."""
    return _NO_LEVEL.sub("·", text).strip("·") or "0"


@dataclass(frozen=True, slots=True)
class Series:
    """The lowest class of the scheme, inside which items are counted."""

    fonds: str
    category: str
    year: int
    retention: str
    subject: str  # the class

    @property
    def prefix(self) -> str:
        return "-".join(
            (
                within_level(self.fonds),
                f"{within_level(self.category)}·{self.year:04d}",
                within_level(self.retention),
                within_level(self.subject),
            )
        )

    def item(self, number: int) -> str:
        """The 档号 of an item."""
        return f"{self.prefix}-{number:0{ITEM_WIDTH}d}"


def volume_prefix(fonds: str, category: str, year: int, subject: str) -> str:
    """The number of the packages of a class, without the number of the package itself."""
    return "-".join((within_level(fonds), f"{within_level(category)}·{year:04d}", within_level(subject)))


def volume(prefix: str, number: int) -> str:
    """The number of one package (卷) of a class."""
    return f"{prefix}-{number:0{VOLUME_WIDTH}d}"


def last_number(references: Iterable[str], prefix: str) -> int:
    """The highest number given under a prefix; 0 when none is."""
    numbers = [one.removeprefix(prefix + "-") for one in references if one.startswith(prefix + "-")]
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def number_items(retentions: Sequence[str], last: Mapping[str, int]) -> list[int]:
    """The numbers of the items of a package in their order, each going on from the last of its retention period."""
    next_number = dict(last)
    numbers = []
    for retention in retentions:
        next_number[retention] = next_number.get(retention, 0) + 1
        numbers.append(next_number[retention])
    return numbers


def gaps(references: Iterable[str]) -> list[str]:
    """Numbers that are left out between the first and the last of each series, and those that stand twice."""
    by_prefix: dict[str, list[int]] = {}
    for reference in references:
        prefix, _, number = reference.rpartition("-")
        by_prefix.setdefault(prefix, []).append(int(number))
    found = []
    for prefix, numbers in by_prefix.items():
        wanted = range(min(numbers), max(numbers) + 1)
        faulty = [n for n in wanted if numbers.count(n) != 1]
        found += [f"{prefix}-{n:0{ITEM_WIDTH}d}" for n in faulty]
    return sorted(found)


def years_of(retention: str) -> int | None:
    """How many years a retention code means; None for permanent. Raises ValueError for no code at all."""
    if retention == PERMANENT:
        return None
    found = _PERIOD.fullmatch(retention)
    if found is None:
        raise ValueError(f"{retention!r} is no retention code")
    return int(found[1])


def longest(retentions: Iterable[str]) -> str:
    """The longest of several periods, for which a package is kept; a text that is no period counts as the shortest."""
    codes = list(retentions)
    if PERMANENT in codes:
        return PERMANENT
    return max(codes, key=_rank, default="")


def _rank(retention: str) -> int:
    found = _PERIOD.fullmatch(retention)
    return int(found[1]) if found else 0
