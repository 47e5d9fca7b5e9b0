"""The form of a new calendar address."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from core.forms import Form


class FeedForm(Form):
    """For whom or what the address is, so that it can be revoked alone later."""

    purpose = StringField(
        _l("For whom or what"), validators=[Length(max=80, message=_l("Use at most %(max)d characters."))]
    )
