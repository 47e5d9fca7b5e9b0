"""Taps as they are sent by scripts: many at once, again and again if need be, with the same answer.

No template, no form: a tap proves itself by what it holds. Why no protection field is asked for: decision 0017.
"""

from __future__ import annotations

import re
import time
from datetime import datetime
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from accounts.access import public
from core import group_commit
from core.clock import to_local
from core.db import db
from core.extensions import csrf
from core.transactions import writes_in_group
from sessions.checkin import actions, labels
from sessions.checkin.actions import TapAsked, Verdict
from sessions.checkin.rules.codes import OWN_MARK
from sessions.checkin.rules.judging import Way
from sessions.checkin.rules.places import Place
from sessions.checkin.views.blueprint import bp
from sessions.checkin.views.senders import Helper, device_here, helper_at, learner_here
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource

AT_ONCE = 200  # taps in one request
CLIENT_ID = re.compile(r"[0-9A-Za-z-]{8,36}")
BY_HELPERS = {Way.OWN: EventSource.STAFF_SCAN, Way.PIN: EventSource.STATION}


class NotUnderstood(Exception):
    """What was sent is not a list of taps."""


@bp.post("/check-in/<int:window_id>/taps")
@csrf.exempt
@writes_in_group
@public
def take_taps(window_id: int) -> ResponseReturnValue:
    received = time.time()
    try:
        sent, ways = read_request(request.get_json(silent=True))
    except NotUnderstood:
        return jsonify(error="not_understood"), 400
    helper = helper_at(window_id, str(sent.get("desk", ""))) if BY_HELPERS.keys() & ways else None
    if helper is None and BY_HELPERS.keys() & ways:
        return jsonify(error="sign_in"), 401
    device = device_here()
    common: dict[str, Any] = {
        "window_id": window_id,
        "received": received,
        "sent": seconds(sent.get("now")),
        "device": device.number if device else "",
        "address": request.remote_addr or "",
    }
    learner = learner_here(device) if ways - BY_HELPERS.keys() else 0
    asked = [tap_of(one, way, common, helper, learner) for one, way in zip(sent["taps"], ways_of(sent), strict=True)]
    db.session.rollback()  # What was read here is over; writing has a transaction of its own.
    try:
        verdicts = group_commit.submit_together(actions.take_all, asked)
    except group_commit.NotKept:
        return jsonify(error="try_again"), 503
    return jsonify(results=[worded(verdict, with_name=helper is not None) for verdict in verdicts])


def read_request(sent: Any) -> tuple[dict[str, Any], set[Way]]:
    """What was sent, and the ways of its taps. Raises NotUnderstood."""
    taps = sent.get("taps") if isinstance(sent, dict) else None
    if not isinstance(taps, list) or not 0 < len(taps) <= AT_ONCE or not all(isinstance(one, dict) for one in taps):
        raise NotUnderstood
    if not all(CLIENT_ID.fullmatch(str(one.get("client_id", ""))) for one in taps):
        raise NotUnderstood
    if any(one.get("direction") not in (None, *Direction) for one in taps):
        raise NotUnderstood
    return sent, set(ways_of(sent))


def ways_of(sent: dict[str, Any]) -> list[Way]:
    """By what each tap proves itself."""
    return [way_of(one) for one in sent["taps"]]


def way_of(tap: dict[str, Any]) -> Way:
    if "pass" in tap:
        return Way.PASS
    if "pin" in tap:
        return Way.PIN
    return Way.OWN if str(tap.get("code", "")).startswith(OWN_MARK) else Way.CODE


def tap_of(tap: dict[str, Any], way: Way, common: dict[str, Any], helper: Helper | None, learner: int) -> TapAsked:
    """One tap as `take` wants it."""
    by_helper = helper is not None and way in BY_HELPERS
    claimed = seconds(tap.get("at"))
    return TapAsked(
        client_id=str(tap["client_id"]),
        way=way,
        secret=str(tap.get("pass") or tap.get("pin") or tap.get("code") or "").strip(),
        source=BY_HELPERS[way] if by_helper else EventSource.SELF_CHECK_IN,
        claimed=common["received"] if claimed is None else claimed,
        learner_id=0 if by_helper else learner,
        direction=Direction(tap["direction"]) if tap.get("direction") else None,
        recorder=helper.recorder if helper and by_helper else "",
        place=place_of(tap.get("place")),
        **common,
    )


def seconds(said: Any) -> float | None:
    """A time as scripts write it (ISO 8601 with its zone), in seconds since 1970; None for anything else."""
    try:
        moment = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        return None
    return moment.timestamp() if moment.tzinfo else None


def place_of(said: Any) -> Place | None:
    """Where the phone says it is: [latitude, longitude]."""
    try:
        latitude, longitude = (float(one) for one in said)
    except (TypeError, ValueError):
        return None
    return Place(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def worded(verdict: Verdict, *, with_name: bool) -> dict[str, str]:
    """One verdict for the script and for the person; whose it is hears only who signs others in."""
    return {
        "client_id": verdict.client_id,
        "verdict": verdict.verdict.value,
        "said": labels.said(verdict.verdict, verdict.at, verdict.direction),
        "time": f"{to_local(verdict.at):%H:%M:%S}" if verdict.at else "",
        **({"name": verdict.name} if with_name else {}),
    }
