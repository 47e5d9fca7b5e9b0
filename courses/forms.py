"""Forms of classes, curricula and the roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FieldList,
    FormField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from core.forms import Form, trim
from courses import labels
from courses.models import ClassOffering, Curriculum
from courses.queries import ClassFilter
from courses.rules import ClassState
from standards.models import RuleSet
from trainer.models import Institution

NONE = 0
FREE_ROWS = 3
SET_BY_THE_ARCHIVE = frozenset({ClassState.FILED})


def short(limit: int) -> Length:
    """At most that many characters."""
    return Length(max=limit, message=_l("Use at most %(max)d characters."))


def hours(label: Any) -> DecimalField:
    """An optional number of hours or points; not negative."""
    return DecimalField(
        label, places=None, validators=[Optional(), NumberRange(0, 9999, _l("Enter a number from 0 to 9999."))]
    )


class ClassSearchForm(Form):
    """Looking for a class. Sent by GET."""

    class Meta(Form.Meta):
        """Sent by GET, changes nothing."""

        csrf = False

    text = SearchField(_l("Code, name or institution contains"), validators=[Length(max=80)])
    state = SelectField(_l("State"), default="", validate_choice=False)

    def offer(self) -> None:
        """Offer every state."""
        known = [SelectChoice(value=state.value, label=words[0]) for state, words in labels.CLASS_STATES.items()]
        self.state.choices = [SelectChoice(value="", label=_l("All states")), *known]

    def wanted(self) -> ClassFilter:
        """What was asked for; a state that does not exist asks for nothing."""
        state = ClassState(self.state.data) if self.state.data in set(ClassState) else None
        return ClassFilter(text=(self.text.data or "").strip()[:80], state=state)


class ClassForm(Form):
    """The facts of a class that may be changed after it is opened."""

    code = StringField(_l("Class code"), validators=[DataRequired(_l("Enter a class code.")), short(60)])
    name = StringField(_l("Class name"), validators=[DataRequired(_l("Enter the name of the class.")), short(200)])
    training_type = StringField(_l("Kind of training"), validators=[short(60)])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Enter the last day."))])
    class_teacher = StringField(_l("Class teacher"), validators=[short(80)])
    curriculum_id = SelectField(_l("Curriculum"), coerce=int, default=NONE)
    required_hours = hours(_l("Hours required"))
    pass_mark = hours(_l("Pass mark"))
    planned_offline_hours = hours(_l("Planned hours face to face"))
    planned_online_hours = hours(_l("Planned hours online"))
    state = SelectField(_l("State"), coerce=ClassState, default=ClassState.DRAFT)
    note = TextAreaField(_l("Note"), validators=[short(2000)])

    def offer(self, curricula: Sequence[Curriculum], state: ClassState = ClassState.DRAFT) -> None:
        """Offer the curricula, and the states that people may set: only the archive files a class."""
        none = SelectChoice(value=NONE, label=_l("None"))
        self.curriculum_id.choices = [none, *(SelectChoice(value=one.id, label=one.name) for one in curricula)]
        self.state.choices = [
            SelectChoice(value=each.value, label=words[0])
            for each, words in labels.CLASS_STATES.items()
            if each not in SET_BY_THE_ARCHIVE or each is state
        ]

    def validate_ends_on(self, field: DateField) -> None:
        """The last day does not lie before the first."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The last day must not lie before the first day."))

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        facts = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        facts["curriculum_id"] = facts["curriculum_id"] or None
        return facts

    def blame_code(self) -> None:
        """Another class has the code."""
        self.blame("code", _("Another class has this code. Choose another one."))

    @classmethod
    def of(cls, offering: ClassOffering) -> ClassForm:
        """The form filled with what is known."""
        return cls(obj=offering, data={"curriculum_id": offering.curriculum_id or NONE})


class NewClassForm(ClassForm):
    """Opening a class: also whose it is, and under which rules."""

    institution_id = SelectField(_l("Training institution"), coerce=int)
    rule_set = SelectField(_l("Rule-set"))

    def offer_owners(self, institutions: Sequence[Institution], rule_sets: Sequence[RuleSet]) -> None:
        """Offer the institutions in scope and the approved rule-sets."""
        self.institution_id.choices = [SelectChoice(value=one.id, label=one.name) for one in institutions]
        self.rule_set.choices = [SelectChoice(value=one.code, label=one.name) for one in rule_sets]

    def facts(self) -> dict[str, Any]:
        """What was entered, without owner and rules, which never change."""
        facts = super().facts()
        del facts["institution_id"], facts["rule_set"]
        return facts

    def blame_rule_set(self) -> None:
        """The rule-set has no approved version."""
        self.blame("rule_set", _("No version of this rule-set was in force on the first day. Choose another one."))

    def blame_curriculum(self) -> None:
        """The curriculum is another institution's."""
        self.blame("curriculum_id", _("This curriculum belongs to another institution."))


class ModuleForm(PlainForm):
    """One line of the table of modules; a line without a name says nothing."""

    name = StringField(_l("Module"), filters=[trim], validators=[short(120)])
    planned_hours = hours(_l("Hours"))
    compulsory = BooleanField(_l("Compulsory"), default=True)


class CurriculumForm(Form):
    """A curriculum with its modules."""

    name = StringField(
        _l("Name of the curriculum"), validators=[DataRequired(_l("Enter the name of the curriculum.")), short(200)]
    )
    institution_id = SelectField(_l("Training institution"), coerce=int)
    training_type = StringField(_l("Kind of training"), validators=[short(60)])
    note = TextAreaField(_l("Note"), validators=[short(2000)])
    modules = FieldList(FormField(ModuleForm), label=_l("Modules"), max_entries=60)

    def offer(self, institutions: Sequence[Institution]) -> None:
        """Offer the institutions in scope."""
        self.institution_id.choices = [SelectChoice(value=one.id, label=one.name) for one in institutions]

    def add_rows(self) -> None:
        """Append free lines at the end of the table."""
        for _number in range(min(FREE_ROWS, 60 - len(self.modules.entries))):
            self.modules.append_entry()

    def named_modules(self) -> list[dict[str, Any]]:
        """The lines that name a module."""
        lines = [line.data for line in self.modules if line.data["name"]]
        return [{**line, "planned_hours": line["planned_hours"] or Decimal(0)} for line in lines]

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; what is wrong with a line is said in the words of the table."""
        fine = bool(super().validate(extra_validators))
        self.modules.errors = list(self._line_errors())
        return fine

    def _line_errors(self) -> Iterator[str]:
        for number, error in enumerate(self.modules.errors, 1):
            if isinstance(error, str):
                yield error
                continue
            for messages in error.values():
                yield from (_("Line %(number)d: %(message)s", number=number, message=each) for each in messages)

    def validate_modules(self, field: FieldList) -> None:
        """No module is named twice."""
        names = [line.data["name"] for line in field if line.data["name"]]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValidationError(_("Named twice: %(names)s. Give each module its own name.", names="、".join(twice)))

    def facts(self) -> dict[str, Any]:
        """What was entered about the curriculum itself."""
        return {
            "name": self.name.data,
            "institution_id": self.institution_id.data,
            "training_type": self.training_type.data,
            "note": self.note.data,
        }

    def blame_name(self) -> None:
        """The institution has a curriculum of that name."""
        self.blame("name", _("This institution has a curriculum of this name already."))
