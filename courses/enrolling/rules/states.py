"""The life of an application (报名): states, acts, and which act is possible in which state."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where an application stands (报名状态)."""

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    ADMITTED = "admitted"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    LAPSED = "lapsed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"


class Act(StrEnum):
    """What can happen to an application. Handing in is the beginning and stands in no table."""

    SUBMIT = "submit"
    PASS_STEP = "pass_step"  # noqa: S105 - a step of approval
    ADMIT = "admit"
    QUEUE = "queue"
    RETURN = "return"
    RESUBMIT = "resubmit"
    REFUSE = "refuse"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    TRANSFER = "transfer"
    OVERRIDE = "override"  # an exception from a rule of eligibility: changes no state


class Origin(StrEnum):
    """By which way an application came."""

    SELF = "self"
    EMPLOYER = "employer"
    DESK = "desk"
    ROSTER = "roster"
    TRANSFER = "transfer"


class IllegalAct(Exception):
    """The act is not possible in this state."""

    def __init__(self, stage: Stage, act: Act) -> None:
        super().__init__(f"{act} in {stage}")
        self.stage = stage
        self.act = act


_REVIEW = {
    Act.PASS_STEP: Stage.UNDER_REVIEW,
    Act.ADMIT: Stage.ADMITTED,
    Act.QUEUE: Stage.WAITING,
    Act.RETURN: Stage.RETURNED,
    Act.REFUSE: Stage.REFUSED,
    Act.WITHDRAW: Stage.WITHDRAWN,
}
TRANSITIONS: dict[Stage, dict[Act, Stage]] = {
    Stage.SUBMITTED: _REVIEW,
    Stage.UNDER_REVIEW: _REVIEW,
    Stage.RETURNED: {
        Act.RESUBMIT: Stage.SUBMITTED,
        Act.REFUSE: Stage.REFUSED,
        Act.WITHDRAW: Stage.WITHDRAWN,
    },
    Stage.WAITING: {Act.OFFER: Stage.OFFERED, Act.REFUSE: Stage.REFUSED, Act.WITHDRAW: Stage.WITHDRAWN},
    Stage.OFFERED: {
        Act.ACCEPT: Stage.ADMITTED,
        Act.DECLINE: Stage.DECLINED,
        Act.LAPSE: Stage.LAPSED,
        Act.WITHDRAW: Stage.WITHDRAWN,
    },
    Stage.ADMITTED: {Act.WITHDRAW: Stage.WITHDRAWN, Act.TRANSFER: Stage.TRANSFERRED},
    Stage.DECLINED: {Act.QUEUE: Stage.WAITING},
    Stage.LAPSED: {Act.QUEUE: Stage.WAITING},
    Stage.REFUSED: {Act.REOPEN: Stage.SUBMITTED},
    Stage.WITHDRAWN: {Act.REOPEN: Stage.SUBMITTED},
    Stage.TRANSFERRED: {},
}
OPEN = frozenset({Stage.SUBMITTED, Stage.UNDER_REVIEW})  # somebody of the institution has to look at it
ACTIVE = frozenset({Stage.SUBMITTED, Stage.UNDER_REVIEW, Stage.RETURNED, Stage.WAITING, Stage.OFFERED, Stage.ADMITTED})
HOLDS_A_SEAT = frozenset({Stage.OFFERED, Stage.ADMITTED})
# What the applicant may do without us, on the status page.
BY_APPLICANT = frozenset({Act.WITHDRAW, Act.ACCEPT, Act.DECLINE, Act.RESUBMIT})
# What the institution does with one button. Approving decides by itself between a seat and the waiting list.
BY_HAND = frozenset({Act.WITHDRAW, Act.QUEUE, Act.REOPEN, Act.ACCEPT, Act.DECLINE, Act.REFUSE, Act.RETURN})
NEEDS_A_REASON = frozenset({Act.RETURN, Act.REFUSE, Act.REOPEN, Act.TRANSFER, Act.OVERRIDE})


def after(stage: Stage, act: Act) -> Stage:
    """The state after an act. Raises IllegalAct; an exception from a rule leaves an open application as it is."""
    if act is Act.OVERRIDE and stage in OPEN:
        return stage
    try:
        return TRANSITIONS[stage][act]
    except KeyError as error:
        raise IllegalAct(stage, act) from error


def possible(stage: Stage) -> frozenset[Act]:
    """Every act that the state allows."""
    return frozenset(TRANSITIONS[stage]) | (frozenset({Act.OVERRIDE}) if stage in OPEN else frozenset())


def by_hand(stage: Stage) -> frozenset[Act]:
    """The acts that the institution may do with one button; an open application is queued by approving it."""
    return frozenset(TRANSITIONS[stage]) & (BY_HAND - {Act.QUEUE} if stage in OPEN else BY_HAND)


def steps_in(text: str) -> tuple[str, ...]:
    """The steps of approval that a rule-set names, e.g. "企业推荐,培训机构审核"; none named means one step."""
    names = tuple(part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip())
    return names or ("",)
