"""A curriculum filled in from what the rule-set asks."""

from __future__ import annotations

from decimal import Decimal

from courses.syllabus.rules import Demands, check_syllabus, outline


def test_hours_are_shared_out_in_double_hours_and_add_up():
    found = outline(Demands(Decimal(40), ("甲", "乙", "丙")))
    assert [(one.name, one.planned_hours) for one in found] == [("甲", 14), ("乙", 14), ("丙", 12)]
    assert check_syllabus(found, Demands(Decimal(40), ("甲", "乙", "丙"))) == []


def test_without_a_figure_of_hours_none_are_invented():
    assert [one.planned_hours for one in outline(Demands(None, ("甲",)))] == [Decimal(0)]


def test_a_rule_set_without_compulsory_modules_gives_no_outline():
    assert outline(Demands(Decimal(40))) == []
