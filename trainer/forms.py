"""Forms of institution, teachers and venues."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from core.forms import Form
from trainer import labels
from trainer.models import Institution
from trainer.rules import StaffPost


def short(limit: int) -> Length:
    """At most that many characters."""
    return Length(max=limit, message=_l("Use at most %(max)d characters."))


class RegisterForm(Form):
    """A form that writes one entry of a register."""

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class InstitutionForm(RegisterForm):
    """What an institution is and where. Its accreditations are records of their own."""

    name = StringField(
        _l("Name of the institution"), validators=[DataRequired(_l("Enter the name of the institution.")), short(200)]
    )
    code = StringField(
        _l("Code of the institution"), validators=[DataRequired(_l("Enter a code for the institution.")), short(40)]
    )
    region = StringField(
        _l("Region code"),
        validators=[
            DataRequired(_l("Enter the region code.")),
            Regexp(r"^\d{2}(\d{2}(\d{2})?)?$", message=_l("Enter 2, 4 or 6 digits, for example 6101.")),
        ],
    )
    address = StringField(_l("Postal address"), validators=[short(300)])
    phone = StringField(_l("Office telephone"), validators=[short(40)])
    seen = HiddenField()

    @classmethod
    def of(cls, institution: Institution) -> InstitutionForm:
        """The form filled with what is known, and when that was written."""
        return cls(obj=institution, data={"seen": institution.updated_at.isoformat()})

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        return {name: value for name, value in super().facts().items() if name != "seen"}

    def blame_change(self) -> None:
        """Somebody else was faster."""
        self.blame("name", str(_l("Somebody else has changed this in the meantime. Look at the page again first.")))

    def blame_name(self) -> None:
        """Name or code belong to another institution."""
        self.blame("name", str(_l("Another institution has this name or this code.")))


class StaffForm(Form):
    """Giving an account a post."""

    username = StringField(_l("Sign-in name"), validators=[DataRequired(_l("Enter a sign-in name."))])
    post = SelectField(
        _l("Post"),
        choices=lambda: [SelectChoice(value=post.value, label=label) for post, label in labels.STAFF_POSTS.items()],
        coerce=StaffPost,
        default=StaffPost.CLASS_TEACHER,
    )

    def blame_username(self) -> None:
        """Nobody signs in with that name."""
        self.blame("username", str(_l("There is no account of this sign-in name. Create it under Accounts first.")))
