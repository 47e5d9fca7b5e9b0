"""Every view wears exactly one mark: `@require(permission)` or `@public`. A test walks all routes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.rules import Permission, allows

View = Callable[..., ResponseReturnValue]
InstitutionScope = Callable[[Any], "frozenset[int] | None"]


def scope_with(app: Flask, institutions_of: InstitutionScope) -> None:
    """Set the function that knows a person's institutions (None: all); they live in a layer above accounts."""
    app.extensions["institution_scope"] = institutions_of


def institution_ids_of(user: Any) -> frozenset[int] | None:
    """The institutions whose entries a person may see; none at all while nobody has said."""
    known: InstitutionScope = current_app.extensions.get("institution_scope", lambda _user: frozenset())
    return known(user)


def require(permission: Permission) -> Callable[[View], View]:
    """Only signed-in people whose role has the permission; others get the sign-in page or 403."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if not allows(current_user.role, permission):
                abort(403)
            return view(*args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return mark


def public(view: View) -> View:
    """Open to anybody, on purpose."""
    view.access = "public"  # type: ignore[attr-defined]
    return view
