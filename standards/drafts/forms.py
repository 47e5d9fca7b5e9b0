"""Forms of drafts: head, figures, clauses, filing items, and the reason of a refusal."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Regexp, ValidationError

from core.forms import Form
from standards.drafts import labels
from standards.drafts.rules import ValueRefused, parse_value
from standards.labels import CONFIDENCES, VALUE_WORDS
from standards.rules import Confidence
from standards.usage import CHOICES, Kind, kind_of


def short(limit: int) -> Length:
    """At most that many characters."""
    return Length(max=limit, message=_l("Use at most %(max)d characters."))


def required(message: Any) -> DataRequired:
    """Not empty."""
    return DataRequired(message)


def confidence_field() -> SelectField:
    """How sure a line is."""
    return SelectField(
        _l("How sure"),
        choices=lambda: [SelectChoice(value=one.value, label=words[0]) for one, words in CONFIDENCES.items()],
        coerce=Confidence,
        default=Confidence.STATED,
    )


class DraftForm(Form):
    """A form that writes in a draft; `seen` is the serial of the draft its page showed."""

    seen = HiddenField(default="0")

    @property
    def seen_serial(self) -> int:
        return int(self.seen.data) if str(self.seen.data).isdigit() else -1

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        return {name: field.data for name, field in self._fields.items() if name not in ("csrf_token", "seen")}


class HeadForm(DraftForm):
    """From when, on what basis, and why."""

    effective_from = DateField(_l("In force from"), validators=[InputRequired(_l("Enter the first day in force."))])
    basis = TextAreaField(_l("Basis"), validators=[required(_l("Enter the document it rests on.")), short(2000)])
    note = TextAreaField(_l("Note"), validators=[short(2000)])


class LineForm(DraftForm):
    """A line of the draft; what names it is fixed once the line is there."""

    naming = "code"
    is_new = True

    def blame_taken(self) -> None:
        """The draft has such a line."""
        self.blame(self.naming, _("The draft has a line of this name already."))

    def facts(self) -> dict[str, Any]:
        """Without what names the line, unless it is new."""
        facts = super().facts()
        if not self.is_new:
            del facts[self.naming]
        return facts


class ParameterForm(LineForm):
    """A figure with its basis. The unit of a figure that is there stays."""

    naming = "key"

    key = StringField(
        _l("Key"),
        validators=[
            required(_l("Enter a key, for example completion.required_hours.")),
            short(80),
            Regexp(r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", message=_l("Use small letters, digits and dots: group.name.")),
        ],
    )
    name = StringField(_l("What"), validators=[required(_l("Enter what the figure is.")), short(120)])
    value = StringField(_l("Set value"), validators=[short(500)])
    unit = StringField(_l("Unit"), validators=[short(40)])
    basis = TextAreaField(_l("Basis"), validators=[short(2000)])
    confidence = confidence_field()
    kind: Kind | None = None

    def validate_value(self, field: StringField) -> None:
        """The value is one of its kind; a value that is open is not known, and the other way round."""
        kind = self.kind or kind_of(self.key.data or "", None, self.unit.data or "")
        try:
            self.parsed = parse_value(field.data or "", kind, self.key.data or "")
        except ValueRefused as refused:
            raise ValidationError(str(labels.VALUE_FAULTS[refused.fault])) from refused

    def validate_basis(self, field: TextAreaField) -> None:
        """A value rests on something."""
        if self.value.data and not field.data:
            raise ValidationError(_("Enter the document this value rests on."))

    def facts(self) -> dict[str, Any]:
        """The value as it is kept; an open value counts as not known."""
        facts = {**super().facts(), "value": self.parsed}
        if not self.is_new:
            del facts["unit"]
        if self.parsed is None:
            facts["confidence"] = Confidence.UNKNOWN
        return facts

    def choice_words(self) -> str:
        """The values that may be chosen, with their words."""
        return _("；").join(f"{one} = {VALUE_WORDS.get(one, one)}" for one in CHOICES.get(self.key.data or "", ()))


class ClauseForm(LineForm):
    """A requirement in our own words, and what proves it."""

    code = StringField(_l("Code"), validators=[required(_l("Enter a code.")), short(40)])
    stage = StringField(_l("Stage"), validators=[required(_l("Enter the stage.")), short(40)])
    requirement = TextAreaField(_l("Requirement"), validators=[required(_l("Enter the requirement.")), short(2000)])
    evidence = TextAreaField(_l("Evidence"), validators=[short(2000)])
    confidence = confidence_field()


class FilingForm(LineForm):
    """An entry of the filing list."""

    code = StringField(_l("Code"), validators=[required(_l("Enter a code.")), short(60)])
    stage = StringField(_l("Stage"), validators=[required(_l("Enter the stage.")), short(40)])
    title = StringField(_l("Material"), validators=[required(_l("Enter the material.")), short(200)])
    required = BooleanField(_l("Always needed"))
    retention = StringField(_l("Kept for"), validators=[short(10)])


class ReasonForm(DraftForm):
    """Why a draft is sent back or a version retired."""

    reason = TextAreaField(_l("Reason"), validators=[required(_l("Enter the reason.")), short(2000)])
