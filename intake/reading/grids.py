"""Week grids (周课表): days across, times down, a course with teacher and venue in each cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

from intake.reading.amounts import read_number
from intake.reading.choices import read_mode
from intake.reading.clocks import Clock, find_clocks, half_of
from intake.reading.codes import CellCode
from intake.reading.desk import Desk
from intake.reading.grid import Grid
from intake.reading.info import colon_pair
from intake.reading.tables import Line
from intake.reading.timetable import meeting_digits, teacher_name
from intake.reading.words import plain
from intake.rows import SessionKind, SessionRow

_BREAK = re.compile(
    r"(?:午|晚|早)[餐饭休]|休息|课间|就餐|用餐|返程|周[一二三四五六日天]|星期.|[-—/]+|lunch|break", re.IGNORECASE
)
_VENUE = re.compile(r"室$|厅|楼|中心$|基地|教学点|线上|会议|车间|大厦|\d+[#号]|room|hall", re.IGNORECASE)
_TEACHER_LABEL = re.compile(r"主讲|教师|讲师|授课|老师|teacher|lecturer", re.IGNORECASE)
_VENUE_LABEL = re.compile(r"地点|教室|场地|venue|room", re.IGNORECASE)
_HOURS = re.compile(r"\d+(?:\.\d+)?\s*(?:学时|课时)")
_MODULE = re.compile(r"\s*【([^】]+)】\s*(?=\S)")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[\s(（].{1,8})?|[\u4e00-\u9fff]{2,3}(?:老师|教授|副教授|讲师)")


def read_grid(desk: Desk, register: frozenset[str]) -> list[SessionRow]:
    """The sessions of a week grid, day by day. A cell merged over several times lasts from the first to the last."""
    found = []
    lines = {line.row: line for line in desk.table.lines()}
    spans = {row: clocks for row in lines if len(clocks := _clocks_of_row(desk, row)) >= 2}
    for column, day in desk.table.head.days:
        for row, clocks in spans.items():
            text = desk.table.source.grid.text(row, column)
            if not text or _BREAK.fullmatch(text) or _inside_merge(desk.table.source.grid, row, column):
                continue
            end = max((other for other in spans if other <= _last_row(desk, row, column)), default=row)
            found.append(_session(desk, lines[row], text, day, clocks[0], spans[end][-1], register))
    found.sort(key=lambda session: (session.on or date.min, str(session.starts)))
    return found


def beside(grid: Sequence[SessionRow], known: Sequence[SessionRow]) -> tuple[list[SessionRow], int, list[str]]:
    """The sessions of a grid to add to the known ones, how many of it are known, and in words where the two differ.

    A grid that is mostly known is the same timetable once more, so that what it has besides is only reported.
    """
    extra, differing = [], []
    for session in grid:
        same = [other for other in known if _is_same_time(session, other)]
        if not same:
            extra.append(session)
        elif not any(_same_title(session, other) for other in same):
            differing.append(_in_words(session))
    doubles = len(grid) - len(extra)
    differing += [_in_words(session) for session in extra if doubles]
    return ([] if doubles * 2 >= len(grid) else extra), doubles, differing


def _is_same_time(one: SessionRow, other: SessionRow) -> bool:
    """Whether the shorter session lies for the most part in the other."""
    if one.on != other.on or not (one.starts and one.ends and other.starts and other.ends):
        return False
    starts, ends = [_minute(one.starts), _minute(other.starts)], [_minute(one.ends), _minute(other.ends)]
    shorter = min(end - start for start, end in zip(starts, ends, strict=True))
    return (min(ends) - max(starts)) * 2 > shorter


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _same_title(one: SessionRow, other: SessionRow) -> bool:
    first, second = plain(one.title), plain(other.title)
    return first in second or second in first


def _in_words(session: SessionRow) -> str:
    return f"{session.on} {session.starts:%H:%M} {session.title}"


def _clocks_of_row(desk: Desk, row: int) -> list[Clock]:
    """Start and end written left of the days."""
    first = min(column for column, _ in desk.table.head.days)
    label = " ".join(desk.table.source.grid.text(row, column) for column in range(desk.table.head.region.left, first))
    half = half_of(label)
    return find_clocks(label, "" if half == "day" else half)


def _last_row(desk: Desk, row: int, column: int) -> int:
    merge = desk.table.source.grid.merges_at.get((row, column))
    return merge.bottom if merge else row


def _inside_merge(grid: Grid, row: int, column: int) -> bool:
    return any(merge.top < row <= merge.bottom and merge.left <= column <= merge.right for merge in grid.sheet.merged)


def _session(
    desk: Desk, line: Line, text: str, day: date, starts: Clock, ends: Clock, register: frozenset[str]
) -> SessionRow:
    parts = cell_parts(text, register)
    kind = SessionKind.LIVE if read_mode(text) is SessionKind.LIVE else SessionKind.OFFLINE
    hours = _HOURS.search(text)
    if not parts["title"]:
        desk.note(line, "", CellCode.VALUE_IGNORED, value=text)
    return SessionRow(
        desk.place(line),
        code="",
        kind=kind,
        on=day,
        starts=starts.at,
        ends=ends.at,
        module=parts["module"],
        title=parts["title"] or text,
        teacher=parts["teacher"],
        venue=parts["venue"],
        mode="线上直播" if kind is SessionKind.LIVE else "面授",
        planned_hours=(read_number(hours[0]) if hours else None) or Decimal(0),
        meeting_number=meeting_digits(text),
    )


def cell_parts(text: str, register: frozenset[str]) -> dict[str, str]:
    """Title, teacher and venue of a cell: labelled, told by their words, or in this order; before it 【module】."""
    module = _MODULE.match(text)
    parts = {"title": "", "teacher": "", "venue": "", "module": module[1] if module else ""}
    for piece in _pieces(text[module.end() :] if module else text):
        label, value = colon_pair(piece) or ("", piece)
        name = _part_of(label, value, register, parts)
        if name == "teacher":
            value = teacher_name(value, register)
        if name and not parts[name]:
            parts[name] = value.strip("《》 ")
    return parts


def _pieces(text: str) -> list[str]:
    """The lines of a cell; a bracket at the end of a single line is a line of its own."""
    lines = [line.strip() for line in re.split(r"[\n\r;；|]+", text) if line.strip()]
    if len(lines) == 1:
        lines = [piece for piece in re.split(r"\s{1,}|(?<=[^\s])[(（]([^)）]+)[)）]", lines[0]) if piece]
    return [line for line in lines if not _HOURS.fullmatch(line)]


def _part_of(label: str, value: str, register: frozenset[str], parts: dict[str, str]) -> str:
    if _TEACHER_LABEL.search(label):
        return "teacher"
    if _VENUE_LABEL.search(label):
        return "venue"
    if not parts["title"]:
        return "title"
    if any(name in value for name in register):
        return "teacher"
    if _VENUE.search(value):
        return "venue"
    return "teacher" if _NAME.fullmatch(value) and not parts["teacher"] else "venue"
