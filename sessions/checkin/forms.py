"""Forms of check-in: the settings of a window, introducing oneself, the desk, and what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FloatField,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from core.clock import to_local, to_utc
from core.forms import Form
from sessions.checkin.models import CheckInWindow
from sessions.checkin.rules.places import read_networks
from sessions.record_forms import CLOCK_FORMATS, REASON

GIVEN = (InputRequired(_l("Enter day and time.")),)


class WindowForm(Form):
    """When a window is open, and what else is looked at. Nothing of it keeps anybody out; it marks."""

    opens_at = DateTimeLocalField(_l("Opens"), format=CLOCK_FORMATS, validators=GIVEN)
    closes_at = DateTimeLocalField(_l("Closes"), format=CLOCK_FORMATS, validators=GIVEN)
    one_device = BooleanField(_l("Everybody keeps to one phone"))
    networks = TextAreaField(_l("Network of the venue"), validators=[Length(max=2000)])
    latitude = FloatField(_l("Latitude"), validators=[Optional(), NumberRange(-90, 90, _l("From -90 to 90."))])
    longitude = FloatField(_l("Longitude"), validators=[Optional(), NumberRange(-180, 180, _l("From -180 to 180."))])
    radius = IntegerField(
        _l("Radius in metres"), validators=[Optional(), NumberRange(20, 20_000, _l("From 20 to 20,000 metres."))]
    )
    version = HiddenField()

    def show(self, window: CheckInWindow) -> None:
        """Fill in what the window says."""
        self.opens_at.data, self.closes_at.data = to_local(window.opens_at), to_local(window.closes_at)
        for name in ("one_device", "networks", "latitude", "longitude", "radius", "version"):
            self[name].data = getattr(window, name)

    def validate_closes_at(self, field: DateTimeLocalField) -> None:
        """It cannot close before it opens."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_("It must close after it opens."))

    def validate_networks(self, field: TextAreaField) -> None:
        """Each line is an address or a range."""
        try:
            read_networks(field.data or "")
        except ValueError as wrong:
            said = _("Write one range a line, such as 10.20.0.0/16. Not understood: %(line)s", line=wrong)
            raise ValidationError(said) from None

    def validate_radius(self, field: IntegerField) -> None:
        """A place is a point and a radius, or nothing."""
        given = [self.latitude.data is not None, self.longitude.data is not None, field.data is not None]
        if any(given) and not all(given):
            raise ValidationError(_("Enter latitude, longitude and radius, or none of them."))

    def settings(self) -> dict[str, Any]:
        """What the window is to say."""
        values = {name: self[name].data for name in ("one_device", "latitude", "longitude", "radius")}
        opens: datetime = self.opens_at.data
        closes: datetime = self.closes_at.data
        return {**values, "networks": self.networks.data or "", "opens_at": to_utc(opens), "closes_at": to_utc(closes)}


class IntroductionForm(Form):
    """On a phone that is seen for the first time: who is it? Empty where the phone is known."""

    name = StringField(_l("Your name"), validators=[Length(max=80)])
    tail = StringField(_l("Last four characters"), validators=[Length(max=4)])
    proof = HiddenField()
    client_id = HiddenField()


class DeskForm(Form):
    """At the desk: a personal number or code, or a name with the end of a number."""

    number = StringField(_l("Personal number"), validators=[Length(max=120)])
    name = StringField(_l("Name"), validators=[Length(max=80)])
    tail = StringField(_l("Last four characters"), validators=[Length(max=4)])


class DecisionForm(Form):
    """Whether a held attempt counts, and why."""

    note = TextAreaField(_l("What speaks for or against it?"), validators=REASON)


class SeenForm(Form):
    """What came of a suspicion."""

    key = HiddenField(validators=[InputRequired(), Length(max=80)])
    note = StringField(_l("What came of it?"), validators=REASON)
