"""Forms of papers: the words of a notice, a notice that went out, whole numbers for a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.clock import today
from core.forms import Form
from core.reveals import RevealForm
from core.upload_labels import upload_refusal
from core.uploads import UploadFault
from sessions.handouts import labels
from sessions.handouts.writing.papers import PaperFormat

YEARS = (2000, 2200)


def at_most(limit: int) -> Length:
    """At most that many characters."""
    return Length(max=limit, message=_l("Use at most %(max)d characters."))


def believable(_form: Form, field: DateField) -> None:
    """A year that was mistyped is caught before it stands on record."""
    if field.data and not YEARS[0] <= field.data.year <= YEARS[1]:
        raise ValidationError(_l("Check the year."))


class NoticeForm(Form):
    """The parts of a notice that people write; when, where and what comes from the timetable."""

    seen = HiddenField()
    issued_on = DateField(_l("Date on the notice"), validators=[InputRequired(_l("Enter the date.")), believable])
    reference = StringField(_l("Document number"), validators=[at_most(60)])
    addressee = StringField(_l("Addressed to"), validators=[at_most(200)])
    purpose = TextAreaField(_l("Purpose and basis"), validators=[at_most(500)])
    audience = TextAreaField(_l("Who takes part"), validators=[at_most(1000)])
    check_in = TextAreaField(_l("Arrival and registration"), validators=[at_most(1000)])
    fee = TextAreaField(_l("Fee of the training"), validators=[at_most(1000)])
    lodging = TextAreaField(_l("Board and lodging"), validators=[at_most(1000)])
    contact = TextAreaField(_l("Whom to ask"), validators=[at_most(500)])
    remarks = TextAreaField(_l("Good to know"), validators=[at_most(2000)])

    def parts(self) -> dict[str, str]:
        """What was written, by part."""
        apart = ("seen", "issued_on", "csrf_token")
        return {name: field.data or "" for name, field in self._fields.items() if name not in apart}

    def seen_number(self) -> int:
        """The wording that the page showed; -1 for what is no number."""
        text = self.seen.data or ""
        return int(text) if text.isdigit() else -1

    def blame_change(self) -> None:
        """Somebody else was faster."""
        self.blame("issued_on", _("Somebody else has written the notice in the meantime. Open the page again first."))


class DispatchForm(Form):
    """When a notice went out, to whom, and the file."""

    sent_on = DateField(_l("Sent on"), validators=[InputRequired(_l("Enter when it was sent.")), believable])
    recipients = TextAreaField(
        _l("Sent to"), validators=[DataRequired(_l("Enter to whom the notice was sent.")), at_most(1000)]
    )
    channel = StringField(_l("By which way"), validators=[at_most(120)])
    document = FileField(_l("The file that was sent"))
    note = TextAreaField(_l("Note"), validators=[at_most(500)])

    def validate_sent_on(self, field: DateField) -> None:
        """What lies ahead has not been sent."""
        if field.data and _later(field.data):
            raise ValidationError(_l("This day has not come yet."))

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        return {
            "sent_on": self.sent_on.data,
            "recipients": self.recipients.data,
            "channel": self.channel.data or "",
            "note": self.note.data or "",
        }

    def blame_upload(self, fault: UploadFault) -> None:
        """The file is not taken."""
        self.blame("document", upload_refusal(fault))


def _later(day: date) -> bool:
    return day > today()


class TakeBackForm(Form):
    """Why a record of a sent notice is wrong."""

    reason = TextAreaField(
        _l("Reason"), validators=[DataRequired(_l("Write why the record is wrong. It stays on file.")), at_most(500)]
    )


class FullRosterForm(RevealForm):
    """Why whole numbers are needed, and in which format."""

    format = SelectField(
        _l("File format"),
        coerce=PaperFormat,
        default=PaperFormat.PDF,
        choices=[SelectChoice(value=one.value, label=words) for one, words in labels.FORMATS.items()],
    )
