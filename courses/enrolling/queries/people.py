"""What the rule-set asks of people, what they have done before, and where else they are expected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from core.db import db
from courses.enrolling.models import Application
from courses.enrolling.rules.eligibility import Candidate, Conditions, Finding, judge
from courses.enrolling.rules.states import ACTIVE, Stage, steps_in
from courses.models import ClassOffering, Enrolment
from courses.queries import institution_of_offering
from courses.rules import ClassState, EnrolmentState
from learners.models import Learner
from standards.queries import parameters_of

FINISHED = (ClassState.COMPLETED, ClassState.FILING, ClassState.FILED)


@dataclass(frozen=True, slots=True)
class Policy:
    """The figures of enrolment, from the rule-set version that the class keeps."""

    conditions: Conditions
    steps: tuple[str, ...]
    keep_for: timedelta | None
    region: str


def policy_of(offering_id: int) -> Policy:
    """What the rule-set of a class says about enrolment; what it leaves open asks for nothing."""
    offering = db.session.get_one(ClassOffering, offering_id)
    parameters = parameters_of(offering.rule_set_version_id)

    def text(key: str) -> str:
        found = parameters.get(f"enrolling.{key}")
        return str(found.value) if found and found.value is not None else ""

    hours = text("offer_hours")
    conditions = Conditions(text("table"), text("post_words"), text("training"), text("declaration"))
    keep_for = timedelta(hours=float(hours)) if hours else None
    return Policy(conditions, steps_in(text("steps")), keep_for, institution_of_offering(offering).region or "")


def trained_before(indexes: Iterable[str], offering_id: int) -> dict[str, frozenset[str]]:
    """The kinds of training that people have finished in other classes, by blind index."""
    statement = (
        select(Learner.id_index, ClassOffering.training_type)
        .select_from(Enrolment)
        .join(Enrolment.learner)
        .join(Enrolment.offering)
        .where(
            Learner.id_index.in_(list(indexes)),
            Enrolment.state == EnrolmentState.ENROLLED,
            ClassOffering.state.in_(FINISHED),
            ClassOffering.id != offering_id,
        )
    )
    found: dict[str, set[str]] = defaultdict(set)
    for index, kind in db.session.execute(statement):
        found[index].add(kind)
    return {index: frozenset(kinds) for index, kinds in found.items()}


def candidate_of(application: Application, policy: Policy, trained: frozenset[str] = frozenset()) -> Candidate:
    """What an application says to the rules of eligibility."""
    return Candidate(
        education=application.education,
        quality_years=application.quality_years,
        post=application.post,
        enterprise_size=application.enterprise_size,
        region=policy.region,
        trained=trained,
        declared_clean=application.declared_clean,
    )


@dataclass(frozen=True, slots=True)
class OtherClass:
    """A class that somebody attends, or has applied for, on the same days."""

    offering: ClassOffering
    stage: Stage


def other_classes(offering: ClassOffering, indexes: Sequence[str]) -> dict[str, list[OtherClass]]:
    """The classes with overlapping dates of each of these people. Two queries for any number of people."""
    overlap = (
        ClassOffering.id != offering.id,
        ClassOffering.starts_on <= offering.ends_on,
        ClassOffering.ends_on >= offering.starts_on,
        ClassOffering.state != ClassState.CANCELLED,
    )
    found: dict[str, dict[int, OtherClass]] = defaultdict(dict)
    applied = (
        select(Application.id_index, Application.stage, ClassOffering)
        .join(Application.offering)
        .where(Application.id_index.in_(list(indexes)), Application.stage.in_(ACTIVE), *overlap)
    )
    for index, stage, other in db.session.execute(applied):
        found[index][other.id] = OtherClass(other, stage)
    attended = (
        select(Learner.id_index, ClassOffering)
        .select_from(Enrolment)
        .join(Enrolment.learner)
        .join(Enrolment.offering)
        .where(Learner.id_index.in_(list(indexes)), Enrolment.state == EnrolmentState.ENROLLED, *overlap)
    )
    for index, other in db.session.execute(attended):
        found[index][other.id] = OtherClass(other, Stage.ADMITTED)
    return {index: sorted(by_id.values(), key=lambda one: one.offering.id) for index, by_id in found.items()}


def classes_to_transfer_to(offering: ClassOffering) -> list[ClassOffering]:
    """The other classes of the institution that still take people in, the earliest first."""
    states = (ClassState.APPROVED, ClassState.ENROLLING, ClassState.ROSTER_LOCKED, ClassState.DELIVERING)
    statement = select(ClassOffering).where(
        ClassOffering.institution_id == offering.institution_id,
        ClassOffering.id != offering.id,
        ClassOffering.state.in_(states),
    )
    return list(db.session.scalars(statement.order_by(ClassOffering.starts_on, ClassOffering.id)))


def findings_of(offering_id: int, applications: Sequence[Application]) -> dict[int, list[Finding]]:
    """Every condition of the rule-set judged for each application; a fixed number of queries."""
    policy = policy_of(offering_id)
    trained: dict[str, frozenset[str]] = {}
    if policy.conditions.training:
        trained = trained_before([one.id_index for one in applications], offering_id)
    return {
        one.id: judge(candidate_of(one, policy, trained.get(one.id_index, frozenset())), policy.conditions)
        for one in applications
    }
