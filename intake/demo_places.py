"""Demo data of teachers and venues: hours of the week, subjects, a leave, proofs; campuses, opening hours, checks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.models import User
from core.clock import today
from core.db import db
from trainer import queries as trainer_queries
from trainer.models import Institution
from trainer.places import actions as place_actions
from trainer.places.models import Campus
from trainer.places.rules import CheckKind, CheckResult, read_equipment
from trainer.teaching import actions as teaching_actions
from trainer.teaching.rules import QualificationKind
from trainer.weeks import read_week

WORKING_DAYS = read_week(["全天"] * 5)[0]
WITH_EVENINGS = read_week(["全天、晚上"] * 5)[0]
WHOLE_WEEK = read_week(["08:00-21:30"] * 7)[0]
# Subjects, hours of the week, cap of the year: with them the timetable of the sample class shows the faults that were
# planted in it, and no other.
TEACHING = {
    "崔砚秋": (["国家质量发展政策", "企业质量战略管理", "质量经济性分析"], WORKING_DAYS, 60),
    "屈文翰": (["质量法律制度", "企业质量文化建设"], WITH_EVENINGS, 40),
    "步知夏": ([], WHOLE_WEEK, 120),
    "厍明哲": (["企业质量管理体系建设", "卓越绩效"], WORKING_DAYS, 80),
}
WAY = 110  # minutes between the two sites
SITES = (("未央校区", "未央区", "西安市未央区虚拟路18号"), ("陈仓教学点", "宝鸡市陈仓区", "宝鸡市陈仓区虚拟工业园7号"))
AWAY = "现场教学点"


def describe(institution: Institution, by: User) -> None:
    """Add what the files of the sample class do not say."""
    _teachers(institution, by)
    _venues(institution, by)


def _teachers(institution: Institution, by: User) -> None:
    teachers = {one.name: one for one in trainer_queries.teachers_of([institution.id])}
    for name, (subjects, windows, cap) in TEACHING.items():
        teaching_actions.save_profile(
            teachers[name],
            seen=0,
            subjects=subjects,
            windows=windows,
            yearly_hours=Decimal(cap),
            daily_hours=Decimal(8),
            by=by,
        )
    first = datetime.combine(today() + timedelta(days=10), time(8))
    teaching_actions.add_leave(
        teachers["崔砚秋"], first, first + timedelta(days=2, hours=10), reason="参加学术会议", by=by
    )
    for name, kind, shown, days in (
        ("崔砚秋", QualificationKind.PROFESSIONAL_TITLE, "教授", None),
        ("步知夏", QualificationKind.QUALITY_ENGINEER, "质量专业高级职称证书", None),
        ("厍明哲", QualificationKind.AUDITOR, "质量管理体系审核员注册证书", 40),
    ):
        facts = {
            "kind": kind,
            "name": shown,
            "number": "示例-0001",
            "issuer": "示例发证单位",
            "valid_from": date(today().year - 2, 1, 10),
            "valid_to": today() + timedelta(days=days) if days else None,
        }
        teaching_actions.add_qualification(teachers[name], facts, by=by)


def _venues(institution: Institution, by: User) -> None:
    sites = [
        Campus(institution_id=institution.id, name=name, district=district, address=address)
        for name, district, address in SITES
    ]
    db.session.add_all(sites)
    db.session.flush()
    near, far = sites
    seen = place_actions.travel_seen({})
    place_actions.save_travel(institution, {(near.id, far.id): WAY}, seen=seen, by=by)
    for venue in trainer_queries.venues_of([institution.id]):
        place_actions.save_profile(
            venue,
            seen=0,
            campus_id=(far if venue.name.startswith(AWAY) else near).id,
            windows=WHOLE_WEEK,
            items=read_equipment(venue.equipment),
            by=by,
        )
        late = venue.name == "研讨室"
        for kind, ago in ((CheckKind.FIRE, 420 if late else 120), (CheckKind.NETWORK, 60)):
            facts = {
                "kind": kind,
                "checked_on": today() - timedelta(days=ago),
                "result": CheckResult.PASSED,
                "inspector": "示例检查人",
            }
            place_actions.enter_check(venue, facts, by=by)
