"""What the database refuses about the training side, and who may see which institution."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from accounts.rules import Role
from trainer import actions, queries
from trainer.models import Institution, StaffMember, Teacher, Venue


@pytest.mark.parametrize(
    ("model", "values", "name"),
    [
        (Venue, {"name": "报告厅", "capacity": 0}, "holds_somebody"),
        (
            Teacher,
            {"name": "崔砚秋", "valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 31)},
            "appointment_ends_after_it_starts",
        ),
    ],
)
def test_the_database_refuses_what_cannot_be(make, db_session, model, values, name):
    db_session.add(model(institution_id=make.Institution().id, **values))
    with pytest.raises(IntegrityError, match=name):
        db_session.flush()
    db_session.rollback()


def test_an_institution_has_one_venue_of_a_name(make, db_session):
    venue = make.Venue(name="报告厅")
    make.Venue(name="报告厅")
    db_session.add(Venue(institution_id=venue.institution_id, name="报告厅"))
    with pytest.raises(IntegrityError):
        db_session.flush()
    db_session.rollback()


def test_a_person_has_one_post_at_an_institution(make, db_session):
    member = make.StaffMember()
    db_session.add(StaffMember(user_id=member.user_id, institution_id=member.institution_id, post=member.post))
    with pytest.raises(IntegrityError):
        db_session.flush()
    db_session.rollback()


def test_a_mobile_number_is_not_readable_in_the_table(make, db_session):
    teacher = make.Teacher(phone="13812345678")
    raw = db_session.connection().exec_driver_sql("SELECT phone FROM teacher").scalar_one()
    assert "13812345678" not in raw
    db_session.expire(teacher)
    assert teacher.phone == "13812345678"


@pytest.mark.parametrize(
    ("role", "region", "post", "seen"),
    [
        (Role.ADMINISTRATOR, "", False, {"甲", "乙"}),
        (Role.COORDINATOR, "", True, {"甲"}),
        (Role.COORDINATOR, "61", False, set()),
        (Role.AUDITOR, "6103", True, {"甲", "乙"}),
        (Role.REGULATOR, "61", False, {"甲", "乙"}),
        (Role.REGULATOR, "6103", False, {"乙"}),
        (Role.REGULATOR, "", False, set()),
        (Role.TEACHER, "61", False, set()),
    ],
)
def test_posts_and_regions_say_which_institutions_a_person_sees(in_app, make, role, region, post, seen):
    first = make.Institution(name="甲", region="610100")
    make.Institution(name="乙", region="610300")
    user = make.User(role=role, region=region)
    if post:
        make.StaffMember(user=user, institution=first)
    assert {one.name for one in queries.institutions(queries.scope_of(user))} == seen


def test_a_register_keeps_what_a_new_file_leaves_blank(in_app, make):
    teacher = make.Teacher(name="崔砚秋", title="教授", phone="13812345678")
    institution = in_app.get(Institution, teacher.institution_id)
    found = actions.register_teacher(
        institution, name="崔砚秋", facts={"title": "", "field": "质量战略", "phone": None}
    )
    assert (found.id, found.title, found.field, found.phone) == (teacher.id, "教授", "质量战略", "13812345678")
