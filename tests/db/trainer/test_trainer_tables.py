"""Institutions, staff, teachers and venues: what the tables refuse, and who may see what."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from accounts.rules import Role
from core.db import db
from tests.db.refusals import refused
from trainer import actions, queries
from trainer.queries import Scope
from trainer.rules import StaffPost


def test_two_institutions_cannot_have_one_code(make):
    make.Institution(code="A")
    with refused("institution_code|institution.code"):
        make.Institution(code="A")


def test_two_institutions_cannot_have_one_name(make):
    make.Institution(name="长衡")
    with refused("institution_name|institution.name"):
        make.Institution(name="长衡")


def test_a_person_has_one_post_at_an_institution(make):
    member = make.StaffMember()
    with refused("one_post_per_institution|staff_member.user_id"):
        make.StaffMember(user=member.user, institution=member.institution)


def test_an_appointment_does_not_end_before_it_starts(make):
    with refused("appointment_ends_after_it_starts"):
        make.Teacher(valid_from=date(2026, 3, 1), valid_to=date(2026, 2, 28))


def test_an_appointment_of_one_day_is_one(make):
    assert make.Teacher(valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 1)).id


def test_an_account_belongs_to_one_teacher(make):
    user = make.User()
    make.Teacher(user_id=user.id)
    with refused("user_id"):
        make.Teacher(user_id=user.id)


def test_two_venues_of_an_institution_cannot_have_one_name(make):
    hall = make.Venue(name="报告厅")
    assert make.Venue(name="报告厅").id != hall.id
    with refused("name_per_institution|venue.institution_id"):
        make.Venue(name="报告厅", institution=hall.institution)


@pytest.mark.parametrize("capacity", [0, -1])
def test_a_venue_holds_somebody(make, capacity):
    with refused("holds_somebody"):
        make.Venue(capacity=capacity)


def test_a_telephone_number_cannot_be_read_in_the_table(make, connection):
    teacher = make.Teacher(phone="16100002601")
    stored = connection.execute(text("SELECT phone FROM teacher WHERE id = :id"), {"id": teacher.id}).scalar_one()
    assert "16100002601" not in stored


@pytest.mark.parametrize(
    ("role", "region", "sees"),
    [
        (Role.ADMINISTRATOR, "", "own near far"),
        (Role.COORDINATOR, "", "own"),
        (Role.COORDINATOR, "61", "own"),  # a region is for those who supervise
        (Role.AUDITOR, "6101", "own near"),
        (Role.REGULATOR, "61", "own near far"),
        (Role.REGULATOR, "6106", "far own"),
        (Role.TEACHER, "", "own"),
    ],
)
def test_role_posts_and_region_decide_what_a_person_sees(in_app, make, role, region, sees):
    own = make.Institution(code="own", region="650100")
    make.Institution(code="near", region="610100")
    make.Institution(code="far", region="610600")
    user = make.User(role=role, region=region)
    make.StaffMember(user=user, institution=own)
    assert {one.code for one in queries.institutions(queries.scope_of(user))} == set(sees.split())


def test_who_has_neither_post_nor_region_sees_nothing(in_app, make):
    make.Institution()
    assert queries.institutions(queries.scope_of(make.User(role=Role.COORDINATOR))) == []


def test_an_institution_outside_the_scope_is_not_found(in_app, make):
    own, other = make.many(2).Institution()
    scope = Scope(institution_ids=frozenset({own.id}))
    assert queries.institution_in_scope(own.id, scope) is not None
    assert queries.institution_in_scope(other.id, scope) is None


def test_an_institution_is_opened_once(in_app, make):
    made = make.Institution(code="A", name="长衡")
    assert actions.open_institution(code="A", name="别名").id == made.id
    assert actions.open_institution(code="B", name="长衡").id == made.id
    assert actions.open_institution(code="B", name="新机构").id != made.id


def test_a_post_gives_the_scope(in_app, make):
    institution, user = make.Institution(), make.User()
    actions.add_staff(institution, user=user, post=StaffPost.CLASS_TEACHER)
    assert queries.scope_of(user).institution_ids == {institution.id}


def test_blanks_leave_what_the_register_knows(in_app, make):
    institution = make.Institution()
    actions.register_teacher(institution, name="崔砚秋", facts={"title": "教授", "phone": "16100002601"})
    actions.register_teacher(institution, name="崔砚秋", facts={"title": "", "phone": None, "employer": "大学"})
    (teacher,) = queries.teachers_of([institution.id])
    assert (teacher.title, teacher.phone, teacher.employer) == ("教授", "16100002601", "大学")


def test_a_venue_is_brought_up_to_date_by_its_name(in_app, make):
    hall = make.Venue(name="报告厅", capacity=40)
    db.session.expire_all()
    institution = queries.institution_by_code(hall.institution.code)
    actions.register_venue(institution, name="报告厅", facts={"capacity": 60})
    assert [one.capacity for one in queries.venues_of([institution.id])] == [60]


def test_teachers_and_venues_are_asked_for_by_their_institution(in_app, make):
    teacher, venue = make.Teacher(), make.Venue()
    assert queries.teacher_of(teacher.institution_id, teacher.id).id == teacher.id
    assert queries.teacher_of(venue.institution_id, teacher.id) is None
    assert queries.venue_of(venue.institution_id, venue.id).id == venue.id
    assert queries.venue_of(teacher.institution_id, venue.id) is None
