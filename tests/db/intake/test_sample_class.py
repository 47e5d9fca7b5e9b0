"""The sample class reaches every published figure through the database."""

from __future__ import annotations

from copy import deepcopy

import pytest

from tests.db.intake.sample import differences, expected

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
