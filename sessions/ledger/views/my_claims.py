"""A learner's own claims of outside training."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.db import db
from core.stored_files import UploadRefused
from core.upload_labels import ACCEPTED, upload_refusal
from sessions import labels as session_labels
from sessions.ledger import labels, queries, records
from sessions.ledger.actions import claims
from sessions.ledger.forms import ClaimForm, NoteForm, ProofForm, SupplyForm
from sessions.ledger.models import ClaimProof, HourClaim
from sessions.ledger.rules.claims import ClaimMove, may
from sessions.ledger.views.blueprint import bp, own_learner_or_404
from sessions.views.proofs import open_proof


def own_claim_or_404(claim_id: int) -> HourClaim:
    """One of one's own claims; anybody else's is not there."""
    return records.claim_of(own_learner_or_404().id, claim_id) or abort(404)


def proof_or_404(claim: HourClaim, proof_id: int) -> ClaimProof:
    """A document of that claim."""
    return next((one for one in claim.proofs if one.id == proof_id), None) or abort(404)


def blame_files(form: ProofForm, refused: Exception) -> None:
    """Say why the documents were not taken."""
    if isinstance(refused, UploadRefused):
        form.blame("files", upload_refusal(refused.fault))
    elif isinstance(refused, claims.ProofUsed):
        known = {"number": refused.twin.claim_id, "name": refused.twin.file_name}
        form.blame(
            "files", _("Claim %(number)d rests on this document already: %(name)s. Choose another one.", **known)
        )
    else:
        form.blame("files", _("Add at least one document: the certificate, the invitation or a photo of them."))


@bp.route("/my/claims/new", methods=["GET", "POST"])
@require(Permission.HOURS_OWN)
def new_claim() -> ResponseReturnValue:
    learner = own_learner_or_404()
    institutions = {one.id: one for one in queries.institutions_of_learner(learner.id)}
    policy = queries.policy_on(today())
    if not institutions or not policy.claimable:
        return render_template("sessions/ledger/cannot_claim.html")
    form = ClaimForm().offer(policy, [(one.id, one.name) for one in institutions.values()], today())
    if form.validate_on_submit():
        by = current_user._get_current_object()
        try:
            claim = claims.submit_claim(
                learner, institutions[form.institution_id.data], form.facts(), form.uploads(), by=by
            )
        except (UploadRefused, claims.NoProof, claims.ProofUsed) as refused:
            db.session.rollback()
            blame_files(form, refused)
        else:
            db.session.commit()
            flash(_("The claim is handed in. You see here what is decided."), "success")
            return redirect(url_for(".my_claim", claim_id=claim.id))
    return render_template(
        "sessions/ledger/new_claim.html", form=form, policy=policy, several=len(institutions) > 1, accepted=ACCEPTED
    )


@bp.get("/my/claims/<int:claim_id>")
@require(Permission.HOURS_OWN)
def my_claim(claim_id: int) -> ResponseReturnValue:
    return own_page(own_claim_or_404(claim_id), None)


def own_page(claim: HourClaim, form: SupplyForm | None) -> ResponseReturnValue:
    """The page of one's own claim."""
    seen = {"seen": str(len(claim.steps))}
    return render_template(
        "sessions/ledger/my_claim.html",
        claim=claim,
        postings=records.postings_of_claim(claim.id),
        form=form or SupplyForm(formdata=None, data=seen),
        withdrawal=NoteForm(formdata=None, data=seen, prefix="withdraw"),
        may_supply=may(claim.state, ClaimMove.SUPPLIED),
        may_withdraw=may(claim.state, ClaimMove.WITHDRAWN),
        labels=labels,
        kinds=session_labels.POSTING_KINDS,
        accepted=ACCEPTED,
    )


@bp.post("/my/claims/<int:claim_id>/supply")
@require(Permission.HOURS_OWN)
def supply_claim(claim_id: int) -> ResponseReturnValue:
    claim = own_claim_or_404(claim_id)
    form = SupplyForm()
    if form.validate_on_submit():
        by = current_user._get_current_object()
        try:
            claims.supply_more(claim, note=form.note.data or "", uploads=form.uploads(), seen=form.seen_number(), by=by)
        except claims.CannotFollow:
            db.session.rollback()
            flash(_("The claim has been decided in the meantime."), "warning")
        except (UploadRefused, claims.NoProof, claims.ProofUsed) as refused:
            db.session.rollback()
            blame_files(form, refused)
        else:
            db.session.commit()
            flash(_("It is handed in."), "success")
            return redirect(url_for(".my_claim", claim_id=claim_id))
    return own_page(own_claim_or_404(claim_id), form)


@bp.post("/my/claims/<int:claim_id>/withdraw")
@require(Permission.HOURS_OWN)
def withdraw_claim(claim_id: int) -> ResponseReturnValue:
    claim = own_claim_or_404(claim_id)
    form = NoteForm(prefix="withdraw")
    back = redirect(url_for(".my_claim", claim_id=claim_id))
    if form.validate_on_submit():
        by = current_user._get_current_object()
        try:
            claims.withdraw_claim(claim, note=form.note.data or "", seen=form.seen_number(), by=by)
        except claims.CannotFollow:
            db.session.rollback()
            flash(_("The claim has been decided in the meantime."), "warning")
        else:
            db.session.commit()
            flash(_("The claim is withdrawn. It stays on record."), "success")
    return back


@bp.get("/my/claims/<int:claim_id>/proofs/<int:proof_id>")
@require(Permission.HOURS_OWN)
def my_proof(claim_id: int, proof_id: int) -> ResponseReturnValue:
    claim = own_claim_or_404(claim_id)
    stored = proof_or_404(claim, proof_id).file
    return open_proof(stored, of=("claim", claim.id), institution_id=claim.institution_id)
