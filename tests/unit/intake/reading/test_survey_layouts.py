"""Surveys with other words, numbers, orders and scales."""

from __future__ import annotations

import pytest

from tests.unit.intake.reading.tables_of import codes, read

WORDING = [
    "内容与岗位的匹配度", "内容实用", "内容新颖", "教师理论水平", "教师讲授能力", "教师互动交流",
    "教室环境", "多媒体设备", "现场教学", "报名与通知", "班务人员服务态度", "日程安排",
]  # fmt: skip
REST = [
    "课程内容的重要程度",
    "师资水平的重要程度",
    "场地设施的重要程度",
    "组织服务的重要程度",
    "总体评价",
    "推荐意愿",
    "收获",
    "建议",
]
FIELDS = [
    *(f"q{n}" for n in range(1, 13)),
    *(f"importance{n}" for n in range(1, 5)),
    "overall",
    "nps",
    "text1",
    "text2",
]
ANSWERS = [5, 4, 3, 2, 1, 5, 4, 3, 2, 1, 5, 4, 5, 4, 3, 2, 4, 9, "很多", "没有了"]


def questions(*rows):
    return read(*rows).tables[0].columns


def test_items_by_their_wording():
    columns = questions(["答题码", *WORDING, *REST], ["A1", *ANSWERS])
    assert [columns.get(name) for name in FIELDS] == [*WORDING, *REST]


def test_items_in_another_order():
    columns = questions(["答题码", *reversed(WORDING), *reversed(REST)], ["A1", *ANSWERS])
    assert [columns.get(name) for name in FIELDS] == [*WORDING, *REST]


def test_numbered_items_that_say_little():
    heads = [f"Q{n}" for n in range(1, 21)]
    columns = questions(["token", *heads], ["A1", *ANSWERS])
    assert [columns.get(name) for name in FIELDS] == heads


def test_items_by_the_dimension_above():
    above = ["答题码", "课程内容", None, None, "师资水平", None, None, "场地设施", None, None, "组织服务", None, None]
    below = [None, *("指标一", "指标二", "指标三") * 4]
    columns = questions(above, below, ["A1", *ANSWERS[:12]])
    assert columns["q1"] == "课程内容 指标一"
    assert columns["q12"] == "组织服务 指标三"


@pytest.mark.parametrize(
    ("scale", "cells", "values"),
    [
        ("[很满意=5]", [5, 4, 1], [5, 4, 1]),
        ("（1=很满意，2=满意，3=一般，4=不满意，5=很不满意）", [1, 2, 5], [5, 4, 1]),
        ("（A很满意 B满意 C一般 D不满意 E很不满意）", ["A", "b", "E、很不满意"], [5, 4, 1]),
        ("", ["很满意", "4分", "★☆☆☆☆"], [5, 4, 1]),
        ("", ["不适用", "—", None], [None, None, None]),
        ("", ["N/A", "5、很满意", "非常不满意"], [None, 5, 1]),
    ],
)
def test_the_scale_of_an_answer(scale, cells, values):
    heads = [text + scale for text in WORDING]
    reading = read(["答题码", *heads], ["A1", *cells, *[3] * 9])
    assert [reading.survey[0].answers[f"q{n}"].value for n in (1, 2, 3)] == values
    assert codes(reading) == []


def test_an_answer_off_the_scale_is_kept_for_the_rules():
    reading = read(["答题码", *WORDING, *REST], ["A1", 6, *ANSWERS[1:]])
    assert reading.survey[0].answers["q1"].value == 6


def test_an_answer_without_meaning_counts_as_missing_and_is_noted():
    reading = read(["答题码", *WORDING], ["A1", "A", *ANSWERS[1:12]])
    assert reading.survey[0].answers["q1"].value is None
    assert codes(reading) == ["E_RATING"]


@pytest.mark.parametrize(
    ("header", "cell"), [("用时（秒）", 162), ("用时", "2分42秒"), ("答题时长", "162秒"), ("填写时长", "2:42")]
)
def test_the_time_spent(header, cell):
    assert read(["答题码", header, *WORDING], ["A1", cell, *ANSWERS[:12]]).survey[0].seconds == 162
