"""Whose calendar is shown, and the form that moves a session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.forms import YEARS, Form
from sessions.agenda.queries import Register
from sessions.rules.timetable import SessionFacts
from trainer.models import Institution


class CalendarForm(Form):
    """Whose calendar, and which day."""

    class Meta(Form.Meta):
        """A look at a calendar changes nothing."""

        csrf = False

    institution_id = SelectField(_l("Institution"), validate_choice=False, choices=[])
    class_id = SelectField(_l("Class"), validate_choice=False, choices=[])
    teacher_id = SelectField(_l("Teacher"), validate_choice=False, choices=[])
    venue_id = SelectField(_l("Venue"), validate_choice=False, choices=[])
    on = DateField(_l("Go to date"))

    def offer(self, institutions: Iterable[Institution], register: Register) -> None:
        """Fill the lists with what there is."""
        self.institution_id.choices = [SelectChoice(str(one.id), one.name) for one in institutions]
        classes = {number: f"{code} {name}" for number, (code, name) in register.classes.items()}
        for field, names, everybody in (
            (self.class_id, classes, _("All classes")),
            (self.teacher_id, register.teachers, _("All teachers")),
            (self.venue_id, register.venues, _("All venues")),
        ):
            field.choices = [
                SelectChoice("", everybody),
                *(SelectChoice(str(key), name) for key, name in names.items()),
            ]


class MoveForm(Form):
    """A session at another time, in another venue, with another teacher. `version` is what the person has seen."""

    on = DateField(_l("Date"), validators=[InputRequired(_l("Enter the date of the session."))])
    starts = TimeField(
        _l("Starts"), validators=[InputRequired(_l("Enter when the session starts, for example 09:00."))]
    )
    ends = TimeField(_l("Ends"), validators=[InputRequired(_l("Enter when the session ends, for example 12:00."))])
    venue_name = SelectField(_l("Venue"), choices=[], default="")
    teacher_name = SelectField(_l("Teacher"), choices=[], default="")
    reason = StringField(
        _l("Why is it changed?"),
        validators=[
            DataRequired(_l("Enter why the session is changed.")),
            Length(max=200, message=_l("Use at most %(max)d characters.")),
        ],
    )
    waiver = StringField(
        _l("Why it may be so all the same"),
        validators=[Length(max=200, message=_l("Use at most %(max)d characters."))],
    )
    version = HiddenField()
    back = HiddenField()

    def offer(self, facts: SessionFacts, venues: Iterable[str], teachers: Iterable[str]) -> None:
        """Fill the lists: what the session has now stands first and is what nothing chosen means."""
        for field, now, names in (
            (self.venue_name, facts.venue_name, venues),
            (self.teacher_name, facts.teacher_name, teachers),
        ):
            stays = _("As now: %(name)s", name=now) if now else _("As now: none")
            others = [SelectChoice(name, name) for name in names if name != now]
            field.choices = [SelectChoice("", stays), *others]

    def validate_ends(self, field: TimeField) -> None:
        """A session ends after it has started."""
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_l("The session must end after it has started."))

    def times(self) -> tuple[datetime, datetime] | None:
        """Start and end as far as they are filled in and make sense."""
        day, starts, ends = self.on.data, self.starts.data, self.ends.data
        if not (day and day.year in YEARS and starts and ends and starts < ends):
            return None
        return datetime.combine(day, starts), datetime.combine(day, ends)

    def seen_version(self) -> int | None:
        """The version that the calendar showed; None when nothing usable came back."""
        return int(self.version.data) if str(self.version.data or "").isdecimal() else None

    def blame_change(self) -> None:
        """Somebody else came first."""
        self.blame(
            "on", _("Somebody else has changed this session meanwhile. Look at the calendar again, then move it anew.")
        )

    def blame_refusal(self) -> None:
        """Something is in the way; what it is stands in the box."""
        self.blame("on", _("The session was not moved: see below what is in the way and what is free instead."))

    @staticmethod
    def held(facts: SessionFacts, **values: Any) -> dict[str, Any]:
        """What the form shows of a session that is to move."""
        start, end = facts.starts_at, facts.ends_at
        return {
            "on": start.date() if start else None,
            "starts": start.time() if start else None,
            "ends": end.time() if end else None,
            **values,
        }
