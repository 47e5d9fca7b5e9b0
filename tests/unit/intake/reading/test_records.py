"""Leave slips, live exports, played segments, scores: other words and other shapes."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from intake.reading.folder import Known
from intake.rows import SessionKind
from tests.unit.intake.reading.tables_of import KNOWN, codes, read, session

L1 = session(
    "L1", SessionKind.LIVE, on=date(2026, 5, 9), starts=time(9), ends=time(10, 30), title="首席质量官制度导学",
    meeting_number="880 2601 0509",
)  # fmt: skip
L2 = session("L2", SessionKind.LIVE, on=date(2026, 5, 13), starts=time(19), ends=time(20, 30), title="质量文化案例连线")
R1 = session("R1", SessionKind.RECORDED, title="质量发展纲要要点", video_seconds=2900)
STORED = Known(first_day=date(2026, 5, 9), last_day=date(2026, 5, 24), sessions=(L1, L2, R1))


@pytest.mark.parametrize(
    ("header", "cells", "span"),
    [
        (["请假开始", "请假结束"], ["2026-05-11 8:30", "2026-05-11 12:00"], "05-11 08:30 05-11 12:00"),
        (["开始时间", "结束时间"], ["5月11日 8:30", "12:00"], "05-11 08:30 05-11 12:00"),
        (["起止时间"], ["5月11日8:30—12:00"], "05-11 08:30 05-11 12:00"),
        (["起止时间"], ["2026-05-11 08:30 至 2026-05-12 17:30"], "05-11 08:30 05-12 17:30"),
        (["请假时间"], ["5月11日上午"], "05-11 00:00 05-11 13:00"),
        (["请假时间"], ["5月11日下午至5月12日上午"], "05-11 13:00 05-12 13:00"),
        (["请假时间"], ["5月11日全天"], "05-11 00:00 05-12 00:00"),
        (["请假时间"], ["5月11日至5月12日"], "05-11 00:00 05-13 00:00"),
        (["请假日期", "时段"], ["2026-05-11", "下午"], "05-11 13:00 05-12 00:00"),
        (["请假日期", "时段"], ["2026-05-11", "全天"], "05-11 00:00 05-12 00:00"),
        (["请假日期", "开始时间", "结束时间"], ["2026-05-11", "8:30", "12:00"], "05-11 08:30 05-11 12:00"),
    ],
)
def test_the_span_of_a_leave(header, cells, span):
    reading = read(["姓名", *header, "请假事由", "审批结果"], ["张三", *cells, "出差", "同意"])
    assert [f"{x.starts_at:%m-%d %H:%M} {x.ends_at:%m-%d %H:%M}" for x in reading.leaves] == [span]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["5月11日 8:30", "5月11日 8:00", "事假", "同意"], "E_ORDER"),
        (["有一天", "5月11日 8:00", "事假", "同意"], "E_DATE"),
        (["5月11日 8:30", "5月11日 12:00", "事假", "看情况"], "E_DECISION"),
        (["5月11日 8:30", None, "事假", "同意"], "E_REQUIRED"),
    ],
)
def test_a_leave_that_cannot_be_read(cells, code):
    reading = read(["姓名", "请假开始", "请假结束", "事由", "审批状态"], ["张三", *cells])
    assert reading.leaves == []
    assert codes(reading) == [code]


HEAD = ["昵称", "入会时间", "退会时间"]
STAY = ["张三0782", "2026-05-09 08:50:00", "2026-05-09 10:30:00"]


@pytest.mark.parametrize(
    ("sheet", "titles"),
    [
        ("L1", []),
        ("直播L1", []),
        ("参会", [["会议号：880-2601-0509"]]),
        ("参会", [["会议ID", "88026010509"]]),
        ("参会", [["会议主题：首席质量官制度导学"]]),
        ("参会", [["首席质量官制度导学 参会人员"]]),
        ("参会", [["预定时间：2026-05-09 09:00-10:30"]]),
        ("参会", []),
    ],
)
def test_the_unit_of_a_live_export(sheet, titles):
    reading = read(*titles, HEAD, STAY, sheet=sheet, known=STORED)
    assert [row.unit for row in reading.live] == ["L1"]


def test_a_live_export_of_no_known_unit_is_named():
    reading = read(["会议主题：别的会"], HEAD, ["张三", "2026-07-09 08:50:00", "2026-07-09 10:30:00"], known=STORED)
    assert codes(reading) == ["F_UNIT_UNKNOWN"]


def test_one_table_for_all_units():
    reading = read(
        ["会议主题", *HEAD],
        ["首席质量官制度导学", *STAY],
        ["质量文化案例连线", "李四", "2026-05-13 18:50:00", "2026-05-13 20:30:00"],
        ["别的会", "李四", "2026-05-14 18:50:00", "2026-05-14 20:30:00"],
        known=STORED,
    )
    assert [row.unit for row in reading.live] == ["L1", "L2"]
    assert codes(reading) == ["E_UNIT"]


@pytest.mark.parametrize(
    ("header", "cell"),
    [("参会时长", "01:40:00"), ("时长（分钟）", 100), ("在线时长", "1小时40分"), ("Duration (minutes)", 100.0)],
)
def test_a_length_instead_of_an_end(header, cell):
    reading = read(["昵称", "入会时间", header], [*STAY[:2], cell], sheet="L1", known=STORED)
    assert [f"{row.left_at:%H:%M:%S}" for row in reading.live] == ["10:30:00"]


def test_times_of_day_take_the_date_of_the_session():
    reading = read(HEAD, ["张三", "08:50:00", "10:30:00"], sheet="L1", known=STORED)
    assert f"{reading.live[0].joined_at}" == "2026-05-09 08:50:00"


@pytest.mark.parametrize(
    ("start", "end", "rate"),
    [(0, 2449, 1.5), ("00:00:00", "00:40:49", "1.5x"), ("0秒", "2449秒", "1.5倍"), ("0:00", "40:49", "×1.5")],
)
def test_a_played_segment(start, end, rate):
    reading = read(
        ["姓名", "账号", "视频名称", "开始位置", "结束位置", "播放时间", "倍速"],
        ["张三", "168****9503", "质量发展纲要要点", start, end, "2026-05-10 19:01:02", rate],
        known=STORED,
    )
    segment = reading.segments[0]
    assert (segment.unit, segment.start_second, segment.end_second, segment.rate) == ("R1", 0, 2449, Decimal("1.5"))
    assert segment.key == {"phone": "9503"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["别的课", 0, 10, "2026-05-10 19:01:02", 1], "E_UNIT"),
        (["质量发展纲要要点", "头", 10, "2026-05-10 19:01:02", 1], "E_DURATION"),
        (["质量发展纲要要点", 0, 10, "傍晚", 1], "E_TIME"),
        (["质量发展纲要要点", 0, 10, "2026-05-10 19:01:02", "快"], "E_RATE"),
    ],
)
def test_a_segment_that_cannot_be_read(cells, code):
    reading = read(["姓名", "课程名称", "开始秒", "结束秒", "播放时间", "倍速"], ["张三", *cells], known=STORED)
    assert reading.segments == []
    assert codes(reading) == [code]


@pytest.mark.parametrize(
    ("header", "cell", "keys"),
    [
        ("手机尾号", 782, {"phone": "0782"}),
        ("手机号", "168 1234-0782", {"phone": "16812340782"}),
        ("手机号", 16812340782, {"phone": "16812340782"}),
        ("联系电话", "168****0782", {"phone": "0782"}),
        ("身份证后四位", 534, {"id": "0534"}),
        ("身份证号", "610***********953x", {"id": "953X"}),
        ("证件号码", "61092919870201９534", {"id": "610929198702019534"}),
        ("工作单位", "某厂", {"employer": "某厂"}),
        ("手机号", "无", {}),
    ],
)
def test_what_tells_people_of_one_name_apart(header, cell, keys):
    assert read(["姓名", header, "考试成绩"], ["张三", cell, 80]).scores[0].key == keys


def test_a_key_that_lost_its_digits_is_left_out_with_a_remark():
    reading = read(["姓名", "身份证号", "考试成绩"], ["张三", 6.1092919870201953e17, 80])
    assert reading.scores[0].key == {}
    assert codes(reading) == ["W_KEY_UNREADABLE"]


def test_states_beside_empty_scores():
    reading = read(["姓名", "成绩", "考试状态"], ["张三", None, "缓考"], ["李四", 80, "正常"], ["王五", "/", None])
    assert [row.first.state for row in reading.scores] == ["deferred", "number", "empty"]


def test_totals_and_signatures_below_a_table_are_set_aside():
    reading = read(
        ["姓名", "考试成绩", "备注"], ["张三", 80, None], ["平均分", 80, None], ["阅卷人：李四"], known=KNOWN
    )
    assert [row.name for row in reading.scores] == ["张三"]
    assert codes(reading) == ["I_TOTAL_ROW", "I_NOTE_ROW"]


def test_of_several_scores_the_total_is_taken():
    reading = read(["姓名", "手机后四位", "理论成绩", "实操成绩", "总成绩"], ["张三", "0782", 80, 90, 85])
    assert reading.scores[0].first.value == 85
    assert reading.tables[0].unknown == ("理论成绩", "实操成绩")
