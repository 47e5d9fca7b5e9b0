"""The form of cloning a class."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from core.forms import Form
from courses.forms import short
from sessions.cloning import labels
from sessions.cloning.rules import Shift


class CloneForm(Form):
    """What is new about the class, and how its days move."""

    code = StringField(_l("Class code"), validators=[DataRequired(_l("Enter a class code.")), short(60)])
    name = StringField(_l("Class name"), validators=[DataRequired(_l("Enter the name of the class.")), short(200)])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day."))])
    shift = SelectField(
        _l("How the days move"),
        coerce=Shift,
        default=Shift.WORKING_DAYS,
        choices=[SelectChoice(value=one.value, label=words) for one, words in labels.SHIFTS.items()],
    )

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        return {"code": self.code.data, "name": self.name.data, "starts_on": self.starts_on.data}

    def blame_code(self) -> None:
        """Another class has the code."""
        self.blame("code", _("Another class has this code. Choose another one."))
