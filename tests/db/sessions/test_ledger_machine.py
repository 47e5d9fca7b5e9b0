"""Whatever happens to records, rules, claims and adjustments, in whatever order: the ledger says what a computation
from scratch says, and nothing that was posted ever changes.

The same machine over a ledger that forgets to reverse finds the fault: it can fail.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from sqlalchemy import select

from accounts.models import User
from core.db import db
from courses.models import ClassOffering
from sessions import results, runs
from sessions.actions import ledger, records
from sessions.ledger import accounts
from sessions.ledger.actions import adjusting, claims, moving, posting
from sessions.ledger.models import AccountPosting, HourClaim
from sessions.ledger.records import accepted_posting, claim_of
from sessions.models import AttendanceEvent, HourPosting
from sessions.rules.halfdays import Direction
from standards import queries as standard_queries
from tests.factories import Make
from tests.thawing import set_figure
from tests.web.sessions import taught

FEW = settings(
    max_examples=3, stateful_step_count=8, phases=(Phase.generate,), report_multiple_bugs=False, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
PEOPLE = st.sampled_from(["李明", "王芳"])
CLOCKS = st.integers(8 * 60, 12 * 60 + 40)
HOURS = st.integers(1, 40).map(lambda quarters: Decimal(quarters) / 4)
NOON = datetime(2026, 4, 20, 12)


class LedgerMachine(RuleBasedStateMachine):
    """A class of its own for each run, and everything that can happen to its hours."""

    tools: tuple[Flask, Make]
    people: list[int]
    versions: list[int]

    @initialize()
    def begin(self) -> None:
        self.small = taught.small_class(*self.tools)
        self.offering = db.session.get_one(ClassOffering, self.small.offering.id)
        self.by, self.second = (db.session.get_one(User, one) for one in self.people)
        self.own = {name: Decimal(0) for name in self.small.learners}
        self.posted: dict[str, Any] = {}

    @rule(who=PEOPLE, minute=CLOCKS, out=st.booleans())
    def a_tap_is_added_by_hand(self, who: str, minute: int, out: bool) -> None:
        records.correct_attendance(
            self.offering, enrolment_id=self.small.learner(who), name=who, at=datetime(2026, 3, 2, *divmod(minute, 60)),
            direction=Direction.OUT if out else Direction.IN, reason="补录", by=self.by,
        )  # fmt: skip
        self.evaluate()

    @rule(who=PEOPLE, nth=st.integers(0, 5))
    def a_tap_is_withdrawn(self, who: str, nth: int) -> None:
        found = db.session.scalars(
            select(AttendanceEvent).where(
                AttendanceEvent.enrolment_id == self.small.learner(who), AttendanceEvent.superseded_by_id.is_(None)
            )
        ).all()
        if found:
            records.withdraw_event(self.offering, found[nth % len(found)], reason="误刷", by=self.by)
            self.evaluate()

    @rule(which=st.integers(0, 2))
    def the_class_moves_to_another_version(self, which: int) -> None:
        version = standard_queries.version_of(self.versions[which])
        kept = self.offering.rule_set_version_id
        if version and version.id != kept:
            moving.move_class(self.offering, version, reason="改版", seen=kept, by=self.by)

    @rule(who=PEOPLE, hours=HOURS)
    def a_claim_is_credited(self, who: str, hours: Decimal) -> None:
        learner = self.small.learners[who].learner_id
        claim = HourClaim(
            learner_id=learner, institution_id=self.offering.institution_id, category="外部培训", title="研修",
            organiser="协会", starts_on=NOON.date(), ends_on=NOON.date(), hours=hours,
        )  # fmt: skip
        db.session.add(claim)
        db.session.flush()
        claims._step(claim, 0, claims.ClaimMove.SUBMITTED, by=self.by)
        found = claim_of(learner, claim.id)
        assert found is not None
        claims.accept_claim(found, hours=hours, note="", seen=1, by=self.by)
        self.own[who] += hours

    @rule(who=PEOPLE, hours=HOURS, away=st.booleans())
    def two_people_adjust(self, who: str, hours: Decimal, away: bool) -> None:
        learner = self.small.learners[who].learner
        signed = -hours if away else hours
        asked = adjusting.propose(
            learner,
            self.offering.institution_id,
            year=2026,
            category="面授",
            hours=signed,
            reason="证明",
            by=self.by,
        )
        adjusting.decide(asked, approve=True, note="", by=self.second)
        self.own[who] += signed

    @precondition(lambda self: any(self.own.values()))
    @rule(who=PEOPLE, nth=st.integers(0, 5))
    def a_claim_is_taken_back(self, who: str, nth: int) -> None:
        mine = db.session.scalars(
            select(HourClaim.id).where(HourClaim.learner_id == self.small.learners[who].learner_id)
        ).all()
        standing = [one for one in map(accepted_posting, mine) if one]
        if standing:
            one = standing[nth % len(standing)]
            posting.reverse(one, reason="撤销", by=self.by)
            self.own[who] -= one.hours

    def evaluate(self) -> None:
        ledger.evaluate_offering(self.offering, by=self.by, reason="correction")

    @invariant()
    def the_class_says_what_a_computation_from_scratch_says(self) -> None:
        due = results.class_results(self.offering, results.records_of(self.offering.id)).people
        posted = runs.ledger_totals(self.offering.id)
        for number, person in due.items():
            assert posted.get(number, runs.LedgerTotal()).total == person.total_hours

    @invariant()
    def the_account_of_a_person_is_the_class_and_what_people_decided(self) -> None:
        totals = runs.ledger_totals(self.offering.id)
        frame = accounts.frame_of(2026)
        sums = accounts.sums_of(2026, None, frame.policy)
        for name, enrolment in self.small.learners.items():
            lines = accounts.lines_of(enrolment.learner_id, frame, None)
            whole = totals.get(enrolment.id, runs.LedgerTotal()).total + self.own[name]
            assert sum((one.hours for one in lines), Decimal(0)) == whole
            assert sum(sums.get(enrolment.learner_id, {}).values(), Decimal(0)) == whole

    @invariant()
    def nothing_posted_has_changed(self) -> None:
        now = {f"{model.__tablename__}{row.id}": tuple(row) for model in (HourPosting, AccountPosting)
               for row in db.session.execute(select(model.__table__))}  # fmt: skip
        assert self.posted.items() <= now.items()
        self.posted = now


def machine_over(app: Flask, make: Make) -> type[LedgerMachine]:
    """The machine with three versions of the figures and two people who may decide."""
    first = make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"), version=2)
    versions = [first.id]
    for number, minutes in ((3, 60), (4, 40)):
        one = make.RuleSetVersion(rule_set=first.rule_set, version=number)
        set_figure(make._session, "hours.minutes_per_hour", minutes, one.id)
        versions.append(one.id)
    make._session.commit()
    known = {"tools": (app, make), "people": [make.User().id, make.User().id], "versions": versions}
    return type("Machine", (LedgerMachine,), known)


@pytest.mark.one_engine
def test_the_ledger_always_says_what_the_rules_and_the_deciders_say(app, make, in_app):
    run_machine(machine_over(app, make), settings=FEW)


@pytest.mark.one_engine
def test_a_ledger_that_forgets_to_reverse_is_found_out(app, make, in_app, monkeypatch):
    right = ledger.differences
    monkeypatch.setattr(ledger, "differences", lambda *known: [replace(one, reverse=None) for one in right(*known)])
    with pytest.raises(AssertionError):
        run_machine(machine_over(app, make), settings=FEW)
