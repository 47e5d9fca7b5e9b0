"""Exports of live meetings: which session they belong to, and what in them is no stay."""

from __future__ import annotations

from datetime import date, time

import pytest

from intake.reading.folder import Known
from intake.rows import Reading, SessionKind
from tests.unit.intake.reading.tables_of import codes, read, read_sheets, session

HEAD = ["用户昵称", "入会时间", "退会时间", "终端"]
LIVE = SessionKind.LIVE
KNOWN = Known(
    training_year=2026,
    sessions=(
        session("L1", LIVE, on=date(2026, 5, 9), starts=time(9), ends=time(10, 30), title="制度导学", meeting_number="880 2601 0509"),
        session("L2", LIVE, on=date(2026, 5, 13), starts=time(19), ends=time(20, 30), title="案例连线", meeting_number="880 2601 0513"),
    ),
)  # fmt: skip
FIRST = ["张三", "2026-05-09 08:58:00", "2026-05-09 10:31:00", "平板"]
SECOND = ["张三", "2026-05-13 18:58:00", "2026-05-13 20:31:00", "平板"]


def stays(reading: Reading) -> list[tuple[str, str, str]]:
    return [(row.unit, row.nickname, f"{row.joined_at:%m-%d %H:%M}") for row in reading.live]


BOTH = [("L1", "张三", "05-09 08:58"), ("L2", "张三", "05-13 18:58")]


def test_exports_stacked_on_one_sheet_belong_each_to_its_own_session():
    reading = read(
        ["会议主题：制度导学"], ["会议号：880 2601 0509"], HEAD, FIRST, [],
        ["会议主题：案例连线"], ["会议号：880 2601 0513"], HEAD, SECOND, known=KNOWN,
    )  # fmt: skip
    assert stays(reading) == BOTH


def test_stays_on_the_day_of_another_session_are_that_sessions():
    reading = read(["会议号：880 2601 0509"], HEAD, FIRST, HEAD, SECOND, known=KNOWN)
    assert stays(reading) == BOTH


@pytest.mark.parametrize("title", ["会议号：880 2601 0509", "会议主题：制度导学", "某次会议"])
def test_an_export_of_another_day_is_the_session_of_that_day(title):
    assert stays(read([title], HEAD, SECOND, sheet="L1", known=KNOWN)) == BOTH[1:]


def test_an_export_of_a_day_without_a_session_belongs_to_none():
    other = ["张三", "2026-05-20 18:58:00", "2026-05-20 20:31:00", "平板"]
    reading = read(["会议号：880 2601 0509"], HEAD, other, other, known=KNOWN)
    assert reading.live == []
    assert codes(reading) == ["F_UNIT_UNKNOWN"]


def test_single_stays_of_a_day_without_a_session_are_refused():
    other = ["李四", "2026-05-08 08:58:00", "2026-05-08 09:31:00", "平板"]
    reading = read(["会议号：880 2601 0509"], HEAD, FIRST, FIRST, other, known=KNOWN)
    assert [row.nickname for row in reading.live] == ["张三", "张三"]
    assert [(finding.code, finding.column) for finding in reading.cells] == [("E_UNIT", "B 入会时间")]


def test_a_mapping_that_names_the_session_is_obeyed():
    mapping = '[[table]]\nkind = "live"\nconstants = { unit = "L1" }'
    assert [row.unit for row in read(HEAD, SECOND, known=KNOWN, mapping=mapping).live] == ["L1"]


def test_the_file_may_be_named_by_the_meeting_number():
    bare = ["张三", "08:58:00", "10:31:00", "平板"]
    assert stays(read(HEAD, bare, file="participants_88026010509.xlsx", known=KNOWN)) == BOTH[:1]


SUMMARY = [["用户昵称（入会昵称）", "首次入会时间", "最后退会时间", "入会次数"], [*FIRST[:3], 2]]
DETAIL = [HEAD, FIRST, ["张三", "2026-05-09 10:00:00", "2026-05-09 10:31:00", "平板"]]


@pytest.mark.parametrize("sheets", [{"汇总": SUMMARY, "明细": DETAIL}, {"明细": DETAIL, "汇总": SUMMARY}])
def test_the_single_stays_go_before_a_summary(sheets):
    reading = read_sheets(sheets, known=KNOWN)
    assert [row.place.sheet for row in reading.live] == ["明细", "明细"]
    assert codes(reading) == ["F_DUPLICATE_TABLE"]


def test_a_summary_alone_is_read():
    assert stays(read(*SUMMARY, known=KNOWN)) == BOTH[:1]


def test_the_summary_line_of_an_export_is_no_participant():
    summary = [["Meeting ID", "Topic", "Start Time", "End Time", "Participants"]]
    summary += [["880 2601 0509", "制度导学", "05/09/2026 08:34:53 AM", "05/09/2026 10:40:00 AM", "52"]]
    head = ["Name (Original Name)", "Join Time", "Leave Time", "Guest"]
    reading = read(*summary, [], head, ["张三", "05/09/2026 08:58:00 AM", "05/09/2026 10:31:00 AM", "Yes"], known=KNOWN)
    assert stays(reading) == BOTH[:1]
    assert codes(reading) == ["I_NOTE_ROW"]
