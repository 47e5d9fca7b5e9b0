"""Sign-in files in the shapes that devices and people keep them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from intake.rows import Reading
from tests.unit.intake.reading.tables_of import codes, read, read_sheets


def taps(reading: Reading) -> list[tuple[str, str, str]]:
    return [(tap.name, f"{tap.at:%m-%d %H:%M:%S}", tap.direction) for tap in reading.taps]


BOTH = [("张三", "05-11 08:21:00", "in"), ("张三", "05-11 12:03:00", "out")]


def test_one_line_per_tap():
    reading = read(
        ["姓名", "手机尾号", "打卡时间", "方向"],
        ["张三", 782, "2026-05-11 08:21", "签到"],
        ["张三", 782, "2026-05-11 12:03", "签退"],
    )
    assert taps(reading) == BOTH
    assert reading.taps[0].key == {"phone": "0782"}


def test_date_and_time_in_columns_of_their_own():
    reading = read(
        ["日期", "时间", "姓名", "类型"],
        [datetime(2026, 5, 11), time(8, 21), "张三", "进"],
        [None, time(12, 3), "张三", "出"],
    )
    assert taps(reading) == BOTH


@pytest.mark.parametrize(
    "header",
    [
        ["姓名", "日期", "签到时间", "签退时间"],
        ["学员姓名", "上课日期", "签到", "签退"],
        ["Name", "Date", "Check-in", "Check-out"],
        ["姓名", "考勤日期", "上午签到", "上午签退"],
        ["姓名", "日期", "到达时间", "离开时间"],
    ],
)
def test_sign_in_and_sign_out_columns(header):
    assert taps(read(header, ["张三", "2026-05-11", "8:21", "12:03"])) == BOTH


def test_half_day_lines_with_sign_in_and_sign_out_columns():
    reading = read(
        ["姓名", "日期", "时段", "签到时间", "签退时间"],
        ["张三", "5月11日", "上午", "8:21", "12:03"],
        ["张三", "5月11日", "下午", "1:58", "5:31"],
    )
    assert taps(reading) == [*BOTH, ("张三", "05-11 13:58:00", "in"), ("张三", "05-11 17:31:00", "out")]


@pytest.mark.parametrize("cell", ["08:21/12:03", "08:21-12:03", "08:21\n12:03", "08:21 12:03", "入08:21 出12:03"])
def test_a_matrix_of_people_and_half_days(cell):
    reading = read(["序号", "姓名", "5月11日上午", "5月11日下午"], [1, "张三", cell, None])
    assert taps(reading) == BOTH


def test_a_matrix_with_dates_above_and_directions_below():
    reading = read(
        ["培训班考勤表"],
        ["序号", "姓名", "2026-05-11", None, "2026-05-12", None],
        [None, None, "签到", "签退", "签到", "签退"],
        [1, "张三", "8:21", "12:03", time(8, 30), None],
        merges=["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"],
    )
    assert taps(reading) == [*BOTH, ("张三", "05-12 08:30:00", "in")]


def test_a_matrix_with_three_header_lines():
    reading = read(
        ["姓名", "5月11日", None, None, None],
        [None, "上午", None, "下午", None],
        [None, "签到", "签退", "签到", "签退"],
        ["张三", "8:21", "12:03", "13:58", "17:31"],
        merges=["A1:A3", "B1:E1", "B2:C2", "D2:E2"],
    )
    assert taps(reading) == [*BOTH, ("张三", "05-11 13:58:00", "in"), ("张三", "05-11 17:31:00", "out")]


def test_true_dates_as_headers_of_a_matrix():
    reading = read(["姓名", datetime(2026, 5, 11), datetime(2026, 5, 12)], ["张三", "8:21/12:03", None])
    assert taps(reading) == BOTH


def test_a_lone_time_without_direction_is_a_sign_in_with_a_remark():
    reading = read(["姓名", "5月11日上午"], ["张三", "8:21"], ["李四", "/12:03"])
    assert taps(reading) == [BOTH[0], ("李四", "05-11 12:03:00", "out")]
    assert codes(reading) == ["N_DIRECTION_ASSUMED"]


def test_a_mark_is_no_time():
    reading = read(["姓名", "5月11日上午", "5月11日下午"], ["张三", "√", "请假"])
    assert taps(reading) == []
    assert codes(reading) == ["E_TIME"]


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("5月11日", "签到表"),
        ("0511", "签到表"),
        ("5.11", "签到表"),
        ("Sheet1", "2026年5月11日（周一）签到表"),
        ("11日", "签到表"),
    ],
)
def test_the_date_stands_in_the_title_or_the_sheet_name(sheet, title):
    rows = [[title], ["姓名", "签到时间", "签退时间"], ["张三", "8:21", "12:03"]]
    assert taps(read(*rows, sheet=sheet)) == BOTH


def test_a_line_with_a_date_holds_for_the_lines_below():
    reading = read(
        ["姓名", "手机", "时间", "进出"],
        ["2026年5月11日"],
        ["张三", "16812340001", "8:21", "入"],
        ["张三", "16812340001", "12:03", "出"],
        ["2026年5月12日"],
        ["张三", "16812340001", "8:30", "入"],
    )
    assert taps(reading) == [*BOTH, ("张三", "05-12 08:30:00", "in")]


def test_a_merged_date_holds_for_all_its_lines():
    reading = read(
        ["日期", "姓名", "时间", "动作"],
        [date(2026, 5, 11), "张三", "8:21", "IN"],
        [None, "张三", "12:03", "OUT"],
        merges=["A2:A3"],
    )
    assert taps(reading) == BOTH


def test_a_header_repeated_on_the_next_page_is_no_record():
    head = ["姓名", "打卡时间", "方向"]
    reading = read(head, ["张三", "2026-05-11 8:21", "签到"], head, ["张三", "2026-05-11 12:03", "签退"])
    assert taps(reading) == BOTH
    assert codes(reading) == []


def test_side_by_side_tables():
    head = ["姓名", "打卡时间", "方向"]
    reading = read([*head, None, *head], ["张三", "2026-05-11 8:21", "签到", None, "李四", "2026-05-11 8:22", "签到"])
    assert sorted(tap.name for tap in reading.taps) == ["张三", "李四"]


def test_side_by_side_tables_without_a_gap():
    head = ["序号", "姓名", "签到时间", "签退时间"]
    reading = read(["2026年5月11日签到表"], [*head, *head], [1, "张三", "8:21", "12:03", 2, "李四", "8:22", "12:04"])
    assert [tap.name for tap in reading.taps] == ["张三", "张三", "李四", "李四"]


def test_one_sheet_per_day():
    rows = [["姓名", "时间", "方向"], ["张三", "8:21", "签到"]]
    reading = read_sheets({"5月11日": rows, "5月12日": rows, "说明": [["本表由前台填写"]]})
    assert [tap[1] for tap in taps(reading)] == ["05-11 08:21:00", "05-12 08:21:00"]
    assert codes(reading) == ["F_NO_TABLE"]


def test_without_a_direction_the_table_waits_for_a_mapping():
    rows = [["姓名", "打卡时间", "手机尾号", "设备编号"], ["张三", "2026-05-11 8:21", "0782", "A"]]
    assert read(*rows).tables[0].missing == ("direction",)
    mapping = '[[table]]\nkind = "sign"\nconstants = { direction = "签到" }'
    assert taps(read(*rows, mapping=mapping)) == BOTH[:1]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (["张三", "昨天", "签到"], "E_TIME", "B 打卡时间"),
        (["张三", None, "签到"], "E_REQUIRED", "B 打卡时间"),
        (["张三", "2026-05-11 8:21", "路过"], "E_DIRECTION", "C 方向"),
        (["张三", "2026-02-30 8:21", "签到"], "E_TIME", "B 打卡时间"),
        ([None, "2026-05-11 8:21", "签到"], "E_REQUIRED", ""),
    ],
)
def test_a_refused_row_says_where_and_why(row, code, column):
    reading = read(["姓名", "打卡时间", "方向", "设备编号"], [*row, "A"])
    assert taps(reading) == []
    assert [(c.code, c.column, c.place.row, c.refused) for c in reading.cells] == [(code, column, 2, True)]


@pytest.mark.parametrize(
    ("cells", "exact"),
    [
        ([datetime(2026, 5, 11, 8, 21)], [False]),
        ([datetime(2026, 5, 11, 8, 21), datetime(2026, 5, 11, 8, 22, 7)], [True, True]),
        (["2026-05-11 08:21:00", "2026-05-11 08:21"], [True, False]),
    ],
)
def test_whether_seconds_were_given(cells, exact):
    reading = read(["姓名", "打卡时间", "方向"], *(["张三", cell, "签到"] for cell in cells))
    assert [tap.exact for tap in reading.taps] == exact
