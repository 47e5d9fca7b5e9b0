"""Reader of the timetable (课程表): dated sessions and recorded units, one line each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

from core.spreadsheets.cells import as_text, half_width
from intake.reading.choices import read_mode
from intake.reading.clocks import find_clocks, half_of
from intake.reading.codes import CellCode
from intake.reading.dates import find_date
from intake.reading.desk import Desk, Refused
from intake.reading.tables import Line
from intake.rows import SessionKind, SessionRow
from learners.names import normalise_name

_PREFIX = {SessionKind.OFFLINE: "S", SessionKind.LIVE: "L", SessionKind.RECORDED: "R"}
_CODE = re.compile(r"[A-Za-z]{1,6}[-_]?\d[\w-]*|\d+[-_.][\w-]+|[A-Za-z]+\d+")
_TITLES = (
    "正高级工程师|高级工程师|高级经济师|助理工程师|正高级经济师|助理研究员|副研究员|研究员|副教授|教授|讲师|工程师|经济师|"
    "高工|博士|硕士|院士|博导|硕导|主任|处长|科长|院长|所长|主席|总经理|总监|经理|专家|律师|审核员|老师|教师|先生|女士"
)
_TITLE = re.compile(rf"(?:[\s(（]+\S*?(?:{_TITLES})[)）]?|(?<=[\u4e00-\u9fff]{{2}})(?:{_TITLES}))+\s*$")
_APART = re.compile(r"[、，,;；/|\n&＋+]+|\s{2,}|(?<=[\u4e00-\u9fff]{2})\s+(?=[\u4e00-\u9fff]{2,4}(?:\s|$))")
_NOBODY = re.compile(r"[-—–－/\\]*|无|待定|自习|自学|tbd|n/?a", re.IGNORECASE)
_ONLINE_VENUE = re.compile(r"线上|网络|腾讯会议|钉钉|直播间|平台|online|zoom", re.IGNORECASE)


def read_timetable(desk: Desk, teachers: Iterable[str]) -> list[SessionRow]:
    """The sessions of a list. `teachers` are the names of the register, to part names from titles."""
    register = frozenset(teachers)
    return desk.gather(lambda line: _session(desk, line, register), "title")


def _session(desk: Desk, line: Line, register: frozenset[str]) -> SessionRow:
    title = desk.need_text(line, "title")
    video = desk.length(line, "video")
    starts, ends = _hours(desk, line)
    meeting = meeting_digits(line.text("meeting_number"))
    kind = kind_of(line, starts is not None, video, meeting)
    day = None if kind is SessionKind.RECORDED else _day(desk, line)
    _check(desk, line, kind, day, starts, ends, video)
    recorded = kind is SessionKind.RECORDED
    return SessionRow(
        desk.place(line),
        code=session_code(line.text("code")),
        kind=kind,
        on=None if recorded else day,
        starts=None if recorded else starts,
        ends=None if recorded else ends,
        module=line.text("module"),
        title=" ".join(title.split()),
        teacher=teacher_name(line.text("teacher"), register),
        venue=line.text("venue"),
        mode=line.text("mode"),
        planned_hours=desk.number(line, "planned_hours") or Decimal(0),
        meeting_number=line.text("meeting_number") if meeting else "",
        video_seconds=video if recorded else None,
        note=line.text("note"),
    )


def _day(desk: Desk, line: Line) -> date | None:
    """The date: of the time cell if that holds one, else of the date column, the line above or the title."""
    for name in ("starts", "span"):
        cell = line.cells.get(name)
        day = cell.date() if isinstance(cell, datetime) else find_date(as_text(cell), desk.calendar)
        if day and not line.text("date"):
            return day
    return desk.day_or_above(line, "date")


def _check(
    desk: Desk, line: Line, kind: SessionKind, day: date | None, starts: time | None, ends: time | None,
    video: int | None,
) -> None:  # fmt: skip
    """A recorded unit needs its length, every other session its date and both times in order."""
    if kind is SessionKind.RECORDED:
        if video is None:
            raise Refused("video", CellCode.DURATION if line.text("video") else CellCode.KIND)
        return
    if day is None:
        raise Refused("date", CellCode.REQUIRED)
    name = "span" if line.text("span") else "starts"
    if starts is None or ends is None:
        raise Refused(name, CellCode.TIME if line.text(name) else CellCode.REQUIRED)
    if ends <= starts:
        raise Refused(name, CellCode.ORDER)


def _hours(desk: Desk, line: Line) -> tuple[time | None, time | None]:
    """Start and end from two columns, or from one that holds both."""
    half = half_of(" ".join((line.text("half"), line.text("date"))))
    if line.text("starts") and line.text("ends"):
        starts, ends = desk.clock(line, "starts"), desk.clock(line, "ends")
        return starts.at if starts else None, ends.at if ends else None
    for name in ("span", "starts", "date"):
        clocks = find_clocks(as_text(line.cells.get(name)), "" if half == "day" else half)
        if len(clocks) == 2:
            return clocks[0].at, clocks[1].at
    return None, None


def kind_of(line: Line, timed: bool, video: int | None, meeting: str) -> SessionKind:
    """How the session is held: by the words for it, else by what it has (a meeting number, a video length)."""
    by_words = read_mode(line.text("mode"))
    if by_words is None and not line.text("mode"):
        by_words = read_mode(line.text("venue")) or read_mode(line.text("note"))
    if by_words is not None:
        return by_words
    if video is not None and not timed:
        return SessionKind.RECORDED
    online = re.search(r"线上|网络|在线|online", line.text("mode") + line.text("venue"), re.IGNORECASE)
    if meeting and (online or not line.text("mode")):
        return SessionKind.LIVE
    if online and not line.text("venue").strip("-—/ "):
        return SessionKind.LIVE if timed else SessionKind.RECORDED
    return SessionKind.LIVE if _ONLINE_VENUE.search(line.text("venue")) and timed else SessionKind.OFFLINE


def meeting_digits(text: str) -> str:
    """A meeting number without blanks and dashes; empty if the text holds none."""
    digits = re.sub(r"[\s\-—–:：]+", "", half_width(text))
    found = re.search(r"\d{6,}", digits)
    return found[0] if found else ""


def session_code(text: str) -> str:
    """The code of a session if the text is one; "1" or 第1次课 is a mere count and gives none."""
    plain = half_width(text).strip()
    return plain if _CODE.fullmatch(plain) else ""


def teacher_name(text: str, register: frozenset[str]) -> str:
    """The teacher's name without a title; several are joined by `、`; empty for a dash or 待定."""
    if _NOBODY.fullmatch(text.strip()):
        return ""
    whole = normalise_name(text)
    if whole in register:
        return whole
    named = sorted((name for name in register if name and name in whole), key=whole.index)
    if named:
        return "、".join(named)
    parts = [normalise_name(_TITLE.sub("", part.strip())) for part in _APART.split(text)]
    return "、".join(part for part in parts if part and not re.fullmatch(_TITLES, part))


def with_codes(sessions: Sequence[SessionRow]) -> list[SessionRow]:
    """The sessions, each with a code: those without get S01, S02 … (L1 …, R1 …) in the order of the lines per kind."""
    taken = {session.code for session in sessions if session.code}
    counts = dict.fromkeys(SessionKind, 0)
    coded = []
    for session in sessions:
        counts[session.kind] += 1
        coded.append(session if session.code else replace(session, code=_free(session.kind, counts, taken)))
    return coded


def _free(kind: SessionKind, counts: dict[SessionKind, int], taken: set[str]) -> str:
    while True:
        number = counts[kind]
        code = f"S{number:02d}" if kind is SessionKind.OFFLINE else f"{_PREFIX[kind]}{number}"
        if code not in taken:
            taken.add(code)
            return code
        counts[kind] += 1
