"""A learner's phone: from the code on the wall to the tick, in at most two taps."""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import uuid4

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts import actions as account_actions
from accounts.access import public
from core import group_commit
from core.clock import to_local
from core.db import db, utc_now
from core.headers import ALWAYS
from courses.models import Enrolment
from sessions.checkin import actions, keys, labels, queries
from sessions.checkin.actions import TapAsked, Verdict
from sessions.checkin.drawing import qr_code
from sessions.checkin.forms import IntroductionForm
from sessions.checkin.models import CheckInWindow
from sessions.checkin.rules import codes
from sessions.checkin.rules.codes import CodeState, Device, Pace, Pass
from sessions.checkin.rules.judging import Outcome, Way
from sessions.checkin.views.blueprint import bp
from sessions.checkin.views.senders import device_here, keep, learner_here, new_device
from sessions.half_days import halves_of
from sessions.rules.kinds import EventSource

TRIES = 5  # wrong introductions under one name, and twice as many on one phone, until one has to wait
WAIT = timedelta(minutes=15)
OUTCOME_OF = {
    CodeState.EXPIRED: Outcome.EXPIRED,
    CodeState.NOT_YET: Outcome.NOT_YET,
    CodeState.FORGED: Outcome.FORGED,
    CodeState.OTHER: Outcome.FORGED,
}
ASKS_FOR_PLACE = {"Permissions-Policy": ALWAYS["Permissions-Policy"].replace("geolocation=()", "geolocation=(self)")}


@bp.after_request
def keep_private(response: Response) -> Response:
    """What a phone or a desk sees stays out of caches and search engines."""
    if request.endpoint in ("checkin.arrive", "checkin.my_check_in", "checkin.desk"):
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/s/<code>")
@public
def arrive(code: str) -> ResponseReturnValue:
    """What the code on the wall leads to: one button on a phone that is known, else two fields first."""
    now, device = time.time(), device_here() or new_device()
    window, refused = read_code(code, now)
    if window is None or refused:
        return refuse(refused or Outcome.FORGED)
    told = Pass(window.id, int(now), device.number, codes.network_mark(keys.key(), request.remote_addr or ""))
    form = IntroductionForm(formdata=None, proof=codes.write_pass(keys.key(), told), client_id=str(uuid4()))
    learner = learner_here(device)
    enrolment = queries.own_enrolment(window.offering_id, learner) if learner else None
    response = make_response(show(window, form, enrolment))
    if window.radius:
        response.headers.update(ASKS_FOR_PLACE)
    return keep(response, device, window.remember_days) if device_here() is None else response


def read_code(code: str, now: float) -> tuple[CheckInWindow | None, Outcome | None]:
    """The window of a code that is good now, and else why it is not."""
    read = codes.read_room_code(keys.key(), code)
    window = queries.window_with(read.subject) if read else None
    if window is None:
        return None, Outcome.FORGED
    state = codes.judge_room_code(keys.key(), code, window.id, now, Pace(window.code_life, window.drift))
    if state is not CodeState.VALID:
        return window, OUTCOME_OF[state]
    if now < window.opens_at.timestamp():
        return window, Outcome.NOT_OPEN
    return window, None if now <= window.closes_at.timestamp() else Outcome.CLOSED


def refuse(outcome: Outcome) -> ResponseReturnValue:
    """The code leads nowhere, in words; scripts and tests see it by the number."""
    status = 404 if outcome is Outcome.FORGED else 410
    return render_template("sessions/checkin/refused.html", said=labels.said(outcome, None)), status


def show(window: CheckInWindow, form: IntroductionForm, enrolment: Enrolment | None) -> str:
    """The page with the button, or with the tick where somebody has signed already."""
    signed = signed_at(window, enrolment)
    half = next((one for one in halves_of(window.offering) if (one.on, one.part) == (window.day, window.part)), None)
    return render_template(
        "sessions/checkin/arrive.html",
        window=window,
        offering=window.offering,
        form=form,
        enrolment=enrolment,
        signed=signed,
        half=half,
        labels=labels,
    )


def signed_at(window: CheckInWindow, enrolment: Enrolment | None) -> str:
    """When somebody has signed, on the site's clock; empty when not."""
    if enrolment is None:
        return ""
    found = queries.accepted_of(window.id, enrolment.id)
    return f"{to_local(found.at):%H:%M:%S}" if found else ""


@bp.post("/s/<code>")
@public
def sign(code: str) -> ResponseReturnValue:
    """The button, where no script has taken it over; and who introduces himself signs with the same tap."""
    form, device = IntroductionForm(), device_here() or new_device()
    told = codes.read_pass(keys.key(), form.proof.data or "")
    window = queries.window_with(told.window) if told else None
    if window is None or not form.validate_on_submit():
        return refuse(Outcome.FORGED)
    learner = learner_here(device)
    enrolment = queries.own_enrolment(window.offering_id, learner) if learner else None
    if enrolment is None or form.name.data:
        enrolment = introduce(window, form, device)
    if enrolment is None:
        return show(window, form, None), 422
    device = new_device(enrolment.learner_id, device.number)
    verdict = take_one(window, form, device)
    if verdict.verdict not in (Outcome.ACCEPTED, Outcome.ALREADY):
        response = make_response(render_template("sessions/checkin/refused.html", said=worded(verdict)))
    else:
        response = make_response(redirect(url_for(".my_check_in", window=window.id)))
    return keep(response, device, window.remember_days)


def worded(verdict: Verdict) -> str:
    """What is said about a verdict."""
    return labels.said(verdict.verdict, verdict.at, verdict.direction)


def introduce(window: CheckInWindow, form: IntroductionForm, device: Device) -> Enrolment | None:
    """Who it is, by name and the end of a number; None when the form has been told what is wrong."""
    name, tail = form.name.data or "", form.tail.data or ""
    if not name or len(tail) != queries.TAIL:
        form.blame("name" if not name else "tail", _("Enter your name and the last four characters of your number."))
        return None
    attempt = account_actions.note_attempt(f"check-in {window.offering_id} {name}", address=f"phone {device.number}")
    db.session.commit()
    try:
        account_actions.check_attempt(attempt, per_name=TRIES, per_address=2 * TRIES, lock_for=WAIT)
    except account_actions.TooManyAttempts:
        db.session.commit()
        form.blame("name", _("Too many attempts under this name. Please see the class teacher at the desk."))
        return None
    found = queries.introduced(window.offering_id, name, tail)
    if found is None:
        form.blame("name", _("Nobody in this class has this name and number. Please check both."))
    else:
        db.session.delete(attempt)
    db.session.commit()
    return found


def take_one(window: CheckInWindow, form: IntroductionForm, device: Device) -> Verdict:
    """Write the tap of the form."""
    now = time.time()
    tap = TapAsked(
        client_id=form.client_id.data or str(uuid4()),
        window_id=window.id,
        way=Way.PASS,
        secret=form.proof.data or "",
        source=EventSource.SELF_CHECK_IN,
        claimed=now,
        received=now,
        learner_id=device.learner,
        device=device.number,
        address=request.remote_addr or "",
    )
    db.session.commit()
    [verdict] = group_commit.submit_together(actions.take_all, [tap])
    return verdict


@bp.get("/check-in/mine")
@public
def my_check_in() -> ResponseReturnValue:
    """A learner's own code and number, and what was signed today."""
    learner = learner_here(device_here())
    places = queries.places_today(learner, utc_now()) if learner else []
    wanted = request.args.get("window", type=int)
    signed = queries.signed_today(learner, wanted, utc_now()) if learner else []
    enrolment = places[0] if places else None
    code = number = ""
    if enrolment:
        life = queries.own_life(enrolment.offering_id)
        step = codes.step_at(time.time(), life)
        code = f"{codes.own_code(keys.key(), enrolment.id, step)} {enrolment.learner.name}"
        pins = codes.pins(keys.key(), queries.enrolment_ids(enrolment.offering_id))
        number = next(pin for pin, owner in pins.items() if owner == enrolment.id)
    return render_template(
        "sessions/checkin/mine.html",
        enrolment=enrolment,
        signed=[one for one in signed if wanted in (None, one[1].id)] or signed,
        drawing=qr_code(code) if code else "",
        number=number,
        labels=labels,
    )
