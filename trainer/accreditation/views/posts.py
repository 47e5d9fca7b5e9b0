"""Pages of an institution's posts."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import reveals
from core.clock import today
from core.db import db
from core.reveals import RevealForm
from core.stored_files import UploadRefused, hand_out
from core.upload_labels import ACCEPTED
from trainer.accreditation import actions, labels, queries
from trainer.accreditation.forms import EndForm, PostForm, blame_upload
from trainer.accreditation.models import PostHolding
from trainer.accreditation.several_forms import SeveralPostsForm
from trainer.accreditation.upkeep import vacancies
from trainer.actions import NoSuchAccount
from trainer.models import Institution
from trainer.views import bp, institution_or_404

PLACE = "/institutions/<int:institution_id>/posts"
ONE = f"{PLACE}/<int:holding_id>"


def holding_or_404(institution: Institution, holding_id: int) -> PostHolding:
    """The holding of the address, if it is one of that institution."""
    return queries.post_of(institution.id, holding_id) or abort(404)


def back_to_list(institution: Institution) -> ResponseReturnValue:
    """The list of posts."""
    return redirect(url_for(".list_posts", institution_id=institution.id))


@bp.get(PLACE)
@require(Permission.TRAINER_READ)
def list_posts(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    posts = queries.posts_of(institution.id)
    required = queries.policy_on(today()).required_posts
    return render_template(
        "trainer/accreditation/list_posts.html",
        institution=institution,
        now=[one for one in posts if one.to_holding().on(today())],
        others=[one for one in posts if not one.to_holding().on(today())],
        vacant=vacancies(required, [one.to_holding() for one in posts], today()),
        required=required,
        labels=labels,
    )


@bp.route(f"{PLACE}/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_post(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    form = PostForm(data={"started_on": today(), "post": request.args.get("post") or None})
    if form.validate_on_submit():
        username = form.username.data or ""
        try:
            actions.appoint(institution, facts=form.facts(), username=username, upload=form.upload(), by=current_user)
        except NoSuchAccount:
            form.blame_username()
        except UploadRefused as refusal:
            blame_upload(form, "document", refusal.fault)
        else:
            db.session.commit()
            flash(_("%(name)s is saved.", name=form.name.data), "success")
            return back_to_list(institution)
    return render_template("trainer/accreditation/new_post.html", institution=institution, form=form, accepted=ACCEPTED)


@bp.route(f"{PLACE}/several", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_posts(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    holdings = [one.to_holding() for one in queries.posts_of(institution.id)]
    vacant = vacancies(queries.policy_on(today()).required_posts, holdings, today())
    form = SeveralPostsForm.of([one.post for one in vacant if one.post], today())
    if form.validate_on_submit() and (count := _appointed(institution, form)):
        db.session.commit()
        flash(ngettext("%(num)d post is filled.", "%(num)d posts are filled.", count), "success")
        return back_to_list(institution)
    return render_template("trainer/accreditation/new_posts.html", institution=institution, form=form)


def _appointed(institution: Institution, form: SeveralPostsForm) -> int:
    """How many people have got their posts; none when one line is wrong, which the form then says."""
    lines = list(form.filled())
    for number, username, facts in lines:
        try:
            actions.appoint(institution, facts=facts, username=username, upload=None, by=current_user)
        except NoSuchAccount:
            form.blame_username(number)
    if form.errors:
        db.session.rollback()
        return 0
    return len(lines)


@bp.get(ONE)
@require(Permission.TRAINER_READ)
def show_post(institution_id: int, holding_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    holding = holding_or_404(institution, holding_id)
    return _post_page(institution, holding, EndForm(data={"last_day": today()}), RevealForm())


def _post_page(
    institution: Institution, holding: PostHolding, end_form: EndForm, reveal_form: RevealForm
) -> ResponseReturnValue:
    return render_template(
        "trainer/accreditation/show_post.html",
        institution=institution,
        holding=holding,
        end_form=end_form,
        reveal_form=reveal_form,
        labels=labels,
        revealed=reveals.handed_over(f"post:{holding.id}"),
    )


@bp.post(f"{ONE}/end")
@require(Permission.TRAINER_EDIT)
def end_post(institution_id: int, holding_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    holding = holding_or_404(institution, holding_id)
    form = EndForm()
    if form.validate_on_submit() and form.last_day.data and form.last_day.data < holding.started_on:
        form.blame("last_day", _("The last day must not lie before the first day."))
    elif form.validate_on_submit():
        try:
            actions.end_post(holding, last_day=form.last_day.data, note=form.end_reason.data, by=current_user)
        except actions.ChangedMeanwhile:
            flash(_("Somebody else has ended this post already."), "warning")
        else:
            db.session.commit()
            flash(_("The post has its last day. The line stays on record."), "success")
        return back_to_list(institution)
    return _post_page(institution, holding, form, RevealForm(formdata=None))


@bp.post(f"{ONE}/reveal")
@require(Permission.LEARNERS_REVEAL)
def reveal_post(institution_id: int, holding_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    holding = holding_or_404(institution, holding_id)
    form = RevealForm()
    if not form.validate_on_submit():
        return _post_page(institution, holding, EndForm(formdata=None), form)
    address = (request.remote_addr or "")[:64]
    phone = actions.reveal_phone(holding, by=current_user, reason=form.reason.data, address=address)
    db.session.commit()
    reveals.hand_over(f"post:{holding.id}", {"phone": phone})
    return redirect(url_for(".show_post", institution_id=institution.id, holding_id=holding.id))


@bp.get(f"{ONE}/appointment")
@require(Permission.TRAINER_READ)
def download_appointment(institution_id: int, holding_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    holding = holding_or_404(institution, holding_id)
    return hand_out(holding.file or abort(404))
