"""The form of sessions that come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from core.forms import CheckboxesField, Form
from sessions import labels
from sessions.clashes.labels import REST_CHOICES, WEEKDAYS
from sessions.rules.kinds import SessionKind
from sessions.rules.recurrence import MOST_DAYS, MOST_LINES, Pattern, RestDays


class SeriesForm(Form):
    """Which days, which hours, what is taught. What it names is shown first and saved afterwards."""

    title = StringField(
        _l("Title"),
        validators=[
            DataRequired(_l("Enter what is taught.")),
            Length(max=200, message=_l("Use at most 200 characters.")),
        ],
    )
    first = DateField(_l("First day"), validators=[DataRequired(_l("Enter the first day."))])
    weekdays = CheckboxesField(
        _l("Weekdays"),
        coerce=int,
        choices=lambda: [SelectChoice(value=number, label=words) for number, words in enumerate(WEEKDAYS)],
        validators=[DataRequired(_l("Choose at least one weekday."))],
    )
    starts = TimeField(_l("Starts"), validators=[DataRequired(_l("Enter when the session starts, for example 09:00."))])
    ends = TimeField(_l("Ends"), validators=[DataRequired(_l("Enter when the session ends, for example 12:00."))])
    times = IntegerField(
        _l("How many sessions"),
        validators=[Optional(), NumberRange(1, MOST_LINES, _l("Enter a number from 1 to 60."))],
    )
    until = DateField(_l("Last day"), validators=[Optional()])
    rest = SelectField(
        _l("On a day of rest"),
        coerce=RestDays,
        choices=lambda: [SelectChoice(value=each.value, label=words) for each, words in REST_CHOICES.items()],
        default=RestDays.SKIP,
    )
    kind = SelectField(
        _l("Held"),
        coerce=SessionKind,
        choices=lambda: [
            SelectChoice(value=each.value, label=labels.SESSION_KINDS[each])
            for each in (SessionKind.OFFLINE, SessionKind.LIVE)
        ],
        default=SessionKind.OFFLINE,
    )
    planned_hours = DecimalField(
        _l("Credit hours each"),
        places=None,
        validators=[InputRequired(_l("Enter the planned hours.")), NumberRange(0, 99, _l("Enter hours from 0 to 99."))],
    )
    venue_name = StringField(_l("Venue"), validators=[Length(max=120)])
    teacher_name = StringField(_l("Teacher"), validators=[Length(max=120)])
    modules = TextAreaField(_l("Modules in turn"), validators=[Length(max=2000)])
    waiver = StringField(_l("Why it may be so all the same"), validators=[Length(max=200)])

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; it must end after it has started, and say when the series ends."""
        fine = bool(super().validate(extra_validators))
        if fine and self.ends.data <= self.starts.data:
            self.blame("ends", str(_l("The session must end after it has started.")))
            fine = False
        if fine and not self.times.data and not self.until.data:
            self.blame("times", str(_l("Enter how many sessions, or the last day.")))
            fine = False
        return fine

    def to_pattern(self) -> Pattern:
        """Which days are meant."""
        names = tuple(line.strip() for line in (self.modules.data or "").splitlines() if line.strip())
        until = self.until.data
        if until and until > self.first.data + timedelta(days=MOST_DAYS):
            until = self.first.data + timedelta(days=MOST_DAYS)
        return Pattern(self.first.data, frozenset(self.weekdays.data), self.times.data, until, self.rest.data, names)
