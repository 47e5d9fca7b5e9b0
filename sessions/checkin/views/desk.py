"""The desk: a computer or tablet at the door, for people without a phone. Nobody is signed in on it."""

from __future__ import annotations

import time
from uuid import uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import public
from core import group_commit
from core.db import db, utc_now
from sessions.checkin import actions, keys, labels, queries
from sessions.checkin.actions import TapAsked, Verdict
from sessions.checkin.forms import DeskForm
from sessions.checkin.models import CheckInWindow
from sessions.checkin.rules import codes
from sessions.checkin.rules.judging import Outcome, Way
from sessions.checkin.views.blueprint import bp
from sessions.checkin.views.phone import worded
from sessions.rules.kinds import EventSource

GOOD = (Outcome.ACCEPTED, Outcome.ALREADY)


@bp.route("/check-in/desk/<key>", methods=["GET", "POST"])
@public
def desk(key: str) -> ResponseReturnValue:
    offering_id = codes.read_desk_key(keys.key(), key, time.time()) or abort(404)
    open_now = queries.open_windows(offering_id, utc_now())
    chosen = request.form.get("window", type=int)
    window = next((one for one in open_now if one.id == chosen), open_now[0] if open_now else None)
    form = DeskForm()
    if window and form.validate_on_submit() and (verdict := take_typed(window, form)):
        flash(f"{verdict[0]} {worded(verdict[1])}".strip(), "success" if verdict[1].verdict in GOOD else "danger")
        return redirect(url_for(".desk", key=key))
    return render_template(
        "sessions/checkin/desk.html",
        windows=open_now,
        window=window,
        form=form,
        signed=len(queries.signed_in(window.id)) if window else 0,
        expected=len(queries.expected(offering_id)),
        labels=labels,
    )


def take_typed(window: CheckInWindow, form: DeskForm) -> tuple[str, Verdict] | None:
    """Write what was typed or scanned; None when the form has been told what is wrong."""
    said = (form.number.data or "").split(" ")[0]
    enrolment_id = 0
    if not said:
        found = queries.introduced(window.offering_id, form.name.data or "", form.tail.data or "")
        if found is None:
            form.blame("name", _("Nobody in this class has this name and number. Please check both."))
            return None
        enrolment_id = found.id
    now = time.time()
    tap = TapAsked(
        client_id=str(uuid4()),
        window_id=window.id,
        way=Way.OWN if said.startswith(codes.OWN_MARK) else Way.PIN,
        secret=said,
        source=EventSource.STATION,
        claimed=now,
        received=now,
        enrolment_id=enrolment_id,
        address=request.remote_addr or "",
    )
    db.session.commit()
    [verdict] = group_commit.submit_together(actions.take_all, [tap])
    return verdict.name, verdict
