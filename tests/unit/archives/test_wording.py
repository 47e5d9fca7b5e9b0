"""Words and values as archived papers write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from archives.rendering import wording
from archives.rendering.records import plainly, to_json
from archives.rendering.sheets import Column, Sheet, Table, columns_of, paper
from archives.rendering.wording import retention_words, shown, words
from archives.rules.dossier import EntryState, Why
from archives.rules.properties import CheckCode, Property, Result
from sessions.rules.attendance import AbsenceReason, AttendanceStatus
from sessions.rules.completion import Shortfall
from sessions.rules.exams import ExamState, ScoreState
from sessions.rules.kinds import EventSource, LeaveDecision, PostingKind, SessionKind

SOURCES = sorted(Path(wording.__file__).parent.glob("*.py"))


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("state", EntryState),
        ("why", Why),
        ("session_kind", SessionKind),
        ("attendance", AttendanceStatus),
        ("attendance_mark", AttendanceStatus),
        ("absence", AbsenceReason),
        ("source", EventSource),
        ("decision", LeaveDecision),
        ("posting", PostingKind),
        ("exam", ExamState),
        ("score_state", ScoreState),
        ("shortfall", Shortfall),
        ("property", Property),
        ("check", CheckCode),
        ("result", Result),
    ],
)
def test_every_code_has_a_word(section, codes):
    assert {code.value for code in codes} <= words()[section].keys()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_word_that_is_asked_for_exists(source):
    text = source.read_text(encoding="utf-8")
    asked = re.findall(r'(?:say|word)\("(\w+)", "(\w+)"', text)
    asked += [("column", key) for key in re.findall(r'Column\("(\w+)"', text)]
    described = re.findall(r'columns_of\(\s*((?:"[^"]+"\s*)+)', text)
    asked += [("column", part.split(":")[0]) for one in described for part in re.sub('"', " ", one).split()]
    assert [(section, key) for section, key in asked if key not in words()[section]] == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ("", "—"),
        (True, "是"),
        (False, "否"),
        (0, "0"),
        (Decimal("2.50"), "2.5"),
        (Decimal("40"), "40"),
        (Decimal("1E+2"), "100"),
        (date(2026, 5, 24), "2026-05-24"),
        (datetime(2026, 5, 24, 8, 30), "2026-05-24 08:30:00"),
    ],
)
def test_how_values_are_written(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(("code", "text"), [("Y", "永久"), ("D30", "定期30年"), ("?", "?")])
def test_how_periods_are_written(code, text):
    assert retention_words(code) == text


def test_the_paper_and_the_table_show_the_same_rows():
    table = Table([Column("name"), Column("hours", mm=12, align="right")], [["王一诺", Decimal("2.00")]], csv="x")
    assert table.to_paper()["rows"] == [["王一诺", "2"]]
    assert table.to_csv().decode("utf-8-sig") == "姓名,学时\r\n王一诺,2.00\r\n"


def test_a_cell_that_could_execute_is_neutralised_in_the_table():
    assert b"'=1+1" in Table([Column("name")], [["=1+1"]]).to_csv()


def test_columns_take_shares_or_millimetres():
    name, hours = columns_of("name hours:12")
    assert (name.share, name.mm, hours.mm, hours.align) == (1, 0, 12, "right")


def test_a_table_for_programs_only_is_not_printed(letterhead):
    tables = [Table([Column("name")], [["甲"]], on_paper=False, csv="x"), Table([Column("name")], [["乙"]])]
    data = paper(Sheet("roster", tables), letterhead, title="学员名册")
    assert [table["rows"] for table in data["tables"]] == [[["乙"]]]


def test_json_is_readable_and_always_the_same():
    value = {"b": Decimal("2.50"), "a": (Decimal("2.00"), date(2026, 5, 24), SessionKind.LIVE)}
    assert plainly(value) == {"b": 2.5, "a": [2, "2026-05-24", "live"]}
    assert to_json(value) == to_json(dict(reversed(value.items())))
    assert "学员".encode() in to_json({"name": "学员"})
