"""Columns of a sign-in sheet that hold times themselves: a day, a half of it, a direction, or several of these."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.spreadsheets.cells import half_width
from core.spreadsheets.model import Cell
from intake.reading.clocks import half_of
from intake.reading.dates import Calendar, find_short_date

_IN = re.compile(
    r"签到|签入|上班|到达|到会|入场|进场|报到|上课打卡|上课时间|入$|进$|到$|"
    r"check-?in|sign-?in|clock-?in|time ?in|arriv|\bin\b"
)
_OUT = re.compile(
    r"签退|签出|下班|离开|离场|退场|下课打卡|下课时间|出$|离$|退$|"
    r"check-?out|sign-?out|clock-?out|time ?out|depart|\bout\b"
)
_OTHER = re.compile(
    r"方式|地点|点$|设备|人$|人员|类型|状态|情况|次数|率|编号|位置|签名|签字|缺勤|出勤|进出|退/|方向|照片|结果|是否|"
    r"method|type|status|place|device|location|签到签退|签到退"
)
_DAY_ORDER = re.compile(r"第\s*([一二三四五六七八九十\d]+)\s*[天日]|day\s*(\d+)", re.IGNORECASE)
_DAY_OR_HALF = re.compile(
    r"^(?:上午|下午|晚上|晚间|am|pm).{0,4}$|\d+\s*月\s*\d+\s*日|^\d{1,2}[./-]\d{1,2}\b|第.{1,2}[天日]|^day ?\d"
)
_WORD = re.compile(r"\s*(?!上午|下午|签|入|出|进|离|到|退|晚|早)[\u3400-\u9fff]")
_BLANKS = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")  # 签 到 时 间
_DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of times: its date if the header names one, "am" or "pm" or empty, "in" or "out" or empty."""

    column: int
    on: date | None
    half: str
    direction: str


def find_slots(
    texts: Mapping[int, tuple[str, ...]], columns: dict[str, int], quality: dict[str, float], calendar: Calendar
) -> tuple[Slot, ...]:
    """The time columns. Columns taken by them are removed from `columns`.

    A single sign-in time beside a direction column is no slot but the time of the tap.
    """
    exact = {column for name, column in columns.items() if quality[name] >= 3.4 and name not in ("at", "direction")}
    found = [
        slot for column, lines in texts.items() if column not in exact and (slot := slot_of(column, lines, calendar))
    ]
    if len(found) == 1 and "direction" in columns and found[0].direction != "out" and found[0].on is None:
        columns["at"], quality["at"] = found[0].column, 4.0
        return ()
    places = {slot.column for slot in found}
    for name in [name for name, column in columns.items() if column in places]:
        del columns[name]
    return tuple(found)


def slot_of(column: int, lines: tuple[str, ...], calendar: Calendar) -> Slot | None:
    """The slot that header lines describe, or None if they describe something else."""
    text = half_width(" ".join(_BLANKS.sub("", line) for line in lines)).lower()
    if _OTHER.search(re.sub(r"签到点名?", "签到", text)) and not re.search(r"时间$|时刻$", text):
        return None
    on = find_short_date(text, calendar)
    half = half_of(text)
    direction = direction_of(text)
    if not direction and on is None and not _DAY_OR_HALF.search(text):
        return None
    return Slot(column, on, "" if half == "day" else half, direction)


def hold_times(rows: Sequence[Sequence[Cell]], found: Sequence[Slot]) -> bool:
    """Whether the columns of the slots are used: any of them holds a time, or no word but marks."""
    for row in rows[:200]:
        for slot in found:
            cell = row[slot.column] if slot.column < len(row) else None
            if cell is not None and not (isinstance(cell, str) and _WORD.match(cell)):
                return True
    return False


def direction_of(text: str) -> str:
    """ "in", "out", or empty where the text names neither or both."""
    goes_in, goes_out = bool(_IN.search(text)), bool(_OUT.search(text))
    return "" if goes_in == goes_out else "in" if goes_in else "out"


def day_number(text: str) -> int | None:
    """3 for 第三天 or Day 3."""
    found = _DAY_ORDER.search(half_width(text))
    if not found:
        return None
    sign = found[1] or found[2]
    if sign.isdecimal():
        return int(sign)
    return _DIGITS.index(sign) + 1 if len(sign) == 1 else None
