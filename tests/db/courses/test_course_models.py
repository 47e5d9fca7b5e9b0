"""What the database refuses about classes, and how classes are found."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from courses import actions, queries
from courses.models import CurriculumModule, Enrolment, ImportBatch
from courses.queries import ClassFilter
from courses.rules import BatchState, ClassState, Replacement
from learners.roster import RosterOutcome, RosterRow
from learners.rows import Place
from trainer.queries import Scope

EVERYWHERE = Scope(everything=True)


def test_a_class_does_not_end_before_it_begins(make, db_session):
    offering = make.ClassOffering()
    offering.ends_on = date(2026, 3, 1)
    with pytest.raises(IntegrityError, match="starts_before_it_ends"):
        db_session.flush()
    db_session.rollback()


def test_a_person_is_enrolled_once_in_a_class(make, db_session):
    enrolment = make.Enrolment()
    db_session.add(Enrolment(offering_id=enrolment.offering_id, learner_id=enrolment.learner_id))
    with pytest.raises(IntegrityError):
        db_session.flush()
    db_session.rollback()


@pytest.mark.parametrize("values", [{"name": "甲", "planned_hours": 1}, {"name": "乙", "planned_hours": -1}])
def test_modules_have_names_of_their_own_and_no_negative_hours(make, db_session, values):
    module = make.CurriculumModule(name="甲")
    db_session.add(CurriculumModule(version_id=module.version_id, position=9, **values))
    with pytest.raises(IntegrityError):
        db_session.flush()
    db_session.rollback()


def found(wanted, scope=EVERYWHERE):
    statement = queries.offerings_matching(scope, wanted)
    return [one.code for one in queries.offerings_on_page(statement, offset=0, size=50)]


def test_classes_are_found_by_code_name_and_institution_the_latest_first(in_app, make):
    make.ClassOffering(code="A-1", name="春季班", starts_on=date(2026, 3, 2))
    make.ClassOffering(
        code="A-2", name="秋季班", starts_on=date(2026, 3, 3), institution=make.Institution(name="长衡中心")
    )
    assert found(ClassFilter()) == ["A-2", "A-1"]
    assert found(ClassFilter(text="a-1")) == ["A-1"]
    assert found(ClassFilter(text="秋季")) == ["A-2"]
    assert found(ClassFilter(text="长衡")) == ["A-2"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "A_1"])
def test_signs_of_a_search_are_taken_as_they_are(in_app, make, text):
    make.ClassOffering(code="A-1")
    assert found(ClassFilter(text=text)) == []


def test_classes_are_under_way_from_the_locked_roster_until_they_are_filed(in_app, make):
    for state in ClassState:
        make.ClassOffering(code=state.value, state=state)
    running = {one.code for one in queries.running_offerings(EVERYWHERE)}
    assert running == {"roster_locked", "delivering", "examining", "completed", "filing"}


def test_refused_lines_count_only_while_they_count(in_app, make):
    batch = make.ImportBatch()
    undone = make.ImportBatch(offering=batch.offering, state=BatchState.UNDONE)
    refused = {"outcome": RosterOutcome.REJECTED, "codes": ["E_ID_CHECK"]}
    make.RosterLine(batch=batch, **refused)
    make.RosterLine(batch=batch)
    make.RosterLine(batch=undone, **refused)
    make.RosterLine(batch=batch, superseded_by_id=batch.id, **refused)
    make.RosterLine(batch=batch, superseded_by_id=undone.id, **refused)
    assert queries.refused_lines([batch.offering_id]) == {batch.offering_id: 2}


def test_what_was_typed_for_a_refused_identity_number_is_not_kept_whole(in_app, make):
    batch = in_app.get(ImportBatch, make.ImportBatch().id)
    refused = RosterRow(
        Place("名册.xlsx", "名册", 38),
        RosterOutcome.REJECTED,
        ("E_ID_CHECK",),
        "吕莹",
        column="D",
        value="610101198001010012",
    )
    actions.take_in_roster(batch, [refused])
    in_app.flush()
    kept = in_app.connection().exec_driver_sql("SELECT details FROM roster_line").scalar_one()
    assert "610101198001010012" not in str(kept)
    assert actions.take_in_roster(batch, [refused]).replacement is Replacement.UNCHANGED
