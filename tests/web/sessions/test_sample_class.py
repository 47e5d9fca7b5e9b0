"""The sample class on the pages: every figure that `expected.json` publishes stands where a person reads it."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from sqlalchemy import select

from accounts.rules import Role
from courses.models import ClassOffering, Enrolment
from tests.browser import words
from tests.db.intake import conftest as sample
from tests.db.intake.sample import FOLDER
from tests.web.sessions.conftest import CLOCKS

imported = sample.imported
connection = sample.connection

EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
WORDS = {
    "PRESENT": "出勤",
    "LATE": "迟到",
    "EARLY": "早退",
    "LATE_EARLY": "迟到且早退",
    "ABSENT": "缺勤",
    "LEAVE": "请假",
}


@pytest.fixture(autouse=True)
def month_after(monkeypatch):
    """It is a month after the class."""
    now = datetime(2026, 6, 24, 12, 0)
    for clock in CLOCKS:
        monkeypatch.setattr(f"sessions.views.{clock}", lambda: now)
    monkeypatch.setattr("sessions.views.attendance.today", now.date)


@pytest.fixture
def page(browser, make, sign_in, db_session):
    """Open a page of the sample class as an administrator."""
    sign_in(make.User(role=Role.ADMINISTRATOR))
    offering_id = db_session.scalars(select(ClassOffering.id)).one()
    return lambda endpoint, **more: browser.get(f"sessions.{endpoint}", offering_id=offering_id, **more)


def test_every_cell_of_the_grid_is_as_published(page):
    rows = page("attendance").soup.select("table.roll tbody tr")
    shown = [[words(a.select_one(".visually-hidden")).split(",")[0] for a in row.select("a.sign")] for row in rows]
    wanted = [[WORDS[one["status"]] for one in person["sessions"].values()] for person in EXPECTED["people"]]
    assert shown == wanted


def test_the_counts_above_the_grid_are_as_published(page):
    figures = {
        words(one.select_one(".figure-name")): int(words(one.select_one(".figure-value")))
        for one in page("attendance").soup.select("#attendance-counts .key-figure")
    }
    summary = EXPECTED["summary"]
    assert {WORDS[status]: count for status, count in summary["statuses"].items()}.items() <= figures.items()
    assert figures["学员"] == summary["learners"]


def test_hours_scores_and_completion_of_everybody_are_as_published(page):
    rows = page("hours").table("学员学时").rows
    for row, person in zip(rows, EXPECTED["people"], strict=True):
        hours = [person["offline_hours"], person["online_hours"], person["total_hours"]]
        assert [row["线下"], row["线上"], row["合计"]] == [f"{one:g}" for one in hours]
        assert row["最终成绩"] == ("—" if person["exam"]["final"] is None else f"{person['exam']['final']:g}")
        assert row["结业"] == ("结业" if person["completed"] else "未结业")


def test_the_units_of_one_learner_add_up_to_the_published_total(page, db_session):
    person = EXPECTED["people"][0]
    enrolment = db_session.scalars(select(Enrolment).filter_by(position=person["row"])).one()
    units = page("show_hours", enrolment_id=enrolment.id).soup.select("details.unit")
    hours = {words(one.select_one(".unit-code")): words(one.select_one(".unit-hours strong")) for one in units}
    published = {**person["sessions"], **person["live"], **person["recorded"]}
    assert hours == {code: f"{unit['hours']:g}" for code, unit in published.items()}


def test_records_of_nobody_are_all_listed(page):
    published = sum(len(file.get("unmatched", [])) for file in EXPECTED["records"].values())
    listed = page("records").soup.select_one(".pages-count").get_text()
    assert f"{published}" in listed


def test_suspicious_taps_are_listed(page):
    assert len(page("records").table("疑似代签记录")) == len(EXPECTED["records"]["sign"]["proxy"])


def test_invalid_scores_show_as_typed(page):
    text = page("scores").text
    assert all(f"“{cell['value']}”" in text for cell in EXPECTED["records"]["exam"]["invalid_cells"])
