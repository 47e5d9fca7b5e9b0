"""What the clash engine asks about teachers and venues, for many at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from core.db import db
from core.weekly import Away
from trainer.places import actions as place_actions
from trainer.places import queries as places
from trainer.places.rules import CheckFaultKind, CheckKind
from trainer.teaching import actions as teaching_actions
from trainer.teaching import queries as teaching

DAY = date(2026, 4, 1)
MONDAY = [[0, "08:30", "12:00"]]


def test_availability_is_weekly_hours_and_leave_in_site_time(in_app, make):
    teacher, other = make.many(2).Teacher()
    make.TeachingProfile(teacher_id=teacher.id, windows=[[0, "14:00", "15:00"]])
    make.TeachingProfile(teacher_id=teacher.id, version=2, windows=MONDAY)
    make.TeacherLeave(teacher_id=teacher.id, reason="出差")
    make.TeacherLeave(teacher_id=teacher.id, withdrawn_at=datetime.now().astimezone())
    found = teaching.availability_of([teacher.id, other.id], DAY, DAY)
    assert [(one.weekday, one.starts.hour) for one in found[teacher.id].windows] == [(0, 8)]
    assert found[teacher.id].away == (Away(datetime(2026, 4, 1, 9), datetime(2026, 4, 1, 17), "出差"),)
    assert (found[other.id].windows, found[other.id].away) == ((), ())


@pytest.mark.parametrize(("days", "seen"), [(-1, 0), (0, 1), (1, 0)])
def test_leave_counts_on_its_days_only(in_app, make, days, seen):
    teacher = make.Teacher()
    make.TeacherLeave(teacher_id=teacher.id)
    day = DAY + timedelta(days=days)
    assert len(teaching.availability_of([teacher.id], day, day)[teacher.id].away) == seen


def test_subjects_and_limits_are_those_of_the_last_version(in_app, make):
    teacher, other = make.many(2).Teacher()
    make.TeachingProfile(teacher_id=teacher.id, subjects=["计量"])
    make.TeachingProfile(
        teacher_id=teacher.id, version=2, subjects=["质量管理"], yearly_hours=Decimal(80), daily_hours=Decimal("7.5")
    )
    ids = [teacher.id, other.id]
    assert teaching.subjects_of(ids) == {teacher.id: frozenset({"质量管理"}), other.id: frozenset()}
    limits = teaching.limits_of(ids)
    assert (limits[teacher.id].yearly_hours, limits[teacher.id].daily_hours) == (80, Decimal("7.5"))
    assert limits[other.id].yearly_hours is None


def test_openness_is_opening_hours_and_closures(in_app, make):
    venue, other = make.many(2).Venue()
    make.VenueProfile(venue_id=venue.id, windows=MONDAY)
    make.VenueClosure(venue_id=venue.id, reason="检修")
    found = places.openness_of([venue.id, other.id], DAY, DAY)
    assert len(found[venue.id].windows) == 1
    assert [one.reason for one in found[venue.id].away] == ["检修"]
    assert found[other.id].allows(datetime(2026, 4, 1, 3), datetime(2026, 4, 1, 4))


def test_campuses_and_ways_between_them(in_app, make):
    institution = make.Institution()
    make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"))
    one, other, third = make.many(3).Campus(institution_id=institution.id)
    make.Campus(institution_id=make.Institution().id)
    venue, free = make.many(2).Venue(institution=institution)
    make.VenueProfile(venue_id=venue.id, campus_id=one.id)
    user = make.User()
    seen = place_actions.travel_seen({})
    place_actions.save_travel(institution, {(one.id, other.id): 25, (one.id, third.id): None}, seen=seen, by=user)
    assert places.campus_of([venue.id, free.id]) == {venue.id: one.id, free.id: None}
    ways = places.travel_minutes(institution.id)
    assert (ways[one.id, other.id], ways[other.id, one.id], ways[third.id, one.id]) == (25, 25, 60)
    assert len(ways) == 6
    with pytest.raises(teaching_actions.ChangedMeanwhile):
        place_actions.save_travel(institution, {(one.id, other.id): 30}, seen=seen, by=user)


def test_one_campus_needs_no_ways(in_app, make):
    institution = make.Institution()
    make.Campus(institution_id=institution.id)
    assert places.travel_minutes(institution.id) == {}


def test_checks_that_stand_count_with_the_intervals_of_the_rule_set(in_app, make):
    make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"))
    venue = make.Venue(safety_checked_on=date(2026, 3, 1), safety_result="合格")
    make.VenueCheck(venue_id=venue.id, kind=CheckKind.FIRE, checked_on=date(2025, 3, 1))
    found = {one.kind: one.fault for one in places.checks_standing(venue.id, DAY)}
    assert found == {CheckKind.FIRE: CheckFaultKind.OVERDUE, CheckKind.NETWORK: CheckFaultKind.MISSING}
    assert places.checks_standing(987654, DAY) == []


def test_without_a_rule_set_no_check_is_called_for(in_app, make):
    assert places.checks_standing(make.Venue().id, DAY) == []
    assert places.usual_travel() is None


@pytest.mark.parametrize("ask", ["availability", "subjects", "limits", "openness", "campus", "checks"])
def test_questions_about_many_take_as_many_queries_as_about_one(in_app, make, count_queries, ask):
    teachers, venues = make.many(20).Teacher(), make.many(20).Venue()
    for one in teachers:
        make.TeachingProfile(teacher_id=one.id)
    for one in venues:
        make.VenueProfile(venue_id=one.id)
        make.VenueCheck(venue_id=one.id)
    asked = {
        "availability": lambda n: teaching.availability_of([one.id for one in teachers[:n]], DAY, DAY),
        "subjects": lambda n: teaching.subjects_of([one.id for one in teachers[:n]]),
        "limits": lambda n: teaching.limits_of([one.id for one in teachers[:n]]),
        "openness": lambda n: places.openness_of([one.id for one in venues[:n]], DAY, DAY),
        "campus": lambda n: places.campus_of([one.id for one in venues[:n]]),
        "checks": lambda n: places.check_faults_of(venues[:n], DAY),
    }[ask]
    assert count_queries(lambda: asked(1)) == count_queries(lambda: asked(20))


def test_two_savings_of_one_version_cannot_both_stand(in_app, make):
    teacher = make.Teacher()
    make.TeachingProfile(teacher_id=teacher.id)
    with pytest.raises(IntegrityError):
        make.TeachingProfile(teacher_id=teacher.id)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (
            "TeacherLeave",
            {"ends_at": datetime(2026, 4, 1).astimezone(), "starts_at": datetime(2026, 4, 2).astimezone()},
        ),
        ("TeacherQualification", {"valid_from": DAY, "valid_to": DAY - timedelta(days=1)}),
        ("TeacherAppointment", {"starts_on": DAY, "ends_on": DAY - timedelta(days=1)}),
        ("TeachingProfile", {"yearly_hours": Decimal(0)}),
    ],
)
def test_what_cannot_be_is_refused_by_the_database(make, model, values):
    teacher = make.Teacher()
    with pytest.raises(IntegrityError):
        getattr(make, model)(teacher_id=teacher.id, **({"teacher": teacher} if "Qual" in model else {}), **values)


def test_a_check_is_not_due_before_it_was_made(make):
    with pytest.raises(IntegrityError):
        make.VenueCheck(venue_id=make.Venue().id, next_due=date(2026, 1, 4))


def test_a_term_of_the_register_stands_beside_the_entries(in_app, make):
    teacher = make.Teacher(valid_from=date(2025, 1, 1), valid_to=date(2025, 6, 30))
    make.TeacherAppointment(teacher_id=teacher.id)
    assert len(teaching.terms_of([teacher])[teacher.id]) == 2
    db.session.rollback()
