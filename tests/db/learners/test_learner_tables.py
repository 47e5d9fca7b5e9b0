"""People and enterprises: what the tables refuse, and what a roster line makes of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text

from core.db import db
from learners import actions, queries
from learners.models import Employer, Learner
from learners.roster import RosterOutcome, RosterRow
from learners.rows import Place
from tests.db.refusals import refused
from tests.factories.training import identity_number

LINE = RosterRow(
    Place("学员名册.xlsx", "Sheet1", 2),
    RosterOutcome.ACCEPTED,
    (),
    "吕莹",
    sex="女",
    id_number=identity_number(901),
    phone="16935062953",
    employer="沮榆水务",
    uscc="91610112MA6UWHRR51",
    post="总监",
    quality_years=Decimal("7.5"),
)


def test_a_person_is_there_once(make):
    learner = make.Learner()
    with refused("id_index"):
        make.Learner(id_number=learner.id_number)


def test_an_account_belongs_to_one_learner(make):
    user = make.User()
    make.Learner(user_id=user.id)
    with refused("user_id"):
        make.Learner(user_id=user.id)


def test_an_enterprise_code_is_there_once(make):
    make.Employer(uscc="91610112MA6UWHRR51")
    with refused("uscc"):
        make.Employer(uscc="91610112MA6UWHRR51")


def test_many_enterprises_may_have_no_code(make):
    assert len({one.id for one in make.many(2).Employer(uscc=None)}) == 2


@pytest.mark.parametrize("column", ["id_number", "phone"])
def test_personal_numbers_cannot_be_read_in_the_table(make, connection, column):
    learner = make.Learner(phone="16935062953")
    stored = connection.execute(text(f"SELECT {column} FROM learner WHERE id = :id"), {"id": learner.id}).scalar_one()
    assert learner.id_number not in stored
    assert "16935062953" not in stored


def test_a_person_is_found_by_the_keyed_index_of_the_number(in_app, make):
    learner = make.Learner()
    found = queries.learners_by_index([queries.id_index(learner.id_number)])
    assert [one.id for one in found.values()] == [learner.id]


def take_in(*rows):
    employers = actions.take_in_employers(rows)
    return actions.take_in_learners(rows, employers)


def test_a_line_makes_a_person_and_an_enterprise_once(in_app):
    for _ in range(2):
        take_in(LINE, replace(LINE, id_number=identity_number(902), name="薛晓东"))
    assert (db.session.query(Learner).count(), db.session.query(Employer).count()) == (2, 1)


def test_a_later_line_brings_up_to_date_and_blanks_leave_what_is_known(in_app):
    take_in(LINE)
    person = take_in(replace(LINE, phone="", post="副总", employer="", uscc="", quality_years=None))[LINE.id_number]
    assert (person.phone, person.post, person.quality_years) == ("16935062953", "副总", Decimal("7.5"))
    assert person.employer_id is not None


def test_an_enterprise_without_a_code_is_known_by_its_name(in_app):
    nameless = replace(LINE, uscc="")
    take_in(nameless, replace(nameless, id_number=identity_number(903), city="榆林市"))
    (employer,) = db.session.query(Employer).all()
    assert (employer.name, employer.uscc, employer.city) == ("沮榆水务", None, "榆林市")


def test_two_enterprises_of_one_name_are_told_apart_by_their_codes(in_app):
    take_in(LINE, replace(LINE, id_number=identity_number(904), uscc="91610802MAM093AK16"))
    assert db.session.query(Employer).count() == 2


def test_a_learner_is_found_by_account(in_app, make):
    user = make.User()
    learner = make.Learner(user_id=user.id)
    assert queries.learner_of_user(user.id).id == learner.id
    assert queries.learner_of_user(user.id + 1) is None
