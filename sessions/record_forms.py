"""Forms of attendance and records: corrections by hand, withdrawing an event, saying who is behind a record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateTimeLocalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from core.clock import local_now
from core.forms import Form
from sessions.labels import DIRECTIONS
from sessions.rules.halfdays import Direction

REASON = (
    InputRequired(_l("Enter the reason.")),
    Length(min=4, message=_l("Say it in at least four characters.")),
    Length(max=500, message=_l("Use at most 500 characters.")),
)
CLOCK_FORMATS = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]


class GridSearchForm(Form):
    """Which learners the grid shows."""

    text = StringField(_l("Name or employer"))
    only_problems = BooleanField(_l("Only learners with something to look at"))

    class Meta(Form.Meta):
        """A search changes nothing."""

        csrf = False


class CorrectionForm(Form):
    """A sign-in or sign-out added by hand. Nothing recorded before is changed."""

    direction = RadioField(
        _l("What is missing?"),
        coerce=Direction,
        choices=[SelectChoice(direction.value, words) for direction, words in DIRECTIONS.items()],
        default=Direction.IN,
        validators=[InputRequired(_l("Choose sign-in or sign-out."))],
    )
    at = DateTimeLocalField(
        _l("When was it?"),
        format=CLOCK_FORMATS,
        validators=[InputRequired(_l("Enter the day and time, for example 2026-05-11 08:30."))],
        render_kw={"step": 1},
    )
    reason = TextAreaField(_l("Why is it added by hand?"), validators=REASON)

    def validate_at(self, field: DateTimeLocalField) -> None:
        """Nobody can have signed in at a time still to come."""
        if field.data and field.data > local_now():
            raise ValidationError(_("This time is still to come. Enter when the person really signed."))

    def lies_within(self, opens: datetime, closes: datetime) -> bool:
        """Whether the time lies in the window of the half-day, both ends included; outside it would not count."""
        if opens <= self.at.data <= closes:
            return True
        self.blame(
            "at",
            _(
                "This would not count: enter a time from %(opens)s to %(closes)s.",
                opens=f"{opens:%Y-%m-%d %H:%M}",
                closes=f"{closes:%H:%M}",
            ),
        )
        return False


class WithdrawalForm(Form):
    """Why an event is wrong."""

    reason = TextAreaField(_l("Why is it wrong?"), validators=REASON)


class SettlingForm(Form):
    """Who is behind a record."""

    learner = SelectField(_l("Learner"), coerce=int)
    alike = BooleanField(_l("Also every other record of this file with the same name and number"), default=True)
    reason = TextAreaField(_l("How do you know?"), validators=REASON)

    def offer(self, likely: Iterable[tuple[int, str]], others: Iterable[tuple[int, str]]) -> None:
        """The learners to choose from, those of the same name first; nobody is chosen beforehand."""
        first = [(number, _("%(name)s (same name)", name=name)) for number, name in likely]
        listed = [(0, _("Choose the learner")), *first, *others]
        self.learner.choices = [SelectChoice(number, text) for number, text in listed]

    def validate_learner(self, field: SelectField) -> None:
        """The first line of the list is nobody."""
        if not field.data:
            raise ValidationError(_("Choose the learner."))
