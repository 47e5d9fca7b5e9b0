"""Choosing the classes that are to be timetabled together; holding sessions fast."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.db import db
from core.forms import Form
from courses import queries as course_queries
from courses.rules import CLOSED
from sessions import queries as session_queries
from sessions.solving import actions
from sessions.solving.views.blueprint import bp, open_offerings_or_404
from trainer.queries import scope_of

SHOWN = 200


@bp.get("/timetables/choose")
@require(Permission.SESSIONS_SCHEDULE)
def choose_classes() -> ResponseReturnValue:
    found = course_queries.offerings_matching(scope_of(current_user), course_queries.ClassFilter())
    open_ones = [
        one
        for one in course_queries.offerings_on_page(found, offset=0, size=SHOWN)
        if one.state not in CLOSED and one.ends_on >= today()
    ]
    heads = course_queries.learner_count([one.id for one in open_ones])
    return render_template("sessions/solving/choose.html", offerings=open_ones, heads=heads)


@bp.post("/classes/<int:offering_id>/timetable/<int:session_id>/<any(pin,unpin):wish>")
@require(Permission.SESSIONS_SCHEDULE)
def pin_session(offering_id: int, session_id: int, wish: str) -> ResponseReturnValue:
    offering = open_offerings_or_404([offering_id])[0]
    session = session_queries.session_of(offering.id, session_id) or abort(404)
    if Form().validate_on_submit():
        actions.pin_session(offering, session, pinned=wish == "pin", by=current_user._get_current_object())
        db.session.commit()
        said = _("%(code)s is held fast: no proposal moves it.") if wish == "pin" else _("%(code)s may be moved again.")
        flash(said % {"code": session.code}, "success")
    return redirect(url_for("sessions.timetable", offering_id=offering.id, _anchor=session.code))
