"""The sample class reaches every published figure through the database."""

from __future__ import annotations

from copy import deepcopy

import pytest

from accounts.models import User
from courses import queries as course_queries
from intake import demo, demo_places
from sessions import queries
from sessions.clashes import queries as clash_queries
from tests.db.intake.sample import CLASS_CODE, differences, expected

PUBLISHED = ("class", "warnings", "roster", "teachers", "venues", "timetable", "records", "summary", "people", "survey")


@pytest.fixture
def figures(figures_now):
    return figures_now()


def without_kinds(published: dict) -> dict:
    """`kind` of an unmatched record is a comment, and the name of the rule-set is the product's own."""
    cleaned = deepcopy(published)
    for records in cleaned["records"].values():
        for record in records.get("unmatched", []):
            record.pop("kind", None)
    return cleaned


@pytest.mark.parametrize("part", PUBLISHED)
def test_every_published_figure_is_reached(figures, part):
    found = (
        {key: value for key, value in figures[part].items() if key != "ruleset"} if part == "class" else figures[part]
    )
    assert list(differences(without_kinds(expected())[part], found)) == []


def test_the_demos_timetable_shows_the_three_planted_faults_and_no_other(imported, in_app, make):
    by = in_app.get_one(User, make.User().id)
    offering = course_queries.offering_by_code(CLASS_CODE)
    demo_places.describe(course_queries.institution_of_offering(offering), by)
    demo.name_invigilators(by)
    found = clash_queries.findings_of(offering, queries.sessions_of(offering.id))
    assert [(one.code.value, one.sessions) for one in found] == [
        ("TEACHER_EXPIRED", ("S12",)),
        ("TT_CLASS_OVERLAP", ("L3", "S08")),
        ("VENUE_TOO_SMALL", ("S18",)),
    ]
