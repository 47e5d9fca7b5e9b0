"""Demo data of needs and annual plans: what employers asked for, the approved plan of the year, its class."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from core.clock import today
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from courses.planning import actions
from courses.planning.models import AnnualPlan, PlannedClass
from courses.planning.rules import Delivery, Need, NeedSource
from trainer.models import Institution
from trainer.queries import Scope

APPOINTMENT, REFRESHER = "任职培训", "继续教育"
# Employer, kind of training, topics, people, months, delivery, contact.
WANTED = (
    ("示例航空部件有限公司", APPOINTMENT, "企业质量战略管理、质量法律制度", 4, (3, 4), Delivery.OFFLINE, "邬静安"),
    ("示例重型装备制造有限公司", APPOINTMENT, "企业质量管理体系建设", 6, (4,), Delivery.BLENDED, "郜文渊"),
    ("示例果业集团有限公司", APPOINTMENT, "品牌管理、企业质量文化建设", 3, (4, 10), Delivery.OFFLINE, "逄若兰"),
    ("示例生物医药股份有限公司", APPOINTMENT, "质量法律制度、质量经济性分析", 5, (10, 11), Delivery.BLENDED, "栾思源"),
    ("示例新能源材料有限公司", APPOINTMENT, "企业质量战略管理", 2, (11,), Delivery.ANY, "仝嘉木"),
    ("示例建筑科技有限公司", REFRESHER, "国家质量发展政策、卓越绩效", 8, (6,), Delivery.ONLINE, "宓云舒"),
    ("示例食品工业有限公司", REFRESHER, "质量经济性分析", 4, (6, 9), Delivery.ONLINE, "蔺见山"),
    ("示例轨道交通装备有限公司", REFRESHER, "卓越绩效、品牌管理", 6, (9,), Delivery.BLENDED, "尚亦凡"),
)
REMARKS = {
    "示例果业集团有限公司": "采收季（8—9月）不便脱产。",
    "示例建筑科技有限公司": "学员分布在四个项目部，希望线上。",
}
NEW_CLASS, REFRESHER_CLASS = "企业首席质量官任职培训班", "企业首席质量官继续教育班"


def describe(institution: Institution, *, by: User, approver: User) -> None:
    """Needs of the year of the first class and of the coming one; the plan of the former, approved."""
    classes = sorted(course_queries.offerings(Scope(everything=True)), key=lambda one: one.starts_on)
    year, now = classes[0].starts_on.year, today()
    for each in sorted({year, now.year + (now.month > 8)}):
        needs = [_need(*told) for told in (WANTED if each == year else WANTED[:5])]
        actions.add_needs(institution, each, needs, source=NeedSource.TABLE, by=by)
    own = [one for one in classes if one.starts_on.year == year]
    plan = _approved_plan(institution, year, own, by=by, approver=approver)
    item = plan.items[0]
    db.session.add_all(PlannedClass(offering_id=one.id, item_id=item.id, key=item.key) for one in own)
    refresher = plan.items[1]
    if refresher.month and date(year, refresher.month, 28) < now:
        actions.remark_on(refresher, plan, reason="报名人数未达开班下限，经协商并入下一年度实施。", by=by)
    db.session.flush()


def _need(
    employer: str, kind: str, topics: str, people: int, months: tuple[int, ...], delivery: Delivery, contact: str
) -> Need:
    named = tuple(topics.split("、"))
    return Need(employer, kind, named, people, months, delivery, contact, remark=REMARKS.get(employer, ""))


def _approved_plan(
    institution: Institution, year: int, classes: list[ClassOffering], *, by: User, approver: User
) -> AnnualPlan:
    first = classes[0]
    shared: dict[str, Any] = {"responsible": "佘青禾", "note": "示例"}
    items: list[dict[str, Any]] = [
        {
            "title": NEW_CLASS,
            "training_type": APPOINTMENT,
            "curriculum_id": first.curriculum_id,
            "target_group": "规模以上制造业企业拟任首席质量官",
            "classes": 2,
            "people": 100,
            "month": first.starts_on.month,
            "hours": Decimal(40),
            "budget": Decimal(180000),
            **shared,
        },
        {
            "title": REFRESHER_CLASS,
            "training_type": REFRESHER,
            "target_group": "已任职首席质量官",
            "classes": 1,
            "people": 40,
            "month": 9,
            "hours": Decimal(16),
            "budget": Decimal(36000),
            **shared,
        },
    ]
    plan = actions.draft_plan(institution, year, items=items, by=by)
    db.session.refresh(plan, ["items"])
    plan.note = "依据本年度企业培训需求征集汇总编制（示例）。"
    actions.submit_plan(plan, edition=plan.edition, by=by)
    actions.approve_plan(plan, edition=plan.edition, by=approver)
    return plan
