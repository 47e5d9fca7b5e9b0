"""Classes, imports and enrolments: what the tables refuse, and which lines count."""

from __future__ import annotations

from datetime import date

import pytest

from core.db import db
from courses import actions, queries
from courses.lines import Draft
from courses.models import RosterLine
from courses.rules import BatchState, EnrolmentState, Replacement
from learners.roster import RosterOutcome
from learners.rows import Place
from tests.db.refusals import refused
from trainer.queries import Scope

EVERYWHERE = Scope(everything=True)


def test_a_class_code_is_given_once(make):
    make.ClassOffering(code="A")
    with refused("code"):
        make.ClassOffering(code="A")


def test_a_class_does_not_end_before_it_starts(make):
    with refused("starts_before_it_ends"):
        make.ClassOffering(starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))


def test_required_hours_are_not_negative(make):
    with refused("required_hours_are_not_negative"):
        make.ClassOffering(required_hours=-1)


def test_a_person_is_enrolled_once_in_a_class(make):
    enrolment = make.Enrolment()
    with refused("once_per_class|enrolment.offering_id"):
        make.Enrolment(offering=enrolment.offering, learner=enrolment.learner)


def test_an_institution_has_one_curriculum_of_a_name(make):
    curriculum = make.Curriculum()
    with refused("name_per_institution|curriculum.institution_id"):
        make.Curriculum(institution=curriculum.institution, name=curriculum.name)


def test_a_version_has_one_module_of_a_name(make):
    module = make.CurriculumModule()
    with refused("name_per_version|curriculum_module.version_id"):
        make.CurriculumModule(version=module.version, name=module.name)


def test_hours_of_a_module_are_not_negative(make):
    with refused("hours_are_not_negative"):
        make.CurriculumModule(planned_hours=-1)


def test_a_class_outside_the_scope_is_not_found(in_app, make):
    offering, other = make.many(2).ClassOffering()
    scope = Scope(institution_ids=frozenset({offering.institution_id}))
    assert [one.id for one in queries.offerings(scope)] == [offering.id]
    assert queries.offering_in_scope(other.id, scope) is None
    assert queries.offering_in_scope(other.id, EVERYWHERE).id == other.id


@pytest.mark.parametrize("search", ["2026-777", "春季", "春季 "])
def test_classes_are_found_by_code_and_name(in_app, make, search):
    make.ClassOffering()
    make.ClassOffering(code="CQO-2026-777", name="春季 任职培训")
    assert [one.code for one in queries.offerings(EVERYWHERE, search=search)] == ["CQO-2026-777"]


def test_who_has_withdrawn_is_not_counted(in_app, make):
    enrolment = make.Enrolment()
    make.Enrolment(offering=enrolment.offering, state=EnrolmentState.WITHDRAWN)
    assert queries.learner_count([enrolment.offering_id]) == {enrolment.offering_id: 1}
    assert [one.id for one in queries.enrolments_of(enrolment.offering_id)] == [enrolment.id]
    assert len(queries.all_enrolments(enrolment.offering_id)) == 2


def lines(text, scopes=""):
    """Drafts of roster lines: identity and content, each a character; scopes by position."""
    return [
        Draft(
            Place("名册.xlsx", "", number),
            {"outcome": RosterOutcome.IGNORED, "name": word},
            identity=(word[0],),
            says=(word,),
            scope=scopes[number : number + 1],
        )
        for number, word in enumerate(text.split())
    ]


@pytest.fixture
def counting(in_app, make):
    """Store drafts in a new import of one class; the names of the lines that count then."""
    offering = queries.offering_by_code(make.ClassOffering(code="A").code)

    class Class:
        def store(self, text, **options):
            batch = actions.start_batch(offering, by=None)
            self.stored = actions.store_lines(RosterLine, batch, lines(text), **options)
            return self.names()

        def names(self):
            db.session.expire_all()
            return sorted(line.name for line in queries.roster_lines(offering.id))

        def take_back(self):
            actions.undo_batch(queries.last_applied_batch(offering.id), by=None, reason="x")
            return self.names()

    return Class()


def test_new_lines_count_and_known_ones_are_left_alone(counting):
    assert counting.store("a1 b1") == ["a1", "b1"]
    assert counting.store("b1 a1") == ["a1", "b1"]
    assert (counting.stored.added, counting.stored.replacement) == (0, Replacement.UNCHANGED)


def test_a_revision_supersedes_and_taking_it_back_restores(counting):
    counting.store("a1 b1 c1")
    assert counting.store("a2 b1 d1") == ["a2", "b1", "d1"]
    assert counting.take_back() == ["a1", "b1", "c1"]


def test_a_line_superseded_twice_comes_back_step_by_step(counting):
    counting.store("a1 b1")
    counting.store("a2 b1")
    assert counting.store("a3 b1") == ["a3", "b1"]
    assert counting.take_back() == ["a2", "b1"]
    assert counting.take_back() == ["a1", "b1"]
    assert counting.take_back() == []


def test_a_line_that_was_superseded_may_come_again(counting):
    counting.store("a1 b1")
    counting.store("a2 b1")
    assert counting.store("a1 b1") == ["a1", "b1"]
    assert counting.take_back() == ["a2", "b1"]


def test_after_taking_back_another_import_may_supersede_the_same_line(counting):
    counting.store("a1 b1")
    counting.store("a2 b1")
    counting.take_back()
    assert counting.store("a3 b1") == ["a3", "b1"]
    assert counting.take_back() == ["a1", "b1"]


def test_equal_lines_of_one_file_are_kept_apart(counting):
    assert counting.store("a1 a1") == ["a1", "a1"]
    assert counting.store("a1 a1") == ["a1", "a1"]
    assert counting.store("a1") == ["a1"]


@pytest.mark.parametrize(
    ("force", "names"), [(Replacement.ADDITION, ["a1", "b1", "c1"]), (Replacement.REVISION, ["a1", "c1"])]
)
def test_a_person_may_say_what_a_file_is(counting, force, names):
    counting.store("a1 b1")
    assert counting.store("a1 c1", force=force) == names


def test_the_last_import_that_counts_is_the_one_to_take_back(in_app, make):
    first = make.ImportBatch()
    make.ImportBatch(offering=first.offering, state=BatchState.UNDONE)
    assert queries.last_applied_batch(first.offering_id).id == first.id
    assert [one.id for one in queries.batches_of(first.offering_id)][-1] == first.id
    assert queries.batch_of(first.offering_id + 1, first.id) is None
