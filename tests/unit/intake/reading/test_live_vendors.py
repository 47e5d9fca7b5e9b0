"""Lists of live meetings as Tencent Meeting, Zoom and DingTalk export them: heads, rejoins, hosts, waiting rooms, zones."""

from __future__ import annotations

from datetime import date, time

import pytest

from intake.reading.folder import Known
from intake.reading.live import zone_shift
from intake.rows import Reading, SessionKind
from tests.unit.intake.reading.tables_of import codes, read, session

LIVE = SessionKind.LIVE
KNOWN = Known(
    training_year=2026,
    sessions=(
        session("L1", LIVE, on=date(2026, 5, 9), starts=time(9), ends=time(10, 30), title="制度导学", meeting_number="880 2601 0509"),
        session("L2", LIVE, on=date(2026, 5, 13), starts=time(19), ends=time(20, 30), title="案例连线", meeting_number="880 2601 0513"),
    ),
)  # fmt: skip
TENCENT = [
    ["会议主题:", "制度导学"], ["会议号:", "880 260 10509"], ["会议创建者:", "赵老师"], ["预定开始时间:", "2026-05-09 09:00"],
    ["预定结束时间:", "2026-05-09 10:30"], ["累计会议时长:", "1小时35分钟"], ["参会用户总数:", "3"], [],
]  # fmt: skip
ZOOM = [
    ["Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)", "Participants"],
    ["880 2601 0509", "制度导学", "05/09/2026 08:34:53 AM", "05/09/2026 10:40:00 AM", "z@x.cn", "125", "4"],
    [],
]
WEBINAR = [
    "Attended",
    "User Name (Original Name)",
    "Email",
    "Join Time",
    "Leave Time",
    "Time in Session (minutes)",
    "Is Guest",
]


def told(*rows, **more) -> Reading:
    return read(*rows, known=KNOWN, **more)


def stays(reading: Reading) -> list[tuple[str, str, str, str]]:
    return [(one.unit, one.nickname, f"{one.joined_at:%H:%M}", f"{one.left_at:%H:%M}") for one in reading.live]


def test_the_overview_of_tencent_meeting_counts_no_longer_than_it_states():
    head = ["用户昵称（入会昵称）", "首次入会时间", "最后退会时间", "入会次数", "累计参会时长", "身份"]
    whole = ["张三(张三-华山机电)", "2026-05-09 08:55:00", "2026-05-09 10:31:00", "1", "01:36:00", "普通参会者"]
    broken = ["李四(李四)", "2026-05-09 08:55:00", "2026-05-09 10:31:00", "3", "00:40:00", "普通参会者"]
    unsaid = ["王五", "2026-05-09 08:55:00", "2026-05-09 10:31:00", "1", "--", "主持人"]
    strange = ["陈六", "2026-05-09 08:55:00", "2026-05-09 10:31:00", "1", "很久", "普通参会者"]
    reading = told(*TENCENT, head, whole, broken, unsaid, strange)
    assert [(name, left) for _, name, _, left in stays(reading)] == [
        ("张三(张三-华山机电)", "10:31"), ("李四(李四)", "09:35"), ("王五", "10:31"), ("陈六", "10:31")
    ]  # fmt: skip
    assert [(one.code, one.column, one.value) for one in reading.cells] == [
        ("N_SPAN_CUT", "E 累计参会时长", "00:40:00"), ("W_VALUE_IGNORED", "E 累计参会时长", "很久")
    ]  # fmt: skip


def test_the_detailed_list_of_tencent_meeting_has_a_line_for_each_rejoin_and_device():
    head = ["用户昵称（入会昵称）", "入会时间", "退会时间", "参会时长", "身份", "终端类型"]
    first = ["张三", "2026-05-09 08:55:00", "2026-05-09 09:20:00", "00:25:00", "普通参会者", "PC"]
    second = ["张三", "2026-05-09 09:30:00", "2026-05-09 10:31:00", "01:01:00", "普通参会者", "手机"]
    still = ["王五", "2026-05-09 09:30:00", "--", "--", "普通参会者", "手机"]
    reading = told(*TENCENT, head, first, second, still)
    assert stays(reading) == [("L1", "张三", "08:55", "09:20"), ("L1", "张三", "09:30", "10:31")]
    assert [(one.code, one.column) for one in reading.cells] == [("E_REQUIRED", "C 退会时间")]


def test_tencent_meeting_calls_the_columns_otherwise_in_other_editions():
    reading = told(
        ["成员名称", "用户ID", "入会时间", "离会时间", "参会时长"],
        ["张三", "wecom-1", "2026-05-09 09:00:00", "2026-05-09 10:30:00", "01:30:00"],
    )
    assert stays(reading) == [("L1", "张三", "09:00", "10:30")]


def test_time_in_the_waiting_room_of_zoom_is_no_stay():
    head = ["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest", "Recording Consent", "In Waiting Room"]  # fmt: skip
    host = ["赵老师", "z@x.cn", "05/09/2026 08:34:53 AM", "05/09/2026 10:40:00 AM", "125", "No", "Y", "No"]
    waits = ["张三", "", "05/09/2026 08:50:00 AM", "05/09/2026 08:58:00 AM", "8", "Yes", "", "Yes"]
    guest = ["iPhone (李四)", "", "05/09/2026 09:10:00 AM", "05/09/2026 10:31:00 AM", "81", "Yes", "", "No"]
    reading = told(*ZOOM, head, host, waits, guest)
    assert stays(reading) == [("L1", "赵老师", "08:34", "10:40"), ("L1", "iPhone (李四)", "09:10", "10:31")]
    assert codes(reading) == ["I_NOTE_ROW", "I_WAITING_ROOM"]


def test_zoom_in_chinese():
    reading = told(
        ["会议 ID", "主题", "开始时间", "结束时间", "用户邮箱", "持续时间（分钟）", "参会者"],
        ["88026010513", "案例连线", "2026/05/13 18:50:00", "2026/05/13 20:40:00", "", "110", "2"],
        [],
        ["名称（原始名称）", "用户邮箱", "加入时间", "离开时间", "持续时间（分钟）", "访客", "在等候室中"],
        ["张三", "", "2026/05/13 18:55:00", "2026/05/13 20:31:00", "96", "是", "否"],
        ["李四", "", "2026/05/13 18:40:00", "2026/05/13 18:55:00", "15", "是", "是"],
    )
    assert stays(reading) == [("L2", "张三", "18:55", "20:31")]
    assert codes(reading) == ["I_NOTE_ROW", "I_WAITING_ROOM"]


def test_the_attendee_report_of_a_webinar_has_several_parts_and_people_who_never_came():
    reading = told(
        ["Attendee Report"],
        ["Topic", "Webinar ID", "Actual Start Time", "Actual Duration (minutes)", "# Registered", "Unique Viewers"],
        ["制度导学", "880 2601 0509", "05/09/2026 08:50:00 AM", "100", "5", "3"],
        ["Host Details"],
        WEBINAR,
        ["Yes", "赵老师", "z@x.cn", "05/09/2026 08:50:00 AM", "05/09/2026 10:31:00 AM", "101", "No"],
        ["Attendee Details"],
        WEBINAR,
        ["Yes", "张三", "a@x.cn", "05/09/2026 08:58:00 AM", "05/09/2026 10:31:00 AM", "93", "Yes"],
        ["No", "李四", "b@x.cn", "--", "--", "--", ""],
    )
    assert stays(reading) == [("L1", "赵老师", "08:50", "10:31"), ("L1", "张三", "08:58", "10:31")]
    assert codes(reading)[-1] == "I_NOT_ATTENDED"
    assert not [one for one in reading.cells if one.refused]


def test_a_conference_of_dingtalk():
    reading = told(
        ["会议名称：制度导学"],
        ["会议时间：2026-05-09 08:50 ~ 10:35"],
        ["序号", "姓名", "部门", "入会时间", "离会时间", "参会时长", "身份"],
        ["1", "张三", "华山机电/质检部", "2026-05-09 08:55", "2026-05-09 10:31", "96分钟", "参会人"],
        ["2", "李四(外部)", "", "2026-05-09 09:55", "2026-05-09 10:31", "36分钟", "参会人"],
        ["3", "王五", "质检部", "-", "-", "-", "参会人"],
    )
    assert stays(reading) == [("L1", "张三", "08:55", "10:31"), ("L1", "李四(外部)", "09:55", "10:31")]
    assert codes(reading) == ["I_NOT_ATTENDED"]


def test_a_live_stream_of_dingtalk_counts_the_time_watched():
    reading = told(
        ["直播名称", "制度导学"],
        ["姓名", "部门", "观看直播时长", "观看回放时长", "首次进入直播间时间", "最后离开直播间时间"],
        ["张三", "质检部", "1小时10分钟", "0分钟", "2026-05-09 09:00:10", "2026-05-09 10:30:00"],
    )
    assert stays(reading) == [("L1", "张三", "09:00", "10:10")]
    assert codes(reading) == ["N_SPAN_CUT"]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (["Name (Original Name)", "User Email", "Total Duration (Minutes)", "Guest"], ["张三", "", "93", "Yes"]),
        (["姓名", "所在部门", "观看时长"], ["张三", "质检部", "1小时28分钟"]),
    ],
    ids=["zoom with unique users", "dingtalk live stream"],
)
def test_a_list_of_totals_says_which_list_to_export(head, line):
    reading = told(head, line)
    assert (reading.live, codes(reading)) == ([], ["F_ONLY_TOTALS"])


@pytest.mark.parametrize(
    ("title", "joined", "left"),
    [
        ("时区：(GMT+08:00) 北京", "2026-05-09 09:00:00", "2026-05-09 10:30:00"),
        ("Timezone: (GMT+00:00) UTC", "2026-05-09 01:00:00", "2026-05-09 02:30:00"),
        ("Time Zone: UTC-3:30", "2026-05-08 21:30:00", "2026-05-08 23:00:00"),
        ("制度导学", "2026-05-09T01:00:00Z", "2026-05-09T02:30:00Z"),
        ("制度导学", "2026-05-09 10:00:00 GMT+9", "2026-05-09 11:30:00 (GMT+09:00)"),
        ("制度导学", "2026-05-09 01:00:00 UTC", "2026-05-09 02:30:00 GMT"),
    ],
)
def test_times_of_another_zone_become_those_of_the_site(title, joined, left):
    reading = told([title], ["会议号：880 2601 0509"], ["姓名", "加入时间", "离开时间"], ["张三", joined, left])
    assert stays(reading) == [("L1", "张三", "09:00", "10:30")]


def test_a_zone_is_believed_only_where_the_line_speaks_of_zones():
    assert not zone_shift(["GMT+0 的故事", "会议主题：制度导学"])
    assert not zone_shift(["时区：北京"])
