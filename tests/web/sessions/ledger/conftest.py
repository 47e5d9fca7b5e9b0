"""The small class of the other tests in an institution with yearly figures, on 20 April 2026 at noon."""

from __future__ import annotations

import sys
from datetime import datetime

import pytest

from accounts.rules import Role
from sessions.ledger.models import HourClaim
from tests.web.sessions.ledger.documents import PDF

NOW = datetime(2026, 4, 20, 12, 0)


@pytest.fixture(autouse=True)
def april(monkeypatch):
    """Every module of the account is told the same time."""
    for name, module in list(sys.modules.items()):
        if name.startswith("sessions.ledger"):
            for clock, told in (("local_now", lambda: NOW), ("today", NOW.date)):
                if hasattr(module, clock):
                    monkeypatch.setattr(module, clock, told)


@pytest.fixture(autouse=True)
def figures(make):
    """The shipped sample in force."""
    return make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample", name="陕西-示例"), version=2)


@pytest.fixture
def people(make, small, db_session):
    """Accounts by who they are: two learners, a coordinator, a second one."""
    found = {name: make.User(role=Role.LEARNER) for name in ("李明", "王芳")}
    for name, user in found.items():
        small.learners[name].learner.user_id = user.id
    for name in ("李静", "赵强"):
        found[name] = make.StaffMember(institution=small.offering.institution).user
        found[name].display_name = name
    db_session.commit()
    return found


@pytest.fixture
def as_(sign_in, people):
    """Sign in as one of them."""
    return lambda name: sign_in(people[name])


@pytest.fixture
def claim(browser, as_, db_session):
    """Hand in a claim as a learner; returns it."""

    def hand_in(who="李明", *, content=PDF, **facts):
        as_(who)
        given = {
            "category": "外部培训", "title": "质量工具应用研修", "organiser": "省质量协会",
            "starts_on": "2026-04-11", "ends_on": "2026-04-12", "hours": "8",
            "files": (content, "证书.pdf"), **facts,
        }  # fmt: skip
        page = browser.get("ledger.new_claim").form.fill(**given).submit()
        number = page.path.rsplit("/", 1)[-1]
        return page, db_session.get(HourClaim, int(number)) if number.isdecimal() else None

    return hand_in


@pytest.fixture
def account_page(browser, small):
    """A learner's account as the coordinator sees it."""

    def open_page(who="李明", year=2026, **query):
        learner = small.learners[who].learner_id
        return browser.get("ledger.show_account", learner_id=learner, year=year, **query)

    return open_page
