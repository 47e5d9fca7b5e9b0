"""The figures of a rule-set become the policy of a class."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

import pytest

from sessions.rules.policy import Rounding, delivery_policy
from standards.actions import SHIPPED
from standards.rules import Confidence, Parameter, ParameterMissing
from standards.toml_files import read_rule_set
from tests.unit.sessions.rules.samples import PARAMETERS, POLICY

FROZEN = {one.key for one in read_rule_set(SHIPPED / "shaanxi-sample.toml").parameters}
FIGURES = tuple(
    key
    for key in PARAMETERS
    if key.startswith(("hours.", "attendance.", "online.", "exam."))
    and key != "attendance.signatures"  # of papers only
    and key in FROZEN  # what later versions add may be left out, or is asked for by the pages that need it
)


def test_the_shipped_sample_has_the_figures_of_the_sample_rules():
    hours, attendance, exam = POLICY.hours, POLICY.attendance, POLICY.exam
    assert (hours.minutes_per_hour, hours.step, hours.rounding) == (45, Decimal("0.25"), Rounding.DOWN)
    assert (attendance.window_before, attendance.window_after, attendance.late_grace) == (60, 60, 10)
    assert (attendance.absent_if_late_over, attendance.absent_if_early_over) == (30, 30)
    assert (attendance.noon, attendance.flag_noon) == (time(12), time(13))
    assert (exam.lowest, exam.highest, exam.makeup_cap, exam.pass_mark) == (0, 100, 60, 60)
    assert (POLICY.max_rate, POLICY.required_hours) == (Decimal("1.5"), 40)


def test_hours_and_mark_of_the_class_itself_come_first():
    policy = delivery_policy(PARAMETERS, required_hours=Decimal(24), pass_mark=Decimal(70))
    assert (policy.required_hours, policy.exam.pass_mark) == (24, 70)


def test_a_class_may_ask_for_no_hours_at_all():
    assert delivery_policy(PARAMETERS, required_hours=Decimal(0)).required_hours == 0


@pytest.mark.parametrize("key", FIGURES)
@pytest.mark.parametrize("left_out", [True, False])
def test_a_figure_left_open_is_asked_for_by_name(key, left_out):
    parameters = {name: one for name, one in PARAMETERS.items() if name != key}
    if not left_out:
        parameters[key] = Parameter(key, None, "", "", Confidence.UNKNOWN)
    with pytest.raises(ParameterMissing) as missing:
        delivery_policy(parameters)
    assert missing.value.key == key
