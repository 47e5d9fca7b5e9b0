"""What people read for applications, their states, conditions and the entries of the audit trail."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from courses.enrolling.rules.eligibility import Finding, Rule, Verdict
from courses.enrolling.rules.states import Act, IllegalAct, Origin, Stage

STAGES: dict[Stage, tuple[Any, str]] = {
    Stage.SUBMITTED: (_l("Handed in"), "info"),
    Stage.UNDER_REVIEW: (_l("Under review"), "info"),
    Stage.RETURNED: (_l("To be corrected"), "warning"),
    Stage.ADMITTED: (_l("Admitted"), "good"),
    Stage.WAITING: (_l("On the waiting list"), "warning"),
    Stage.OFFERED: (_l("Seat kept"), "warning"),
    Stage.DECLINED: (_l("Declined"), "neutral"),
    Stage.LAPSED: (_l("Offer lapsed"), "neutral"),
    Stage.REFUSED: (_l("Not admitted"), "bad"),
    Stage.WITHDRAWN: (_l("Application withdrawn"), "neutral"),
    Stage.TRANSFERRED: (_l("Moved to another class"), "neutral"),
}
NEXT: dict[Stage, Any] = {
    Stage.SUBMITTED: _l("The institution will look at it. Keep this page: it shows what comes of it."),
    Stage.UNDER_REVIEW: _l("One step of the review is done; another one follows."),
    Stage.RETURNED: _l("Something has to be put right. See the reason below, correct it and hand it in again."),
    Stage.ADMITTED: _l("You have a seat. Come on the first day with your identity card."),
    Stage.WAITING: _l("The class is full. When a seat becomes free it is offered in order; look here again."),
    Stage.OFFERED: _l("A seat is kept for you. Accept it before the time below, or it goes to the next person."),
    Stage.DECLINED: _l("You have given up the seat. To wait again, call the contact of the class."),
    Stage.LAPSED: _l("The seat was not accepted in time and went to the next person. Call the contact of the class."),
    Stage.REFUSED: _l("The application was not successful. The reason stands below."),
    Stage.WITHDRAWN: _l("The application is withdrawn. To apply again, call the contact of the class."),
    Stage.TRANSFERRED: _l("You have been moved to another class. Hours earned here stay on record here."),
}
ACTS: dict[Act, Any] = {
    Act.SUBMIT: _l("Application handed in"),
    Act.PASS_STEP: _l("Step passed"),
    Act.ADMIT: _l("Admitted"),
    Act.QUEUE: _l("Put on the waiting list"),
    Act.RETURN: _l("Returned for correction"),
    Act.RESUBMIT: _l("Corrected and handed in again"),
    Act.REFUSE: _l("Application refused"),
    Act.OFFER: _l("Seat offered"),
    Act.ACCEPT: _l("Seat accepted"),
    Act.DECLINE: _l("Seat declined"),
    Act.LAPSE: _l("Offer lapsed"),
    Act.WITHDRAW: _l("Application withdrawn"),
    Act.REOPEN: _l("Opened again"),
    Act.TRANSFER: _l("Moved to another class"),
    Act.OVERRIDE: _l("Exception made"),
}
BUTTONS: dict[Act, Any] = {
    Act.RETURN: _l("Return for correction"),
    Act.REFUSE: _l("Refuse"),
    Act.WITHDRAW: _l("Take out of the class"),
    Act.REOPEN: _l("Open again"),
    Act.QUEUE: _l("Put back on the waiting list"),
    Act.ACCEPT: _l("Accept for the applicant"),
    Act.DECLINE: _l("Decline for the applicant"),
}
ASKED: dict[Act, Any] = {  # before it is done, where scripts run
    Act.WITHDRAW: _l("Withdraw the application? The seat goes to the next person."),
    Act.REFUSE: _l("Refuse the application? The applicant is told."),
}
ORIGINS: dict[Origin, Any] = {
    Origin.SELF: _l("applied in person"),
    Origin.EMPLOYER: _l("entered by the employer"),
    Origin.DESK: _l("entered by the institution"),
    Origin.ROSTER: _l("from a roster"),
    Origin.TRANSFER: _l("moved from another class"),
}
RULES: dict[Rule, Any] = {
    Rule.EDUCATION: _l("Education"),
    Rule.YEARS: _l("Years in quality work"),
    Rule.POST: _l("Position"),
    Rule.TRAINING: _l("Training before"),
    Rule.BARRED: _l("Own declaration"),
}
VERDICTS: dict[Verdict, tuple[Any, str]] = {
    Verdict.MET: (_l("met"), "good"),
    Verdict.NOT_MET: (_l("not met"), "bad"),
    Verdict.CANNOT_TELL: (_l("cannot tell"), "warning"),
}

name_actions(
    {
        "enrolling.notice_saved": _l("Notice of a class saved"),
        "enrolling.link_issued": _l("Link for an employer issued"),
        "enrolling.link_revoked": _l("Link for an employer taken back"),
        "enrolling.exported": _l("Applications exported"),
        "enrolling.transfer": _l("Learner moved to another class"),
        **{f"enrolling.{act.value}": words for act, words in ACTS.items() if act is not Act.TRANSFER},
    },
    {"application": _l("Application")},
    {"published": _l("Published"), "number": _l("Number"), "employer": _l("Employer"), "rule": _l("Condition")},
)


def finding_words(finding: Finding) -> str:
    """One condition judged, in a sentence: what is asked and what was found."""
    value = finding.value or _("not stated")
    wanted = {
        Rule.EDUCATION: _("at least %(wanted)s", wanted=finding.wanted),
        Rule.YEARS: _("at least %(wanted)s years", wanted=finding.wanted),
        Rule.POST: _("one of %(wanted)s", wanted=finding.wanted),
        Rule.TRAINING: finding.wanted,
        Rule.BARRED: finding.wanted,
    }[finding.rule]
    if finding.rule is Rule.BARRED:
        return wanted if finding.verdict is Verdict.MET else _("no declaration has been given: %(text)s", text=wanted)
    return _("%(wanted)s; stated: %(value)s", wanted=wanted, value=value)


def illegal(refused: IllegalAct) -> str:
    """Why an act is not possible now."""
    return _(
        "The application is in the state “%(state)s” now; this is no longer possible.",
        state=STAGES[refused.stage][0],
    )
