"""The sample class reads to exactly what is expected of it, as it is and in every other shape."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest

from intake.reading.folder import read_class_files
from intake.rows import Reading
from tests.variations import another, canonical, legacy, sample, typed, wide

EXPECTED = sample.expected()


@cache
def as_it_is() -> Reading:
    return read_class_files(sample.sample_files())


def test_every_file_is_recognised_and_nothing_is_left_over():
    reading = as_it_is()
    assert reading.files == []
    assert [table for table in reading.tables if table.unknown or table.missing] == []


def test_the_roster_is_judged_as_expected():
    rows = [
        {
            "row": row.place.row, "outcome": row.outcome.value, "codes": list(row.codes), "name": row.name or None,
            "id_number": row.id_number, "phone": row.phone,
        }
        for row in as_it_is().roster
    ]  # fmt: skip
    wanted = [row | {"phone": row["phone"] or None} for row in EXPECTED["roster"]["rows"]]
    assert rows == wanted
    assert Counter(code for row in rows for code in row["codes"]) == EXPECTED["roster"]["code_counts"]


def test_the_timetable_is_as_expected():
    rows: list[dict[str, Any]] = [
        {
            "id": s.code, "kind": s.kind.value, "date": s.on.isoformat() if s.on else None,
            "start": f"{s.starts:%H:%M}" if s.starts else None, "end": f"{s.ends:%H:%M}" if s.ends else None,
            "duration_seconds": s.video_seconds, "module": s.module, "title": s.title, "teacher": s.teacher or None,
            "venue": s.venue, "mode": s.mode, "planned_hours": float(s.planned_hours),
        }
        for s in as_it_is().sessions
    ]  # fmt: skip
    assert rows == EXPECTED["timetable"]


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("taps", EXPECTED["records"]["sign"]["rows"]),
        ("leaves", EXPECTED["records"]["leave"]["rows"]),
        ("live", EXPECTED["records"]["live"]["rows"]),
        ("segments", EXPECTED["records"]["recorded"]["rows"]),
        ("scores", EXPECTED["records"]["exam"]["rows"]),
        ("survey", EXPECTED["survey"]["rows"]),
        ("teachers", EXPECTED["teachers"]["rows"]),
        ("venues", EXPECTED["venues"]["rows"]),
    ],
)
def test_the_rows_of_each_file(field, wanted):
    assert len(getattr(as_it_is(), field)) == wanted


def test_invalid_scores_are_those_expected():
    cells = [
        {"row": row.place.row, "value": row.first.text, "code": row.first.code}
        for row in as_it_is().scores
        if row.first.code
    ]
    assert cells == EXPECTED["records"]["exam"]["invalid_cells"]


def test_the_class_is_as_expected():
    info, wanted = as_it_is().info, EXPECTED["class"]
    assert info
    assert (info.code, info.name, info.training_type) == (wanted["code"], wanted["name"], wanted["type"])
    assert (str(info.starts_on), str(info.ends_on)) == (wanted["start"], wanted["end"])
    assert (info.required_hours, info.pass_mark, info.minutes_per_hour) == (40, 60, 45)


SHAPES = {
    "another institution": another.one_workbook,
    "old and plain formats": legacy.old_files,
    "typed by hand": typed.by_hand,
}


@cache
def shaped(shape: str) -> Reading:
    return read_class_files(SHAPES[shape]())


@pytest.mark.parametrize("part", canonical.EVERYTHING)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_reads_to_the_same_rows(shape, part):
    same = canonical.EVERYTHING[part]
    assert same(shaped(shape)) == same(as_it_is())


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_leaves_nothing_over(shape):
    reading = shaped(shape)
    assert [table for table in reading.tables if table.unknown or table.missing] == []
    assert [finding.code for finding in reading.files] in ([], ["F_GRID_DUPLICATE"])
    refused = [cell.code for cell in reading.cells if cell.refused]
    assert refused == [cell.code for cell in as_it_is().cells if cell.refused]


@pytest.mark.parametrize("write", [wide.matrix, wide.half_days, wide.in_and_out])
def test_wide_layouts_read_to_the_taps_they_were_made_of(write):
    files, made = write()
    reading = read_class_files(files)
    read = sorted((tap.name, tap.key.get("phone", ""), tap.at, tap.direction) for tap in reading.taps)
    assert read == made
    assert [cell for cell in reading.cells if cell.refused] == []


@pytest.mark.parametrize("number", range(11))
def test_each_file_can_be_read_on_its_own(number):
    from intake.reading.folder import Known

    whole = as_it_is()
    assert whole.info
    known = Known(whole.info.code, whole.info.starts_on, whole.info.ends_on, 2026, tuple(whole.sessions))
    reading = read_class_files([sample.sample_files()[number]], known=known)
    assert reading.files == []
    for name in ("taps", "leaves", "live", "segments", "scores", "survey", "teachers", "venues", "sessions", "roster"):
        assert getattr(reading, name) in ([], getattr(whole, name))
