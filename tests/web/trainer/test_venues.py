"""The list of venues: how many people they hold, and whether they are safe."""

from __future__ import annotations

from datetime import date

import pytest

from trainer.models import Venue


def rows(browser, institution):
    return browser.get("trainer.list_venues", institution_id=institution.id).table("场地").rows


@pytest.mark.parametrize(
    ("checked_on", "result", "badge"),
    [
        (date(2026, 1, 5), "合格", "合格 2026-01-05"),
        (date(2026, 1, 5), "不合格，限期整改", "不合格 2026-01-05"),
        (date(2026, 1, 5), "", "结论不明 2026-01-05"),
        (None, "", "未检查"),
    ],
)
def test_the_list_says_what_the_safety_check_found(browser, coordinator, make, institution, checked_on, result, badge):
    make.Venue(institution=institution, safety_checked_on=checked_on, safety_result=result)
    assert rows(browser, institution)[0]["安全检查"] == badge


def test_a_venue_is_added_and_its_name_is_taken(browser, coordinator, institution, db_session):
    form = browser.get("trainer.new_venue", institution_id=institution.id).form
    page = form.fill(name="多功能报告厅", capacity="120").submit()
    assert page.flashes == ["多功能报告厅 已保存。"]
    assert page.table("场地").rows[0]["容纳人数"] == "120"
    assert form.submit().errors == ["已有同名场地。"]
    assert db_session.query(Venue).count() == 1


def test_another_institution_may_use_the_same_name(browser, coordinator, make, institution):
    make.Venue(name="多功能报告厅")
    page = browser.get("trainer.new_venue", institution_id=institution.id).form.fill(name="多功能报告厅").submit()
    assert page.flashes == ["多功能报告厅 已保存。"]


@pytest.mark.parametrize("capacity", ["0", "-5", "许多"])
def test_seats_are_a_positive_number(browser, coordinator, institution, capacity):
    page = browser.get("trainer.new_venue", institution_id=institution.id)
    assert page.form.fill(name="研讨室", capacity=capacity).submit().errors


def test_a_venue_is_changed(browser, coordinator, make, institution, db_session):
    venue = make.Venue(institution=institution, name="研讨室", capacity=30)
    page = browser.get("trainer.edit_venue", institution_id=institution.id, venue_id=venue.id)
    page.form.fill(capacity="45").submit()
    db_session.refresh(venue)
    assert venue.capacity == 45


def test_a_venue_of_another_institution_does_not_exist(browser, coordinator, make, institution):
    browser.get("trainer.edit_venue", institution_id=institution.id, venue_id=make.Venue().id, status=404)
