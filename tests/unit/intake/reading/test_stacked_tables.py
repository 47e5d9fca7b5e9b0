"""Tables one below the other on a sheet: where the next one begins, and what its titles say."""

from __future__ import annotations

import pytest

from intake.rows import Reading
from tests.unit.intake.reading.tables_of import codes, read

SIGN = ["姓名", "手机尾号", "时间", "签到/签退"]
TEACHERS = [["序号", "姓名", "职称", "聘期起", "聘期止"], [1, "张三", "教授", "2025-01-01", "2027-12-31"]]


def taps(reading: Reading) -> list[tuple[str, str]]:
    return [(tap.name, f"{tap.at:%m-%d %H:%M}") for tap in reading.taps]


def kinds(reading: Reading) -> list[tuple[str, int, int]]:
    return [(table.kind.value, table.header_row, table.rows) for table in reading.tables]


@pytest.mark.parametrize("title", ["日期：2026年5月12日", "5月12日签到表", "第二天  5月12日"])
@pytest.mark.parametrize("gap", [[], [[]], [["填表人：李四"], []]])
def test_a_repeated_header_below_a_new_title_begins_a_new_table(title, gap):
    rows = [["签到表"], ["日期：2026年5月11日"], SIGN, ["张三", "0782", "8:21", "签到"]]
    reading = read(*rows, *gap, [title], SIGN, ["张三", "0782", "8:22", "签到"])
    assert taps(reading) == [("张三", "05-11 08:21"), ("张三", "05-12 08:22")]
    assert len(reading.tables) == 2


@pytest.mark.parametrize("between", [[], ["签到表"], ["第 2 页 共 3 页"], ["本页小计", 1]])
def test_a_repeated_header_on_the_next_page_does_not(between):
    head = ["姓名", "手机尾号", "打卡时间", "方向"]
    rows = [["签到表"], head, ["张三", "0782", "2026-05-11 8:21", "签到"]]
    reading = read(*rows, between, head, ["李四", "0783", "2026-05-12 8:22", "签到"])
    assert taps(reading) == [("张三", "05-11 08:21"), ("李四", "05-12 08:22")]
    assert len(reading.tables) == 1


def test_records_of_a_narrow_table_are_no_titles_of_the_next():
    rows = [["姓名", "考试成绩"], ["张三", 80], ["欧阳买买提", 90], ["姓名", "考试成绩"], ["李四", 70]]
    assert [row.name for row in read(*rows).scores] == ["张三", "欧阳买买提", "李四"]


def test_blocks_side_by_side_begin_anew_together():
    head = ["姓名", "时间", "方向"]
    reading = read(
        ["2026年5月11日"], [*head, *head], ["张三", "8:21", "签到", "李四", "8:22", "签到"],
        ["2026年5月12日"], [*head, *head], ["张三", "8:31", "签到", "李四", "8:32", "签到"],
    )  # fmt: skip
    assert sorted(taps(reading)) == [
        ("张三", "05-11 08:21"), ("张三", "05-12 08:31"), ("李四", "05-11 08:22"), ("李四", "05-12 08:32"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (["编号", "教室/场地", "可容纳人数", "设备", "地址"], ["二、场地"]),
        (["编号", "教室／场地", "可容纳人数", "设备", "地址"], []),
    ],
)
def test_a_header_in_other_words_begins_a_table_of_another_kind(header, title):
    reading = read(["一、师资"], *TEACHERS, title, header, [1, "报告厅", 120, "投影", "某路"])
    assert [(kind, rows) for kind, _, rows in kinds(reading)] == [("teachers", 1), ("venues", 1)]
    assert [venue.name for venue in reading.venues] == ["报告厅"]


def test_a_table_whose_needed_column_is_not_recognised_is_not_swallowed_by_the_one_above():
    reading = read(
        *TEACHERS, [], ["编号", "叫什么", "容纳人数", "设施设备", "地址"], [1, "报告厅", 120, "投影", "某路"]
    )
    assert [teacher.name for teacher in reading.teachers] == ["张三"]
    assert codes(reading) == ["F_COLUMNS_MISSING"]


@pytest.mark.parametrize(
    "record",
    [
        ["步知夏（主讲）", "5月9日 08:39:00", "5月9日 10:39:00", "2小时0分0秒"],
        ["薛晓东7313", "5月9日 08:49", "5月9日 10:36", "1小时47分24秒"],
        ["张三", "5月9日", "34052419800101001X", "签到"],
    ],
)
def test_a_record_is_never_taken_for_a_header(record):
    reading = read(["甲", "乙", "丙", "丁"], record, ["李四", *record[1:]])
    assert codes(reading) == ["F_NO_TABLE"]


def test_blanks_inside_a_header_do_not_matter():
    reading = read(["姓 名", "日 期", "签 到 时 间", "签 退 时 间"], ["张三", "2026-05-11", "8:21", "12:03"])
    assert taps(reading) == [("张三", "05-11 08:21"), ("张三", "05-11 12:03")]
