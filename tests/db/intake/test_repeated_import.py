"""The same files again, and hand-ins that are refused: nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from core.db import db
from intake import actions
from intake.belonging import Errand
from intake.report import ImportRefused, Refusal
from intake.rows import Reading
from tests.db.intake.corrections import correction
from tests.db.intake.sample import (
    CLASS_CODE,
    FOLDER,
    INFO,
    LEAVE,
    LIVE,
    ROSTER,
    SCORES,
    SIGN,
    SURVEY,
    TEACHERS,
    TIMETABLE,
    changed,
    delete_rows,
    reading_of,
    sample_files,
    saved,
)
from trainer.queries import Scope

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

SAMPLE = dict(sample_files())


def only(*names: str) -> dict[str, bytes]:
    return {name: SAMPLE[name] for name in names}


def test_the_whole_sample_again_changes_no_table(hand_in, row_counts):
    before = row_counts()
    report = hand_in(SAMPLE)
    assert row_counts() == before
    assert (report.changed, report.posted, report.batch_id, report.opened_class) == (False, 0, None, False)
    assert {one.replacement for one in report.kinds} == {"unchanged"}


@pytest.mark.parametrize("name", [LEAVE, LIVE, ROSTER, TIMETABLE])
def test_any_file_again_alone_changes_nothing(hand_in, offering, row_counts, name):
    before = row_counts()
    assert not hand_in(only(name), offering=offering).changed
    assert row_counts() == before


def test_sign_ins_name_their_class_themselves(hand_in, row_counts):
    before = row_counts()
    assert hand_in(only(SIGN)).offering_code == CLASS_CODE
    assert row_counts() == before


def test_lines_in_another_order_are_the_same_lines(hand_in, offering, row_counts):
    def turn_around(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        delete_rows(sheet, lambda _cells: True)
        for row in reversed(rows):
            sheet.append(row)

    before = row_counts()
    assert not hand_in({SIGN: changed(SIGN, turn_around)}, offering=offering).changed
    assert row_counts() == before


@pytest.fixture
def refusal(in_app: Any, row_counts: Any) -> Callable[..., ImportRefused]:
    """Hand in what is refused, and see that no table holds more or less than before."""

    def refuse(reading: Reading, **errand: Any) -> ImportRefused:
        db.session.expire_all()
        before = row_counts()
        with pytest.raises(ImportRefused) as refused:
            actions.hand_in(reading, Errand(**errand))
        db.session.rollback()
        assert row_counts() == before
        return refused.value

    return refuse


@pytest.mark.parametrize(
    "files",
    [{}, {"图片.xlsx": b"\x89PNG\r\n"}, {"空.csv": b""}, {"杂.csv": "甲,乙\n1,2\n".encode()}],
    ids=["none", "a picture", "empty", "another table"],
)
def test_files_without_a_table_of_a_class_are_refused(refusal, files, offering):
    assert refusal(reading_of(tuple(files.items())), offering=offering).code == Refusal.NOTHING_READ


def test_strictly_one_refused_line_refuses_everything(refusal):
    assert refusal(reading_of(sample_files()), strict=True).code == Refusal.FAULTS_FOUND


def test_strictly_what_has_no_fault_is_taken(hand_in, offering):
    corrected = correction("one_live_unit").handed
    assert hand_in(corrected, offering=offering, strict=True).changed


@pytest.mark.parametrize("names", [(SIGN,), (INFO,)], ids=["sign-ins", "information"])
def test_files_of_another_class_are_refused_by_name(refusal, make, names):
    other = make.ClassOffering(code="SXCQO-2026-02")
    refused = refusal(reading_of(tuple(only(*names).items()), offering=other), offering=other)
    assert (refused.code, refused.detail) == (Refusal.OTHER_CLASS, CLASS_CODE)


def test_a_class_out_of_scope_is_refused(refusal, make):
    own = make.Institution()
    refused = refusal(reading_of(sample_files()), scope=Scope(institution_ids=frozenset({own.id})))
    assert refused.code == Refusal.OTHER_INSTITUTION


def test_somebody_else_s_institution_cannot_take_over_a_class(refusal, make):
    own = make.Institution(code="OWN")
    refused = refusal(
        reading_of(sample_files()), institution_code="OWN", scope=Scope(institution_ids=frozenset({own.id}))
    )
    assert refused.code == Refusal.OTHER_INSTITUTION


def test_a_new_institution_is_not_opened_by_those_who_have_a_scope(refusal, make):
    own = make.Institution()
    files = {INFO: changed(INFO, _rename)}
    refused = refusal(reading_of(tuple(files.items())), scope=Scope(institution_ids=frozenset({own.id})))
    assert (refused.code, refused.detail) == (Refusal.OTHER_INSTITUTION, "别处培训中心")


def _rename(sheet: Any) -> None:
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value == "培训机构":
            sheet.cell(row, 2).value = "别处培训中心"
        if sheet.cell(row, 1).value == "培训班编号":
            sheet.cell(row, 2).value = "BC-2026-01"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ((ROSTER,), Refusal.NO_INSTITUTION),
        ((SCORES, LEAVE, SURVEY), Refusal.NO_INSTITUTION),
        ((TEACHERS,), Refusal.NO_INSTITUTION),
    ],
)
def test_files_that_name_no_class_need_to_be_told_theirs(refusal, names, code):
    assert refusal(reading_of(tuple(only(*names).items()))).code == code


def test_files_that_name_an_institution_only_need_a_class(refusal):
    reading = reading_of(tuple(only(ROSTER).items()))
    assert refusal(reading, institution_code="NEW").code == Refusal.NO_CLASS


def test_a_class_without_information_sheet_is_opened_from_its_timetable_and_sign_ins(hand_in, offering):
    def other_class(sheet: Any) -> None:
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, 4).value = "SXCQO-2026-09"

    files = {**only(TIMETABLE, ROSTER), SIGN: changed(SIGN, other_class)}
    report = hand_in({**files, **only(TEACHERS)}, institution_code="NEW")
    assert [(one.added, one.superseded) for one in report.kinds if one.kind == "teachers"] == [(7, 0)]
    assert (report.offering_code, report.opened_class, report.roster["accepted"]) == ("SXCQO-2026-09", True, 42)
    assert report.posted > 700


def test_a_file_that_cannot_be_read_stops_the_whole_hand_in(hand_in, offering, row_counts):
    files = {**correction("one_live_unit").handed, "坏.xlsx": SAMPLE[SIGN][:2000]}
    before = row_counts()
    with pytest.raises(ImportRefused) as refused:
        hand_in(files, offering=offering)
    assert (refused.value.code, refused.value.detail) == (Refusal.FILES_UNREADABLE, "坏.xlsx")
    assert row_counts() == before


def test_unreadable_files_do_not_stop_the_good_ones_if_somebody_chose_so(hand_in, offering):
    files = {**correction("one_live_unit").handed, "坏.xlsx": SAMPLE[SIGN][:2000], "图.xlsx": b"\x89PNG", "空.csv": b""}
    report = hand_in(files, offering=offering, partial=True)
    assert report.changed
    assert {finding.file for finding in report.files if finding.refused} == {"坏.xlsx", "图.xlsx", "空.csv"}


def test_sign_ins_of_another_year_are_no_sign_ins_of_this_class(hand_in, offering, row_counts):
    book = load_workbook(FOLDER / SIGN)
    sheet = book.active
    for row in sheet.iter_rows(min_row=2):
        row[3].value = None
        row[6].value = row[6].value.replace(year=2025)
    before = row_counts()
    with pytest.raises(ImportRefused) as refused:
        hand_in({SIGN: saved(book)}, offering=offering)
    assert refused.value.code is Refusal.OTHER_TIME
    assert row_counts() == before


def test_one_live_unit_leaves_the_others_alone(hand_in, offering):
    report = hand_in(correction("one_live_unit").handed, offering=offering)
    (live,) = report.kinds
    assert live.kind == "live"
    assert 0 < live.superseded < 10


def test_a_file_that_leaves_units_out_does_not_touch_them(hand_in, offering, row_counts):
    """Two of three live meetings are more than half of all stays; the third stays all the same."""
    book = load_workbook(FOLDER / LIVE)
    del book["L3"]
    before = row_counts()
    assert not hand_in({LIVE: saved(book)}, offering=offering).changed
    assert row_counts() == before


def test_a_corrected_score_sheet_leaves_make_up_scores_of_their_own_sheet(hand_in, offering, figures_now):
    hand_in(correction("makeup_scores").handed, offering=offering)
    hand_in({SCORES: correction("papers").handed[SCORES]}, offering=offering)
    final = {one["name"]: one["exam"]["final"] for one in figures_now()["people"]}
    assert (final["石娜"], final["武晓燕"], final["贺改玲"]) == (60, 60, 90)


def test_a_hand_in_that_only_changes_the_register_is_an_import_of_its_own(hand_in, offering):
    report = hand_in({TEACHERS: correction("papers").handed[TEACHERS]}, offering=offering)
    assert [(one.added, one.superseded, one.replacement) for one in report.kinds] == [(0, 1, "revision")]
    assert report.batch_id is not None
