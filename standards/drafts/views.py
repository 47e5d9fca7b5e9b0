"""Pages of drafts: start, write, submit, approve, send back; retire a version; compare two versions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.models import User
from accounts.rules import Permission
from core.db import db
from standards import labels as standard_labels
from standards import queries as standard_queries
from standards.drafts import actions, labels, queries
from standards.drafts.forms import ClauseForm, FilingForm, HeadForm, LineForm, ParameterForm, ReasonForm
from standards.drafts.models import RuleSetDraft
from standards.drafts.rules import DraftState, approval_refusal, changes_of
from standards.models import FilingItem, RuleClause, RuleParameter, RuleSetVersion
from standards.rules import VersionState
from standards.usage import kind_of

PARTS: dict[str, tuple[Any, type[LineForm]]] = {
    "parameter": (RuleParameter, ParameterForm),
    "clause": (RuleClause, ClauseForm),
    "filing": (FilingItem, FilingForm),
}

bp = Blueprint("drafts", __name__)


def myself() -> User:
    """The signed-in person's row."""
    user: User = current_user._get_current_object()
    return user


def version_or_404(version_id: int) -> RuleSetVersion:
    """The version of the address."""
    return standard_queries.version_of(version_id) or abort(404)


def draft_or_404(version_id: int, *states: DraftState) -> RuleSetDraft:
    """The draft of the address, in one of these states."""
    draft = queries.draft_of(version_id) or abort(404)
    return draft if draft.state in (states or tuple(DraftState)) else abort(404)


def sent_serial() -> int:
    """The serial of the draft that the page of a button showed."""
    return request.form.get("seen", -1, type=int)


def back_to(version_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show_draft", version_id=version_id))


def told_of_change() -> str:
    """Somebody else was faster."""
    return _("Somebody else changed this draft in the meantime; nothing of yours was saved. Look at it again first.")


@bp.post("/rule-sets/<int:version_id>/draft")
@require(Permission.RULESETS_DRAFT)
def start_draft(version_id: int) -> ResponseReturnValue:
    source = version_or_404(version_id)
    if source.state is VersionState.DRAFT:  # its page leads to the draft itself
        return back_to(version_id)
    if there := queries.open_draft_of(source.rule_set_id):
        flash(_("This rule-set has a draft already. Finish it or discard it before starting another one."), "info")
        return back_to(there.version_id)
    draft = actions.start_draft(source, by=myself())
    db.session.commit()
    flash(_("The draft is started. Nothing counts before a second person approves it."), "success")
    return back_to(draft.id)


@bp.get("/rule-sets/drafts/<int:version_id>")
@require(Permission.RULESETS_READ)
def show_draft(version_id: int) -> ResponseReturnValue:
    draft = draft_or_404(version_id)
    found = queries.findings_of(draft) if draft.state is not DraftState.APPROVED else []
    return render_template(
        "standards/drafts/show_draft.html",
        draft=draft,
        version=draft.version,
        parameters=sorted(draft.version.parameters, key=lambda one: one.value is not None),
        findings=[labels.finding_words(one) for one in found],
        own=approval_refusal(DraftState.SUBMITTED, draft.to_hands(), myself().id) is not None,
        labels=labels,
        standard_labels=standard_labels,
    )


@bp.route("/rule-sets/drafts/<int:version_id>/head", methods=["GET", "POST"])
@require(Permission.RULESETS_DRAFT)
def edit_head(version_id: int) -> ResponseReturnValue:
    draft = draft_or_404(version_id, DraftState.EDITING)
    form = HeadForm(obj=draft.version, data={"seen": draft.serial})
    if form.validate_on_submit():
        try:
            actions.write_head(draft, form.facts(), seen=form.seen_serial, by=myself())
        except actions.DraftChanged:
            form.blame("effective_from", told_of_change())
        else:
            db.session.commit()
            return back_to(version_id)
    return render_template("standards/drafts/edit_head.html", form=form, draft=draft, version=draft.version)


@bp.route(
    "/rule-sets/drafts/<int:version_id>/<any(parameter,clause,filing):part>/<int:line_id>", methods=["GET", "POST"]
)
@require(Permission.RULESETS_DRAFT)
def edit_line(version_id: int, part: str, line_id: int) -> ResponseReturnValue:
    draft = draft_or_404(version_id, DraftState.EDITING)
    line, form = _line_and_form(draft, part, line_id)
    if form.validate_on_submit():
        try:
            actions.write_line(draft, line, form.facts(), seen=form.seen_serial, by=myself())
        except actions.DraftChanged:
            form.blame(form.naming, told_of_change())
        except actions.LineTaken:
            form.blame_taken()
        else:
            db.session.commit()
            return back_to(version_id)
    return render_template(
        "standards/drafts/edit_line.html",
        form=form,
        part=part,
        line_id=line_id,
        version_id=version_id,
        labels=labels,
        use_words=standard_labels.use_words,
    )


def _line_and_form(draft: RuleSetDraft, part: str, line_id: int) -> tuple[Any, LineForm]:
    """The line of the address, or a new one for 0, and its form."""
    model, form_class = PARTS[part]
    if not line_id:
        return model(), form_class(data={"seen": draft.serial})
    line = _line_or_404(draft, part, line_id)
    form = form_class(obj=line, data={"seen": draft.serial})
    form.is_new = False
    form[form.naming].data = actions.code_of(line)
    if isinstance(form, ParameterForm):
        form.kind = kind_of(line.key, line.value, line.unit)
        form.unit.data = line.unit
    return line, form


def _line_or_404(draft: RuleSetDraft, part: str, line_id: int) -> Any:
    lines = actions.lines_of(draft, PARTS[part][0])
    return next((one for one in lines if one.id == line_id), None) or abort(404)


@bp.post("/rule-sets/drafts/<int:version_id>/<any(parameter,clause,filing):part>/<int:line_id>/remove")
@require(Permission.RULESETS_DRAFT)
def remove_line(version_id: int, part: str, line_id: int) -> ResponseReturnValue:
    draft = draft_or_404(version_id, DraftState.EDITING)
    try:
        actions.remove_line(draft, _line_or_404(draft, part, line_id), seen=sent_serial(), by=myself())
    except actions.DraftChanged:
        flash(told_of_change(), "danger")
    else:
        db.session.commit()
    return back_to(version_id)


@bp.post("/rule-sets/drafts/<int:version_id>/submit")
@require(Permission.RULESETS_DRAFT)
def submit(version_id: int) -> ResponseReturnValue:
    draft = draft_or_404(version_id)
    return _decide(
        lambda: actions.submit(draft, seen=sent_serial(), by=myself()), version_id, _("The draft is submitted.")
    )


@bp.post("/rule-sets/drafts/<int:version_id>/approve")
@require(Permission.RULESETS_APPROVE)
def approve(version_id: int) -> ResponseReturnValue:
    draft = draft_or_404(version_id)
    said = _("The version is approved. It cannot be changed any more.")
    return _decide(lambda: actions.approve(draft, seen=sent_serial(), by=myself()), version_id, said)


def _decide(act: Any, version_id: int, said: str) -> ResponseReturnValue:
    try:
        act()
    except actions.DraftChanged:
        flash(told_of_change(), "danger")
    except actions.DraftRefused as refused:
        for one in refused.findings:
            flash(labels.finding_words(one), "danger")
    else:
        db.session.commit()
        flash(said, "success")
    return back_to(version_id)


@bp.route("/rule-sets/drafts/<int:version_id>/send-back", methods=["GET", "POST"])
@require(Permission.RULESETS_DRAFT)
def send_back(version_id: int) -> ResponseReturnValue:
    draft = draft_or_404(version_id, DraftState.SUBMITTED)
    form = ReasonForm(data={"seen": draft.serial})
    if form.validate_on_submit():
        reason = form.reason.data or ""
        act = lambda: actions.send_back(draft, reason, seen=form.seen_serial, by=myself())  # noqa: E731
        return _decide(act, version_id, _("The draft can be edited again."))
    title, back = _("Send the draft back"), url_for(".show_draft", version_id=version_id)
    return render_template(
        "standards/drafts/give_reason.html", form=form, title=title, back=back, version=draft.version
    )


@bp.route("/rule-sets/drafts/<int:version_id>/discard", methods=["GET", "POST"])
@require(Permission.RULESETS_DRAFT)
def discard(version_id: int) -> ResponseReturnValue:
    draft = draft_or_404(version_id, DraftState.EDITING)
    form = ReasonForm(data={"seen": draft.serial})
    if form.validate_on_submit():
        try:
            actions.discard(draft, form.reason.data or "", seen=form.seen_serial, by=myself())
        except actions.DraftChanged:
            flash(told_of_change(), "danger")
            return back_to(version_id)
        db.session.commit()
        flash(_("The draft is discarded. Who did it and why is on record."), "success")
        return redirect(url_for("standards.list_versions"))
    title, back = _("Discard the draft"), url_for(".show_draft", version_id=version_id)
    return render_template(
        "standards/drafts/give_reason.html", form=form, title=title, back=back, version=draft.version
    )


@bp.route("/rule-sets/<int:version_id>/retire", methods=["GET", "POST"])
@require(Permission.RULESETS_APPROVE)
def retire(version_id: int) -> ResponseReturnValue:
    version = version_or_404(version_id)
    if version.state is not VersionState.APPROVED:
        abort(404)
    form = ReasonForm()
    back = url_for("standards.show_version", version_id=version_id)
    if form.validate_on_submit():
        try:
            actions.retire(version, form.reason.data or "", by=myself())
        except actions.DraftChanged:
            abort(404)
        db.session.commit()
        flash(_("The version is retired. Classes that keep it are not touched."), "success")
        return redirect(back)
    title = _("Retire this version")
    return render_template("standards/drafts/give_reason.html", form=form, title=title, back=back, version=version)


@bp.get("/rule-sets/compare")
@require(Permission.RULESETS_READ)
def compare() -> ResponseReturnValue:
    versions = standard_queries.all_versions()
    chosen = [request.args.get(side, 0, type=int) for side in ("left", "right")]
    left, right = (standard_queries.version_of(one) if one else None for one in chosen)
    changes = changes_of(queries.content_of(left), queries.content_of(right)) if left and right else None
    return render_template(
        "standards/drafts/compare.html",
        versions=versions, left=left, right=right, changes=changes, labels=labels, standard_labels=standard_labels,
    )  # fmt: skip
