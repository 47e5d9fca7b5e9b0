"""Single cells: dates, times, lengths, speeds and choices in every usual typing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.amounts import read_length, read_number, read_rate, unit_in
from intake.reading.choices import read_decision, read_direction, read_score, scale_of
from intake.reading.clocks import find_clocks, half_of, read_clock
from intake.reading.dates import Calendar, find_short_date, read_date
from intake.reading.keys import account_key, id_key, phone_key
from intake.reading.moments import read_moment

CLASS = Calendar(date(2026, 5, 9), date(2026, 5, 24), 2026)
DAY = date(2026, 5, 11)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-05-11", "2026/5/11", "2026.5.11", "20260511", "2026年5月11日", "2026 年 5 月 11 日", "5月11日", "5月11号",
        "11-May-2026", "May 11, 2026", "11 May", "26.5.11", "5/11", "5.11", "11/05/2026", "05/11/2026", "46153", 46153.0,
        20260511.0, "２０２６－０５－１１", "2026-05-11 00:00:00", "2026年5月11日（周一）", datetime(2026, 5, 11, 8), DAY,
    ],
)  # fmt: skip
def test_dates(cell):
    assert read_date(cell, CLASS) == DAY


@pytest.mark.parametrize("cell", ["", None, "明天", "2026-13-01", "2026-02-30", "5月", 12.0, True, "8:30"])
def test_what_is_no_date(cell):
    assert read_date(cell, CLASS) is None


def test_without_a_year_to_go_by_a_short_date_is_none():
    assert read_date("5月11日", Calendar()) is None


def test_short_dates_of_a_class_over_new_year():
    calendar = Calendar(date(2025, 12, 29), date(2026, 1, 4), 2025)
    assert [read_date(text, calendar) for text in ("12月30日", "1月3日")] == [date(2025, 12, 30), date(2026, 1, 3)]


@pytest.mark.parametrize("name", ["5月11日", "0511", "5.11", "11日", "5-11 签到", "20260511"])
def test_dates_in_sheet_names(name):
    assert find_short_date(name, CLASS) == DAY


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("8:30", "08:30:00"), ("8：30", "08:30:00"), ("08点30分", "08:30:00"), ("8时30分15秒", "08:30:15"), ("8点半", "08:30:00"),
        ("8点", "08:00:00"), ("0830", "08:30:00"), ("083015", "08:30:15"), (830.0, "08:30:00"), (0.3541666667, "08:30:00"),
        ("上午8:30", "08:30:00"), ("下午2:05", "14:05:00"), ("2:05 PM", "14:05:00"), ("12:10 AM", "00:10:00"),
        ("12:05 PM", "12:05:00"), ("中午12:30", "12:30:00"), ("晚上7:00", "19:00:00"), ("０８：３０", "08:30:00"),
        (time(8, 30, 0, 400_000), "08:30:00"), (timedelta(hours=8, minutes=30), "08:30:00"),
    ],
)  # fmt: skip
def test_times_of_day(cell, clock):
    read = read_clock(cell)
    assert read
    assert read.at.isoformat() == clock


@pytest.mark.parametrize("cell", ["", "上午", "25:00", "8:61", "2561", None, timedelta(days=2), -1.0])
def test_what_is_no_time_of_day(cell):
    assert read_clock(cell) is None


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("上午8:30—10:10", ["08:30", "10:10"]), ("下午2:00-5:30", ["14:00", "17:30"]), ("上午9:00至下午5:00", ["09:00", "17:00"]),
        ("08:21/12:03", ["08:21", "12:03"]), ("0830-1010", ["08:30", "10:10"]), ("9:00 AM - 1:30 PM", ["09:00", "13:30"]),
        ("第1-2节", []),
    ],
)  # fmt: skip
def test_times_in_a_text(text, clocks):
    assert [f"{clock.at:%H:%M}" for clock in find_clocks(text)] == clocks


@pytest.mark.parametrize(("text", "half"), [("5月11日上午", "am"), ("PM", "pm"), ("全天", "day"), ("周一", "")])
def test_halves_of_a_day(text, half):
    assert half_of(text) == half


@pytest.mark.parametrize(
    "cell",
    [
        "2026-05-11 14:05:10", "2026/5/11 14:05:10", "2026年5月11日 14时05分10秒", "2026-05-11T14:05:10",
        "2026-05-11T06:05:10Z", "2026-05-11T14:05:10+08:00", "2026-05-11T06:05:10.000Z", "2026-05-11 02:05:10 PM",
        "2026/5/11 下午 02:05:10", "5月11日 14:05:10", "14:05:10", "11-May-2026 14:05:10", "20260511140510",
        "20260511 140510", 1778479510, 1778479510000.0, "1778479510", "２０２６－０５－１１　１４：０５：１０",
        datetime(2026, 5, 11, 14, 5, 10), time(14, 5, 10), 46153 + (14 * 3600 + 5 * 60 + 10) / 86400,
    ],
)  # fmt: skip
def test_dates_with_times(cell):
    moment = read_moment(cell, CLASS, DAY)
    assert moment
    assert (moment.at, moment.exact) == (datetime(2026, 5, 11, 14, 5, 10), True)


@pytest.mark.parametrize("cell", ["2026-05-11 14:05", "5/11 14:05", "2026年5月11日 下午2点05分", "14:05"])
def test_without_seconds_a_moment_is_not_exact(cell):
    moment = read_moment(cell, CLASS, DAY)
    assert moment
    assert (moment.at, moment.exact) == (datetime(2026, 5, 11, 14, 5), False)


@pytest.mark.parametrize("cell", ["", None, "下午", "2026-05-11", DAY, "14:75", "签到"])
def test_what_is_no_moment(cell):
    assert read_moment(cell, CLASS, None) is None


@given(st.datetimes(datetime(2001, 1, 1), datetime(2098, 1, 1)))
def test_iso_texts_are_read_back(moment):
    moment = moment.replace(microsecond=0)
    for text in (moment.isoformat(), moment.isoformat(sep=" "), f"{moment:%Y年%m月%d日 %H:%M:%S}"):
        read = read_moment(text, Calendar())
        assert read
        assert read.at == moment


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text):
    read_moment(text, CLASS, DAY)
    read_date(text, CLASS)
    read_clock(text)
    read_length(text)
    read_rate(text)
    read_number(text)
    read_score(text)
    phone_key(text)
    id_key(text)
    scale_of(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_number_breaks_a_reader(number):
    read_moment(number, CLASS, DAY)
    read_date(number, CLASS)
    read_clock(number)
    read_length(number)
    read_score(number)
    phone_key(number)
    id_key(number)


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("00:48:20", ""), ("48:20", ""), ("48分20秒", ""), ("48'20\"", ""), ("48′20″", ""), (2900.0, "s"), ("2900", "s"),
        ("PT48M20S", ""), (48 * 60 + 20, "s"), (0.0335648148, ""), (0.0335648148, "m"), (time(0, 48, 20), ""),
        (timedelta(hours=48, minutes=20), ""), ("48min20s", ""), ("2900秒", "m"),
    ],
)  # fmt: skip
def test_lengths(cell, unit):
    assert read_length(cell, unit) == 2900


@pytest.mark.parametrize(
    ("cell", "unit", "seconds"),
    [("1小时12分30秒", "", 4350), ("1.5小时", "", 5400), (48.3, "m", 2898), ("90分钟", "", 5400), (1.5, "h", 5400)],
)
def test_longer_lengths(cell, unit, seconds):
    assert read_length(cell, unit) == seconds


@pytest.mark.parametrize("cell", [2900.0, "2900", "", None, "很久", -5.0])
def test_a_bare_number_is_no_length_without_a_unit(cell):
    assert read_length(cell) is None


@pytest.mark.parametrize(
    ("header", "unit"), [("用时（秒）", "s"), ("时长（分钟）", "m"), ("Duration (minutes)", "m"), ("时长", "")]
)
def test_units_in_headers(header, unit):
    assert unit_in(header) == unit


@pytest.mark.parametrize("cell", [1.5, "1.5", "1.5x", "1.5X", "x1.5", "×1.5", "1.5倍", "1.5倍速", "１．５倍"])
def test_speeds(cell):
    assert read_rate(cell) == Decimal("1.5")


@pytest.mark.parametrize(
    ("cell", "number"), [("2学时", 2), ("2.0 课时", 2), ("６０人", 60), ("3-5", None), ("许多", None)]
)
def test_numbers(cell, number):
    assert read_number(cell) == number


@pytest.mark.parametrize("cell", ["签到", "入", "进", "上课", "IN", "in", "check-in", "1", 1.0, "进门", "上午签到"])
def test_ways_in(cell):
    assert read_direction(cell) == "in"


@pytest.mark.parametrize("cell", ["签退", "出", "离", "下课", "OUT", "Check Out", "0", 0.0, "离开", "下午签退"])
def test_ways_out(cell):
    assert read_direction(cell) == "out"


@pytest.mark.parametrize("cell", ["", "正常", "签到/签退", "进出", None])
def test_no_way(cell):
    assert read_direction(cell) is None


@pytest.mark.parametrize(
    ("words", "decision"),
    [
        (["批准", "同意", "已批", "准假", "通过", "审批通过", "已同意", "是"], "approved"),
        (["不批准", "不同意", "驳回", "拒绝", "不予批准", "审核未通过", "否"], "refused"),
        (["待审批", "审批中", "", None, "未审批", "—"], "pending"),
    ],
)
def test_decisions(words, decision):
    assert [read_decision(word) for word in words] == [decision] * len(words)


@pytest.mark.parametrize(
    ("cell", "state", "value"),
    [
        (83.5, "number", "83.5"), ("83.5分", "number", "83.5"), ("８６", "number", "86"), (0, "number", "0"), ("100", "number", "100"),
        ("缺考", "absent", None), ("缺席", "absent", None), ("缓考", "deferred", None), ("请假缓考", "deferred", None),
        ("", "empty", None), (None, "empty", None), ("/", "empty", None), ("九十", "invalid", None), (101, "invalid", None),
        (-1, "invalid", None), ("80+5", "invalid", None),
        (True, "invalid", None), (DAY, "invalid", None), (1e300, "invalid", None),
    ],
)  # fmt: skip
def test_scores(cell, state, value):
    score = read_score(cell)
    assert (score.state, score.value) == (state, Decimal(value) if value else None)


def test_accounts_are_keys_only_if_they_are_mobile_numbers():
    assert account_key("168****9503") == "9503"
    assert account_key("zhang0782") == ""
