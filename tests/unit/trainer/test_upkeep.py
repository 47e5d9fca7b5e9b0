"""Posts that stand empty, and internal documents that are in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from trainer.accreditation.upkeep import (
    DocumentKind,
    Holding,
    PostKind,
    Vacancy,
    Version,
    VersionState,
    missing_documents,
    vacancies,
    version_states,
)

TODAY = date(2026, 5, 1)
DAY = timedelta(days=1)


def test_a_post_that_somebody_holds_today_is_not_vacant():
    assert vacancies(["管理"], [Holding(PostKind.MANAGEMENT, TODAY, TODAY)], TODAY) == []


@pytest.mark.parametrize(
    ("started", "ended", "since"),
    [(TODAY + DAY, None, None), (TODAY - 9 * DAY, TODAY - DAY, TODAY - DAY)],
    ids=["not begun", "ended yesterday"],
)
def test_a_post_that_nobody_holds_today_is_vacant_and_says_since_when(started, ended, since):
    found = vacancies(["考务"], [Holding(PostKind.EXAMINATION, started, ended)], TODAY)
    assert found == [Vacancy("考务", PostKind.EXAMINATION, since)]


def test_vacancies_keep_the_order_of_the_rule_set_and_name_a_post_once():
    assert [one.word for one in vacancies(["档案", "管理", "档案"], [], TODAY)] == ["档案", "管理"]


def test_a_post_the_product_does_not_know_stands_vacant_under_its_own_word():
    held = [Holding(PostKind.MANAGEMENT, TODAY)]
    assert vacancies(["督导"], held, TODAY) == [Vacancy("督导", None)]


def test_a_new_version_supersedes_from_its_first_day():
    versions = [Version(1, TODAY - 9 * DAY), Version(2, TODAY)]
    assert version_states(versions, TODAY) == {1: VersionState.SUPERSEDED, 2: VersionState.IN_FORCE}
    assert version_states(versions, TODAY - DAY) == {1: VersionState.IN_FORCE, 2: VersionState.COMING}


def test_of_two_versions_of_one_day_the_later_entered_counts():
    states = version_states([Version(2, TODAY), Version(1, TODAY)], TODAY)
    assert states == {1: VersionState.SUPERSEDED, 2: VersionState.IN_FORCE}


def test_a_repealed_document_counts_until_its_last_day():
    versions = [Version(1, TODAY - 9 * DAY)]
    assert version_states(versions, TODAY, repealed_on=TODAY) == {1: VersionState.IN_FORCE}
    assert version_states(versions, TODAY + DAY, repealed_on=TODAY) == {1: VersionState.REPEALED}


def test_required_documents_that_are_not_in_force_are_missing():
    found = missing_documents(["考勤", "应急预案", "保密"], [DocumentKind.ATTENDANCE])
    assert [(one.word, one.kind) for one in found] == [("应急预案", DocumentKind.EMERGENCY), ("保密", None)]
