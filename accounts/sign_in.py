"""The signed-in person: found for each request, signed out kindly when idle, led to a first own password.

The session cookie ends with the browser and, on the server's side, `PERMANENT_SESSION_LIFETIME` after the last request:
its signature carries the time, and every request of a signed-in person signs it anew.
"""

from __future__ import annotations

import hmac

from flask import Flask, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts import queries
from accounts.models import User
from accounts.rules import allows
from core import navigation
from core.extensions import login_manager

OPEN_BEFORE_PASSWORD_CHANGE = frozenset(
    {"accounts.change_password", "accounts.sign_out", "accounts.choose_language", "static"}
)


def init_app(app: Flask) -> None:
    """Teach the application who is signed in and what they may do."""
    navigation.decide_with(app, allows)
    login_manager.user_loader(load_user)
    login_manager.unauthorized_handler(ask_to_sign_in)
    app.before_request(insist_on_new_password)
    app.before_request(keep_session_alive)


def load_user(kept: str) -> User | None:
    """The account that a session belongs to; none if it was closed or its password has changed since."""
    user_id, _separator, stamp = kept.partition(":")
    user = queries.user_of(int(user_id)) if user_id.isdecimal() else None
    if user is None or not user.is_active or not hmac.compare_digest(user.session_stamp, stamp):
        return None
    return user


def keep_session_alive() -> None:
    """Sign the cookie anew, so that only idleness ends a session."""
    if "_user_id" in session and request.endpoint != "static":
        session.modified = True


def insist_on_new_password() -> ResponseReturnValue | None:
    """Send people with a one-time password to the page where they choose their own, wherever they want to go."""
    if "_user_id" not in session or request.endpoint is None or request.endpoint in OPEN_BEFORE_PASSWORD_CHANGE:
        return None
    if current_user.is_authenticated and current_user.must_change_password:
        return redirect(url_for("accounts.change_password"))
    return None


def ended_by_idleness() -> bool:
    """Whether the browser still sends a session that is over: its signature is too old, so nothing of it was read."""
    return bool(request.cookies.get(current_app.config["SESSION_COOKIE_NAME"])) and not session


def ask_to_sign_in() -> ResponseReturnValue:
    """Send to the sign-in page, say why, and come back afterwards to a page that can be opened by its address."""
    if ended_by_idleness():
        minutes = int(current_app.config["PERMANENT_SESSION_LIFETIME"].total_seconds() // 60)
        flash(
            ngettext(
                "You were signed out because nothing happened for %(num)d minute. Sign in to go on.",
                "You were signed out because nothing happened for %(num)d minutes. Sign in to go on.",
                minutes,
            ),
            "info",
        )
    elif "_user_id" in session:
        session.clear()
        flash(_("Your session has ended because the account or its password was changed. Sign in again."), "info")
    elif request.path != "/":
        flash(_("Sign in to open this page."), "info")
    wanted = navigation.here() if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=None if wanted == "/" else wanted))
