"""The demo's training notice: written for the class that is being prepared, ready to be printed and sent."""

from __future__ import annotations

from accounts.models import User
from core.clock import today
from courses.models import ClassOffering
from sessions.handouts import actions

PARTS = {
    "reference": "长质培〔示例〕2号",
    "addressee": "各有关企业：",
    "purpose": "为提升企业质量管理水平，根据年度培训计划",
    "audience": "陕西省内企业首席质量官、分管质量的负责人和质量部门负责人。",
    "check_in": "开班首日 8:00—8:25 在多功能报告厅门前签到，请携带身份证原件。",
    "fee": "培训免费，食宿自理。",
    "contact": "联系人：佘青禾\n联系电话：029-00000000（演示）",
    "remarks": "请各单位确认参训人员名单，不得临时替换。\n因故不能参加的，请提前三天告知。",
}


def write_notice(offering: ClassOffering, *, by: User) -> None:
    """Write the notice."""
    actions.write_notice(offering, parts=PARTS, issued_on=today(), seen=0, by=by)
