"""Forms of accreditations, posts and internal documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import DateField, HiddenField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.forms import Form
from core.stored_files import read_upload
from core.upload_labels import upload_refusal
from core.uploads import UploadFault
from trainer.accreditation import labels
from trainer.accreditation.actions import Upload
from trainer.accreditation.models import AccreditationRecord
from trainer.accreditation.rules import EntryKind, StatusEntry, words_of
from trainer.accreditation.upkeep import DocumentKind, PostKind
from trainer.forms import short

FAR_YEAR = 2200
REASON = (DataRequired(_l("Enter the reason.")), Length(max=500, message=_l("Use at most %(max)d characters.")))


def offer(words: dict[Any, Any]) -> list[SelectChoice]:
    """The choices of a list, in the order of the labels."""
    return [SelectChoice(value=each.value, label=label) for each, label in words.items()]


def believable(_form: Form, field: DateField) -> None:
    """A year that was mistyped is caught before it stands on record."""
    if field.data and not 1990 <= field.data.year <= FAR_YEAR:
        raise ValidationError(_l("Check the year."))


class SeenForm(Form):
    """A form that knows what its page showed, so that two people who edit at once are told."""

    seen = HiddenField()

    def seen_number(self) -> int:
        """What the page showed; -1 for what is no number."""
        text = self.seen.data or ""
        return int(text) if text.isdigit() else -1

    def blame_change(self, field: str) -> None:
        """Somebody else was faster."""
        self.blame(field, str(_l("Somebody else has changed this in the meantime. Look at the page again first.")))


class PeriodForm(SeenForm):
    """From when to when."""

    valid_from = DateField(_l("Valid from"), validators=[Optional(), believable])
    valid_until = DateField(_l("Valid until"), validators=[Optional(), believable])

    def validate_valid_until(self, field: DateField) -> None:
        """A period does not end before it begins."""
        if self.valid_from.data and field.data and field.data < self.valid_from.data:
            raise ValidationError(_l("The last day must not lie before the first day."))


class AccreditationForm(SeenForm):
    """What an accreditation says: number, authority, scope."""

    number = StringField(
        _l("Accreditation number"), validators=[DataRequired(_l("Enter the accreditation number.")), short(80)]
    )
    authority = StringField(_l("Issuing authority"), validators=[short(200)])
    training_types = StringField(_l("Kinds of training"), validators=[short(200)])
    regions = StringField(_l("Regions"), validators=[short(200)])
    note = TextAreaField(_l("Note"), validators=[short(2000)])

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        return {
            "number": self.number.data,
            "authority": self.authority.data,
            "training_types": list(words_of(self.training_types.data or "")),
            "regions": list(words_of(self.regions.data or "")),
            "note": self.note.data,
        }

    @classmethod
    def of(cls, record: AccreditationRecord) -> AccreditationForm:
        """The form filled with what is known."""
        known = {name: "、".join(getattr(record, name)) for name in ("training_types", "regions")}
        plain = {name: getattr(record, name) for name in ("number", "authority", "note")}
        return cls(data={**plain, **known, "seen": str(record.version)})


class NewAccreditationForm(AccreditationForm, PeriodForm):
    """Putting an accreditation on record, with its period and its files."""

    valid_from = DateField(
        _l("Valid from"), validators=[InputRequired(_l("Enter the first day of validity.")), believable]
    )
    valid_until = DateField(
        _l("Valid until"), validators=[InputRequired(_l("Enter the last day of validity.")), believable]
    )
    files = MultipleFileField(_l("Files"))

    def first_entry(self) -> StatusEntry:
        """The grant, from the first day of validity."""
        day = self.valid_from.data
        return StatusEntry(EntryKind.GRANTED, day, day, self.valid_until.data)

    def uploads(self) -> list[Upload]:
        """The chosen files."""
        return uploads_of(self.files.data or [])


class EntryForm(PeriodForm):
    """What happened to an accreditation, and from when."""

    kind = SelectField(
        _l("What happened"),
        choices=lambda: [each for each in offer(labels.ENTRIES) if each.value != EntryKind.GRANTED],
        coerce=EntryKind,
        default=EntryKind.RENEWED,
    )
    effective_on = DateField(
        _l("From which day on"), validators=[InputRequired(_l("Enter from which day on.")), believable]
    )
    reason = TextAreaField(_l("Reason or document number"), validators=REASON)

    def validate_kind(self, field: SelectField) -> None:
        """A renewal says from when to when."""
        gives_period = field.data in (EntryKind.RENEWED, EntryKind.CORRECTED)
        if gives_period and not (self.valid_from.data and self.valid_until.data):
            raise ValidationError(_l("Enter the first and the last day of validity below."))

    def entry(self) -> StatusEntry:
        """What was entered; a suspension has no period."""
        if self.kind.data in (EntryKind.RENEWED, EntryKind.CORRECTED):
            return StatusEntry(self.kind.data, self.effective_on.data, self.valid_from.data, self.valid_until.data)
        return StatusEntry(self.kind.data, self.effective_on.data)

    def blame_order(self) -> None:
        """It does not fit what stands."""
        self.blame("kind", str(_l("This does not fit the state on that day: look at the entries above.")))


class FileForm(Form):
    """One document."""

    document = FileField(_l("Document"), validators=[FileRequired(_l("Choose a file."))])


class PostForm(Form):
    """A person in a post."""

    post = SelectField(_l("Post"), choices=lambda: offer(labels.POSTS), coerce=PostKind, default=PostKind.MANAGEMENT)
    name = StringField(_l("Full name"), validators=[DataRequired(_l("Enter the name of the person.")), short(80)])
    username = StringField(_l("Sign-in name"), validators=[short(80)])
    phone = StringField(_l("Mobile number"), validators=[Optional(), Length(5, 40, _l("Enter a telephone number."))])
    started_on = DateField(_l("In the post from"), validators=[InputRequired(_l("Enter the first day.")), believable])
    document = FileField(_l("Letter of appointment"))
    note = TextAreaField(_l("Note"), validators=[short(2000)])

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        facts = {name: self[name].data for name in ("post", "name", "started_on", "note")}
        return {**facts, "phone": self.phone.data or None}

    def upload(self) -> Upload | None:
        """The letter, if one was chosen."""
        return next(iter(uploads_of([self.document.data])), None)

    def blame_username(self) -> None:
        """Nobody signs in with that name."""
        self.blame("username", str(_l("There is no account of this sign-in name. Create it under Accounts first.")))


class EndForm(Form):
    """The last day of something, and why."""

    last_day = DateField(_l("Last day"), validators=[InputRequired(_l("Enter the last day.")), believable])
    end_reason = TextAreaField(_l("Reason"), validators=REASON)


class VersionForm(SeenForm):
    """One version of an internal document."""

    number = StringField(_l("Version"), validators=[DataRequired(_l("Enter a version, for example V2.0.")), short(40)])
    effective_on = DateField(_l("In force from"), validators=[InputRequired(_l("Enter the first day.")), believable])
    approver = StringField(_l("Approved by"), validators=[short(120)])
    review_on = DateField(_l("Review due on"), validators=[Optional(), believable])
    document = FileField(_l("Document"), validators=[FileRequired(_l("Choose a file."))])
    note = TextAreaField(_l("Note"), validators=[short(2000)])

    def validate_review_on(self, field: DateField) -> None:
        """A review comes after the first day."""
        if field.data and self.effective_on.data and field.data <= self.effective_on.data:
            raise ValidationError(_l("The review must come after the day on which the version takes effect."))

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        return {name: self[name].data for name in ("number", "effective_on", "approver", "review_on", "note")}

    def blame_number(self) -> None:
        """A version of that number is on file."""
        self.blame("number", str(_l("This document has a version of this number already.")))


class DocumentForm(VersionForm):
    """An internal document with its first version."""

    kind = SelectField(
        _l("What it settles"), choices=lambda: offer(labels.DOCUMENTS), coerce=DocumentKind,
        default=DocumentKind.MANAGEMENT,
    )  # fmt: skip
    title = StringField(_l("Title of the document"), validators=[DataRequired(_l("Enter a title.")), short(200)])

    def blame_title(self) -> None:
        """The institution has a document of that title."""
        self.blame("title", str(_l("There is a document of this title already. Add a version to it instead.")))


def uploads_of(files: Iterable[FileStorage | str | None]) -> list[Upload]:
    """Name and content of the files that were really chosen."""
    return [read_upload(one) for one in files if isinstance(one, FileStorage) and one.filename]


def blame_upload(form: Form, field: str, fault: UploadFault) -> None:
    """Say why a document was not taken."""
    form.blame(field, upload_refusal(fault))
