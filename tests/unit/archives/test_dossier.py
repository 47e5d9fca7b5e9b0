"""The dossier of a class against its filing list."""

from __future__ import annotations

import pytest

from archives.rules.dossier import (
    DossierEntry,
    EntryState,
    FilingEntry,
    Holdings,
    Why,
    assemble,
    judge_entry,
    keep_logs,
)

PRESENT, MISSING, NOT_APPLICABLE = EntryState.PRESENT, EntryState.MISSING, EntryState.NOT_APPLICABLE


def entry(code, *, required=True):
    return FilingEntry(code, "实施", code, required, "D10")


def judged(code, *, required=True, **holdings):
    one = judge_entry(entry(code, required=required), Holdings(**holdings))
    return one.state, one.why


@pytest.mark.parametrize(
    ("code", "holdings", "expected"),
    [
        ("roster", {"records": {"roster": 42}}, (PRESENT, Why.RECORDS)),
        ("roster", {}, (MISSING, Why.NO_RECORDS)),
        ("notice", {}, (MISSING, Why.NO_DOCUMENT)),
        ("notice", {"documents": {"notice": 1}}, (PRESENT, Why.DOCUMENT)),
        ("roster", {"records": {"roster": 1}, "documents": {"roster": 1}}, (PRESENT, Why.RECORDS)),
        ("notice", {"reasons": {"notice": "以电话通知"}}, (NOT_APPLICABLE, Why.EXPLAINED)),
        ("roster", {"records": {"roster": 1}, "reasons": {"roster": "x"}}, (PRESENT, Why.RECORDS)),
        ("online", {"offline_sessions": 3}, (NOT_APPLICABLE, Why.NO_ONLINE_SESSIONS)),
        ("online", {"offline_sessions": 3, "online_sessions": 1}, (MISSING, Why.NO_RECORDS)),
        ("online", {}, (MISSING, Why.NO_RECORDS)),
        ("attendance", {"online_sessions": 3}, (NOT_APPLICABLE, Why.NO_OFFLINE_SESSIONS)),
        ("attendance", {"offline_sessions": 1, "online_sessions": 3}, (MISSING, Why.NO_RECORDS)),
        ("hours", {"records": {"hours": 9}, "has_figures": False}, (MISSING, Why.NO_FIGURES)),
        ("roster", {"records": {"roster": 9}, "has_figures": False}, (PRESENT, Why.RECORDS)),
        (
            "hours",
            {"records": {"hours": 9}, "documents": {"hours": 1}, "has_figures": False},
            (PRESENT, Why.DOCUMENT),
        ),
    ],
)
def test_why_an_entry_stands_as_it_does(code, holdings, expected):
    assert judged(code, **holdings) == expected


def test_an_optional_entry_without_records_is_not_missing():
    assert judged("leave", required=False) == (NOT_APPLICABLE, Why.NONE_MADE)


def test_an_optional_entry_with_records_is_present():
    assert judged("leave", required=False, records={"leave": 8}) == (PRESENT, Why.RECORDS)


def test_a_dossier_with_a_missing_entry_is_incomplete_and_names_it():
    dossier = assemble([entry("roster"), entry("notice")], Holdings(records={"roster": 1}))
    assert not dossier.is_complete
    assert [one.code for one in dossier.missing] == ["notice"]
    assert (len(dossier.present), dossier.expected) == (1, 2)


def test_an_explained_entry_no_longer_stands_in_the_way():
    dossier = assemble([entry("roster"), entry("notice")], Holdings({"roster": 1}, reasons={"notice": "口头通知"}))
    assert dossier.is_complete
    assert dossier.not_applicable == [
        DossierEntry(entry("notice"), NOT_APPLICABLE, Why.EXPLAINED, reason="口头通知"),
    ]
    assert dossier.expected == 1


def test_an_empty_filing_list_is_no_complete_dossier():
    assert not assemble([], Holdings()).is_complete


def test_teaching_logs_stand_behind_attendance_wherever_there_are_any():
    filing = [entry("roster"), entry("attendance"), entry("hours")]
    added = keep_logs(filing, "教学日志", 3)
    assert [one.code for one in added] == ["roster", "attendance", "teaching_log", "hours"]
    assert (added[2].title, added[2].required, added[2].retention) == ("教学日志", False, "D10")
    assert keep_logs(filing, "教学日志", 0) == filing
    assert keep_logs(added, "另一标题", 3) == added
    assert keep_logs(filing[:1], "教学日志", 3) == filing[:1]
