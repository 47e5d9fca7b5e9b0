"""The forms of a run: which days, which periods, what matters."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput

from core.forms import Form
from courses.solver.problem import Half
from sessions.solving.labels import LEVELS, PREFERENCE_NAMES
from sessions.solving.rules.asked import PREFERENCES, Level, weights_of
from sessions.solving.rules.facts import Settings
from sessions.solving.rules.grid import BadPeriods, HalfDay, Period, overlapping, read_periods

LONGEST_SPAN = 200


def level_field(name: str) -> SelectField:
    """How much one preference matters."""
    return SelectField(
        PREFERENCE_NAMES[name],
        coerce=Level,
        choices=lambda: [SelectChoice(value=each.value, label=words) for each, words in LEVELS.items()],
        default=Level.USUAL,
    )


class RunForm(Form):
    """Everything has a value before anybody types: one button is enough."""

    first = DateField(_l("First day"), validators=[DataRequired(_l("Enter the first day."))])
    last = DateField(_l("Last day"), validators=[DataRequired(_l("Enter the last day."))])
    morning = StringField(_l("Morning"), validators=[Length(max=200)])
    afternoon = StringField(_l("Afternoon"), validators=[Length(max=200)])
    evening = StringField(_l("Evening"), validators=[Length(max=200)])
    halves = SelectMultipleField(
        _l("Half-days of the week"),
        choices=[f"{day}-{half.value}" for day in range(7) for half in Half],
        option_widget=CheckboxInput(),
        validators=[InputRequired(_l("Choose at least one half-day."))],
    )
    holidays = BooleanField(_l("Statutory holidays may be used as well"))
    keep = BooleanField(_l("Leave everything that is on the timetable where it is"))
    seconds = IntegerField(
        _l("Search at most (seconds)"),
        default=20,
        validators=[
            InputRequired(_l("Enter seconds from 1 to 600.")),
            NumberRange(1, 600, _l("Enter seconds from 1 to 600.")),
        ],
    )

    @property
    def preferences(self) -> list[Any]:
        """The fields of the preferences, in order."""
        return [self[f"want_{name}"] for name in PREFERENCES]

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; days in order, periods that can be read and do not overlap."""
        return all([super().validate(extra_validators), self._days_fine(), self._periods_fine()])

    def _days_fine(self) -> bool:
        if self.first.data is None or self.last.data is None:
            return False
        days = (self.last.data - self.first.data).days
        if days < 0:
            self.blame("last", _("The last day must not be before the first."))
        elif days > LONGEST_SPAN:
            self.blame("last", _("Choose at most %(days)d days.", days=LONGEST_SPAN))
        return 0 <= days <= LONGEST_SPAN

    def _periods_fine(self) -> bool:
        found: list[Period] = []
        for half in Half:
            try:
                found += read_periods(self[half.value].data or "", half)
            except BadPeriods as bad:
                self.blame(half.value, _("“%(text)s” is no period. Write 08:30-10:00 10:20-11:50.", text=str(bad)))
                return False
        if not found:
            self.blame("morning", _("Enter at least one period, for example 08:30-10:00."))
        elif (pair := overlapping(found)) is not None:
            self.blame("morning", _("%(one)s and %(other)s overlap.", one=pair[0], other=pair[1]))
        return bool(found) and overlapping(found) is None

    def periods(self) -> tuple[Period, ...]:
        return tuple(one for half in Half for one in read_periods(self[half.value].data or "", half))

    def _halves(self) -> frozenset[HalfDay]:
        pairs = [text.split("-") for text in self.halves.data or ()]
        return frozenset((int(day), Half(half)) for day, half in pairs)

    def settings(self) -> Settings:
        """What was chosen."""
        levels = {name: self[f"want_{name}"].data for name in PREFERENCES}
        return Settings(
            self.periods(), self.first.data, self.last.data, self._halves(), self.holidays.data, self.keep.data,
            weights=weights_of(levels),
        )  # fmt: skip


for _name in PREFERENCES:
    setattr(RunForm, f"want_{_name}", level_field(_name))


class AdoptForm(Form):
    """A whole proposal; the reason is needed only for what must be let pass."""

    waiver = StringField(_l("Why it may be so all the same"), validators=[Length(max=200)])
