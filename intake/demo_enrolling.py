"""The demo's class that takes people in: a public notice, and applications in several states."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

from accounts.models import User
from core.clock import to_utc
from courses.enrolling.actions import applications, notices
from courses.enrolling.rules.states import Act, Origin
from courses.models import ClassOffering
from learners.identity import identity_check
from learners.roster import RosterOutcome, RosterRow
from learners.rows import Place

SEATS = 4
TEXTS = {
    "audience": "陕西省内企业首席质量官、分管质量的负责人和质量部门负责人。",
    "place": "西安市未央区虚拟路18号长衡楼多功能报告厅",
    "fee": "免费（食宿自理）",
    "contact": "佘青禾 029-00000000（演示）",
    "eligibility": "大中型企业：本科及以上学历，从事质量工作满 5 年；"
    "小微企业：大专及以上学历，从事质量工作满 3 年。（示例条件）",
    "terms": "请如实填写报名信息，并携带身份证于开班首日报到。"
    "录取后因故不能参加的，请及时在进度页撤回报名，名额将递补给候补人员。",
    "privacy": "姓名、身份证号、手机号和单位信息仅用于本次培训的报名审核、考勤、学时登记、证书和归档，"
    "按档案保管期限保存；"
    "身份证号和手机号加密保存。您可以随时查询、更正，或撤回报名。",
}
PEOPLE = (
    ("石明远", "西北重工（演示）有限公司", "大型", "质量总监", "本科", 12),
    ("邬清扬", "秦岭食品（演示）有限公司", "中型", "质量部经理", "硕士", 8),
    ("殷若溪", "渭水药业（演示）有限公司", "小型", "质量主管", "大专", 4),
    ("纪长风", "关中精密机械制造（演示）股份有限公司", "大型", "质量部部长", "本科", 9),
    ("温知秋", "曲江电子（演示）有限公司", "中型", "体系工程师", "本科", 6),
    ("卓立群", "延河能源装备（演示）有限公司", "大型", "品质经理", "本科", 7),
    ("费思源", "汉江茶业（演示）有限公司", "小型", "生产厂长", "大专", 3),
    ("牧云舒", "长安纺织（演示）有限公司", "大型", "质检科长", "大专", 10),
    ("桑榆晚", "榆林煤化（演示）有限公司", "大型", "质量工程师", "本科", 2),
)
ADMITTED, WAITING, RETURNED, REFUSED = slice(0, 4), slice(4, 6), 6, 8


def take_people_in(offering: ClassOffering, *, by: User) -> None:
    """Publish the notice, let nine people apply, decide about most of them."""
    closes = datetime.combine(offering.starts_on - timedelta(days=3), time(18))
    notices.save_notice(offering, texts=TEXTS, capacity=SEATS, closes_at=to_utc(closes), published=True, seen=0, by=by)
    notices.issue_link(offering, employer=PEOPLE[0][1], uscc="", by=by)
    consent = applications.Consent(notice_number=1, declared_clean=True)
    made = [
        applications.hand_in(offering, _row(number, person), origin=Origin.SELF, consent=consent)
        for number, person in enumerate(PEOPLE)
    ]
    for one in (*made[ADMITTED], *made[WAITING]):
        applications.approve(one, by=by)
    applications.do(made[0], Act.WITHDRAW, by_name=made[0].name, reason="出差，改报下一期")
    applications.do(made[RETURNED], Act.RETURN, by=by, reason="职务与质量工作的关系不清，请补充")
    applications.do(made[REFUSED], Act.REFUSE, by=by, reason="从事质量工作未满 5 年")


def _row(number: int, person: tuple[str, str, str, str, str, int]) -> RosterRow:
    name, employer, size, post, education, years = person
    first = f"6101991985{number + 1:02d}15{number + 810}"
    return RosterRow(
        Place("", "", number + 1),
        RosterOutcome.ACCEPTED,
        (),
        name,
        id_number=first + identity_check(first),
        phone=f"1990000{number + 1000}",
        employer=employer,
        post=post,
        education=education,
        quality_years=Decimal(years),
        enterprise_size=size,
    )
