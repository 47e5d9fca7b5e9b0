"""What a hand-in did, in plain values."""

from __future__ import annotations

import json

import pytest

from intake.report import ImportRefused, ImportReport, KindResult, Refusal, mask_long_numbers
from intake.rows import CellFinding, FileFinding, FileKind, Place, Reading, RosterRow, TableRead
from learners.roster import RosterOutcome

PLACE = Place("学员名册.xlsx", "Sheet1", 3)
READ = TableRead("学员名册.xlsx", "Sheet1", FileKind.ROSTER, 1, {"name": "姓名"}, ("民族",), (), 2)
WAITING = TableRead("表.xlsx", "", FileKind.SIGN, 1, {}, (), ("at",), 0)


def reading():
    rows = [RosterRow(PLACE, outcome, (), "吕莹") for outcome in (RosterOutcome.ACCEPTED, RosterOutcome.ACCEPTED)]
    rows.append(RosterRow(PLACE, RosterOutcome.REJECTED, ("E_ID_CHECK",), "吕莹"))
    cells = [CellFinding(PLACE, "D 身份证号", "610112198011299626", "E_ID_CHECK", True)]
    return Reading(
        tables=[READ, WAITING], files=[FileFinding("图.png", "", "not_spreadsheet")], cells=cells, roster=rows
    )


def test_roster_lines_are_counted_by_outcome():
    assert ImportReport.of(reading()).roster == {"accepted": 2, "rejected": 1}


def test_tables_without_their_columns_wait_for_a_mapping():
    assert ImportReport.of(reading()).waiting == [WAITING]


@pytest.mark.parametrize(
    ("report", "changed"),
    [
        (ImportReport(), False),
        (ImportReport(kinds=[KindResult("sign", 943, 0, 0, "unchanged")]), False),
        (ImportReport(kinds=[KindResult("sign", 943, 1, 0, "addition")]), True),
        (ImportReport(kinds=[KindResult("sign", 943, 0, 1, "revision")]), True),
        (ImportReport(posted=1), True),
        (ImportReport(opened_class=True), True),
        (ImportReport(facts=[{"subject": "class", "field": "pass_mark"}]), True),
    ],
)
def test_a_report_says_whether_anything_was_written(report, changed):
    assert report.changed is changed


def test_a_report_is_json_and_shows_no_whole_number():
    text = json.dumps(ImportReport.of(reading()).to_json(), ensure_ascii=False)
    assert "610112198011299626" not in text
    assert json.loads(text)["cells"][0]["value"] == "610***********9626"
    assert json.loads(text)["tables"][0]["kind"] == "roster"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("16935062953", "169****2953"),
        ("169-3506-2953", "169****2953"),
        ("61011219801129962X", "610***********962X"),
        ("2026-05-11", "2026-05-11"),
        ("九十", "九十"),
        ("", ""),
        ("质量强国建设与地方实践案例", "质量强国建设与地方实践案例"),
    ],
)
def test_of_long_numbers_only_the_ends_are_shown(value, shown):
    assert mask_long_numbers(value) == shown


def test_a_refusal_names_its_reason_and_what_was_found():
    refused = ImportRefused(Refusal.OTHER_CLASS, "B")
    assert (refused.code, refused.detail, str(refused)) == (Refusal.OTHER_CLASS, "B", "other_class: B")
