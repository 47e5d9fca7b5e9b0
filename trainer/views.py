"""The blueprint that the pages of institutions, teachers and venues share."""

from __future__ import annotations

from flask import Blueprint, abort
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.rules import Permission
from core import navigation
from core.navigation import NavItem
from trainer import queries
from trainer.models import Institution

bp = Blueprint("trainer", __name__)
navigation.attach(
    bp,
    NavItem(
        "trainer.list_institutions",
        _l("Training institutions"),
        Permission.TRAINER_READ,
        icon="building-community",
        order=40,
    ),
)


def institution_or_404(institution_id: int) -> Institution:
    """The institution of the address, if it is in scope."""
    return queries.institution_in_scope(institution_id, queries.scope_of(current_user)) or abort(404)
