"""From rows as read to lines as stored."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from core import vault
from core.clock import to_utc
from intake import drafts
from intake.rows import (
    Answer,
    LeaveDecision,
    LeaveRow,
    LiveRow,
    Place,
    ScoreCell,
    ScoreRow,
    SegmentRow,
    SessionKind,
    SessionRow,
    SurveyRow,
    TapRow,
)

PLACE = Place("文件.xlsx", "表", 2)
AT = datetime(2026, 5, 11, 8, 20, 1)
TAP = TapRow(PLACE, "000001", "CHK-01", "东门", "A", "吕莹", {"phone": "2953"}, AT, "in", "二维码")
STAY = LiveRow(PLACE, "L1", "吕莹2953", AT, AT.replace(hour=10), "手机")
SLIP = LeaveRow(PLACE, "吕莹", {"phone": "2953"}, AT, AT.replace(hour=12), "就医", LeaveDecision.PENDING)
SEGMENT = SegmentRow(PLACE, "R1", "纲要", "吕莹", {"phone": "168****2953"}, 0, 90, AT, Decimal("1.25"))
SCORES = ScoreRow(PLACE, "吕莹", {"id": "9626"}, ScoreCell("83.5", "number", Decimal("83.5")), ScoreCell())
RESPONSE = SurveyRow(PLACE, "T1", AT, 162, {"q1": Answer(4, "4")}, {"text1": "好"})
SESSION = SessionRow(
    PLACE, "S01", SessionKind.OFFLINE, date(2026, 5, 11), time(8, 30), time(10, 10), "政策", "解读", "崔砚秋", "报告厅",
    "面授", Decimal(2),
)  # fmt: skip


@pytest.fixture(autouse=True)
def own_key(monkeypatch):
    """A key of these tests; the one that was open comes back after them."""
    monkeypatch.setattr(vault._Keys, "data", None)
    monkeypatch.setattr(vault._Keys, "index", b"")
    vault.open_vault("a-key-of-thirty-two-characters-0001")


@pytest.mark.parametrize(
    ("key", "kept"),
    [
        ({}, None),
        ({"phone": ""}, None),
        ({"phone": "16935062953"}, {"phone": "2953"}),  # no more of a number than what is compared
        ({"id": "610112198011299626", "phone": ""}, {"id": "9626"}),
        ({"employer": "陕西沮榆水务有限公司"}, {"employer": "陕西沮榆水务有限公司"}),
    ],
)
def test_of_a_number_only_its_end_is_kept(key, kept):
    text = drafts.key_text(key)
    assert (text and json.loads(text)) == kept


def lines(made):
    return [draft.to_line() for draft in made]


@pytest.mark.parametrize(
    ("make", "row", "change", "same_identity"),
    [
        (drafts.tap_drafts, TAP, {"at": AT.replace(minute=21)}, True),
        (drafts.tap_drafts, TAP, {"name": "吕营"}, True),
        (drafts.tap_drafts, TAP, {"direction": "out"}, True),
        (drafts.tap_drafts, TAP, {"exact": False}, True),
        (drafts.tap_drafts, TAP, {"serial": "000002"}, False),
        (drafts.tap_drafts, TAP, {"at": AT.replace(day=12)}, False),  # serial numbers may begin anew every day
        (drafts.tap_drafts, replace(TAP, serial=""), {"name": "吕营"}, False),
        (drafts.live_drafts, STAY, {"left_at": AT.replace(hour=11)}, True),
        (drafts.live_drafts, STAY, {"unit": "L2"}, False),
        (drafts.leave_drafts, SLIP, {"decision": LeaveDecision.APPROVED}, True),
        (drafts.leave_drafts, SLIP, {"ends_at": AT.replace(hour=17)}, False),
        (drafts.segment_drafts, SEGMENT, {"end_second": 91}, False),
        (drafts.segment_drafts, SEGMENT, {"rate": Decimal(2)}, False),
        (drafts.score_drafts, SCORES, {"makeup": ScoreCell("60", "number", Decimal(60))}, False),
        (drafts.score_drafts, SCORES, {"note": "缺考"}, False),
        (drafts.response_drafts, RESPONSE, {"answers": {"q1": Answer(5, "5")}}, False),
        (drafts.response_drafts, RESPONSE, {"texts": {}}, False),
        (drafts.response_drafts, RESPONSE, {"submitted_at": None}, False),
    ],
)
def test_a_changed_line_says_something_else_and_may_keep_its_name(make, row, change, same_identity):
    (before,), (after,) = lines(make([row])), lines(make([replace(row, **change)]))
    assert before.content != after.content
    assert (before.identity == after.identity) is same_identity


@pytest.mark.parametrize(
    ("make", "row"),
    [
        (drafts.tap_drafts, TAP),
        (drafts.live_drafts, STAY),
        (drafts.leave_drafts, SLIP),
        (drafts.segment_drafts, SEGMENT),
        (drafts.score_drafts, SCORES),
        (drafts.response_drafts, RESPONSE),
    ],
)
def test_the_same_line_elsewhere_is_the_same_line(make, row):
    assert lines(make([row])) == lines(make([replace(row, place=Place("另一.csv", "", 99))]))


@pytest.mark.parametrize(
    ("make", "row", "scope"),
    [
        (drafts.tap_drafts, TAP, "2026-05-11"),
        (drafts.live_drafts, STAY, "L1"),
        (drafts.segment_drafts, SEGMENT, "R1"),
        (drafts.leave_drafts, SLIP, ""),
        (drafts.score_drafts, SCORES, "first"),
        (drafts.score_drafts, replace(SCORES, makeup=ScoreCell("60", "number", Decimal(60))), "first"),
        (drafts.score_drafts, replace(SCORES, first=ScoreCell()), "first"),  # a line that says nothing yet
        (drafts.score_drafts, replace(SCORES, first=ScoreCell(), makeup=ScoreCell("缺考", "absent")), "makeup"),
    ],
)
def test_a_partial_file_replaces_a_day_or_a_unit(make, row, scope):
    assert make([row])[0].scope == scope


@pytest.mark.parametrize(
    ("make", "row", "field"),
    [
        (drafts.tap_drafts, TAP, "at"),
        (drafts.live_drafts, STAY, "at"),
        (drafts.leave_drafts, SLIP, "starts_at"),
        (drafts.segment_drafts, SEGMENT, "played_at"),
        (drafts.response_drafts, RESPONSE, "submitted_at"),
    ],
)
def test_site_time_is_stored_in_utc(make, row, field):
    assert make([row])[0].values[field] == to_utc(AT)


@pytest.mark.parametrize(
    ("cell", "state", "value"),
    [
        (ScoreCell("83.5", "number", Decimal("83.5")), "number", Decimal("83.5")),
        (ScoreCell("缺考", "absent"), "absent", None),
        (ScoreCell("101", "invalid", Decimal(101), "E_SCORE_RANGE"), "invalid", None),  # no score, whatever was read
        (ScoreCell(), "empty", None),
    ],
)
def test_a_score_has_a_value_only_when_it_is_one(cell, state, value):
    made = drafts.score_drafts([replace(SCORES, first=cell)])[0].values
    assert (made["first_state"], made["first_value"], made["first_text"]) == (state, value, cell.text)


@pytest.mark.parametrize("missing", ["on", "starts", "ends"])
def test_a_session_without_day_or_clock_has_no_time(missing):
    facts = drafts.session_facts(replace(SESSION, **{missing: None}))
    assert (facts.starts_at, facts.ends_at) == (None, None)


def test_a_session_has_its_times_in_site_time():
    facts = drafts.session_facts(SESSION)
    assert (facts.starts_at, facts.ends_at) == (datetime(2026, 5, 11, 8, 30), datetime(2026, 5, 11, 10, 10))


def test_a_session_may_start_at_midnight():
    assert drafts.session_facts(replace(SESSION, starts=time(0))).starts_at == datetime(2026, 5, 11)
