"""Forms of classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from core.amounts import plain
from core.forms import Form
from courses import labels
from courses.models import ClassOffering, CurriculumVersion
from courses.queries import ClassFilter
from courses.rules import ClassState
from courses.syllabus.rules import total_hours
from standards.models import RuleSet
from trainer.models import Institution

NONE = 0
FREE_ROWS = 3


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


def _named(version: CurriculumVersion) -> str:
    """A version as people choose it: name, version, and how much it teaches."""
    planned = plain(total_hours(version.to_modules()))
    return _("%(name)s, version %(number)d (%(hours)s h)", name=version.name, number=version.number, hours=planned)


class ClassForm(Form):
    """The facts of a class that may be changed after it is opened."""

    code = StringField(_l("Class code"), validators=[DataRequired(_l("Enter a class code.")), short(60)])
    name = StringField(_l("Class name"), validators=[DataRequired(_l("Enter the name of the class.")), short(200)])
    training_type = StringField(_l("Kind of training"), validators=[short(60)])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Enter the last day."))])
    class_teacher = StringField(_l("Class teacher"), validators=[short(80)])
    curriculum_version_id = SelectField(_l("Curriculum"), coerce=int, default=NONE)
    required_hours = hours(_l("Hours required"))
    pass_mark = hours(_l("Pass mark"))
    planned_offline_hours = hours(_l("Planned hours face to face"))
    planned_online_hours = hours(_l("Planned hours online"))
    note = TextAreaField(_l("Note"), validators=[short(2000)])

    def offer(self, versions: Sequence[CurriculumVersion]) -> None:
        """Offer versions of curricula."""
        none = SelectChoice(value=NONE, label=_l("None"))
        self.curriculum_version_id.choices = [none, *(SelectChoice(value=v.id, label=_named(v)) for v in versions)]

    def validate_ends_on(self, field: DateField) -> None:
        """The last day does not lie before the first."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The last day must not lie before the first day."))

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        facts = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        facts["curriculum_version_id"] = facts["curriculum_version_id"] or None
        return facts

    def blame_code(self) -> None:
        """Another class has the code."""
        self.blame("code", _("Another class has this code. Choose another one."))

    @classmethod
    def of(cls, offering: ClassOffering) -> ClassForm:
        """The form filled with what is known."""
        return cls(obj=offering, data={"curriculum_version_id": offering.curriculum_version_id or NONE})


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

    def blame_open_figures(self, keys: Sequence[str]) -> None:
        """The version in force leaves figures open that a class needs."""
        names = _("、").join(keys[:5])
        self.blame(
            "rule_set",
            _("This rule-set lacks %(count)d figures that a class needs: %(keys)s.", count=len(keys), keys=names),
        )

    def blame_curriculum(self) -> None:
        """The curriculum is another institution's."""
        self.blame("curriculum_version_id", _("This curriculum belongs to another institution."))
