"""Forms for handing in several internal documents at once, and for filling several posts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import DateField, FieldList, FormField, MultipleFileField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.forms import Form, RowForm, numbered, trim
from core.stored_files import StoredFile
from trainer.accreditation import labels
from trainer.accreditation.forms import believable, offer, uploads_of
from trainer.accreditation.upkeep import DocumentKind, PostKind, recognise
from trainer.forms import short

MOST_FILES = 30
LINES, SPARE = 5, 2  # of posts: at least so many, so many more than are vacant


class SeveralForm(Form):
    """The files."""

    files = MultipleFileField(_l("Files"))

    def validate_files(self, field: MultipleFileField) -> None:
        """There is one, and there are not too many for one table."""
        chosen = [one for one in field.data or [] if isinstance(one, FileStorage) and one.filename]
        if not chosen:
            raise ValidationError(_("Choose a file."))
        if len(chosen) > MOST_FILES:
            raise ValidationError(_("Hand in at most %(count)d files at once.", count=MOST_FILES))

    def uploads(self) -> list[tuple[str, bytes]]:
        """Name and content of each file."""
        return uploads_of(self.files.data or [])


class LineForm(RowForm):
    """What one file is; a line without a title is left out."""

    title = StringField(_l("Title of the document"), filters=[trim], validators=[short(200)])
    kind = SelectField(_l("What it settles"), choices=lambda: offer(labels.DOCUMENTS), coerce=DocumentKind)
    number = StringField(
        _l("Version"), filters=[trim], validators=[DataRequired(_l("Enter a version, for example V2.0.")), short(40)]
    )


class SortedForm(Form):
    """What the files are, as their names say it and as a person corrects it."""

    lines = FieldList(FormField(LineForm), label=_l("Documents"))
    effective_on = DateField(_l("In force from"), validators=[InputRequired(_l("Enter the first day.")), believable])
    approver = StringField(_l("Approved by"), validators=[short(120)])

    @classmethod
    def of(cls, files: Sequence[StoredFile], day: Any) -> SortedForm:
        """The form filled with what the names of the files say."""
        found = [recognise(one.file_name) for one in files]
        known = [{"title": one.title, "kind": one.kind, "number": one.number} for one in found]
        return cls(data={"lines": known, "effective_on": day})

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; what is wrong with a line is said with its number."""
        fine = bool(super().validate(extra_validators))
        self.lines.errors = numbered(self.lines.errors)
        return fine

    def facts(self, line: Any) -> dict[str, Any]:
        """The version in a line, by the name of the column."""
        return {
            "number": line.number.data,
            "effective_on": self.effective_on.data,
            "approver": self.approver.data,
            "review_on": None,
            "note": "",
        }

    def blame_title(self, number: int) -> None:
        """The institution has a document of that title."""
        message = _("There is a document of this title already. Add a version to it instead.")
        self.blame("lines", _("Line %(number)d: %(message)s", number=number, message=message))


class PostLineForm(RowForm):
    """A person in a post; a line without a name is left out."""

    post = SelectField(_l("Post"), choices=lambda: offer(labels.POSTS), coerce=PostKind, default=PostKind.MANAGEMENT)
    name = StringField(_l("Full name"), filters=[trim], validators=[short(80)])
    phone = StringField(
        _l("Mobile number"), filters=[trim], validators=[Optional(), Length(5, 40, _l("Enter a telephone number."))]
    )
    username = StringField(_l("Sign-in name"), filters=[trim], validators=[short(80)])


class SeveralPostsForm(Form):
    """People in posts from one day on."""

    lines = FieldList(FormField(PostLineForm), label=_l("Posts"), max_entries=MOST_FILES)
    started_on = DateField(_l("In the post from"), validators=[InputRequired(_l("Enter the first day.")), believable])
    note = StringField(_l("Note"), filters=[trim], validators=[short(2000)])

    @classmethod
    def of(cls, vacant: Iterable[PostKind], day: Any) -> SeveralPostsForm:
        """The form with a line for each vacant post, and some more."""
        known = [{"post": one} for one in vacant]
        spare = [{"post": PostKind.CLASS_TEACHER}] * max(SPARE, LINES - len(known))
        return cls(data={"lines": [*known, *spare], "started_on": day})

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; what is wrong with a line is said with its number. Somebody must be named."""
        fine = bool(super().validate(extra_validators))
        self.lines.errors = numbered(self.lines.errors)
        if fine and not any(True for _line in self.filled()):
            self.blame("lines", _("Enter the name of the person."))
            return False
        return fine

    def filled(self) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
        """The lines with a name: number, sign-in name, and what was entered by the name of the column."""
        for number, line in enumerate(self.lines, 1):
            row = line.form
            if row.name.data:
                facts = {"post": row.post.data, "name": row.name.data, "phone": row.phone.data or None}
                when = {"started_on": self.started_on.data, "note": self.note.data or ""}
                yield number, row.username.data or "", {**facts, **when}

    def blame_username(self, number: int) -> None:
        """Nobody signs in with that name."""
        message = _("There is no account of this sign-in name. Create it under Accounts first.")
        self.blame("lines", _("Line %(number)d: %(message)s", number=number, message=message))
