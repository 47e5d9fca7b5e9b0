"""Forms of the question bank."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from core.amounts import plain
from core.forms import Form
from sessions.questions import labels
from sessions.questions.models import QuestionVersion
from sessions.questions.queries import QuestionFilter
from sessions.questions.rules.cells import answers_of, points_of
from sessions.questions.rules.questions import (
    CHOICES,
    Difficulty,
    Found,
    QuestionKind,
    QuestionState,
    QuestionText,
)
from trainer.models import Institution

ANY = ""


def long(limit: int) -> Length:
    """At most so many characters."""
    return Length(max=limit, message=_l("Use at most %(max)d characters."))


class QuestionSearchForm(Form):
    """Which questions the list shows."""

    class Meta(Form.Meta):
        """A search changes nothing."""

        csrf = False

    text = StringField(_l("Words in the question"))
    module = SelectField(_l("Module"))
    kind = SelectField(_l("Kind of question"))
    difficulty = SelectField(_l("Difficulty"))
    state = SelectField(_l("State"))

    def offer(self, modules: Sequence[str]) -> None:
        """Offer what there is."""
        everything = SelectChoice(ANY, _l("All"))
        self.module.choices = [everything, *(SelectChoice(one, one) for one in modules)]
        self.kind.choices = [everything, *(SelectChoice(one.value, name) for one, name in labels.KINDS.items())]
        self.difficulty.choices = [
            everything,
            *(SelectChoice(one.value, name) for one, name in labels.DIFFICULTIES.items()),
        ]
        self.state.choices = [everything, *(SelectChoice(one.value, name) for one, (name, _t) in labels.STATES.items())]

    def wanted(self) -> QuestionFilter:
        """The filter; what nobody could have chosen filters nothing."""
        return QuestionFilter(
            self.text.data or "",
            self.module.data or "",
            next((one for one in QuestionKind if one.value == self.kind.data), None),
            next((one for one in Difficulty if one.value == self.difficulty.data), None),
            next((one for one in QuestionState if one.value == self.state.data), None),
        )


class QuestionForm(Form):
    """One question. Options a line each; the answer as letters, 对 or 错, or words."""

    institution_id = SelectField(_l("Training institution"), coerce=int)
    kind = SelectField(
        _l("Kind of question"),
        coerce=QuestionKind,
        choices=[SelectChoice(one.value, name) for one, name in labels.KINDS.items()],
    )
    module = SelectField(_l("Module"))
    difficulty = SelectField(
        _l("Difficulty"),
        coerce=Difficulty,
        choices=[SelectChoice(one.value, name) for one, name in labels.DIFFICULTIES.items()],
        default=Difficulty.MEDIUM,
    )
    score = StringField(_l("Points"), default="2")
    stem = TextAreaField(_l("Question text"), validators=[InputRequired(_l("Enter the question."))])
    options = TextAreaField(_l("Options"))
    answer = TextAreaField(_l("Right answer"))
    explanation = TextAreaField(_l("Explanation"), validators=[long(2000)])
    source = StringField(_l("Source"), validators=[long(300)])
    reason = StringField(_l("Why is it worded anew?"), validators=[long(300)])
    seen = HiddenField(default="0")

    def offer(self, institutions: Sequence[Institution], modules: Sequence[str]) -> None:
        """Offer the institutions in scope and the modules of their curricula."""
        self.institution_id.choices = [SelectChoice(one.id, one.name) for one in institutions]
        self.module.choices = [SelectChoice(one, one) for one in modules]

    @classmethod
    def of(cls, version: QuestionVersion) -> QuestionForm:
        """The form filled with a version."""
        text = version.to_text()
        return cls(
            data={
                "institution_id": version.question.institution_id,
                "kind": text.kind,
                "module": text.module,
                "difficulty": text.difficulty,
                "score": plain(text.score),
                "stem": text.stem,
                "options": "\n".join(text.options),
                "answer": labels.answer_text(text.kind, text.answer),
                "explanation": text.explanation,
                "source": text.source,
                "seen": str(version.number),
            }
        )

    def to_text(self) -> QuestionText:
        """The question as entered; an amount that is no number is none."""
        kind, stem = self.kind.data, self.stem.data or ""
        options = [line.strip() for line in (self.options.data or "").splitlines() if line.strip()]
        points = points_of(self.score.data or "")
        return QuestionText(
            kind,
            stem,
            tuple(options) if kind in CHOICES else (),
            answers_of(kind, self.answer.data or "", stem),
            self.module.data or "",
            self.difficulty.data,
            Decimal(0) if points is None else points,
            self.explanation.data or "",
            self.source.data or "",
        )

    def seen_number(self) -> int:
        """The number of the version that was open."""
        return int(self.seen.data) if (self.seen.data or "").isdigit() else 0

    def blame_faults(self, faults: Sequence[Found]) -> None:
        """Say what is wrong, at the part that it is about."""
        for found in faults:
            self.blame(found.part, labels.fault_text(found))

    def blame_change(self) -> None:
        """Somebody else has worded the question since the page was opened."""
        self.blame("stem", _("Somebody else has changed this question meanwhile. Open it again before you save."))


class ImportForm(Form):
    """A file of questions."""

    institution_id = SelectField(_l("Training institution"), coerce=int)
    module = SelectField(_l("Module of questions that name none"))
    document = FileField(_l("File with questions"))

    def offer(self, institutions: Sequence[Institution], modules: Sequence[str]) -> None:
        """Offer the institutions in scope and the modules of their curricula."""
        self.institution_id.choices = [SelectChoice(one.id, one.name) for one in institutions]
        nothing = SelectChoice(ANY, _l("Each question names its own"))
        self.module.choices = [nothing, *(SelectChoice(one, one) for one in modules)]


class TakeForm(Form):
    """What becomes of a file that was looked at."""

    how = RadioField(
        _l("Which questions are taken?"),
        choices=[
            SelectChoice("good", _l("Those without mistakes; the rest is left out")),
            SelectChoice("all", _l("All or nothing: if one has a mistake, none is taken")),
        ],
        default="good",
    )
    active = BooleanField(_l("They may be drawn at once"), default=True)
