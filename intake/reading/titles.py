"""Title lines: what stands over a table, and whether it says more than the titles of the table before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.spreadsheets.cells import as_text
from intake.reading.dates import Calendar, find_short_date
from intake.reading.grid import Grid, Region
from intake.reading.slots import day_number

_CODE = re.compile(r"[A-Za-z]{1,3}\d{1,3}")
_FOOT = re.compile(
    r"合\s*计|总\s*计|小\s*计|共\s*计|总人数|平均分?$|填表|制表|审核[人:：]|经办|(?:备注|注|说明)\s*[:：]|打印|导出|"
    r"第\s*\d+\s*页|共\s*\d+\s*页|[-—]\s*\d+\s*[-—]$|盖章|统计人|以下空白|应到|实到|"
    r"total\b|page \d|prepared by|notes?\s*:",
    re.IGNORECASE,
)
_SHORTEST = 5  # A shorter text alone in its line may be a name.


def title_start(grid: Grid, row: int, region: Region, searched: int) -> int:
    """The first of the title lines that stand right above a header. Below a table its records and remarks are none."""
    top = row
    while top > searched and _may_be_title(grid, top - 1, region, below_a_table=searched > region.top):
        top -= 1
    return top


def _may_be_title(grid: Grid, row: int, region: Region, *, below_a_table: bool) -> bool:
    filled = grid.filled(row, region)
    if not below_a_table or not filled:
        return True
    first = as_text(grid.at(row, filled[0]))
    most = 2 if region.width > 3 else 1  # A record of a narrow table is no longer than a title.
    return len(filled) <= most and not re.fullmatch(r"[\d.]+", first) and not _FOOT.match(first)


def says_more(titles: Sequence[str], before: Sequence[str], calendar: Calendar) -> bool:
    """Whether the titles name something that those of the table before do not."""
    known = set(before)
    return any(title not in known and _tells(title, calendar) for title in titles)


def _tells(title: str, calendar: Calendar) -> bool:
    if _FOOT.search(title):
        return False
    return len(title) >= _SHORTEST or bool(
        _CODE.fullmatch(title) or day_number(title) or find_short_date(title, calendar)
    )
