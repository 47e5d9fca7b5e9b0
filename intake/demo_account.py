"""Demo data of the yearly account: a year that was closed, claims of the demo's learner, an adjustment that waits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounts.models import User
from core.clock import today
from core.papers import render_pdf
from courses import queries as course_queries
from learners.models import Learner
from sessions.ledger import records
from sessions.ledger.actions import adjusting, claims, closing
from sessions.ledger.actions.claims import ClaimFacts
from sessions.ledger.frames import frame_of
from trainer import queries as trainer_queries
from trainer.models import Institution

ORGANISER = "陕西省质量协会（示例）"
LAST_YEAR = (
    ("外部培训", "质量基础设施一站式服务专题培训", 10, Decimal(16)),
    ("外部培训", "六西格玛绿带研修班", 11, Decimal(6)),
    ("学术活动", "西部质量论坛", 9, Decimal(4)),
)


def keep_accounts(institution: Institution, claimant: User, *, by: User, approver: User) -> None:
    """Claims of last year recognised and that year closed; of this year one recognised, one waiting, one adjustment."""
    offering = course_queries.offerings(trainer_queries.Scope(everything=True))[-1]
    people = [one.learner for one in course_queries.enrolments_of(offering.id)[:2]]
    learner, year = people[0], today().year
    for category, title, month, hours in LAST_YEAR:
        recognise(
            learner, institution, ClaimFacts(category, title, ORGANISER, *_days(year - 1, month), hours), claimant, by
        )
    frame = frame_of(year - 1)
    closing.close_year(institution, frame, note="年度结账（演示）", seen=0, by=approver)
    begun = min(today(), date(year, 1, 9))
    recognise(
        learner,
        institution,
        ClaimFacts("标准与课题", "参与起草团体标准", ORGANISER, begun, begun, Decimal(4)),
        claimant,
        by,
    )
    facts = ClaimFacts("外部培训", "企业质量文化建设公开课", ORGANISER, begun, begun, Decimal(4))
    claims.submit_claim(learner, institution, facts, [_proof(facts)], by=claimant)
    adjusting.propose(
        people[1], institution.id, year=year, category="面授", hours=Decimal("0.5"), by=by,
        reason="第 3 课次签到设备断电 25 分钟，班主任与任课教师书面证明在场（演示）",
    )  # fmt: skip


def recognise(learner: Learner, institution: Institution, facts: ClaimFacts, claimant: User, by: User) -> None:
    """Hand in a claim and recognise it whole."""
    made = claims.submit_claim(learner, institution, facts, [_proof(facts)], by=claimant)
    claim = records.claim_of(learner.id, made.id)
    if claim is None:
        raise LookupError(made.id)
    claims.accept_claim(claim, hours=facts.hours, note="", seen=1, by=by)


def _days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 15), date(year, month, 16)


def _proof(facts: ClaimFacts) -> tuple[str, bytes]:
    paper = {
        "dated": facts.ends_on.isoformat(),
        "title": "培训证明（演示）",
        "institution": facts.organiser,
        "page_words": "第 {page} 页，共 {pages} 页",
        "facts": [["名称", facts.title], ["日期", f"{facts.starts_on} 至 {facts.ends_on}"], ["学时", str(facts.hours)]],
        "tables": [],
    }
    return f"{facts.title}证明.pdf", render_pdf("table", paper)
