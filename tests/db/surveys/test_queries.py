"""Responses of classes: which count, what they add up to, and what a chart may be kept under."""

from __future__ import annotations

import pytest

from courses import queries as course_queries
from courses.rules import BatchState
from standards.models import RuleParameter
from surveys import queries
from surveys.reliability import Bands
from tests.db.surveys.sample import hand_in, sample_class, surveyed_class
from tests.thawing import set_figure, thawed


@pytest.fixture
def ask(app, db_session):
    """Ask a query within the application, about a class as the application reads it."""

    def asked(question, offering):
        code = offering.code
        db_session.commit()
        with app.app_context():
            return question(course_queries.offering_by_code(code))

    return asked


def of_one(offering):
    return queries.overviews([offering])[0]


def test_all_classes_at_once_give_the_figures_of_each(app, make, ask):
    offering = surveyed_class(app, make)
    assert ask(of_one, offering).figures == ask(queries.survey_figures, offering)


@pytest.mark.parametrize("question", [queries.survey_figures, lambda offering: of_one(offering).figures])
def test_responses_of_an_import_taken_back_do_not_count(app, make, ask, db_session, question):
    offering = sample_class(make)
    batch = make.ImportBatch(offering=offering)
    hand_in(app, batch)
    batch.state = BatchState.UNDONE
    assert ask(question, offering) is None


def test_a_superseded_response_counts_again_when_the_newer_import_is_taken_back(make, ask, db_session):
    older = make.ImportBatch()
    newer = make.ImportBatch(offering=older.offering)
    make.SurveyResponse(batch=older, superseded_by_id=newer.id)
    make.SurveyResponse(batch=newer)
    assert ask(of_one, older.offering).responses == 1
    newer.state = BatchState.UNDONE
    assert ask(of_one, older.offering).responses == 1


def test_a_class_whose_rule_set_leaves_a_figure_open_has_responses_but_no_figures(app, make, ask, db_session):
    offering = surveyed_class(app, make)
    with thawed(db_session):
        db_session.query(RuleParameter).filter_by(key="survey.confidence").delete()
    overview = ask(of_one, offering)
    assert (overview.responses, overview.figures) == (40, None)


def test_without_a_survey_there_are_no_questions(make, ask):
    assert ask(lambda offering: queries.questions_asked(offering.id), make.ClassOffering()) == {}


def test_a_rule_set_may_draw_its_own_lines_for_alpha(make, ask, db_session):
    offering = make.ClassOffering()
    set_figure(db_session, "survey.alpha_good", "0.8")
    assert ask(queries.reliability_bands, offering) == Bands(good=0.8)


def change_learners(offering, make):
    make.Enrolment(offering=offering)


def change_responses(offering, make):
    make.SurveyResponse(batch=make.ImportBatch(offering=offering))


def change_rule_set(offering, make):
    offering.rule_set_version = make.RuleSetVersion(digest="1" * 64)


def change_questions(offering, make):
    make.Survey(offering=offering, questions={"q1": "有用吗？"})


@pytest.mark.parametrize("change", [change_learners, change_responses, change_rule_set, change_questions])
def test_whatever_changes_a_figure_or_a_word_changes_the_digest(make, ask, change):
    offering = make.ImportBatch().offering
    before = ask(queries.data_digest, offering)
    assert ask(queries.data_digest, offering) == before
    change(offering, make)
    assert ask(queries.data_digest, offering) != before


def test_a_teacher_gets_what_the_classes_taught_gave_teachers(app, make, ask):
    offering = surveyed_class(app, make)
    mine, other = (make.Teacher(institution=offering.institution, name=name) for name in ("崔砚秋", "屈文翰"))
    make.ClassSession(offering=offering, teacher=mine)
    make.ClassSession(offering=make.ClassOffering(institution=offering.institution), teacher=other)
    ids = [mine.id, other.id]
    scores = ask(lambda _offering: queries.scores_by_teacher(ids), offering)
    teaching = next(one for one in ask(queries.survey_figures, offering).dimensions if one.name == "师资水平")
    assert (float(scores[mine.id].mean), scores[mine.id].answers) == (
        round(teaching.summary.mean, 2),
        teaching.summary.n,
    )
    assert scores[other.id].mean is None
