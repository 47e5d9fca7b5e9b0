"""Forms of leave, appeals and make-up sessions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from core.clock import to_local
from core.forms import CheckboxesField, Form
from core.stored_files import read_upload
from core.upload_labels import upload_refusal
from core.uploads import UploadFault
from courses.models import Enrolment
from sessions.absence import labels
from sessions.absence.rules.leave import Span
from sessions.models import ClassSession

CLOCK_FORMATS = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]
MOST_FILES = 5
REASON = (
    InputRequired(_l("Enter the reason.")),
    Length(min=4, message=_l("Say it in at least four characters.")),
    Length(max=500, message=_l("Use at most 500 characters.")),
)
AT_MOST_500 = Length(max=500, message=_l("Use at most 500 characters."))


class FilesForm(Form):
    """Proofs: photos or documents."""

    files = MultipleFileField(_l("Proof (photo or PDF)"))

    def uploads(self) -> list[tuple[str, bytes]]:
        """Name and content of each file that was chosen."""
        return [read_upload(one) for one in self.files.data or () if getattr(one, "filename", "")]

    def validate_files(self, field: MultipleFileField) -> None:
        """A handful is enough."""
        if len([one for one in field.data or () if getattr(one, "filename", "")]) > MOST_FILES:
            raise ValidationError(_("Hand in at most %(num)d files at once.", num=MOST_FILES))

    def blame_upload(self, fault: UploadFault) -> None:
        """A file is not taken."""
        self.blame("files", upload_refusal(fault))


class LeaveForm(FilesForm):
    """For which sessions or which stretch, and why."""

    learner = SelectField(_l("Learner"), coerce=int, validators=[Optional()])
    kind = RadioField(_l("Kind of leave"), validators=[InputRequired(_l("Choose the kind of leave."))])
    sessions = CheckboxesField(_l("Sessions you cannot attend"), coerce=int)
    starts = DateTimeLocalField(_l("Or a stretch of time: from"), format=CLOCK_FORMATS, validators=[Optional()])
    ends = DateTimeLocalField(_l("until"), format=CLOCK_FORMATS, validators=[Optional()])
    reason = TextAreaField(_l("Reason for the leave"), validators=REASON)

    def offer(self, kinds: Iterable[str], sessions: Sequence[ClassSession], learners: Sequence[Enrolment] = ()) -> None:
        """What can be chosen."""
        self.kind.choices = [SelectChoice(one, one) for one in kinds]
        self.sessions.choices = [SelectChoice(one.id, labels.session_choice(one)) for one in sessions]
        people = [SelectChoice(one.id, one.learner.name) for one in learners]
        self.learner.choices = [SelectChoice(0, _("Choose one learner")), *people]

    def validate(self, extra_validators: Any = None) -> bool:
        """Either sessions or a stretch, and the stretch has two ends."""
        fine = bool(super().validate(extra_validators))
        if any(self[name].errors for name in ("sessions", "starts", "ends")):
            return False
        if message := self._gap():
            self.blame(*message)
            return False
        return fine

    def _gap(self) -> tuple[str, str] | None:
        start, end = self.starts.data, self.ends.data
        if self.sessions.data:
            return ("starts", _("Tick sessions or enter a stretch of time, not both.")) if start or end else None
        if not start and not end:
            return "sessions", _("Tick the sessions that are missed, or enter a stretch of time.")
        if not start:
            return "starts", _("Enter when the leave begins.")
        if not end:
            return "ends", _("Enter when the leave ends.")
        return ("ends", _("The leave must end after it has begun.")) if end <= start else None

    def spans(self, sessions: Iterable[ClassSession]) -> list[Span]:
        """The stretches asked for, in site time."""
        if not self.sessions.data:
            return [Span(self.starts.data, self.ends.data)]
        return [
            Span(to_local(one.starts_at), to_local(one.ends_at))
            for one in sessions
            if one.id in self.sessions.data and one.starts_at and one.ends_at
        ]


class ProofForm(FilesForm):
    """A proof brought later."""

    def validate_files(self, field: MultipleFileField) -> None:
        """At least one."""
        super().validate_files(field)
        if not any(getattr(one, "filename", "") for one in field.data or ()):
            raise ValidationError(_("Choose a file."))


class DecisionForm(Form):
    """A decision with its reason. `seen` counts the entries that the page showed."""

    seen = HiddenField()
    reason = TextAreaField(_l("Reason of the decision"), validators=[AT_MOST_500])

    def seen_number(self) -> int:
        """How many entries the page showed; -1 when nothing usable came back."""
        return int(self.seen.data) if str(self.seen.data or "").isdecimal() else -1


class AppealForm(FilesForm):
    """What is wrong."""

    reason = TextAreaField(_l("What is wrong, and what would be right?"), validators=REASON)


class AppealDecisionForm(Form):
    """The decision on an appeal; accepting says what the record should have said."""

    arrival = DateTimeLocalField(_l("Really came at"), format=CLOCK_FORMATS, validators=[Optional()])
    departure = DateTimeLocalField(_l("Really left at"), format=CLOCK_FORMATS, validators=[Optional()])
    minutes = IntegerField(
        _l("Really watched, in minutes from the beginning"),
        validators=[Optional(), NumberRange(1, 6000, _l("Enter whole minutes, at least 1."))],
    )
    reason = TextAreaField(_l("Reason of the decision"), validators=REASON)

    def names_minutes(self) -> bool:
        """Whether it says how much of a recorded lesson was watched."""
        if not self.minutes.data:
            self.blame("minutes", _("Enter how many minutes were watched."))
        return bool(self.minutes.data)

    def fits(self, window: tuple[datetime, datetime] | None, *, both: bool) -> bool:
        """Whether the correction would count: there is one, it lies in the window, both ends where both are needed."""
        start, end = self.arrival.data, self.departure.data
        if (not start and not end) or (both and not (start and end)):
            needed = _("Enter both times.") if both else _("Enter when the person came, left, or both.")
            self.blame("arrival", needed)
            return False
        if start and end and end <= start:
            self.blame("departure", _("Leaving comes after arriving."))
            return False
        return self._within(window)

    def _within(self, window: tuple[datetime, datetime] | None) -> bool:
        if window is None:
            return True
        for name in ("arrival", "departure"):
            if self[name].data and not window[0] <= self[name].data <= window[1]:
                opens, closes = f"{window[0]:%Y-%m-%d %H:%M}", f"{window[1]:%H:%M}"
                self.blame(
                    name,
                    _("This would not count: enter a time from %(opens)s to %(closes)s.", opens=opens, closes=closes),
                )
                return False
        return True


class MakeUpForm(Form):
    """Which session stands in for which, and for whom."""

    session = SelectField(_l("Make-up session"), coerce=int)
    stands_for = SelectField(_l("Stands in for"), coerce=int)
    people = CheckboxesField(_l("Learners"), coerce=int)

    def offer(self, sessions: Sequence[ClassSession], originals: Sequence[ClassSession]) -> None:
        """The sessions to choose from."""
        nobody = SelectChoice(0, _("Choose the session"))
        self.session.choices = [nobody, *(SelectChoice(one.id, _line(one)) for one in sessions)]
        self.stands_for.choices = [nobody, *(SelectChoice(one.id, _line(one)) for one in originals)]

    def offer_people(self, people: Iterable[tuple[int, str]]) -> None:
        """The learners to choose from."""
        self.people.choices = [SelectChoice(number, name) for number, name in people]

    def validate_session(self, field: SelectField) -> None:
        """The first line is none."""
        if not field.data:
            raise ValidationError(_("Choose the session."))

    def validate_stands_for(self, field: SelectField) -> None:
        """The first line is none; nothing stands in for itself."""
        if not field.data:
            raise ValidationError(_("Choose the session."))
        if field.data == self.session.data:
            raise ValidationError(_("A session cannot stand in for itself."))

    def validate_people(self, field: CheckboxesField) -> None:
        """For nobody it needs no make-up session."""
        if not field.data:
            raise ValidationError(_("Choose at least one learner."))


class PeopleForm(Form):
    """For whom a make-up session is, said anew. `seen` counts the entries that the page showed."""

    seen = HiddenField()
    people = CheckboxesField(_l("Learners"), coerce=int)
    reason = TextAreaField(_l("Why does the list change?"), validators=REASON)

    def offer_people(self, people: Iterable[tuple[int, str]]) -> None:
        """The learners to choose from."""
        self.people.choices = [SelectChoice(number, name) for number, name in people]

    def seen_number(self) -> int:
        """How many entries the page showed; -1 when nothing usable came back."""
        return int(self.seen.data) if str(self.seen.data or "").isdecimal() else -1


def _line(session: ClassSession) -> str:
    return f"{session.code} {labels.session_choice(session)}"
