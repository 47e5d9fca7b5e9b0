"""Every code of the rules has words."""

from __future__ import annotations

from datetime import date

import pytest

from learners import labels as learner_labels
from learners.identity import IdentityFault
from learners.roster import RosterCode
from sessions import labels
from sessions.clashes import labels as clash_labels
from sessions.rules.attendance import AbsenceReason, AttendanceStatus
from sessions.rules.completion import Shortfall
from sessions.rules.conflicts import Finding, FindingCode
from sessions.rules.exams import ExamState, ScoreState
from sessions.rules.halfdays import Direction, HalfDayFlag
from sessions.rules.kinds import EventSource, LeaveDecision, PostingKind, SessionKind, SessionStatus
from sessions.rules.online import OnlineFlag


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (labels.SESSION_KINDS, SessionKind),
        (labels.SESSION_STATUSES, SessionStatus),
        (labels.ATTENDANCE_STATUSES, AttendanceStatus),
        (labels.ATTENDANCE_TONES, AttendanceStatus),
        (labels.ABSENCE_REASONS, AbsenceReason),
        (labels.HALF_DAY_FLAGS, HalfDayFlag),
        (labels.ONLINE_FLAGS, OnlineFlag),
        (labels.DIRECTIONS, Direction),
        (labels.EVENT_SOURCES, EventSource),
        (labels.LEAVE_DECISIONS, LeaveDecision),
        (labels.POSTING_KINDS, PostingKind),
        (labels.SCORE_STATES, ScoreState),
        (labels.EXAM_STATES, ExamState),
        (labels.SHORTFALLS, Shortfall),
        (clash_labels.FINDING_RULES, FindingCode),
        (learner_labels.ROSTER_CODES, [*IdentityFault, *RosterCode]),
    ],
)
def test_every_code_has_words(words, codes):
    assert set(words) == set(codes)


@pytest.fixture
def chinese(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize("code", FindingCode)
def test_every_finding_is_told_with_its_culprit(chinese, code):
    finding = Finding(code, ("S01", "S02"), "报告厅", 10, date(2026, 3, 7), 30, 42)
    text = clash_labels.describe_finding(finding).text
    assert "S01、S02" in text
    assert "%" not in text


def test_a_teacher_without_sessions_after_the_end_is_told_otherwise(chinese):
    finding = Finding(FindingCode.TEACHER_EXPIRED, (), "晏若谷", day=date(2026, 2, 28))
    assert clash_labels.describe_finding(finding).text.endswith("届满，早于开班。")


@pytest.mark.parametrize(
    ("code", "sessions", "text"),
    [
        (FindingCode.TT_VENUE_CLASH, ("B K01",), "场地“报告厅”这段时间已被 B K01 占用。"),
        (FindingCode.TT_TEACHER_CLASH, ("B K01",), "教师报告厅这段时间已排 B K01。"),
        (FindingCode.TT_CLASS_OVERLAP, ("S02",), "本班这段时间已有课次 S02。"),
        (FindingCode.TT_VENUE_CLASH, (), "“报告厅”刚刚被他人占用，请查看课表后重试。"),
    ],
)
def test_what_is_in_the_way_of_a_session(chinese, code, sessions, text):
    assert clash_labels.describe_conflict(Finding(code, sessions, "报告厅")) == text


@pytest.mark.parametrize(
    "code", [FindingCode.TT_TEACHER_CLASH, FindingCode.TT_VENUE_CLASH, FindingCode.TT_LEARNER_CLASH]
)
def test_a_clash_with_another_class_names_both_sessions(chinese, code):
    text = clash_labels.words_of(Finding(code, ("S01",), "崔砚秋", 45, learners=3, other="CQO-2026-02 K01"))
    assert "S01" in text
    assert "CQO-2026-02 K01" in text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("starts_at", "2026-03-02 09:00:00", "2026-03-02 09:00"),
        ("planned_hours", "4.000000", "4"),
        ("kind", "live", "线上直播"),
        ("status", "cancelled", "已取消"),
        ("venue_name", "", "—"),
        ("venue_name", "报告厅", "报告厅"),
    ],
)
def test_facts_of_the_history_in_words(chinese, field, value, words):
    assert str(labels.fact_words(field, value)) == words
