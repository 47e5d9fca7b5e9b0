"""Check-in of a class: its half-days, their windows, and what happens to them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now, to_local, to_utc
from core.db import db, utc_now
from courses.models import ClassOffering
from courses.rules import CLOSED
from messages import reminders
from sessions import queries as session_queries
from sessions.checkin import keys, labels, queries, windows
from sessions.checkin.drawing import qr_code
from sessions.checkin.forms import WindowForm
from sessions.checkin.models import CheckInWindow
from sessions.checkin.rules import codes
from sessions.checkin.rules.windows import Span, WindowState
from sessions.checkin.views.blueprint import bp, offering_or_404, window_or_404
from sessions.checkin.views.suspicions import open_suspicions
from sessions.half_days import halves_of
from sessions.rules.halfdays import Direction, HalfDay
from sessions.rules.policy import AttendancePolicy

HOURS_OF_A_DESK = 14
SECONDS_OF_AN_HOUR = 3600
reminders.attach(bp, "settle ended check-ins", windows.settle_ended)


@dataclass(frozen=True, slots=True)
class Door:
    """Signing in or out on a half-day: its window, if it was opened, and how many came through."""

    direction: Direction
    window: CheckInWindow | None
    state: WindowState | None
    count: int


def state_of(window: CheckInWindow, now: datetime) -> WindowState:
    """Whether one can check in through it; `now` in site time."""
    return Span(to_local(window.opens_at), to_local(window.closes_at)).state(now)


@bp.get("/classes/<int:offering_id>/check-in")
@require(Permission.HOURS_READ)
def show_windows(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    policy = queries.policy_of(offering)
    known = {(one.day, one.part, one.direction): one for one in queries.windows_of(offering_id)}
    counts, now = queries.accepted_counts(offering_id), local_now()

    def door(half: HalfDay, direction: Direction) -> Door:
        window = known.pop((half.on, half.part, direction), None)
        if window is None:
            return Door(direction, None, None, 0)
        return Door(direction, window, state_of(window, now), counts.get(window.id, 0))

    return render_template(
        "sessions/checkin/windows.html",
        offering=offering,
        rows=[(half, [door(half, direction) for direction in Direction]) for half in halves_of(offering)],
        orphans=[(one, counts.get(one.id, 0)) for one in known.values()],
        expected=len(queries.expected(offering_id)),
        held=queries.held_count(offering_id),
        suspicions=len(open_suspicions(offering_id)),
        is_closed=offering.state in CLOSED,
        today=now.date(),
        policy=policy,
        labels=labels,
    )


@bp.post("/classes/<int:offering_id>/check-in")
@require(Permission.SESSIONS_RECORD)
def open_window(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    here = url_for(".show_windows", offering_id=offering_id)
    half, policy = _half_asked(offering)
    try:
        window = windows.open_window(
            offering,
            half,
            Direction(request.form.get("direction", Direction.IN)),
            attendance=policy,
            policy=queries.policy_of(offering),
            by=current_user._get_current_object(),
        )
        db.session.commit()
    except windows.ClassIsClosed:
        flash(_("This class is filed or cancelled; its records are no longer changed."), "warning")
        return redirect(here)
    except IntegrityError:
        db.session.rollback()
        flash(_("Somebody else has opened this check-in just now."), "info")
        return redirect(here)
    return redirect(url_for(".show_board", window_id=window.id))


def _half_asked(offering: ClassOffering) -> tuple[HalfDay, AttendancePolicy]:
    """The half-day that the form names."""
    half = next((one for one in halves_of(offering) if one.label == request.form.get("half")), None) or abort(404)
    if request.form.get("direction", Direction.IN) not in list(Direction):
        abort(404)
    return half, session_queries.policy_of(offering).attendance


@bp.route("/check-in/<int:window_id>/settings", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def edit_window(window_id: int) -> ResponseReturnValue:
    window = window_or_404(window_id)
    form = WindowForm()
    if request.method == "GET":
        form.show(window)
    if form.validate_on_submit() and _save(window, form):
        flash(_("Saved."), "success")
        return redirect(url_for(".show_windows", offering_id=window.offering_id))
    half = next((one for one in halves_of(window.offering) if (one.on, one.part) == (window.day, window.part)), None)
    return render_template(
        "sessions/checkin/edit_window.html",
        window=window,
        offering=window.offering,
        form=form,
        counted=half.window(session_queries.policy_of(window.offering).attendance) if half else None,
        address=request.remote_addr,
        labels=labels,
    )


def _save(window: CheckInWindow, form: WindowForm) -> bool:
    """Save the settings; False when somebody else has saved others since the form was opened."""
    if form.version.data != str(window.version):
        form.blame("opens_at", _("Somebody else has changed this check-in since. Look at it again, then save."))
        form.version.data = str(window.version)
        return False
    windows.change_window(window, by=current_user._get_current_object(), **form.settings())
    db.session.commit()
    return True


@bp.post("/check-in/<int:window_id>/<any('begin', 'end'):what>")
@require(Permission.SESSIONS_RECORD)
def switch_window(window_id: int, what: str) -> ResponseReturnValue:
    """Begin at once, or end at once; at the end the hours are brought up to date."""
    window = window_or_404(window_id)
    back = _board_or_list(window)
    by, now = current_user._get_current_object(), utc_now().replace(microsecond=0)
    if state_of(window, to_local(now)) is WindowState.ENDED and what == "end":
        flash(_("This check-in had ended already."), "info")
        return redirect(back)
    times = _times_after(window, what, now)
    try:
        windows.change_window(window, by=by, **times)
        posted = windows.settle(window, by=by) if what == "end" else 0
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        flash(_("Somebody else has changed this check-in in the meantime. Look at it again."), "warning")
        return redirect(back)
    if what == "end":
        flash(
            ngettext(
                "The check-in has ended; %(num)d posting was added to the ledger.",
                "The check-in has ended; %(num)d postings were added to the ledger.",
                posted,
            ),
            "success",
        )
    return redirect(back)


def _times_after(window: CheckInWindow, what: str, now: datetime) -> dict[str, datetime]:
    """The new times: a window that ended opens again until the end of its day."""
    if what == "end":
        last = now - timedelta(seconds=1)  # both ends belong to a window
        return {"closes_at": last, "opens_at": min(window.opens_at, last - timedelta(minutes=1))}
    last = to_utc(datetime.combine(local_now().date(), datetime.max.time()).replace(microsecond=0))
    return {"opens_at": min(window.opens_at, now), "closes_at": window.closes_at if window.closes_at > now else last}


def _board_or_list(window: CheckInWindow) -> str:
    if request.form.get("from") == "board":
        return url_for(".show_board", window_id=window.id)
    return url_for(".show_windows", offering_id=window.offering_id)


@bp.post("/classes/<int:offering_id>/check-in/desk")
@require(Permission.SESSIONS_RECORD)
def open_desk(offering_id: int) -> ResponseReturnValue:
    """An address that opens the desk of the class for today, on a computer where nobody is signed in."""
    offering_or_404(offering_id)
    until = int(time.time()) // SECONDS_OF_AN_HOUR * SECONDS_OF_AN_HOUR + HOURS_OF_A_DESK * SECONDS_OF_AN_HOUR
    key = codes.desk_key(keys.key(), offering_id, until)
    return redirect(url_for(".show_desk_address", offering_id=offering_id, desk=key))


@bp.get("/classes/<int:offering_id>/check-in/desk")
@require(Permission.SESSIONS_RECORD)
def show_desk_address(offering_id: int) -> ResponseReturnValue:
    """The address, to be opened there: as a link, and as a code for a tablet's camera."""
    offering, key = offering_or_404(offering_id), request.args.get("desk", "")
    if codes.read_desk_key(keys.key(), key, time.time()) != offering_id:
        abort(404)
    address = url_for(".desk", key=key, _external=True)
    return render_template(
        "sessions/checkin/desk_address.html", offering=offering, address=address, drawing=qr_code(address)
    )
