"""What people read for needs, plans and what became of them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from courses.planning.pasted import NeedCell, NeedFault
from courses.planning.rules import ApprovalFault, Delivery, PlanState, Progress

DELIVERIES: dict[Delivery, Any] = {
    Delivery.ANY: _l("No preference"),
    Delivery.OFFLINE: _l("Face to face"),
    Delivery.ONLINE: _l("Online"),
    Delivery.BLENDED: _l("Online and face to face"),
}
STATES: dict[PlanState, tuple[Any, str]] = {
    PlanState.DRAFT: (_l("Draft"), "neutral"),
    PlanState.SUBMITTED: (_l("Waits for approval"), "warning"),
    PlanState.APPROVED: (_l("Has been approved"), "good"),
    PlanState.SUPERSEDED: (_l("Replaced"), "neutral"),
}
PROGRESS: dict[Progress, tuple[Any, str]] = {
    Progress.NOT_BEGUN: (_l("Not opened yet"), "neutral"),
    Progress.UNDER_WAY: (_l("Under way"), "info"),
    Progress.MET: (_l("Done as planned"), "good"),
    Progress.OVER: (_l("More than planned"), "warning"),
}
APPROVAL_FAULTS = {
    ApprovalFault.NOT_SUBMITTED: _l("This plan does not wait for approval."),
    ApprovalFault.OWN_DRAFT: _l("Who drafted a plan cannot approve it. Ask a colleague."),
}
FACTS = {
    "employer": _l("Employer"),
    "contact": _l("Contact"),
    "phone": _l("Phone"),
    "training_type": _l("Kind of training"),
    "topics": _l("Topics wanted"),
    "people": _l("Headcount"),
    "months": _l("Months wanted"),
    "delivery": _l("Delivery wanted"),
    "remark": _l("Remark"),
}
NEED_FAULTS = {
    NeedFault.NOTHING: _l("There is no need here. Copy the rows in Excel together with the row of heads."),
    NeedFault.NO_HEADS: _l("No row of heads with employer (单位名称) and people (预计人数) was found."),
    NeedFault.NO_EMPLOYER: _l("The employer is missing."),
    NeedFault.NO_PEOPLE: _l("Write a number of people from 1 to 9999."),
    NeedFault.NO_MONTH: _l("Write months as 3月、4月 or 3-5月."),
    NeedFault.NO_DELIVERY: _l("Write 线下, 线上, 线上线下结合 or 不限."),
    NeedFault.TOO_LONG: _l("The text is too long."),
}


def need_cell(fault: NeedCell) -> tuple[int, Any, str, Any]:
    """Row, column, what stands there, and what is wrong with it."""
    return fault.row, FACTS.get(fault.column, ""), fault.text, NEED_FAULTS[fault.fault]


name_actions(
    {
        "courses.needs_added": _l("Training needs written down"),
        "courses.need_withdrawn": _l("Training need withdrawn"),
        "courses.plan_drafted": _l("Annual plan drafted"),
        "courses.plan_edited": _l("Annual plan changed"),
        "courses.plan_submitted": _l("Annual plan handed in for approval"),
        "courses.plan_approved": _l("Annual plan approved"),
        "courses.plan_returned": _l("Annual plan handed back"),
        "courses.plan_remarked": _l("Difference from the annual plan explained"),
    },
    {"training_needs": _l("Training needs of the year"), "annual_plan": _l("Annual plan")},
    {"count": _l("Number")},
)
