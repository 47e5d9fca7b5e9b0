"""Writing the credit-hour ledger: only differences, never a change (design D4)."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering, ImportBatch
from sessions import neighbours, results
from sessions import queries as session_queries
from sessions.ledger import queries as ledger_queries
from sessions.ledger.actions import posting
from sessions.models import Evaluation, HourPosting
from sessions.rules.evaluation import Earned
from sessions.rules.kinds import PostingKind, SessionKind
from sessions.rules.ledger import Account, Difference, Due, differences
from standards.rules import ParameterMissing

ELSEWHERE = "other class"  # the reason of a run for which records of another class were the cause


def evaluate_offering(
    offering: ClassOffering,
    *,
    by: User | None,
    reason: str,
    batch: ImportBatch | None = None,
    only: Collection[int] | None = None,
) -> Evaluation | None:
    """Run the rules over a class, or over these enrolments, and post what differs; None when nothing differs.

    Time that its learners spent in other classes meanwhile is counted there anew for the people concerned.
    """
    found = _evaluate(offering, by=by, reason=reason, batch=batch, only=only)
    for near in neighbours.neighbours_of(offering.id, only):
        if near.open and looks_at_other_classes(near.offering):
            _evaluate(near.offering, by=by, reason=ELSEWHERE, only=near.open)
            neighbours.touch(near.offering)
    return found


def looks_at_other_classes(offering: ClassOffering) -> bool:
    """Whether the hours of a class depend on what its learners do in others."""
    try:
        return session_queries.policy_of(offering).online.classes is not None
    except ParameterMissing:
        return False


def _evaluate(
    offering: ClassOffering,
    *,
    by: User | None,
    reason: str,
    batch: ImportBatch | None = None,
    only: Collection[int] | None = None,
) -> Evaluation | None:
    computed = results.class_results(offering, only=only)
    ids = {one.code: one for one in computed.sessions}
    earned = {
        Account(enrolment_id, ids[one.code].id): one
        for enrolment_id, person in computed.people.items()
        for one in person.earned
    }
    due = {account: Due(one.minutes, one.hours) for account, one in earned.items()}
    kept = course_queries.left_at_the_desk(offering.id)
    posted = session_queries.standing_postings(offering.id, only)
    standing = {account: one for account, one in posted.items() if account.enrolment_id not in kept}
    found = differences(due, standing)
    if not found:
        return None
    evaluation = Evaluation(
        offering_id=offering.id,
        rule_set_version_id=offering.rule_set_version_id,
        batch_id=batch.id if batch else None,
        by_name=by.display_name if by else "command line",
        reason=reason,
    )
    db.session.add(evaluation)
    db.session.flush()
    learners = {one.id: one.learner_id for one in course_queries.all_enrolments(offering.id).values()}
    kinds = {one.id: one.kind for one in session_queries.every_session(offering.id).values()}
    year = year_of_class(offering)
    for one in found:
        _post(offering, evaluation, one, earned.get(one.account), kinds[one.account.session_id], learners, year)
    db.session.flush()
    return evaluation


def year_of_class(offering: ClassOffering) -> int:
    """The year to which a class is posted: that in which it ends, or an open one after it. None is closed meanwhile."""
    posting.hold_years(offering.institution_id)
    return posting.open_year(offering.institution_id, ledger_queries.own_year(offering.ends_on))


def _post(
    offering: ClassOffering,
    evaluation: Evaluation,
    difference: Difference,
    earned: Earned | None,
    category: SessionKind,
    learners: dict[int, int],
    year: int,
) -> None:
    account = difference.account
    common = {
        "offering_id": offering.id,
        "enrolment_id": account.enrolment_id,
        "learner_id": learners[account.enrolment_id],
        "session_id": account.session_id,
        "evaluation_id": evaluation.id,
        "category": category,
        "year": year,
    }
    if old := difference.reverse:
        reversal = {"kind": PostingKind.REVERSE, "minutes": -old.minutes, "hours": -old.hours}
        db.session.add(HourPosting(**common, **reversal, reverses_id=old.posting_id))
    if new := difference.earn:
        basis = describe_basis(earned) if earned else {}
        db.session.add(HourPosting(**common, kind=PostingKind.EARN, minutes=new.minutes, hours=new.hours, basis=basis))
    evaluation.posted += bool(difference.reverse) + bool(difference.earn)


def describe_basis(earned: Earned) -> dict[str, object]:
    """What a posting rests on: status or online flags, credited time, and the records behind it."""
    basis: dict[str, object] = {"events": list(earned.event_ids)}
    if earned.attendance:
        basis["status"] = earned.attendance.status.value
        basis["credited"] = list(earned.attendance.credited or ())
        if earned.overlaps:
            basis["wall"] = [list(span) for span in earned.wall]
    if earned.online:
        basis["seconds"] = earned.online.seconds
        basis["flags"] = [flag.value for flag in earned.online.flags]
        basis["wall"] = [list(span) for span in earned.wall]
    if earned.overlaps:
        basis["overlaps"] = [[one.code, one.kind.value, one.seconds] for one in earned.overlaps]
    if earned.withheld:
        basis["withheld"] = {one.limit.value: str(one.hours) for one in earned.withheld}
    return basis
