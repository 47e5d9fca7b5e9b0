"""Posts that stand empty, and internal documents that are in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from trainer.accreditation.upkeep import (
    DocumentKind,
    Holding,
    PostKind,
    Recognised,
    Vacancy,
    Version,
    VersionState,
    missing_documents,
    recognise,
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


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("学员考勤与请假管理办法V2.1.pdf", Recognised("学员考勤与请假管理办法", DocumentKind.ATTENDANCE, "V2.1")),
        ("安全事故应急预案（v3）.docx", Recognised("安全事故应急预案", DocumentKind.EMERGENCY, "V3")),
        ("教学管理制度.pdf", Recognised("教学管理制度", DocumentKind.TEACHING, "V1.0")),
        ("管理制度.汇编.pdf", Recognised("管理制度.汇编", DocumentKind.MANAGEMENT, "V1.0")),
        ("V2.0.pdf", Recognised("V2.0", DocumentKind.OTHER, "V2.0")),
        ("扫描件", Recognised("扫描件", DocumentKind.OTHER, "V1.0")),
    ],
)
def test_what_a_document_is_follows_from_the_name_of_its_file(name, found):
    assert recognise(name) == found
