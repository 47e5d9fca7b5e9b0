"""What people hand in after the first import: each as the files handed in, and as the whole set that says the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from learners.identity import identity_check
from tests.db.intake.sample import (
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
    column,
    delete_rows,
    sample_files,
    saved,
)

NAME, TAPPED_AT, DIRECTION = 4, 6, 7  # columns of a sign-in line, from 0
Change = Callable[[Worksheet], None]


@dataclass(frozen=True, slots=True)
class Correction:
    """`handed` is what is handed in; `whole` are the files of the sample as they would be from the start."""

    handed: dict[str, bytes]
    whole: dict[str, bytes]

    def from_the_start(self) -> tuple[tuple[str, bytes], ...]:
        """The whole sample with the correction in it."""
        return tuple({**dict(sample_files()), **self.whole}.items())


def correct_taps(sheet: Worksheet) -> None:
    """On 12 May 杜凯 came late, 吴晓燕 was not there in the morning, and somebody's sign-out turns up."""
    for row in range(2, sheet.max_row + 1):
        name, at = sheet.cell(row, NAME + 1).value, sheet.cell(row, TAPPED_AT + 1).value
        if name == "杜凯" and at.date() == datetime(2026, 5, 12).date() and at.hour < 9:
            sheet.cell(row, TAPPED_AT + 1).value = datetime(2026, 5, 12, 8, 55, 1)
    delete_rows(sheet, lambda cells: cells[NAME] == "吴晓燕" and cells[TAPPED_AT].strftime("%d%H") in ("1207", "1208"))
    found_later = ["石娜", "6308", datetime(2026, 5, 12, 13, 40, 9), "签到", "人工核验"]
    sheet.append(["990001", "CHK-01", "三楼报告厅东门", "SXCQO-2026-01", *found_later])


def only_day(sheet: Worksheet, day: str) -> None:
    delete_rows(sheet, lambda cells: cells[TAPPED_AT].strftime("%Y-%m-%d") != day)


def attendance() -> Correction:
    """The whole file of sign-ins, corrected."""
    corrected = changed(SIGN, correct_taps)
    return Correction({SIGN: corrected}, {SIGN: corrected})


def one_day() -> Correction:
    """The sign-ins of one day alone, corrected, under another name."""

    def change(sheet: Worksheet) -> None:
        correct_taps(sheet)
        only_day(sheet, "2026-05-12")

    return Correction({"5月12日签到.xlsx": changed(SIGN, change)}, {SIGN: changed(SIGN, correct_taps)})


def _shorten_live(sheet: Worksheet) -> None:
    """薛晓东 left early, and the last line of the meeting was wrong."""
    for row in range(6, sheet.max_row + 1):
        if "薛晓东" in str(sheet.cell(row, 2).value) and str(sheet.cell(row, 3).value) < "2026-05-13 19:31:00":
            sheet.cell(row, 4).value = "2026-05-13 19:31:00"
    sheet.delete_rows(sheet.max_row)


def one_live_unit() -> Correction:
    """The longest of three live meetings alone, corrected."""
    book = load_workbook(FOLDER / LIVE)
    _shorten_live(book["L2"])
    whole = saved(book)
    for other in ("L1", "L3"):
        del book[other]
    return Correction({LIVE: saved(book)}, {LIVE: whole})


def makeup_scores() -> Correction:
    """A sheet of make-up scores alone: 石娜 and 武晓燕 pass the second time."""
    marks = {"石娜": 65, "武晓燕": 91}

    def write(sheet: Worksheet) -> None:
        for row in range(3, sheet.max_row + 1):
            sheet.cell(row, 6).value = marks.get(sheet.cell(row, 2).value, sheet.cell(row, 6).value)

    def alone(sheet: Worksheet) -> None:
        write(sheet)
        delete_rows(sheet, lambda cells: cells[1] not in marks, first=3)
        for row in range(3, sheet.max_row + 1):
            sheet.cell(row, 5).value = None

    return Correction({"补考成绩.xlsx": changed(SCORES, alone)}, {SCORES: changed(SCORES, write)})


def scores() -> Correction:
    """The score sheet with a mistyped mark corrected."""

    def write(sheet: Worksheet) -> None:
        for row in range(3, sheet.max_row + 1):
            if sheet.cell(row, 5).value == "九十":
                sheet.cell(row, 5).value = 90

    corrected = changed(SCORES, write)
    return Correction({SCORES: corrected}, {SCORES: corrected})


def corrected_roster() -> Correction:
    """吕莹's identity number gets its right check character: rejected before, accepted now."""

    def write(sheet: Worksheet) -> None:
        row = next(row for row in range(2, sheet.max_row) if sheet.cell(row, 2).value == "吕莹")
        number = str(sheet.cell(row, 4).value)
        sheet.cell(row, 4).value = number[:17] + identity_check(number[:17])

    corrected = changed(ROSTER, write)
    return Correction({ROSTER: corrected}, {ROSTER: corrected})


def shorter_roster() -> Correction:
    """A learner near the top has withdrawn: every line below moves up."""

    def write(sheet: Worksheet) -> None:
        delete_rows(sheet, lambda cells: cells[1] == "阿依古丽·买买提")

    corrected = changed(ROSTER, write)
    return Correction({ROSTER: corrected}, {ROSTER: corrected})


def timetable() -> Correction:
    """Two lessons change places, one is dropped, one is new."""

    def write(sheet: Worksheet) -> None:
        rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
        for cell in (4, 5):
            first, second = sheet.cell(rows["S01"], cell), sheet.cell(rows["S02"], cell)
            first.value, second.value = second.value, first.value
        sheet.cell(rows["S07"], column(sheet, "学时")).value = 1
        sheet.cell(rows["S11"], 1).value = "S20"

    corrected = changed(TIMETABLE, write)
    return Correction({TIMETABLE: corrected}, {TIMETABLE: corrected})


def decided_leave() -> Correction:
    """A pending leave has been approved."""

    def write(sheet: Worksheet) -> None:
        sheet.cell(6, 7).value, sheet.cell(6, 8).value = "批准", "佘青禾"

    corrected = changed(LEAVE, write)
    return Correction({LEAVE: corrected}, {LEAVE: corrected})


def one_more_slip() -> Correction:
    """One leave slip more, in a file of its own."""
    slip: list[Any] = [9, "范世杰", "5551", datetime(2026, 5, 14, 8, 30), datetime(2026, 5, 14, 17, 30), "公务", "批准"]

    def alone(sheet: Worksheet) -> None:
        delete_rows(sheet, lambda _cells: True)
        sheet.append(slip)

    return Correction(
        {"补交请假条.xlsx": changed(LEAVE, alone)}, {LEAVE: changed(LEAVE, lambda sheet: sheet.append(slip))}
    )


def class_information() -> Correction:
    """More hours and a higher mark are asked for, and nothing else is handed in."""

    def write(sheet: Worksheet) -> None:
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 1).value == "要求总学时":
                sheet.cell(row, 2).value = 45.5
            if sheet.cell(row, 1).value == "考核合格分数":
                sheet.cell(row, 2).value = 70

    corrected = changed(INFO, write)
    return Correction({INFO: corrected}, {INFO: corrected})


def teachers() -> Correction:
    """The appointment of 晏若谷 has been renewed."""

    def write(sheet: Worksheet) -> None:
        ends = column(sheet, "聘期止", header_row=2)
        for row in range(3, sheet.max_row + 1):
            if sheet.cell(row, 2).value == "晏若谷":
                sheet.cell(row, ends).value = datetime(2027, 3, 31)

    corrected = changed(TEACHERS, write)
    return Correction({TEACHERS: corrected}, {TEACHERS: corrected})


def survey() -> Correction:
    """Two responses withdrawn, one answer changed."""

    def write(sheet: Worksheet) -> None:
        sheet.delete_rows(5, 2)
        sheet.cell(9, 6).value = 1

    corrected = changed(SURVEY, write)
    return Correction({SURVEY: corrected}, {SURVEY: corrected})


def together(*corrections: Correction) -> Correction:
    """Several corrections of different files in one hand-in."""
    return Correction(
        {name: content for one in corrections for name, content in one.handed.items()},
        {name: content for one in corrections for name, content in one.whole.items()},
    )


def papers() -> Correction:
    """Scores, leave, teachers, class information and survey, each as a new version of its file."""
    return together(scores(), decided_leave(), teachers(), class_information(), survey())


def late_papers() -> Correction:
    """A sheet of make-up scores and one more leave slip, which add to what is there."""
    return together(makeup_scores(), one_more_slip())


# Those whose whole story is told, from handing in to taking back.
STORIES = (attendance, one_day, one_live_unit, late_papers, corrected_roster, shorter_roster, timetable, papers)
BUILDERS: dict[str, Callable[[], Correction]] = {one.__name__: one for one in (*STORIES, makeup_scores)}


@cache
def correction(name: str) -> Correction:
    """A correction, built once per test process."""
    return BUILDERS[name]()
