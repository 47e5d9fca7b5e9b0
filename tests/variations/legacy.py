"""The sample class in old and plain formats, some of them under a name that promises another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.variations.sample import Row, class_pairs, headers_of, rows_of
from tests.variations.writing import delimited, web_page, xls

Grid = list[list[Any]]


def old_files() -> list[tuple[str, bytes]]:
    """Binary workbooks, GB18030 and UTF-16 text, an HTML page named .xls, text named .xls."""
    return [
        ("info.csv", delimited([list(pair) for pair in class_pairs().items()], ",", "gb18030")),
        ("a.xls", xls({"Sheet1": plain("师资名册"), "Sheet2": plain("场地清单")})),
        ("b.tsv", delimited(plain("课程表"), "\t", "utf-16")),
        ("c.xls", xls({"Sheet1": plain("学员名册")})),
        ("d.csv", delimited(texts("签到记录"), ",", "gb18030")),
        ("e.xls", delimited(texts("请假条"), "\t", "gb18030")),
        *live_pages(),
        ("g.csv", delimited(texts("录播学习记录"), ";", "utf-8-sig")),
        ("h.xls", web_page(texts("成绩单"), "utf-8")),
        ("i.txt", delimited(texts("满意度问卷"), "|", "utf-16-le")),
    ]


def plain(file: str) -> Grid:
    """Header and rows with the cells as they are."""
    columns = headers_of(file)
    return [list(columns.values()), *([row[field] for field in columns] for row in rows_of(file))]


def texts(file: str) -> Grid:
    """The same with every cell as the text that an export writes."""
    return [[_text(cell) for cell in row] for row in plain(file)]


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(cell)


def live_pages() -> list[tuple[str, bytes]]:
    """One page for each meeting, told by its meeting number above the table."""
    rows = rows_of("线上直播参会记录")
    numbers = {row["session_id"]: row["meeting_no"] for row in rows_of("课程表") if row["meeting_no"]}
    return [
        (f"export-{number}.xls", web_page(_meeting(rows, unit, number), "gb18030")) for unit, number in numbers.items()
    ]


def _meeting(rows: list[Row], unit: str, number: str) -> Grid:
    columns = headers_of("线上直播参会记录")
    stays = [[_text(row[field]) for field in columns] for row in rows if row["sheet"] == unit]
    return [["参会人员明细"], ["会议号", number], [], list(columns.values()), *stays]
