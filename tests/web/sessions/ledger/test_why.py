"""Every total of hours, in every portal, opens its postings and from there the events; docs/figures.md lists them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser import words
from tests.thawing import set_figure
from tests.web.sessions import taught

pytestmark = pytest.mark.one_engine  # What is shown is the same on both.
FIGURES = (Path(__file__).parents[4] / "docs" / "figures.md").read_text(encoding="utf-8")

# Who, on which page, which number. What the page needs is filled in from the small class.
TOTALS = [
    ("李明", "accounts.home", "共需 6 学时：6.5"),
    ("李明", "accounts.home", "6.5 2026年度学时"),
    ("李明", "sessions.my_hours", "共需 6 学时：6.5"),
    ("李明", "ledger.my_year", "共需 40 学时：6.5"),
    ("李明", "ledger.my_year", "4"),
    ("李静", "sessions.hours", "11"),
    ("李静", "sessions.hours", "7.5"),
    ("李静", "sessions.hours", "6.5"),
    ("李静", "sessions.show_hours", "6.5"),
    ("李静", "ledger.show_year", "6.5"),
    ("李静", "ledger.show_account", "6.5"),
]
EVENT = re.compile(r"签到记录.xlsx|参会记录.xlsx|录播学习记录.xlsx")
DEEPER = ("/postings", "/sessions/", "/my/hours/", "/attendance/")


def address_of(small, endpoint):
    learner = small.learners["李明"]
    known = {
        "sessions.hours": {"offering_id": small.offering.id},
        "sessions.show_hours": {"offering_id": small.offering.id, "enrolment_id": learner.id},
        "ledger.show_account": {"learner_id": learner.learner_id, "year": 2026},
    }
    return known.get(endpoint, {})


def link_behind(page, number):
    """The address behind a number: a link that says it, or a ring or card within a link."""
    for link in page.soup.select("main a[href]"):
        inside = link.select_one(".ring")
        said = inside["aria-label"] if inside else words(link)
        if said == number or (" " in number and said.startswith(number)):
            return link["href"]
    raise AssertionError(f"{page.path} shows {number} without a way to its postings")


def reaches_an_event(browser, page, href, steps=3):
    """From the page behind a number, over a posting, to a record of a file."""
    address, _sign, _anchor = href.partition("#")
    opened = browser.open(address) if address else page
    if EVENT.search(opened.text):
        return True
    links = [link["href"] for link in opened.soup.select("main a[href]")]
    deeper = [one for one in links if any(part in one for part in DEEPER)]
    return steps > 0 and any(reaches_an_event(browser, opened, one, steps - 1) for one in deeper[:2])


@pytest.mark.parametrize("who", ["李明", "李静"])
def test_every_total_opens_its_postings_and_from_there_the_events(browser, as_, small, who):
    as_(who)
    for endpoint in dict.fromkeys(page for one, page, _number in TOTALS if one == who):
        page = browser.get(endpoint, **address_of(small, endpoint))
        for number in [number for one, shown, number in TOTALS if (one, shown) == (who, endpoint)]:
            assert reaches_an_event(browser, page, link_behind(page, number)), (endpoint, number)


def test_the_pages_walked_here_are_those_that_the_documentation_lists():
    listed = set(re.findall(r"`([a-z]+\.[a-z_]+)`", FIGURES))
    assert {endpoint for _who, endpoint, _number in TOTALS} <= listed


def test_the_hours_of_a_teacher_open_the_sessions_they_are_made_of(browser, as_, make, small, db_session):
    teacher = make.Teacher(institution=small.offering.institution)
    small.sessions["S01"].teacher_id = teacher.id
    db_session.commit()
    as_("李静")
    place = {"institution_id": teacher.institution_id, "teacher_id": teacher.id}
    page = browser.get("ledger.teacher_hours", teacher_id=teacher.id, year=2026)
    assert [row["学时"] for row in page.table("本年度课次").rows] == ["2"]
    known = browser.get("trainer.show_teacher", **place).soup.select(".figure-value a")
    assert any("/hours/" in link["href"] for link in known)


def test_the_numbers_of_a_class_are_the_sums_of_the_postings_behind_them(browser, as_, small, app, make):
    taught.tap(make, small, "王芳", "08:55")
    taught.evaluate(app, small.offering)
    as_("李静")
    for kind, total in (("", "11.5"), ("offline", "8"), ("online", "3.5")):
        page = browser.get("ledger.class_postings", offering_id=small.offering.id, kind=kind)
        rows = page.table("培训班记账明细").rows
        assert sum(float(row["学时"]) for row in rows) == float(total)
        assert f"合计 {total} 学时" in page.text


def test_moving_a_class_to_another_version_shows_who_gains_and_posts_the_differences(
    browser, as_, make, small, db_session
):
    kept = small.offering.rule_set_version
    newer = make.RuleSetVersion(rule_set=kept.rule_set, version=2)
    set_figure(db_session, "hours.minutes_per_hour", 60, newer.id)
    db_session.commit()
    as_("李静")
    page = browser.get("ledger.move_version", offering_id=small.offering.id)
    assert [row["差额"] for row in page.table("变更后的影响").rows] == ["-1.5", "-1"]
    assert page.form.submit().errors
    done = page.form.fill(reason="执行新版规则").submit()
    assert done.path == browser.url("sessions.hours", offering_id=small.offering.id)
    assert [row["规则集"].split(" ")[1] for row in done.table("核算记录").rows] == ["v2", "v1"]
    slow = page.form.fill(reason="再来一次").submit()
    assert slow.errors
    page = browser.get("ledger.class_postings", offering_id=small.offering.id)
    assert "合计 8.5 学时" in page.text
