"""What people read for the states, reasons and refusals of the yearly account."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from core.amounts import plain
from sessions.ledger.accounts import AccountLine
from sessions.ledger.rules.claims import ClaimFlag, ClaimMove, ClaimState, FlagKind
from sessions.ledger.rules.closing import AdjustmentState, ClosingKind, Hindrance
from sessions.ledger.rules.coverage import Band, missing_in
from sessions.ledger.rules.years import CategoryCount, CountReason, Standing

CLAIM_STATES = {
    ClaimState.WAITING: (_l("Waiting for review"), "info"),
    ClaimState.MORE_WANTED: (_l("More is wanted"), "warning"),
    ClaimState.ACCEPTED: (_l("Recognised"), "good"),
    ClaimState.REFUSED: (_l("Not recognised"), "bad"),
    ClaimState.WITHDRAWN: (_l("Withdrawn"), "neutral"),
    ClaimState.REVOKED: (_l("Taken back after acceptance"), "bad"),
}
CLAIM_MOVES = {
    ClaimMove.SUBMITTED: _l("Claim handed in"),
    ClaimMove.ASKED: _l("More was asked for"),
    ClaimMove.SUPPLIED: _l("More was handed in"),
    ClaimMove.ACCEPTED: _l("Recognised"),
    ClaimMove.REFUSED: _l("Not recognised"),
    ClaimMove.WITHDRAWN: _l("Withdrawn"),
    ClaimMove.REVOKED: _l("Taken back after acceptance"),
}
ADJUSTMENT_STATES = {
    AdjustmentState.PROPOSED: (_l("Waits for a second person"), "warning"),
    AdjustmentState.APPROVED: (_l("Approved and posted"), "good"),
    AdjustmentState.REFUSED: (_l("Not approved"), "neutral"),
}
STANDINGS = {
    Standing.REACHED: (_l("Reached"), "good"),
    Standing.ON_THE_WAY: (_l("On the way"), "info"),
    Standing.BEHIND: (_l("Behind"), "bad"),
}
CLOSING_KINDS = {
    ClosingKind.CLOSE: (_l("Year closed"), "good"),
    ClosingKind.REOPEN: (_l("Year opened again"), "warning"),
}
REGISTERED = _l(
    "Registered: enrolled in a class of an institution of your area that began by the end of the year, or with hours "
    "of the year there. Hours earned outside your area are not part of these figures."
)
BAND_TONES = {Band.REACHED: "good", Band.QUARTER: "info", Band.HALF: "info", Band.NOTHING: "bad"}
HINDRANCES = {
    Hindrance.CLOSED_ALREADY: _l("The year is closed already."),
    Hindrance.NOT_OVER: _l("The year is not over yet."),
    Hindrance.CLAIMS_WAIT: _l("Claims of this year are not decided yet."),
    Hindrance.ADJUSTMENTS_WAIT: _l("Adjustments of this year wait for a second person."),
}

name_actions(
    {
        "sessions.claim_submitted": _l("Outside training claimed"),
        "sessions.claim_supplied": _l("More handed in for a claim"),
        "sessions.claim_withdrawn": _l("Claim withdrawn"),
        "sessions.claim_accepted": _l("Claim accepted"),
        "sessions.claim_refused": _l("Claim refused"),
        "sessions.claim_asked": _l("More asked for a claim"),
        "sessions.claim_revoked": _l("Accepted claim taken back"),
        "sessions.adjustment_proposed": _l("Adjustment of hours proposed"),
        "sessions.adjustment_approved": _l("Adjustment of hours approved"),
        "sessions.adjustment_refused": _l("Adjustment of hours refused"),
        "sessions.year_closed": _l("Year of hours closed"),
        "sessions.year_reopened": _l("Year of hours opened again"),
        "sessions.rule_set_moved": _l("Class moved to another rule-set version"),
        "sessions.names_revealed": _l("Names shown in the coverage of hours"),
    },
    {
        "claim": _l("Claim of hours"),
        "adjustment": _l("Adjustment of hours"),
        "account_year": _l("Year of hours"),
    },
    {
        "hours": _l("Hours"),
        "year": _l("Year"),
        "people": _l("Learners"),
        "reached": _l("Reached the target"),
        "version": _l("Rule-set version"),
        "learners": _l("Learners"),
    },
)


def count_words(one: CategoryCount) -> str:
    """Why hours of a category count, or do not."""
    if one.reason is CountReason.CAPPED:
        return _(
            "At most %(cap)s count in a year; %(cut)s stay in the ledger without counting.",
            cap=plain(one.cap),
            cut=plain(one.cut),
        )
    if one.reason is CountReason.NOT_LISTED:
        return _("The rule-set does not list this kind; it does not count.")
    if one.cap is not None:
        return _("All of it counts; the limit is %(cap)s a year.", cap=plain(one.cap))
    return _("All of it counts; there is no limit.")


def flag_words(flag: ClaimFlag) -> str:
    """What a reviewer should look at."""
    known = {"number": flag.claim_id or "", "text": flag.text}
    if flag.kind is FlagKind.PROOF_OF_OTHERS:
        return _("Somebody else has handed in the same document with claim %(number)s: %(text)s", **known)
    if flag.kind is FlagKind.PROOF_USED_BEFORE:
        return _("The same document stands behind the earlier claim %(number)s, which came to nothing.", **known)
    return _("Attended a class at that time: %(text)s", **known)


def line_title(line: AccountLine) -> str:
    """What a posting is for, in one line."""
    if line.class_posting is not None:
        one = line.class_posting
        return f"{one.class_session.code} {one.class_session.title}"
    if line.own_posting is not None and line.own_posting.claim is not None:
        return line.own_posting.claim.title
    return line.own_posting.reason if line.own_posting else ""


def line_source(line: AccountLine) -> str:
    """Where a posting comes from: the class, the organiser, or who decided."""
    if line.class_posting is not None:
        return line.class_posting.enrolment.offering.name
    own = line.own_posting
    if own is None:
        return ""
    return own.claim.organiser if own.claim else _("By %(name)s", name=own.by_name)


def line_basis(line: AccountLine) -> Any:
    """What a posting rests on, beyond its session: the reason of a reversal or adjustment."""
    own = line.own_posting
    if own is None:
        return ""
    if own.claim is not None:
        return own.reason or _("Claim %(number)s", number=own.claim_id)
    return own.reason


def band_words(band: Band, target: Decimal) -> str:
    """How far people of a band are from the hours of the year."""
    if band is Band.REACHED:
        return _("Reached")
    span = missing_in(band, target)
    if span is None:
        return _("No hours yet")
    least, most = map(plain, span)
    if band is Band.MORE:
        return _("More than %(least)s hours missing, some earned", least=least)
    if not span[0]:
        return _("Up to %(most)s hours missing", most=most)
    return _("More than %(least)s, up to %(most)s hours missing", least=least, most=most)
