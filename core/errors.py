"""Error pages in plain words: what happened, and what to do now. Never a stack trace."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from core.extensions import db
from core.group_commit import NotKept

OWN_PAGES = frozenset({400, 403, 404, 413, 429})
LAST_RESORT = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>系统出错</title></head>'
    "<body><h1>系统出错</h1><p>请稍后再试；仍不行时把编号告诉管理员：{reference}</p>"
    '<p lang="en">Something went wrong. Try again later, or give the administrator this reference: {reference}</p>'
    "</body></html>"
)


def init_app(app: Flask) -> None:
    """Register the error pages, and put the reference number into the log."""
    app.register_error_handler(CSRFError, show_form_expired)
    app.register_error_handler(HTTPException, show_refusal)
    app.register_error_handler(500, show_failure)
    app.register_error_handler(NotKept, show_not_kept)
    app.log_exception = log_with_reference  # type: ignore[method-assign]


def show_form_expired(_error: CSRFError) -> ResponseReturnValue:
    """A form whose protection field is missing or from another session."""
    return render_template("errors/form_expired.html"), 400


def show_refusal(error: HTTPException) -> ResponseReturnValue:
    """Any refusal that HTTP has a number for."""
    code = error.code or 500
    if code >= 500:
        return show_failure(error)
    page = code if code in OWN_PAGES else 400
    largest = current_app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024)
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return render_template(f"errors/{page}.html", largest_megabytes=largest), code, kept


def show_failure(_error: Exception) -> ResponseReturnValue:
    """Our own fault: the reference number on the page is the one in the log."""
    reference = _reference()
    try:
        db.session.rollback()
        return render_template("errors/500.html", reference=reference), 500
    except Exception:  # The page itself needs the database or a template: say the least there is to say.
        current_app.logger.exception("the error page failed as well, reference %s", reference)
        return LAST_RESORT.format(reference=reference), 500


def show_not_kept(_error: NotKept) -> ResponseReturnValue:
    """The database was busy, full or gone: nothing was recorded, and it may be sent again."""
    again_soon = {"Retry-After": "1"}
    if request.is_json:
        return {"error": "not recorded"}, 503, again_soon
    return render_template("errors/503.html"), 503, again_soon


def log_with_reference(exc_info: Any) -> None:
    """Write the failure to the log under the number that the person is shown."""
    log = logging.getLogger(current_app.logger.name)
    log.error("reference %s: %s %s", _reference(), request.method, request.path, exc_info=exc_info)


def _reference() -> str:
    """The number of this failure, eight characters that can be read out on the telephone."""
    if "error_reference" not in g:
        g.error_reference = secrets.token_hex(4).upper()
    reference: str = g.error_reference
    return reference
