"""Records become a problem: lessons by kind, what is left alone, limits as numbers of lessons."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from core.weekly import Availability, Away
from courses.solver.problem import Half, Holder, Occupation, Pin, Placement
from sessions.solving.rules.building import build, unrestricted, untaught
from sessions.solving.rules.facts import ModuleFacts, Stay, Taken, TeacherFacts, VenueFacts
from sessions.solving.rules.shortage import short_of
from tests.unit.sessions.solving.plain import MONDAY, SETTINGS, TUESDAY, around, at, group, lesson


def slots_by_module(built):
    return {each.kind.module: each.slots for each in built.groups.values()}


def test_hours_become_lessons_of_a_period_and_the_last_one_is_shorter():
    built = build(around())
    assert slots_by_module(built) == {"战略": 2, "法律": 2}
    assert [each.rest() for each in built.groups.values()] == [2, 1]


def test_sessions_on_the_timetable_count_and_keep_their_place():
    built = build(around(group(lesson())))
    assert slots_by_module(built) == {"战略": 2, "法律": 2}
    assert built.places == {1: Placement(1, 1, 0, 1, 1)}
    assert built.problem.previous == (Placement(1, 1, 0, 1, 1),)


def test_a_repair_asks_for_no_more_than_is_there():
    built = build(around(group(lesson()), settings=replace(SETTINGS, repair=True)))
    assert slots_by_module(built) == {"战略": 1}


def test_a_recorded_unit_lasts_no_time_at_all():
    assert replace(lesson(), starts_at=None, ends_at=None).minutes == 0


def test_a_module_with_all_its_hours_or_recorded_asks_for_nothing():
    modules = (ModuleFacts("战略", Decimal(2)), ModuleFacts("录播", Decimal(4), recorded=True))
    assert slots_by_module(build(around(group(lesson(), modules=modules)))) == {"战略": 1}


def test_a_session_named_after_no_module_is_its_own_kind():
    other = replace(lesson(), module="", title="开班式")
    assert slots_by_module(build(around(group(other))))["开班式"] == 1


def test_the_examination_comes_after_everything_in_a_room_with_seats_for_it():
    modules = (ModuleFacts("战略", Decimal(2)), ModuleFacts("考试", Decimal(2), exam=True))
    built = build(around(group(modules=modules, exam_seats=45)))
    assert built.problem.classes[0].order == ((1, 2),)
    assert built.problem.classes[0].modules[1].features == {"exam 1"}
    assert [venue.features for venue in built.problem.venues] == [{"exam 1"}, frozenset()]


def test_online_lessons_ask_for_no_venue():
    built = build(around(group(modules=(ModuleFacts("线上", Decimal(2), online=True),))))
    assert built.problem.classes[0].modules[0].online


def stays(built):
    return {one.session_id: one.stay for _key, one in built.fixed}


def test_what_is_left_alone_takes_its_time():
    begun = lesson(1, stay=Stay.HELD)
    long = lesson(2, "14:00", minutes=200)
    recorded = lesson(3, stay=Stay.FREE)
    recorded = replace(recorded, starts_at=None, ends_at=None)
    built = build(around(group(begun, long, recorded)))
    assert stays(built) == {1: Stay.HELD, 2: Stay.LENGTH, 3: Stay.RECORDED}
    taken = {(one.holder, one.id, one.slot) for one in built.problem.occupied}
    assert taken == {(holder, 1, slot) for holder in Holder for slot in (0, 2)}


def test_a_short_session_beside_the_periods_may_be_moved_into_one():
    built = build(around(group(lesson(1, "12:10", minutes=90))))
    assert stays(built) == {}
    assert built.places == {}


def test_what_is_held_fast_becomes_a_pin_and_what_cannot_be_is_left_alone():
    fast = lesson(1, stay=Stay.PINNED)
    assert build(around(group(fast))).problem.pins == (Pin(1, 1, 0, 1, 1),)
    beside = lesson(2, "12:10", stay=Stay.PINNED)
    nobody = lesson(3, "10:20", stay=Stay.KEPT, teacher_id=None, teacher_ids=())
    small = lesson(4, "14:00", stay=Stay.PINNED, venue_id=2)
    built = build(around(group(fast, beside, nobody, small)))
    assert stays(built) == {2: Stay.BLOCKED, 3: Stay.BLOCKED, 4: Stay.BLOCKED}
    assert len(built.problem.pins) == 1


def test_an_online_lesson_held_fast_has_no_venue():
    online = lesson(1, stay=Stay.PINNED, online=True, venue_id=None)
    assert build(around(group(online))).problem.pins == (Pin(1, 1, 0, 1, None),)


def test_other_classes_take_teachers_venues_and_shared_learners():
    taken = (Taken(at("08:30"), at("10:00"), (1,), 1, (1,)), Taken(at("10:20"), at("11:50"), (2,)))
    venues = (VenueFacts(1, "报告厅", 50, campus=7),)
    assert set(build(around(taken=taken, venues=venues)).problem.occupied) == {
        Occupation(Holder.CLASS, 1, 0, 7),
        Occupation(Holder.TEACHER, 1, 0, 7),
        Occupation(Holder.VENUE, 1, 0, 7),
        Occupation(Holder.TEACHER, 2, 1, None),
    }


def test_classes_with_learners_in_common_are_apart_and_what_is_left_alone_takes_the_time_of_both():
    held = lesson(1, stay=Stay.HELD)
    built = build(around(group(held), group(id=2, code="SX-2"), group(id=3, code="SX-3"), apart=((1, 2),)))
    assert built.problem.apart == ((1, 2),)
    assert {one.id for one in built.problem.occupied if one.holder is Holder.CLASS} == {1, 2}


def test_two_sessions_held_fast_at_once_in_classes_with_learners_in_common_are_left_alone():
    fast = lesson(1, stay=Stay.PINNED), lesson(2, stay=Stay.PINNED, teacher_id=2, teacher_ids=(2,), online=True)
    groups = group(fast[0]), group(fast[1], id=2, code="SX-2")
    assert stays(build(around(*groups))) == {}
    assert stays(build(around(*groups, apart=((1, 2),)))) == {1: Stay.BLOCKED, 2: Stay.BLOCKED}


def test_only_half_days_that_may_be_used_are_allowed_but_what_stands_there_stays():
    shut = frozenset({(MONDAY, Half.MORNING), (TUESDAY, Half.AFTERNOON)})
    assert build(around(shut=shut)).problem.classes[0].allowed == {2, 3, 4}
    assert build(around(group(lesson()), shut=shut)).problem.classes[0].allowed == {0, 2, 3, 4}
    assert build(around()).problem.classes[0].allowed is None


def test_limits_of_hours_become_numbers_of_lessons():
    found = build(around(group(hours_per_day=Decimal(5), hours_per_half_day=Decimal(3)))).problem.classes[0]
    assert (found.max_a_day, found.max_a_half) == (2, 1)


def test_as_many_lessons_as_stand_together_within_the_limit_now_may_go_on_so():
    short = [lesson(number, clock, hours=1, minutes=45) for number, clock in enumerate(("08:30", "10:20", "14:00"), 1)]
    found = build(around(group(*short, hours_per_day=Decimal(3)))).problem.classes[0]
    assert found.max_a_day == 3


def test_sessions_left_alone_use_up_the_limit_of_their_day():
    held = lesson(1, stay=Stay.HELD)
    found = build(around(group(held, hours_per_day=Decimal(4)))).problem.classes[0]
    assert found.allowed == {0, 3, 4, 5}


def test_teachers_teach_what_they_may_when_they_can_and_as_long_as_hours_are_left():
    away = Availability(None, (Away(at("08:30"), at("10:00"), "出差"),))
    teacher = TeacherFacts(
        1,
        "晏若谷",
        away,
        frozenset({"战略"}),
        daily_hours=Decimal(2),
        yearly_hours=Decimal(10),
        hours_elsewhere=Decimal(3),
    )
    built = build(around(group(lesson(9, "14:00", stay=Stay.HELD)), teachers=(teacher,)))
    found = built.problem.teachers[0]
    assert found.leave == {0}
    assert (found.max_a_day, found.max_total) == (1, 1 + 2)
    assert [module.teachers for module in built.problem.classes[0].modules] == [{1}, frozenset()]


def test_a_venue_of_unknown_size_is_large_enough():
    assert build(around(venues=(VenueFacts(1, "报告厅"),))).problem.venues[0].capacity > 10**5


def test_a_class_with_fewer_periods_than_lessons_is_named():
    assert short_of(build(around()).problem) == []
    shut = frozenset({(MONDAY, Half.MORNING), (TUESDAY, Half.MORNING)})
    (short,) = short_of(build(around(shut=shut)).problem)
    assert (short.class_id, short.wanted, short.periods) == (1, 4, 2)
    tight = group(hours_per_day=Decimal(2), hours_per_half_day=Decimal(2))
    assert short_of(build(around(tight)).problem)[0].periods == 2
    begun = group(replace(lesson(1, stay=Stay.HELD), module="别的"), last=MONDAY)
    assert short_of(build(around(begun)).problem)[0].periods == 2


def test_teachers_without_subjects_and_modules_without_teachers_are_named():
    known = around(teachers=(TeacherFacts(2, "屈文翰", subjects=frozenset({"法律"})), TeacherFacts(3, "新人")))
    assert [one.name for one in unrestricted(known)] == ["新人"]
    assert untaught(known) == []
    assert [one.name for one in untaught(around(teachers=known.teachers[:1]))] == ["战略"]
