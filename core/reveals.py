"""Revealing a masked value: somebody asks with a reason, the next page shows it once, no page after that does.

The value travels in the signed session cookie, encrypted. Writing the audit trail is the caller's business.
"""

from __future__ import annotations

import json

from flask import session
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core import vault
from core.forms import Form

HANDED_OVER = "core.revealed"


class RevealForm(Form):
    """Why a masked number is wanted. The reason stands in the audit trail."""

    reason = StringField(
        _l("Why do you need it?"),
        validators=[
            DataRequired(_l("Enter why you need the full number.")),
            Length(min=4, message=_l("Say it in at least four characters.")),
            Length(max=200, message=_l("Use at most 200 characters.")),
        ],
    )


def hand_over(subject: str, values: dict[str, str]) -> None:
    """Keep the values for the next page about this subject, for example `teacher:7`."""
    session[HANDED_OVER] = [subject, vault.seal(json.dumps(values), HANDED_OVER)]


def handed_over(subject: str) -> dict[str, str]:
    """The values just revealed about this subject; they are forgotten by asking, whoever they are about."""
    known, sealed = session.pop(HANDED_OVER, ("", ""))
    values: dict[str, str] = json.loads(vault.unseal(sealed, HANDED_OVER)) if known == subject else {}
    return values
