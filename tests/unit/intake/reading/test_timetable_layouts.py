"""Timetables as lists and as week grids."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

import pytest

from intake.reading.folder import Known
from intake.rows import Reading, SessionKind
from tests.unit.intake.reading.tables_of import codes, read, read_sheets

HEAD = ["日期", "时间", "课程名称", "授课教师", "地点", "学时"]


def short(reading: Reading) -> list[tuple[str, str, str, str, str]]:
    return [
        (s.code, f"{s.on:%m-%d}" if s.on else "", f"{s.starts:%H:%M}-{s.ends:%H:%M}" if s.starts and s.ends else "", s.title, s.teacher)
        for s in reading.sessions
    ]  # fmt: skip


@pytest.mark.parametrize(
    "span",
    [
        "08:30-10:10",
        "8:30—10:10",
        "上午8:30-10:10",
        "8：30～10：10",
        "08:30至10:10",
        "8点30分-10点10分",
        "8:30 - 10:10",
        "0830-1010",
    ],
)
def test_a_time_span_in_one_cell(span):
    reading = read(HEAD, ["5月11日", span, "质量战略", "张三丰", "一教室", 2])
    assert short(reading) == [("S01", "05-11", "08:30-10:10", "质量战略", "张三丰")]


def test_an_afternoon_without_its_twelve_hours():
    reading = read(HEAD, ["5月11日", "下午2:00-5:30", "质量战略", "张三丰", "一教室", 4])
    assert short(reading)[0][2] == "14:00-17:30"


@pytest.mark.parametrize("number", ["1", "第1次课", "第一讲", 1])
def test_a_count_is_no_code(number):
    reading = read(["课次", *HEAD], [number, "5月11日", "8:30-10:10", "质量战略", "张三丰", "一教室", 2])
    assert reading.sessions[0].code == "S01"


def test_codes_follow_the_order_of_the_lines_of_each_kind():
    reading = read(
        [*HEAD, "授课方式", "视频时长"],
        ["5月11日", "8:30-10:10", "甲课", "张三丰", "一教室", 2, "面授", None],
        ["5月11日", "19:00-20:30", "乙课", "张三丰", None, 2, "线上直播", None],
        ["5月12日", "8:30-10:10", "丙课", "张三丰", "一教室", 2, "现场教学", None],
        [None, None, "丁课", "张三丰", None, 1, "线上录播", "00:48:20"],
    )
    assert [(s.code, s.kind.value) for s in reading.sessions] == [
        ("S01", "offline"), ("L1", "live"), ("S02", "offline"), ("R1", "recorded"),
    ]  # fmt: skip
    assert reading.sessions[3].on is None
    assert reading.sessions[3].video_seconds == 2900


@pytest.mark.parametrize(
    ("venue", "mode", "meeting", "kind"),
    [
        ("一教室", "", "", SessionKind.OFFLINE),
        ("腾讯会议", "", "880 2601 0509", SessionKind.LIVE),
        ("", "", "880-2601-0509", SessionKind.LIVE),
        ("线上", "直播", "", SessionKind.LIVE),
        ("一教室", "案例研讨", "", SessionKind.OFFLINE),
        ("线上", "线上", "88026010509", SessionKind.LIVE),
    ],
)
def test_how_a_session_is_held(venue, mode, meeting, kind):
    reading = read([*HEAD, "授课形式", "会议ID"], ["5月11日", "8:30-10:10", "甲课", "张三丰", venue, 2, mode, meeting])
    assert reading.sessions[0].kind is kind


@pytest.mark.parametrize(
    ("cell", "teacher"),
    [
        ("张三丰 教授", "张三丰"),
        ("张三丰（高级工程师）", "张三丰"),
        ("张三丰老师", "张三丰"),
        ("张 三 丰", "张三丰"),
        ("张三丰、李四光", "张三丰、李四光"),
        ("张三丰/李四光", "张三丰、李四光"),
        ("—", ""),
        ("待定", ""),
        ("买买提·阿不都", "买买提·阿不都"),
    ],
)
def test_a_teacher_without_titles(cell, teacher):
    assert read(HEAD, ["5月11日", "8:30-10:10", "甲课", cell, "一教室", 2]).sessions[0].teacher == teacher


def test_the_register_knows_the_teachers_name():
    known = Known(training_year=2026, teachers=("欧阳教授",))
    reading = read(HEAD, ["5月11日", "8:30-10:10", "甲课", "特聘专家欧阳教授", "一教室", 2], known=known)
    assert reading.sessions[0].teacher == "欧阳教授"


def test_english_headers_and_true_times():
    reading = read(
        ["Date", "Start", "End", "Course Title", "Teacher", "Room", "Hours"],
        [datetime(2026, 5, 11), time(8, 30), time(10, 10), "Quality", "Zhang", "R1", "2.0 学时"],
    )
    assert short(reading) == [("S01", "05-11", "08:30-10:10", "Quality", "Zhang")]
    assert reading.sessions[0].planned_hours == Decimal("2.0")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["5月11日", "上午", "甲课", "张三丰", "一教室", 2], "E_TIME"),
        (["5月11日", "10:10-8:30", "甲课", "张三丰", "一教室", 2], "E_ORDER"),
        (["某日", "8:30-10:10", "甲课", "张三丰", "一教室", 2], "E_DATE"),
        (["5月11日", "8:30-10:10", None, "张三丰", "一教室", 2], "E_REQUIRED"),
    ],
)
def test_a_session_that_cannot_be_held(row, code):
    reading = read(HEAD, row)
    assert reading.sessions == []
    assert codes(reading) == [code]


GRID = [
    ["时间", "5月11日（周一）", "5月12日（周二）"],
    ["上午 8:30-10:10", "质量战略\n张三丰\n一教室", "品牌管理\n李四光\n二教室"],
    ["上午 10:20-12:00", None, "品牌管理案例\n李四光\n二教室"],
    ["午餐", "午餐", None],
    ["下午 2:00-3:40", "质量法律\n王五六\n一教室", None],
]


def test_a_week_grid_alone_is_the_timetable():
    reading = read(["培训课程表"], *GRID, merges=["B3:B4"])
    assert short(reading) == [
        ("S01", "05-11", "08:30-12:00", "质量战略", "张三丰"),
        ("S02", "05-11", "14:00-15:40", "质量法律", "王五六"),
        ("S03", "05-12", "08:30-10:10", "品牌管理", "李四光"),
        ("S04", "05-12", "10:20-12:00", "品牌管理案例", "李四光"),
    ]
    assert reading.sessions[0].venue == "一教室"
    assert codes(reading) == ["F_HOURS_MISSING"]


def test_weekdays_are_those_of_the_first_week_of_the_class():
    reading = read(["时间", "星期一", "星期二"], ["8:30-10:10", "质量战略 张三丰 一教室", "品牌管理（李四光）"])
    assert [(row[1], row[3], row[4]) for row in short(reading)] == [
        ("05-11", "质量战略", "张三丰"), ("05-12", "品牌管理", "李四光"),
    ]  # fmt: skip


LIST = [
    HEAD,
    ["5月11日", "8:30-12:00", "质量战略", "张三丰", "一教室", 4],
    ["5月11日", "14:00-15:40", "质量法律", "王五六", "一教室", 2],
    ["5月12日", "8:30-10:10", "品牌管理", "李四光", "二教室", 2],
    ["5月12日", "10:20-12:00", "品牌管理案例", "李四光", "二教室", 2],
]


@pytest.mark.parametrize("same_sheet", [True, False])
def test_beside_a_list_that_says_the_same_the_grid_is_set_aside(same_sheet):
    reading = read(*LIST, [], *GRID) if same_sheet else read_sheets({"周课表": GRID, "列表": LIST})
    assert [s.title for s in reading.sessions] == ["质量战略", "质量法律", "品牌管理", "品牌管理案例"]
    assert [(f.code, f.detail) for f in reading.files] == [("F_GRID_DUPLICATE", "")]
    assert [c for c in reading.cells if c.refused] == []


def test_where_grid_and_list_differ_the_list_stands_and_the_difference_is_named():
    changed = [*LIST[:3], ["5月12日", "8:30-10:10", "诚信建设", "李四光", "二教室", 2]]
    reading = read_sheets({"周课表": GRID, "列表": changed})
    assert [s.title for s in reading.sessions] == ["质量战略", "质量法律", "诚信建设"]
    details = "2026-05-12 08:30 品牌管理; 2026-05-12 10:20 品牌管理案例"
    assert [(f.code, f.detail) for f in reading.files] == [("F_GRID_DUPLICATE", details)]


def test_a_list_of_other_sessions_does_not_displace_the_grid():
    online = [[*HEAD, "授课方式"], ["5月11日", "15:30-16:30", "线上导学", "张三丰", "线上", 2, "线上直播"]]
    reading = read_sheets({"周课表": GRID, "线上": online}, merges={"周课表": ["B3:B4"]})
    assert [(s.code, s.title) for s in reading.sessions] == [
        ("L1", "线上导学"), ("S01", "质量战略"), ("S02", "质量法律"), ("S03", "品牌管理"), ("S04", "品牌管理案例"),
    ]  # fmt: skip
    assert "F_GRID_DUPLICATE" not in codes(reading)


def test_the_module_stands_in_brackets_before_the_title():
    reading = read(["时间", "5月11日", "5月12日"], ["8:30-10:10", "【质量法律】产品质量法\n主讲：张三丰\n2学时", None])
    assert [(s.module, s.title, s.planned_hours) for s in reading.sessions] == [("质量法律", "产品质量法", 2)]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["上课时间"], ["2026年5月11日 8:30-10:10"]),
        (["上课时间"], ["2026-05-11 08:30～10:10"]),
        (["开始时间", "结束时间"], [datetime(2026, 5, 11, 8, 30), datetime(2026, 5, 11, 10, 10)]),
        (["开始时间", "结束时间"], ["2026-05-11 08:30", "2026-05-11 10:10"]),
    ],
)
def test_the_date_may_stand_in_the_time_cell(header, cells):
    reading = read(["课程名称", *header, "主讲教师", "上课地点", "学时"], ["质量战略", *cells, "张三丰", "一教室", 2])
    assert short(reading) == [("S01", "05-11", "08:30-10:10", "质量战略", "张三丰")]


def test_a_timetable_without_hours_is_read_with_a_remark():
    reading = read(HEAD[:4], ["5月11日", "8:30-10:10", "质量战略", "张三丰"])
    assert len(reading.sessions) == 1
    assert [(finding.code, finding.refused) for finding in reading.files] == [("F_HOURS_MISSING", False)]
