"""Needs counted, a plan proposed from them, who approves it, and what became of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from courses.planning.rules import (
    Amount,
    ApprovalFault,
    Count,
    Delivery,
    Held,
    Need,
    PlanState,
    Progress,
    ProposedItem,
    compare_with_plan,
    judge_approval,
    judge_progress,
    propose_items,
    summarise,
    total_of,
)

NEEDS = [
    Need("甲厂", "任职培训", ("质量战略", "品牌"), 30, (3, 4), Delivery.OFFLINE),
    Need("乙厂", "任职培训", ("质量战略",), 10, (4,)),
    Need("甲厂", "继续教育", (), 5),
]


def test_needs_are_counted_by_topic_month_kind_and_delivery():
    found = summarise(NEEDS)
    assert (found.needs, found.employers, found.people) == (3, 2, 45)
    assert found.topics == (Count("质量战略", 2, 40, 100), Count("品牌", 1, 30, 75))
    assert [(one.name, one.people) for one in found.months] == [("03", 30), ("04", 40)]
    assert [one.name for one in found.types] == ["任职培训", "继续教育"]
    assert [(one.name, one.needs) for one in found.deliveries] == [("offline", 1), ("any", 2)]


def test_no_needs_are_no_counts():
    assert summarise([]).topics == ()


def test_a_plan_has_as_many_classes_as_the_people_fill_in_the_month_most_people_want():
    assert propose_items(NEEDS, 30) == [
        ProposedItem("任职培训", 40, 2, 4),
        ProposedItem("继续教育", 5, 1, None),
    ]


def test_of_equally_wanted_months_the_earlier_is_proposed():
    assert propose_items([Need("甲厂", people=5, months=(9, 5))], 60)[0].month == 5


@pytest.mark.parametrize(
    ("state", "approver", "fault"),
    [
        (PlanState.SUBMITTED, 2, None),
        (PlanState.SUBMITTED, 1, ApprovalFault.OWN_DRAFT),
        (PlanState.DRAFT, 2, ApprovalFault.NOT_SUBMITTED),
        (PlanState.APPROVED, 2, ApprovalFault.NOT_SUBMITTED),
    ],
)
def test_a_plan_is_approved_by_somebody_other_than_who_drafted_it(state, approver, fault):
    assert judge_approval(state, 1, approver) is fault


def test_a_line_is_held_against_the_classes_opened_for_it():
    held = [Held("a", 50, Decimal(40), True), Held("a", 20, Decimal(40), False), Held("b", 9, Decimal(1), True)]
    found = compare_with_plan({"a": Amount(2, 120, Decimal(80))}, held)["a"]
    assert found.opened == Amount(2, 70, Decimal(80))
    assert found.finished == Amount(1, 50, Decimal(40))
    assert found.gap == Amount(-1, -70, Decimal(-40))
    assert found.progress is Progress.UNDER_WAY


@pytest.mark.parametrize(
    ("planned", "opened", "finished", "progress"),
    [
        (2, 0, 0, Progress.NOT_BEGUN),
        (2, 1, 0, Progress.UNDER_WAY),
        (2, 2, 2, Progress.MET),
        (1, 2, 1, Progress.OVER),
    ],
)
def test_standing_of_a_line(planned, opened, finished, progress):
    assert judge_progress(planned, opened, finished) is progress


def test_amounts_add_up():
    assert total_of([Amount(1, 2, Decimal(3)), Amount(4, 5, Decimal(6))]) == Amount(5, 7, Decimal(9))
