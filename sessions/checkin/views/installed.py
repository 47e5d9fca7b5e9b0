"""What makes the pages work without a network: the worker that keeps them, and what an installed page is called."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from flask import Response, current_app, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import public
from core.templating import asset
from sessions.checkin.views.blueprint import bp

KEPT = (
    "vendor/tabler.min.css", "css/tokens.css", "css/shell.css", "css/parts.css", "css/check_in.css",
    "vendor/htmx.min.js", "vendor/jsqr.js", "js/site.js", "js/check_in_queue.js", "js/check_in_phone.js",
    "js/check_in_scan.js", "img/mark.svg",
)  # fmt: skip


@bp.get("/check-in/worker.js")
@public
def worker() -> ResponseReturnValue:
    """The worker, told what to keep; its version changes with what it keeps, so that nothing old stays."""
    kept = [*(asset(name) for name in KEPT), url_for(".phone_without_network")]
    script = Path(current_app.static_folder or "static", "js", "check_in_worker.js").read_text(encoding="utf-8")
    version = hashlib.sha256(json.dumps(kept).encode() + script.encode()).hexdigest()[:12]
    said = f"const VERSION = {json.dumps(version)};\nconst KEPT = {json.dumps(kept)};\n"
    response = Response(said + script, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/s/app")
@public
def phone_without_network() -> ResponseReturnValue:
    """What the worker shows on a learner's phone when the network is gone. It knows nobody; the phone does."""
    return render_template("sessions/checkin/phone_without_network.html")


@bp.get("/check-in/app.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    response = jsonify(
        name=_("Training check-in"),
        short_name=_("Check-in"),
        start_url=url_for(".my_check_in"),
        scope="/",
        display="standalone",
        background_color="#f4f6f9",
        theme_color="#14304f",
        icons=[{"src": url_for("static", filename="img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    )
    response.mimetype = "application/manifest+json"
    return response
