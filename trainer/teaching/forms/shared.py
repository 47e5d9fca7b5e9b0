"""Forms that pages of teachers and venues share: a week of hours, a stretch of time, a document, a withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateTimeLocalField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from core.forms import Form
from core.upload_labels import upload_refusal
from core.uploads import UploadFault
from core.weekly import WeeklyWindow
from trainer.forms import short
from trainer.teaching import labels
from trainer.weeks import WEEKDAYS, read_week, write_week

MOMENT = "%Y-%m-%dT%H:%M"


class WeekForm(Form):
    """Seven lines, Monday first; faults are told at the line where they are."""

    version = IntegerField(widget=HiddenInput(), default=0)
    day_0 = StringField(labels.WEEKDAYS[0], validators=[short(200)])
    day_1 = StringField(labels.WEEKDAYS[1], validators=[short(200)])
    day_2 = StringField(labels.WEEKDAYS[2], validators=[short(200)])
    day_3 = StringField(labels.WEEKDAYS[3], validators=[short(200)])
    day_4 = StringField(labels.WEEKDAYS[4], validators=[short(200)])
    day_5 = StringField(labels.WEEKDAYS[5], validators=[short(200)])
    day_6 = StringField(labels.WEEKDAYS[6], validators=[short(200)])
    same = BooleanField(_l("Tuesday to Friday as Monday"))

    def days(self) -> list[Any]:
        """The seven fields."""
        return [self[f"day_{day}"] for day in WEEKDAYS]

    def lines(self) -> list[str]:
        """The seven lines as entered, with Monday's for the working days if that is ticked."""
        said = [field.data or "" for field in self.days()]
        return [said[0]] * 5 + said[5:] if self.same.data else said

    def validate(self, extra_validators: Any = None) -> bool:
        """Every stretch must be readable, run forward and stay clear of the others of its day."""
        fine = bool(super().validate(extra_validators))
        for fault in read_week(self.lines())[1]:
            self.blame(f"day_{fault.weekday}", labels.week_fault(fault))
            fine = False
        return fine

    def windows(self) -> tuple[WeeklyWindow, ...]:
        """The hours of the week."""
        return read_week(self.lines())[0]

    def show_week(self, windows: Sequence[WeeklyWindow]) -> None:
        """Fill the seven lines."""
        for field, line in zip(self.days(), write_week(windows), strict=True):
            field.data = line

    def blame_change(self) -> None:
        """Somebody else has saved meanwhile."""
        self.blame("day_0", labels.changed_meanwhile())


class StretchForm(Form):
    """A time in which something cannot be used."""

    starts_at = DateTimeLocalField(
        _l("Starts"), format=[MOMENT, "%Y-%m-%d %H:%M"], validators=[InputRequired(_l("Enter when it begins."))]
    )
    ends_at = DateTimeLocalField(
        _l("Ends"), format=[MOMENT, "%Y-%m-%d %H:%M"], validators=[InputRequired(_l("Enter when it ends."))]
    )
    reason = StringField(_l("Reason"), validators=[DataRequired(_l("Enter a reason.")), short(200)])

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        """The end is later than the start."""
        if self.starts_at.data and field.data and field.data <= self.starts_at.data:
            raise ValidationError(_l("The end must be later than the start."))

    def blame_overlap(self, starts_at: datetime, ends_at: datetime) -> None:
        """Another entry covers part of this time."""
        period = f"{starts_at:%Y-%m-%d %H:%M} – {ends_at:%Y-%m-%d %H:%M}"
        said = _l("There is an entry for %(period)s already. Withdraw it first, or enter the rest of the time only.")
        self.blame("starts_at", str(said) % {"period": period})


class DocumentForm(Form):
    """A form with a document as proof."""

    document = FileField(_l("Document"))

    def blame_document(self, fault: UploadFault) -> None:
        """The document is not taken."""
        self.blame("document", upload_refusal(fault))


class WithdrawForm(Form):
    """Why an entry is withdrawn."""

    reason = StringField(
        _l("Why is it withdrawn?"),
        validators=[
            DataRequired(_l("Enter a reason.")),
            Length(min=2, message=_l("Say it in at least two characters.")),
            short(200),
        ],
    )

    def blame_withdrawn(self) -> None:
        """Somebody has withdrawn it already."""
        self.blame("reason", str(_l("Somebody else has withdrawn this entry already.")))
