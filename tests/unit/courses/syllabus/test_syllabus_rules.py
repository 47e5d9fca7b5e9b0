"""Hours and modules of a curriculum held against a rule-set, and two versions against each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from courses.syllabus.rules import (
    Change,
    Demands,
    Mode,
    Module,
    ModuleChange,
    SyllabusCode,
    SyllabusFinding,
    check_syllabus,
    compare_versions,
    names_in,
    total_hours,
)


def module(name="质量战略", hours="8", **facts):
    return Module(name, Decimal(hours), **{"modes": (Mode.LECTURE,), **facts})


def codes(found):
    return [one.code for one in found]


def test_nothing_is_wrong_where_nothing_is_asked():
    assert check_syllabus([module()], Demands()) == []


@pytest.mark.parametrize(("hours", "short"), [("39.75", True), ("40", False), ("40.25", False)])
def test_the_hours_must_add_up_to_what_is_required(hours, short):
    found = check_syllabus([module(hours=hours)], Demands(required_hours=Decimal(40)))
    expected = [SyllabusFinding(SyllabusCode.TOTAL_SHORT, "", Decimal(hours), Decimal(40))] if short else []
    assert found == expected


def test_a_module_below_its_own_minimum_is_named_with_is_and_should():
    (found,) = check_syllabus([module(hours="3", min_hours=Decimal(4))], Demands())
    assert found == SyllabusFinding(SyllabusCode.BELOW_MINIMUM, "质量战略", Decimal(3), Decimal(4))
    assert found.grave


def test_a_module_at_its_minimum_is_fine():
    assert check_syllabus([module(hours="4", min_hours=Decimal(4))], Demands()) == []


def test_a_module_without_hours_is_doubtful_not_grave():
    (found,) = check_syllabus([module(hours="0", min_hours=Decimal(4))], Demands())
    assert (found.code, found.grave) == (SyllabusCode.WITHOUT_HOURS, False)


def test_a_module_that_says_nothing_about_delivery_is_doubtful():
    assert codes(check_syllabus([module(modes=())], Demands())) == [SyllabusCode.WITHOUT_MODES]


def test_compulsory_modules_must_be_there_and_be_compulsory():
    found = check_syllabus([module("甲", compulsory=False), module("丙")], Demands(compulsory=("甲", "乙", "丙")))
    assert [(one.code, one.module) for one in found] == [
        (SyllabusCode.COMPULSORY_AS_ELECTIVE, "甲"),
        (SyllabusCode.COMPULSORY_MISSING, "乙"),
    ]


@pytest.mark.parametrize(("online", "over"), [("5", False), ("5.25", True)])
def test_the_share_of_online_hours_has_a_cap(online, over):
    modules = [module("面授", str(10 - Decimal(online))), module("直播", online, modes=(Mode.LIVE, Mode.RECORDED))]
    found = check_syllabus(modules, Demands(max_online_share=Decimal(50)))
    assert codes(found) == ([SyllabusCode.ONLINE_OVER_CAP] if over else [])
    assert not over or (found[0].found, found[0].should) == (Decimal("52.5"), Decimal(50))


def test_a_module_that_may_also_be_held_face_to_face_is_not_counted_as_online():
    modules = [module(modes=(Mode.LIVE, Mode.LECTURE))]
    assert check_syllabus(modules, Demands(max_online_share=Decimal(0))) == []


def test_no_modules_have_no_share():
    assert check_syllabus([], Demands(max_online_share=Decimal(0))) == []
    assert total_hours([]) == 0


def test_names_stand_apart_by_any_usual_sign():
    assert names_in("甲、乙，丙; 丁\n甲、") == ("甲", "乙", "丙", "丁")


def test_versions_differ_by_modules_that_came_went_and_changed():
    old = [module("甲", "4"), module("乙", "4"), module("丙", "2")]
    new = [module("丁", "6"), module("乙", "4"), module("甲", "5")]
    assert compare_versions(old, new) == [
        ModuleChange("丁", None, new[0]),
        ModuleChange("甲", old[0], new[2], (Change("planned_hours", Decimal(4), Decimal(5)),)),
        ModuleChange("丙", old[2], None),
    ]


def test_equal_versions_do_not_differ():
    assert compare_versions([module()], [module()]) == []
