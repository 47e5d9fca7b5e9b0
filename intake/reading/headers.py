"""Which fields a row of headers names, for one kind of table or for the kind that fits best."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.spreadsheets.cells import as_text
from intake.reading import questions, slots
from intake.reading.dates import Calendar
from intake.reading.grid import Grid, Region
from intake.reading.words import Vocabulary, bare, fitness, known_words, plain, vocabularies
from intake.rows import FileKind

_LONGEST_HEADER = 90
_UNUSED_SLOTS = 8.0  # A column to sign in on paper makes no sign-in record of a roster.
_DATA = re.compile(r"\d[:：]\d\d|^[\d*\s-]{4,}$|^[\d.]+$")  # times and numbers stand below headers, not in them
_RECORD = re.compile(r"\d[:：]\d\d[:：]\d\d|\d\s*小时\s*\d+\s*分|\d\s*分\s*\d+\s*秒|^[\d*]{6,}[xX]?$")
_NAMES = {
    FileKind.CLASS_INFO: r"班级信息|培训班信息|基本信息|开班",
    FileKind.TEACHERS: r"师资|教师|讲师|专家|teacher",
    FileKind.VENUES: r"场地|教室|场所|venue|room",
    FileKind.TIMETABLE: r"课程表|课表|日程|课程安排|教学计划|教学安排|timetable|schedule|agenda",
    FileKind.ROSTER: r"名册|名单|花名册|报名|学员信息|学员表|roster|learner|student",
    FileKind.SIGN: r"签到|考勤|打卡|刷卡|签退|attendance|sign|check",
    FileKind.LEAVE: r"请假|leave",
    FileKind.LIVE: r"直播|参会|会议|live|meeting|attendee",
    FileKind.RECORDED: r"录播|学习记录|学习片段|点播|观看|record|video|play",
    FileKind.SCORES: r"成绩|考试|考核|分数|score|exam|result",
    FileKind.SURVEY: r"问卷|满意度|调查|答卷|测评|评价|survey|feedback",
}


@dataclass(frozen=True, slots=True)
class Head:
    """A header found: its kind, where it stands, and the column of each field."""

    kind: FileKind
    row: int
    depth: int
    region: Region
    columns: Mapping[str, int]
    headers: Mapping[int, str]
    missing: tuple[str, ...]
    score: float
    slots: tuple[slots.Slot, ...] = ()
    scales: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    days: tuple[tuple[int, date], ...] = ()  # of a week grid: its columns and their days

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headers, as typed, that no field took; the corner of a week grid is none."""
        if self.days:
            return ()
        taken = set(self.columns.values()) | {slot.column for slot in self.slots}
        return tuple(text for column, text in sorted(self.headers.items()) if column not in taken and text)


def header_texts(grid: Grid, row: int, depth: int, region: Region) -> dict[int, tuple[str, ...]]:
    """The header lines over each column that has any, top line first, repetitions by merging left out."""
    texts: dict[int, tuple[str, ...]] = {}
    parent = ""
    for column in region.columns:
        lines = [grid.head_text(line, column) for line in range(row, row + depth)]
        if depth > 1:
            parent = lines[0] or (parent if lines[-1] and not _known(lines[-1]) else "")
            lines[0] = parent
        unique = tuple(dict.fromkeys(line for line in lines if line))
        if unique:
            texts[column] = unique
    return texts


def _known(text: str) -> bool:
    return plain(text) in known_words()


def may_be_header(grid: Grid, row: int, region: Region) -> bool:
    """Whether the cells of a row look like headers: at least two short texts or days, and not more numbers.

    A time with seconds, a length, an identity or mobile number is a record's.
    """
    cells = [grid.at(row, column) for column in grid.filled(row, region)]
    if any(_RECORD.search(cell) for cell in cells if isinstance(cell, str) and len(cell) <= 24):
        return False
    words = [cell for cell in cells if isinstance(cell, str) and re.search(r"[^\W\d_]", cell)]
    heads = len(words) + sum(1 for cell in cells if isinstance(cell, date))
    return bool(words) and heads >= 2 and heads * 2 >= len(cells) and all(len(w) <= _LONGEST_HEADER for w in words)


def known_headers(grid: Grid, row: int, region: Region) -> int:
    """How many cells of the row are exactly some field's word: a quick test that spares most rows a closer look."""
    words = known_words()
    line = grid.rows[row]
    return sum(
        1
        for cell in line[region.left : region.right + 1]
        if isinstance(cell, str) and len(cell) <= 24 and (plain(cell) in words or bare(cell) in words)
    )


def speaks_of_columns(grid: Grid, row: int, head: Head) -> bool:
    """Whether most of the row's cells are headers of the kind, and none of them is a number or a date.

    Such a row begins a table of its own even below another one and with a needed column unrecognised.
    """
    region = head.region
    cells = [grid.at(row, column) for column in grid.filled(row, region)]
    if head.depth > 1 or any(not isinstance(cell, str) or _DATA.search(cell) for cell in cells):
        return False
    claimed = set(head.columns.values()) | {slot.column for slot in head.slots}
    return len(claimed) >= 3 and len(claimed) * 3 >= len(cells) * 2


def best_head(grid: Grid, row: int, region: Region, calendar: Calendar, hint: str) -> Head | None:
    """The kind and fields that fit the header beginning in this row, over all kinds and header depths."""
    least = grid.header_depth(row, region)
    found: Head | None = None
    for depth in dict.fromkeys((least, 1, 2)):
        if row + depth > region.bottom + 1 or (depth > 1 and not _continues(grid, row, depth, region)):
            continue
        texts = header_texts(grid, row, depth, region)
        for table in vocabularies().values():
            head = match(table, texts, row, depth, region, calendar)
            bonus = 0.4 if re.search(_NAMES[table.kind], hint, re.IGNORECASE) else 0.0
            bonus += 0.6 if depth == least and least > 1 else 0.0
            if head and head.slots and not slots.hold_times(grid.rows[row + depth :], head.slots):
                head = replace(head, score=head.score - _UNUSED_SLOTS)
            if head and (found is None or head.score + bonus > found.score + 0.3 * (depth > found.depth)):
                found = replace(head, score=head.score + bonus)
    return found


def _continues(grid: Grid, row: int, depth: int, region: Region) -> bool:
    """Whether the rows below the first are header lines too: texts only."""
    below = range(row + 1, row + depth)
    cells = [grid.at(line, column) for line in below for column in grid.filled(line, region)]
    return len(cells) >= 2 and all(
        isinstance(cell, str) and len(cell) <= _LONGEST_HEADER and not _DATA.search(cell) for cell in cells
    )


def match(
    table: Vocabulary,
    texts: Mapping[int, tuple[str, ...]],
    row: int,
    depth: int,
    region: Region,
    calendar: Calendar,
    given: Mapping[str, int] | None = None,
) -> Head | None:
    """The header as one of this kind; None if it has next to nothing in common with it. `given` fields are fixed."""
    columns, quality = assign(table, texts, given or {})
    found_slots: tuple[slots.Slot, ...] = ()
    scales: Mapping[str, Mapping[str, int]] = {}
    present = set(columns)
    if table.kind is FileKind.SIGN:
        found_slots = slots.find_slots(texts, columns, quality, calendar)
        present |= {"times"} if found_slots else set()
    if table.kind is FileKind.SURVEY:
        asked, scales = questions.find_questions(texts, columns)
        columns |= asked
        quality |= dict.fromkeys(asked, 3.0)
        present |= {"questions"} if len(asked) >= questions.FEWEST else set()
    missing = table.missing(present)
    headers = {column: " ".join(lines) for column, lines in texts.items()}
    score = _score(table, columns, quality, found_slots, len(texts))
    if given is None and not _convincing(table, columns, quality, missing, found_slots, len(texts)):
        return None
    return Head(
        table.kind, row, depth, region, columns, headers, missing, score - 6 * bool(missing), found_slots, scales
    )


def _score(
    table: Vocabulary, columns: Mapping[str, int], quality: Mapping[str, float], found: Sequence[object], width: int
) -> float:
    worth = sum((2 if name in table.strong else 1) * quality[name] / 4 for name in columns)
    unclaimed = width - len(set(columns.values())) - len(found)
    return worth + 1.5 * min(len(found), 8) - 0.4 * max(unclaimed, 0)


def _convincing(
    table: Vocabulary,
    columns: Mapping[str, int],
    quality: Mapping[str, float],
    missing: Sequence[str],
    found: Sequence[object],
    width: int,
) -> bool:
    """Enough to speak of a header: some very words; more of them if a needed column is missing."""
    sure = sum(1 for name in columns if quality[name] >= 3) + len(found)
    strong = sum(1 for name in columns if quality[name] >= 3 and name in table.strong) + len(found)
    if table.kind is FileKind.CLASS_INFO:
        return sure >= 3 and sure >= width * 0.7 and not missing
    if missing:
        return (sure >= 3 and strong >= 2) or (table.kind is FileKind.ROSTER and sure >= 5)
    return sure >= 2 or (sure >= 1 and len(columns) >= 4)


def assign(
    table: Vocabulary, texts: Mapping[int, tuple[str, ...]], given: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, float]]:
    """Fields to columns one to one, the best fit first; and how well each fits, 4 being the very word."""
    fits: list[tuple[float, int, int, str]] = []
    taken = set(given.values())
    for column, lines in texts.items():
        if column in taken:
            continue
        for order, name in enumerate(table.fields):
            fit = max((fitness(table.kind, name, text) * weight for text, weight in _readings(lines)), default=0.0)
            if fit > 0.9 and name not in given:
                fits.append((fit - (0.5 if name in table.weak else 0), -column, -order, name))
    columns, quality = dict(given), dict.fromkeys(given, 4.0)
    for fit, column, _, name in sorted(fits, reverse=True):
        if name not in columns and -column not in taken:
            columns[name], quality[name] = -column, fit
            taken.add(-column)
    return columns, quality


def _readings(lines: tuple[str, ...]) -> list[tuple[str, float]]:
    """How a header may be read: whole, or either side of a slash; of several lines the last, all, the first."""
    if len(lines) == 1:
        return [(lines[0], 1.0), *((part, 0.88) for part in re.split(r"[/／]", lines[0])[:3] if part != lines[0])]
    return [(lines[-1], 0.95), ("".join(lines), 1.0), (lines[0], 0.8)]


def is_repeat(grid: Grid, row: int, head: Head) -> bool:
    """Whether a row is the header over again, as printed on each page."""
    line, given = grid.rows[row], []
    for column in head.columns.values():
        text, header = as_text(line[column]), head.headers.get(column, "")
        if text and text[0] not in header:
            return False
        given += [(text, header)] if text else []
    if len(given) * 2 <= len(head.columns):
        return False
    return all(plain(text) and plain(text) in plain(header) for text, header in given)
