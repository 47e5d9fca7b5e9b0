"""The sample class typed by hand: every way of writing dates, times, lengths, speeds, numbers and answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from tests.variations.sample import class_pairs, headers_of, rows_of
from tests.variations.writing import xlsx

Grid = list[list[Any]]
_FULL = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789:-."}
_EPOCH = datetime(1970, 1, 1)
_SERIAL = datetime(1899, 12, 30)
Writers = Sequence[Callable[[datetime], Any]]

DATES: Writers = (
    lambda at: f"{at:%Y-%m-%d}",
    lambda at: f"{at:%Y/%-m/%-d}",
    lambda at: f"{at:%Y.%-m.%-d}",
    lambda at: f"{at:%Y%m%d}",
    lambda at: f"{at:%Y年%-m月%-d日}",
    lambda at: f"{at:%-m月%-d日}",
    lambda at: f"{at:%d-%b-%Y}",
    lambda at: float((at - _SERIAL).days),
    lambda at: f"{at:%Y-%m-%d}".translate(_FULL),
    lambda at: at,
)
MOMENTS: Writers = (
    lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    lambda at: f"{at:%Y/%-m/%-d %-H:%M:%S}",
    lambda at: f"{at:%Y.%-m.%-d %H：%M：%S}",
    lambda at: f"{at:%Y年%-m月%-d日 %H时%M分%S秒}",
    lambda at: f"{at:%Y-%m-%dT%H:%M:%S+08:00}",
    lambda at: f"{at - timedelta(hours=8):%Y-%m-%dT%H:%M:%SZ}",
    lambda at: f"{at:%Y-%m-%d %I:%M:%S %p}",
    lambda at: f"{at:%Y/%-m/%-d} {'上午' if at.hour < 12 else '下午'}{at:%I:%M:%S}",
    lambda at: (at - _EPOCH - timedelta(hours=8)).total_seconds(),
    lambda at: int((at - _EPOCH - timedelta(hours=8)).total_seconds() * 1000),
    lambda at: f"{at:%Y%m%d%H%M%S}",
    lambda at: f"{at:%Y-%m-%d %H:%M:%S}".translate(_FULL),
    lambda at: at,
)
TIMES: Writers = (
    lambda at: f"{at:%-H:%M}",
    lambda at: f"{at:%-H：%M}",
    lambda at: f"{at:%H点%M分}",
    lambda at: f"{at:%H%M}",
    lambda at: f"{'上午' if at.hour < 12 else '下午'}{at.hour if at.hour < 13 else at.hour - 12}:{at:%M}",
    lambda at: f"{at:%I:%M %p}",
    lambda at: (at.hour * 60 + at.minute) / 1440,
    lambda at: at.time(),
)


def by_hand() -> list[tuple[str, bytes]]:
    """Every file of the class with its values written differently from line to line."""
    return [
        ("信息.xlsx", xlsx({"信息": [list(pair) for pair in class_pairs().items()]})),
        ("名册.xlsx", xlsx({"名册": _table("学员名册", {})})),
        ("课表.xlsx", xlsx({"课表": timetable()})),
        ("打卡.xlsx", xlsx({"打卡": taps()})),
        ("请假.xlsx", xlsx({"请假": leave()})),
        ("直播.xlsx", xlsx(live())),
        ("录播.xlsx", xlsx({"录播": recorded()})),
        ("成绩.xlsx", xlsx({"成绩": scores()})),
        ("问卷.xlsx", xlsx({"问卷": survey()})),
    ]


def _table(file: str, changes: dict[str, Callable[[Any], Any]]) -> Grid:
    columns = headers_of(file)
    grid: Grid = [list(columns.values())]
    for row in rows_of(file):
        cells = [
            changes[field](row[field]) if field in changes and row[field] is not None else row[field]
            for field in columns
        ]
        grid.append(cells)
    return grid


def _in_turn(writers: Sequence[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    turns = cycle(writers)
    return lambda value: next(turns)(value)


def timetable() -> Grid:
    clock = _in_turn(TIMES)
    at = lambda text: clock(datetime.strptime(text, "%H:%M"))  # noqa: E731
    lengths = _in_turn((lambda v: v, lambda v: v[3:] if v.startswith("00") else v, _spoken, _iso))
    hours = _in_turn(
        (lambda v: v, lambda v: f"{v}学时", lambda v: f"{float(v)} 课时", lambda v: str(v).translate(_FULL))
    )
    teacher = _in_turn(
        (lambda v: v, lambda v: f"{v} 教授", lambda v: f"{v}（高级工程师）", lambda v: f"{v[0]} {v[1:]}")
    )
    changes = {"date": _in_turn(DATES), "start": at, "end": at, "duration": lengths}
    return _table("课程表", changes | {"planned_hours": hours, "teacher": teacher})


def _spoken(text: str) -> str:
    hours, minutes, seconds = map(int, text.split(":"))
    return (f"{hours}小时" if hours else "") + f"{minutes}分{seconds}秒"


def _iso(text: str) -> str:
    hours, minutes, seconds = map(int, text.split(":"))
    return "PT" + (f"{hours}H" if hours else "") + f"{minutes}M{seconds}S"


def taps() -> Grid:
    goes_in = cycle(["签到", "入", "进", "上课", "IN", "1", "签 到"])
    goes_out = cycle(["签退", "出", "离", "下课", "OUT", "0", "签退"])
    direction = lambda word: next(goes_in if word == "签到" else goes_out)  # noqa: E731
    tails = _in_turn((lambda v: v, lambda v: f"168****{int(v):04d}", lambda v: f" {int(v):04d} ", lambda v: float(v)))
    return _table("签到记录", {"at": _in_turn(MOMENTS), "direction": direction, "phone_tail": tails})


def leave() -> Grid:
    words = {"批准": cycle(["同意", "已批", "准假", "通过"]), "不批准": cycle(["驳回"]), "待审批": cycle(["审批中"])}
    moment = _in_turn((MOMENTS[1], MOMENTS[3], MOMENTS[7], lambda at: f"{at:%-m月%-d日 %-H:%M}"))
    return _table("请假条", {"from": moment, "to": moment, "decision": lambda word: next(words[word])})


def live() -> dict[str, Grid]:
    """The meetings under their titles, with times of day only; the date stands in the line of the scheduled time."""
    plan = {row["session_id"]: row for row in rows_of("课程表")}
    sheets = {}
    for number, unit in enumerate(("L1", "L2", "L3"), 1):
        row = plan[unit]
        titles: Grid = [
            [f"会议主题：{row['title']}"],
            [f"预定时间：{row['date']:%-m月%-d日} {row['start']}-{row['end']}"],
        ]
        stays: Grid = [
            [stay["nickname"], stay["join"][11:], stay["leave"][11:]]
            for stay in rows_of("线上直播参会记录")
            if stay["sheet"] == unit
        ]
        sheets[f"会议{number}"] = [*titles, ["昵称", "加入时间", "离开时间"], *stays]
    return sheets


def recorded() -> Grid:
    place = _in_turn((lambda v: v, lambda v: str(timedelta(seconds=int(v))), lambda v: f"{int(v)}秒", lambda v: str(v)))
    rate = _in_turn((lambda v: v, lambda v: f"{v}x", lambda v: f"{v}倍", lambda v: f"×{v}"))
    changes = {"start_second": place, "end_second": place, "rate": rate, "at": _in_turn(MOMENTS)}
    return _table("录播学习记录", changes)


def scores() -> Grid:
    words = {"缺考": "缺席", "缓考": "请假缓考"}
    number = _in_turn((lambda v: v, lambda v: f"{v}分", lambda v: str(v).translate(_FULL)))
    return _table("成绩单", {"exam_score": lambda v: words.get(v) or (v if v == "九十" else number(v))})


def survey() -> Grid:
    words = ("", "很不满意", "不满意", "一般", "满意", "很满意")
    five = _in_turn(
        (lambda v: v, lambda v: f"{v}分", lambda v: f"{v}、{words[v]}", lambda v: words[v], lambda v: "★" * v)
    )
    rating = lambda v: five(v) if v in range(1, 6) else {"不适用": "N/A"}.get(v, v)  # noqa: E731
    seconds = _in_turn(
        (lambda v: v, lambda v: f"{v // 60}分{v % 60}秒", lambda v: f"{v}秒", lambda v: f"{v // 60}:{v % 60:02d}")
    )
    ratings = {field: rating for field in headers_of("满意度问卷") if field.startswith("q") or field == "overall"}
    changes = {"submitted": _in_turn(MOMENTS), "seconds": seconds, "nps": _in_turn((lambda v: v, lambda v: f"{v}分"))}
    return _table("满意度问卷", ratings | changes)
