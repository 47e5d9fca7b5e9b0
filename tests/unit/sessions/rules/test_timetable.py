"""What a timetable line says, and what a new timetable changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import SessionFacts, compare_timetables, module_hours, split_teachers
from tests.unit.sessions.rules.samples import at

LESSON = SessionFacts(
    "S01",
    SessionKind.OFFLINE,
    "政策解读",
    at("08:30"),
    at("10:10"),
    "政策",
    "崔砚秋、步知夏",
    "报告厅",
    "面授",
    Decimal(2),
)
LIVE = replace(LESSON, code="L1", kind=SessionKind.LIVE, venue_name="线上", meeting_number="88026010509")
VIDEO = SessionFacts("R1", SessionKind.RECORDED, "质量发展纲要", planned_hours=Decimal("1.5"), video_seconds=2900)


@pytest.mark.parametrize("facts", [LESSON, LIVE, VIDEO, replace(LESSON, note="第一行\n第二行", title="= 1 + 1")])
def test_what_was_written_down_says_the_same_again(facts):
    assert SessionFacts.from_description(facts.described()) == facts


def test_only_a_session_at_a_place_takes_a_venue():
    assert LESSON.to_slot("A").venue == "报告厅"
    assert LIVE.to_slot().venue == ""


def test_a_session_takes_every_teacher_it_names():
    assert LESSON.to_slot().teachers == ("崔砚秋", "步知夏")


@pytest.mark.parametrize("facts", [VIDEO, replace(LESSON, ends_at=None), replace(LESSON, starts_at=None)])
def test_a_unit_without_a_time_takes_none(facts):
    assert facts.to_slot() is None


def test_hours_see_the_unit_with_its_length():
    assert (VIDEO.to_unit().video_seconds, LESSON.to_unit().video_seconds) == (2900, 0)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("崔砚秋", ("崔砚秋",)),
        ("崔砚秋、步知夏", ("崔砚秋", "步知夏")),
        ("崔砚秋,步知夏；屈文翰／郗南星", ("崔砚秋", "步知夏", "屈文翰", "郗南星")),
        ("崔砚秋\n步知夏", ("崔砚秋", "步知夏")),
        ("、崔砚秋 、 ", ("崔砚秋",)),
        ("崔砚秋、崔砚秋", ("崔砚秋",)),  # named twice, there once
    ],
)
def test_names_in_a_teacher_cell_are_told_apart(text, names):
    assert split_teachers(text) == names


def known(*codes):
    return {code: replace(LESSON, code=code) for code in codes}


def incoming(*codes, title="政策解读"):
    return [replace(LESSON, code=code, title=title) for code in codes]


@pytest.mark.parametrize(
    ("before", "now", "added", "changed", "dropped"),
    [
        (known(), incoming("A", "B"), ("A", "B"), (), ()),
        (known("A", "B"), incoming("A", "B"), (), (), ()),
        (known("A", "B"), incoming("A", "B", title="新"), (), ("A", "B"), ()),
        (known("A", "B"), incoming("A", "C"), ("C",), (), ("B",)),  # half of them come again: a new version
        (known("A", "B", "C"), incoming("C", "D"), ("D",), (), ()),  # less than half: an addition
        (known("A", "B", "C"), incoming("D"), ("D",), (), ()),
    ],
)
def test_a_new_timetable_drops_what_it_no_longer_names_an_addition_does_not(before, now, added, changed, dropped):
    found = compare_timetables(before, now)
    assert (found.added, found.changed, found.dropped) == (added, changed, dropped)


codes = st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=8)


@given(codes, codes)
def test_every_session_is_accounted_for_once(before, now):
    found = compare_timetables(known(*before), incoming(*now))
    assert set(found.added) == set(now) - set(before)
    assert set(found.dropped) in (set(before) - set(now), set())
    assert found.changed == ()


def test_module_hours_are_summed_in_timetable_order():
    lessons = [LESSON, VIDEO, replace(LESSON, code="S02", planned_hours=Decimal("0.5"))]
    assert list(module_hours(lessons).items()) == [("政策", Decimal("2.5")), ("", Decimal("1.5"))]
