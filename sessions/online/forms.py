"""Forms of recorded lessons."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.forms import Form
from sessions.record_labels import duration

FEWEST, MOST = 2, 6


class VideoForm(Form):
    """The video of a recorded lesson."""

    video = FileField(_l("Video (MP4 or WebM)"))

    def validate_video(self, field: FileField) -> None:
        """A file was chosen."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose the video."))

    def blame_kind(self) -> None:
        """The file is no video that browsers play."""
        self.blame("video", _("This file is no MP4 or WebM video. Convert it to MP4 (H.264) and hand it in again."))

    def blame_length(self, seconds: int, planned: int) -> None:
        """File and timetable disagree."""
        self.blame(
            "video",
            _(
                "The video lasts %(seconds)s, the timetable says %(planned)s. Correct the length in the timetable, or "
                "hand in another video.",
                seconds=duration(seconds),
                planned=duration(planned),
            ),
        )

    def blame_no_length(self) -> None:
        """Nobody says how long the lesson lasts."""
        self.blame("video", _("The file does not say how long it lasts. Enter the length in the timetable first."))

    def blame_watched(self) -> None:
        """The lesson has viewers."""
        self.blame(
            "video", _("Learners have begun to watch this lesson, so its video stays. Add another session instead.")
        )


class QuestionForm(Form):
    """A question that pops up: the text, the choices line by line, and which of them is right."""

    text = StringField(
        _l("Question"),
        validators=[
            DataRequired(_l("Enter the question.")),
            Length(max=300, message=_l("Use at most %(max)d characters.")),
        ],
    )
    choices = TextAreaField(_l("Choices, one a line"), validators=[DataRequired(_l("Enter the choices."))])
    right = IntegerField(_l("Number of the right choice"), validators=[InputRequired(_l("Enter a number."))])

    def lines(self) -> list[str]:
        """The choices."""
        return [line.strip() for line in (self.choices.data or "").splitlines() if line.strip()]

    def validate_choices(self, field: TextAreaField) -> None:
        """A handful of different, short choices."""
        lines = self.lines()
        if not FEWEST <= len(lines) <= MOST:
            raise ValidationError(_("Enter %(least)d to %(most)d choices, one a line.", least=FEWEST, most=MOST))
        if len(set(lines)) < len(lines) or any(len(line) > 100 for line in lines):
            raise ValidationError(_("Choices must differ and have at most 100 characters."))

    def validate_right(self, field: IntegerField) -> None:
        """One of the choices."""
        if field.data is not None and not 1 <= field.data <= max(len(self.lines()), 1):
            raise ValidationError(_("There is no choice with this number."))
