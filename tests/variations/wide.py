"""Sign-ins as people keep them: one line per person, times across. Only the first sign-in and last sign-out fit."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from learners.names import normalise_name
from tests.variations.sample import rows_of
from tests.variations.writing import xlsx

Tap = tuple[str, str, datetime, str]
Files = list[tuple[str, bytes]]
Halves = dict[tuple[str, str], dict[tuple[date, str], tuple[datetime | None, datetime | None]]]


def _halves() -> Halves:
    """First sign-in and last sign-out of each person and half-day; the sign-out follows the sign-in."""
    found: dict[tuple[str, str], dict[tuple[date, str], list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for tap in rows_of("签到记录"):
        half = "上午" if tap["at"].hour < 13 else "下午"
        found[normalise_name(tap["name"]), str(tap["phone_tail"]).zfill(4) if tap["phone_tail"] else ""][
            tap["at"].date(), half
        ].append(tap)
    return {
        person: {
            half: (
                min((tap["at"] for tap in taps if tap["direction"] == "签到"), default=None),
                max((tap["at"] for tap in taps if tap["direction"] == "签退"), default=None),
            )
            for half, taps in halves.items()
        }
        for person, halves in found.items()
    }


def _taps(halves: Halves) -> list[Tap]:
    return sorted(
        (person[0], person[1], at, direction)
        for person, days in halves.items()
        for times in days.values()
        for at, direction in zip(times, ("in", "out"), strict=True)
        if at
    )


def _columns(halves: Halves) -> list[tuple[date, str]]:
    return sorted({half for days in halves.values() for half in days}, key=lambda half: (half[0], half[1] == "下午"))


def matrix() -> tuple[Files, list[Tap]]:
    """Half-days across, both times in one cell; a missing one leaves its side of the stroke empty."""
    halves = _halves()
    columns = _columns(halves)
    head = ["序号", "姓名", "手机后四位", *(f"{day.month}月{day.day}日{half}" for day, half in columns), "备注"]
    rows: list[list[Any]] = [["2026年春季班签到汇总表"], head]
    for number, ((name, tail), days) in enumerate(halves.items(), 1):
        cells = [_both(*days[half]) if half in days else None for half in columns]
        rows.append([number, name, tail, *cells, None])
    return [("汇总.xlsx", xlsx({"汇总": rows}))], _taps(halves)


def _both(first: datetime | None, last: datetime | None) -> str:
    return (
        f"{first:%H:%M:%S}/{last:%H:%M:%S}"
        if first and last
        else f"{first:%H:%M:%S}/"
        if first
        else f"/{last:%H:%M:%S}"
    )


def half_days() -> tuple[Files, list[Tap]]:
    """A line for each person and half-day."""
    halves = _halves()
    rows: list[list[Any]] = [["日期", "时段", "学员姓名", "联系电话", "签到时间", "签退时间"]]
    for (name, tail), days in halves.items():
        for (day, half), (first, last) in days.items():
            times = [f"{at:%H:%M:%S}" if at else None for at in (first, last)]
            rows.append([f"{day:%Y.%m.%d}", half, name, tail, *times])
    return [("签到.xlsx", xlsx({"签到": rows}))], _taps(halves)


def in_and_out() -> tuple[Files, list[Tap]]:
    """Dates above, halves below them, directions at the bottom: three header lines of merged cells."""
    halves = _halves()
    columns = _columns(halves)
    days = sorted({day for day, _ in columns})
    pairs = [(day, half) for day in days for half in ("上午", "下午")]
    top: list[Any] = ["姓名", "手机尾号"]
    for day in days:
        top += [datetime.combine(day, datetime.min.time()), None, None, None]
    middle = [None, None, *(["上午", None, "下午", None] * len(days))]
    bottom = [None, None, *(["签到", "签退"] * len(pairs))]
    rows: list[list[Any]] = [top, middle, bottom]
    for (name, tail), found in halves.items():
        times = [at.time() if at else None for pair in pairs for at in found.get(pair, (None, None))]
        rows.append([name, tail, *times])
    return [("考勤.xlsx", xlsx({"考勤": rows}, {"考勤": ["A1:A3", "B1:B3", *_merges(len(days))]}))], _taps(halves)


def _merges(days: int) -> list[str]:
    from openpyxl.utils import get_column_letter as letter

    merges = []
    for number in range(days):
        left = 3 + number * 4
        merges.append(f"{letter(left)}1:{letter(left + 3)}1")
        merges += [f"{letter(left + shift)}2:{letter(left + shift + 1)}2" for shift in (0, 2)]
    return merges
