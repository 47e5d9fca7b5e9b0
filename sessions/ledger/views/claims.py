"""Reviewing claims of outside training."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.models import User
from accounts.rules import Permission, allows
from core import navigation
from core.db import db
from core.navigation import HomeCard
from core.pages import page_of
from sessions import labels as session_labels
from sessions.ledger import labels, queries, records
from sessions.ledger.actions import claims
from sessions.ledger.forms import ReviewForm
from sessions.ledger.models import HourClaim
from sessions.ledger.rules.claims import UNDECIDED, ClaimFlag, ClaimMove, ClaimState, attended_then, may, proof_flags
from sessions.ledger.views.blueprint import bp, scope_ids, this_year
from sessions.ledger.views.my_claims import proof_or_404
from sessions.ledger.views.telling import tell_claimant
from sessions.views.proofs import open_proof
from trainer import queries as trainer_queries

ACTS = {
    "accept": ClaimMove.ACCEPTED,
    "ask": ClaimMove.ASKED,
    "refuse": ClaimMove.REFUSED,
    "revoke": ClaimMove.REVOKED,
}


def waiting_card(user: User) -> Iterator[HomeCard]:
    """Claims that wait for a decision."""
    if allows(user.role, Permission.HOURS_CLAIMS):
        number = records.waiting_claims(trainer_queries.institution_ids_of(user))
        if number:
            href = url_for("ledger.list_claims")
            yield HomeCard(_("Claims of hours"), number, href, _("Outside training to review"), "certificate", "info")


navigation.attach(bp, cards=waiting_card)


def claim_or_404(claim_id: int) -> HourClaim:
    """The claim of the address, if it was made to an institution in scope."""
    return records.claim_in_scope(claim_id, scope_ids()) or abort(404)


def flags_of(claim: HourClaim) -> list[ClaimFlag]:
    """What to look at before deciding."""
    seen = records.seen_proofs([one.digest for one in claim.proofs], but_claim=claim.id)
    attended = records.attended_between(claim.learner_id, claim.starts_on, claim.ends_on)
    return [*proof_flags(seen, claim.learner_id), *attended_then(claim.to_time_span(), attended)]


@bp.get("/hours/claims")
@require(Permission.HOURS_READ)
def list_claims() -> ResponseReturnValue:
    found = records.claims_in_scope(scope_ids())
    wanted = request.args.get("state", "")
    shown = [one for one in found if (one.state.value == wanted if wanted else one.state in UNDECIDED)]
    page = page_of(len(shown))
    return render_template(
        "sessions/ledger/list_claims.html",
        claims=shown[page.offset : page.offset + page.size],
        page=page,
        state=wanted,
        year=this_year(),
        states=[ClaimState.ACCEPTED, ClaimState.REFUSED, ClaimState.WITHDRAWN, ClaimState.REVOKED],
        counts={state: sum(one.state is state for one in found) for state in ClaimState},
        labels=labels,
    )


@bp.get("/hours/claims/<int:claim_id>")
@require(Permission.HOURS_READ)
def show_claim(claim_id: int) -> ResponseReturnValue:
    return review_page(claim_or_404(claim_id), None)


def review_page(claim: HourClaim, form: ReviewForm | None) -> ResponseReturnValue:
    """A claim with its proofs, what to look at, and what may be decided."""
    before = {"seen": str(len(claim.steps)), "hours": claim.hours}
    return render_template(
        "sessions/ledger/show_claim.html",
        claim=claim,
        flags=flags_of(claim),
        postings=records.postings_of_claim(claim.id),
        form=form or ReviewForm(formdata=None, data=before),
        acts=[name for name, move in ACTS.items() if may(claim.state, move)],
        year=queries.own_year(claim.ends_on),
        labels=labels,
        kinds=session_labels.POSTING_KINDS,
    )


@bp.post("/hours/claims/<int:claim_id>/decide")
@require(Permission.HOURS_CLAIMS)
def decide_claim(claim_id: int) -> ResponseReturnValue:
    claim = claim_or_404(claim_id)
    form = ReviewForm()
    act = ACTS.get(request.form.get("act", ""))
    if act is None:
        abort(404)
    if form.validate_on_submit() and said_why(form, act) and done(claim, form, act):
        db.session.commit()
        flash(str(labels.CLAIM_MOVES[act]), "success")
        return redirect(url_for(".show_claim", claim_id=claim_id))
    return review_page(claim_or_404(claim_id), form)


def said_why(form: ReviewForm, act: ClaimMove) -> bool:
    """Everything but an acceptance needs words."""
    if act is not ClaimMove.ACCEPTED and not form.note.data:
        form.blame("note", _("Enter the reason."))
        return False
    return True


def done(claim: HourClaim, form: ReviewForm, act: ClaimMove) -> bool:
    """Decide as the button says; False when it was refused, which the form then words."""
    by, note, seen = current_user._get_current_object(), form.note.data or "", form.seen_number()
    try:
        if act is ClaimMove.ACCEPTED:
            claims.accept_claim(claim, hours=form.hours.data or claim.hours, note=note, seen=seen, by=by)
        elif act is ClaimMove.REVOKED:
            claims.revoke_claim(claim, reason=note, seen=seen, by=by)
        else:
            claims.answer_claim(claim, act, note=note, seen=seen, by=by)
        tell_claimant(claim, act, note)
    except claims.HoursWrong:
        db.session.rollback()
        form.blame("hours", _("Credit at most what was claimed; for fewer hours enter the reason below."))
    except claims.CannotFollow:
        db.session.rollback()
        flash(_("The claim has been decided in the meantime."), "warning")
    else:
        return True
    return False


@bp.get("/hours/claims/<int:claim_id>/proofs/<int:proof_id>")
@require(Permission.HOURS_READ)
def show_proof(claim_id: int, proof_id: int) -> ResponseReturnValue:
    claim = claim_or_404(claim_id)
    stored = proof_or_404(claim, proof_id).file
    return open_proof(stored, of=("claim", claim.id), institution_id=claim.institution_id)
