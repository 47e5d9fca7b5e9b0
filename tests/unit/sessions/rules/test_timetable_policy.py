"""The figures of timetables: read from a rule-set, without limit where it leaves them open."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

import pytest

from sessions.rules.invigilation import ExamNeeds
from sessions.rules.loads import Caps
from sessions.rules.timetable_policy import TeachingDay, caps_of, exam_needs_of, teaching_day_of
from standards.actions import SHIPPED
from standards.rules import Confidence, Parameter
from standards.toml_files import read_rule_set

SAMPLE = {one.key: one for one in read_rule_set(SHIPPED / "shaanxi-sample-2.toml").parameters}


def parameters(**values):
    keys = {name.replace("__", "."): value for name, value in values.items()}
    return {key: Parameter(key, value, "", "", Confidence.SAMPLE) for key, value in keys.items()}


def test_the_sample_has_every_figure():
    caps = caps_of(SAMPLE)
    assert None not in (caps.per_day, caps.per_half_day, caps.evening, caps.in_a_row)
    assert caps.pause > 0
    assert None not in (exam_needs_of(SAMPLE).seats_per_learner, exam_needs_of(SAMPLE).learners_per_invigilator)


@pytest.mark.parametrize("known", [{}, parameters(timetable__hours_per_day=None, timetable__usual_starts=None)])
def test_what_a_rule_set_leaves_open_limits_nothing(known):
    assert (caps_of(known), exam_needs_of(known)) == (Caps(), ExamNeeds())
    assert teaching_day_of(known) == TeachingDay()


def test_figures_are_read_as_they_stand():
    known = parameters(
        timetable__hours_per_day=8, timetable__hours_per_half_day="4.5", attendance__noon="12:30",
        timetable__evening_from="18:00", timetable__hours_in_a_row=3, timetable__break_minutes=15,
        timetable__exam_seats_per_learner="1.5", timetable__learners_per_invigilator=25,
    )  # fmt: skip
    assert caps_of(known) == Caps(Decimal(8), Decimal("4.5"), time(12, 30), time(18), Decimal(3), 15)
    assert exam_needs_of(known) == ExamNeeds(Decimal("1.5"), 25)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("14:00、8：30", (time(8, 30), time(14))),
        ("08:30, 08:30", (time(8, 30),)),
        ("上午", TeachingDay().starts),
        ("25:00 10:75", TeachingDay().starts),
    ],
)
def test_usual_starts_are_a_list_as_people_write_it(text, starts):
    assert teaching_day_of(parameters(timetable__usual_starts=text)).starts == starts


def test_the_usual_day_is_the_rule_sets():
    known = parameters(timetable__day_opens="09:00", timetable__day_closes="21:00", timetable__usual_hours=2)
    assert teaching_day_of(known) == TeachingDay(time(9), time(21), hours=Decimal(2))
