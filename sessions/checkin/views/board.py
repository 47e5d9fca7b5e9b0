"""The screen in the hall: a code that changes, how many have come, and who is still missing."""

from __future__ import annotations

import time

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now
from core.pages import render
from sessions.checkin import keys, labels, queries
from sessions.checkin.drawing import qr_code
from sessions.checkin.models import CheckInWindow
from sessions.checkin.rules import codes
from sessions.checkin.rules.windows import WindowState
from sessions.checkin.views.blueprint import bp
from sessions.checkin.views.senders import shown_or_404
from sessions.checkin.views.windows import state_of

NAMES_SHOWN = 60


@bp.get("/check-in/<int:window_id>/board")
@require(Permission.CHECK_IN_SHOW)
def show_board(window_id: int) -> ResponseReturnValue:
    window = shown_or_404(window_id)
    now, state = time.time(), state_of(window, local_now())
    signed = queries.signed_in(window_id)
    there = {one.enrolment_id for one in signed}
    people = queries.expected(window.offering_id)
    missing = [name for enrolment_id, name in people if enrolment_id not in there]
    since, until = codes.shown(codes.step_at(now, window.code_life), window.code_life)
    return render(
        "sessions/checkin/board.html",
        fragment="sessions/checkin/_board.html",
        window=window,
        offering=window.offering,
        state=state,
        is_open=state is WindowState.OPEN,
        drawing=qr_code(address_of(window, now)) if state is WindowState.OPEN else "",
        left=max(1, round(until - now)),
        life=until - since,
        signed=len(signed),
        expected=len(people),
        latest=signed[-6:][::-1],
        missing=missing[:NAMES_SHOWN],
        more_missing=max(0, len(missing) - NAMES_SHOWN),
        labels=labels,
    )


def address_of(window: CheckInWindow, now: float) -> str:
    """What the code on the wall holds at a moment."""
    code = codes.room_code(keys.key(), window.id, codes.step_at(now, window.code_life))
    return url_for("checkin.arrive", code=code, _external=True)


@bp.get("/check-in/<int:window_id>/scan")
@require(Permission.CHECK_IN_SHOW)
def scan(window_id: int) -> ResponseReturnValue:
    """For staff and teachers: the camera reads learners' own codes; works without a network once it has been opened."""
    window = shown_or_404(window_id)
    return render_template("sessions/checkin/scan.html", window=window, offering=window.offering, labels=labels)
