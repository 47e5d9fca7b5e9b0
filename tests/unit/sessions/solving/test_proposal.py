"""The solver's answer as lines: most sessions stay, reasons bear names, later changes are noticed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from courses.solver.outcome import MinimalConflict, Outcome, Status, Unplaced
from courses.solver.problem import Half, Placement
from courses.solver.rules import Clause, Rule
from sessions.solving.rules.asked import Level, from_json, to_json, weights_of
from sessions.solving.rules.building import build
from sessions.solving.rules.facts import Stay, stand_of
from sessions.solving.rules.proposal import (
    changed_codes,
    changes_in,
    lines_of,
    told_clause,
    told_conflict,
    told_outcome,
)
from tests.unit.sessions.solving.plain import MONDAY, SETTINGS, around, group, lesson


def told(built, *places):
    return [
        (line["what"], line["code"], (line["after"] or line["before"])["starts_at"][5:16])
        for line in lines_of(built, places)
    ]


def test_lessons_keep_their_place_then_their_time_and_the_rest_is_moved_or_new():
    built = build(around(group(lesson(1), lesson(2, "10:20"))))
    same, other_teacher = Placement(1, 1, 1, 1, 1), Placement(1, 1, 0, 2, 1)
    law = Placement(1, 2, 3, 2, 1)
    assert told(built, same, other_teacher, law) == [
        ("moved", "S01", "03-02T08:30"),
        ("same", "S02", "03-02T10:20"),
        ("new", "", "03-03T08:30"),
    ]


def test_a_session_takes_the_next_place_or_is_dropped():
    built = build(around(group(lesson(1), lesson(2, "10:20"))))
    assert told(built, Placement(1, 1, 5, 1, 1)) == [("dropped", "S02", "03-02T10:20"), ("moved", "S01", "03-03T14:00")]


def test_the_last_new_lesson_has_the_hours_that_are_left_and_ends_on_full_five_minutes():
    built = build(around())
    lines = lines_of(built, [Placement(1, 2, 0, 2, 1), Placement(1, 2, 1, 2, 1)])
    assert [(float(line["hours"]), line["after"]["ends_at"][11:16]) for line in lines] == [(2, "10:00"), (1, "11:05")]


def test_an_online_lesson_has_no_venue_and_a_bare_session_nobody():
    bare = replace(lesson(1, "12:10"), teacher_id=None, teacher_ids=(), venue_id=None, online=True)
    (line, *_rest) = lines_of(build(around(group(bare))), [Placement(1, 1, 2, 1, None)])
    assert line["before"]["teacher"] == line["after"]["venue"] == ""
    assert line["online"]


def test_reasons_bear_names_and_days():
    built = build(around())
    leave = Clause(Rule.TEACHER_LEAVE, teacher_id=1, day=MONDAY)
    said = told_clause(built, leave)
    assert (said["teacher"], said["day"], said["at"], said["module"]) == ("晏若谷", "2026-03-02", "", "")
    taken = told_clause(built, Clause(Rule.VENUE_OCCUPIED, venue_id=1, slot=1, class_id=1, module_id=1))
    assert (taken["venue"], taken["day"], taken["at"], taken["module"]) == ("报告厅", "2026-03-02", "10:20", "战略")
    assert told_conflict(built, MinimalConflict((leave,), (1,), True, False)) == {
        "clauses": [said],
        "classes": ["SX-1"],
        "proved": True,
    }


def test_an_answer_is_told_whole_and_fits_into_json():
    built = build(around(group(lesson(1), lesson(9, "14:00", stay=Stay.HELD))))
    lacking = Unplaced(1, 2, 2, ((Rule.TEACHER_LEAVE, 3),), Placement(1, 2, 0, 2, 1), (), (Placement(1, 1, 0, 1, 1),))
    nowhere = Unplaced(1, 2, 1)
    outcome = Outcome(Status.IMPOSSIBLE, (Placement(1, 1, 0, 1, 1),), (("gap", 3),), 1, 2.04, (lacking, nowhere))
    found = json.loads(json.dumps(told_outcome(built, outcome)))
    assert (found["placed"], found["wanted"], found["cost"], found["seconds"]) == (1, 3, 3, 2.0)
    assert found["unplaced"][0]["nearest"]["teacher"] == "屈文翰"
    assert found["unplaced"][0]["taken_by"] == ["SX-1 战略"]
    assert found["unplaced"][1]["nearest"] is None
    assert found["sessions"] == [[1, 1, "S01"], [9, 1, "S09"]]
    assert [one["code"] for one in found["fixed"]] == ["S09"]
    assert changes_in(found["lines"]) == []


def test_too_few_periods_are_told_with_the_code_of_the_class():
    shut = frozenset((day, half) for day in (MONDAY,) for half in Half)
    found = told_outcome(build(around(shut=shut)), Outcome(Status.IMPOSSIBLE))
    assert found["short"] == [{"class": "SX-1", "wanted": 4, "periods": 3}]


def test_sessions_that_changed_came_or_went_are_noticed():
    then = [[1, 1, "S01"], [2, 1, "S02"], [3, 1, "S03"]]
    assert changed_codes(then, {1: (1, "S01"), 2: (2, "S02"), 4: (1, "S04")}) == ["S02", "S03", "S04"]
    assert changed_codes(then[:1], {1: (1, "S01")}) == []


def test_what_was_asked_comes_back_from_json():
    weights = weights_of({"gap": Level.STRONG, "finish": Level.OFF})
    assert (weights.gap, weights.finish, weights.weekend) == (9, 0, 6)
    asked = replace(SETTINGS, weights=weights, holidays=True, keep=True, repair=True)
    now = datetime(2026, 2, 20, 12)
    assert from_json(json.loads(json.dumps(to_json(asked, now=now)))) == (asked, now)


def test_records_that_change_have_another_digest():
    one = around(travel={(1, 2): 30})
    assert stand_of(one) == stand_of(around(travel={(1, 2): 30}))
    assert stand_of(one) != stand_of(around(travel={(1, 2): 40}))
