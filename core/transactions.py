"""One transaction per request; requests that only read say so, which lets SQLite readers run beside a writer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from core.db import will_write

READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
View = TypeVar("View", bound=Callable[..., Any])


def writes_in_group(view: View) -> View:
    """Mark a view that writes through `core.group_commit` alone: its own session only reads."""
    view.writes_in_group = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Set the kind of transaction before each request."""

    @app.before_request
    def choose_kind_of_transaction() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        will_write.set(request.method not in READ_METHODS and not getattr(view, "writes_in_group", False))
