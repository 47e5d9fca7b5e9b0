"""The class information in its layouts, or absent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from intake.reading.folder import Known
from tests.unit.intake.reading.tables_of import codes, read, read_sheets

NOTHING = Known()
PAIRS = [
    ["培训班编号", "C-7"],
    ["培训班名称", "某班"],
    ["开班日期", "2026-05-09"],
    ["结业日期", "2026-05-24"],
    ["要求总学时", "40学时"],
]


@pytest.mark.parametrize(
    "rows",
    [
        PAIRS,
        [["项目", "内容"], *PAIRS],
        [["培训班编号", "C-7", "培训班名称", "某班"], ["开班日期", "2026-05-09", "结业日期", "2026-05-24"], ["总学时", 40]],
        [["培训班编号：C-7", "班级名称：某班"], ["培训时间：2026年5月9日至5月24日"], ["要求学时：40"]],
        [["培训班编号", "班级名称", "开班日期", "结业日期", "总学时"], ["C-7", "某班", "2026-05-09", "2026-05-24", 40]],
        [["Class code", "C-7"], ["Class name", "某班"], ["Start date", "2026-05-09"], ["End date", "2026-05-24"], ["Required hours", 40]],
        [["班级代码", "C-7"], ["班次名称", "某班"], ["培训日期", "2026.5.9-2026.5.24"], ["规定学时", 40.0]],
    ],
)  # fmt: skip
def test_the_layouts_of_the_facts(rows):
    info = read(*rows, known=NOTHING).info
    assert info
    assert (info.code, info.name, info.required_hours) == ("C-7", "某班", Decimal(40))
    assert (info.starts_on, info.ends_on) == (date(2026, 5, 9), date(2026, 5, 24))


@pytest.mark.parametrize(("text", "minutes"), [("1学时=45分钟", 45), ("45", 45), (50, 50), ("每学时40分钟", 40)])
def test_the_length_of_an_hour(text, minutes):
    info = read(*PAIRS, ["学时折算", text], known=NOTHING).info
    assert info
    assert info.minutes_per_hour == minutes


def test_facts_above_a_table_on_the_same_sheet():
    reading = read(*PAIRS, [], ["姓名", "手机", "考试成绩"], ["张三", "16800000001", 80], known=NOTHING)
    assert reading.info
    assert reading.info.code == "C-7"
    assert len(reading.scores) == 1


def test_without_facts_the_code_comes_from_a_title_line():
    reading = read(["班级编号：C-7"], ["姓名", "考试成绩", "备注"], ["张三", 80, None], known=NOTHING)
    assert reading.info
    assert (reading.info.code, reading.info.starts_on) == ("C-7", None)


def test_without_facts_the_code_comes_from_the_taps():
    reading = read(["姓名", "班级编号", "打卡时间", "方向"], ["张三", "C-7", "2026-05-11 8:30", "签到"], known=NOTHING)
    assert reading.info
    assert reading.info.code == "C-7"


def test_without_anything_there_are_no_facts():
    assert read(["姓名", "考试成绩", "备注"], ["张三", 80, None], known=NOTHING).info is None


def test_a_second_class_is_named():
    reading = read_sheets({"a": PAIRS, "b": [["培训班编号", "C-8"], *PAIRS[1:]]}, known=NOTHING)
    assert codes(reading) == ["F_SECOND_CLASS"]


def test_dates_without_a_year_take_that_of_the_class():
    facts = [["培训班编号", "C-7"], ["班级名称", "某班"], ["开班日期", "2025-12-29"], ["结业日期", "2026-01-04"]]
    taps = [["姓名", "打卡时间", "方向"], ["张三", "12月30日 8:30", "签到"], ["张三", "1月3日 8:30", "签到"]]
    reading = read_sheets({"签到": taps, "信息": facts}, known=NOTHING)
    assert [f"{tap.at:%Y-%m-%d}" for tap in reading.taps] == ["2025-12-30", "2026-01-03"]
