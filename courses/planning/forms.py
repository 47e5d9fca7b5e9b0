"""Forms of needs and annual plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    DecimalField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from core.forms import Form, RowForm, numbered, trim
from courses.forms import NONE, hours, short
from courses.models import Curriculum
from courses.planning import labels
from courses.planning.models import PlanItem
from courses.planning.pasted import read_months
from courses.planning.rules import MONTHS, Delivery, Need
from courses.syllabus.rules import names_in
from trainer.models import Institution

YEARS = NumberRange(2000, 2100, _l("Enter a year, such as 2027."))
PEOPLE = NumberRange(1, 9999, _l("Enter a number from 1 to 9999."))
FREE_ROWS = 2
MOST_ROWS = 80


def institution_choices(institutions: Sequence[Institution]) -> list[SelectChoice]:
    """The institutions in scope."""
    return [SelectChoice(value=one.id, label=one.name) for one in institutions]


class NeedForm(Form):
    """One need, as somebody told it."""

    institution_id = SelectField(_l("Training institution"), coerce=int)
    year = IntegerField(_l("Year"), validators=[InputRequired(_l("Enter the year.")), YEARS])
    employer = StringField(_l("Employer"), validators=[DataRequired(_l("Enter the employer.")), short(200)])
    contact = StringField(_l("Contact"), validators=[short(80)])
    phone = StringField(_l("Phone"), validators=[short(40)])
    training_type = StringField(_l("Kind of training"), validators=[short(60)])
    topics = StringField(_l("Topics wanted"), validators=[short(400)])
    people = IntegerField(_l("Headcount"), validators=[InputRequired(_l("Enter how many people.")), PEOPLE])
    months = StringField(_l("Months wanted"), validators=[short(60)])
    delivery = SelectField(_l("Delivery wanted"), coerce=Delivery, default=Delivery.ANY)
    remark = TextAreaField(_l("Remark"), validators=[short(2000)])

    def offer(self, institutions: Sequence[Institution]) -> None:
        """Offer institutions and ways of delivery."""
        self.institution_id.choices = institution_choices(institutions)
        self.delivery.choices = [SelectChoice(value=one.value, label=name) for one, name in labels.DELIVERIES.items()]

    def validate_months(self, field: StringField) -> None:
        """Months are months."""
        if read_months(field.data or "") is None:
            raise ValidationError(_("Write months as 3月、4月 or 3-5月."))

    def to_need(self) -> Need:
        return Need(
            self.employer.data or "",
            self.training_type.data or "",
            names_in(self.topics.data or ""),
            self.people.data or 1,
            read_months(self.months.data or "") or (),
            self.delivery.data,
            self.contact.data or "",
            self.phone.data or "",
            self.remark.data or "",
        )


class NeedTableForm(Form):
    """A table of needs: rows copied from Excel, or the file itself."""

    institution_id = SelectField(_l("Training institution"), coerce=int)
    year = IntegerField(_l("Year"), validators=[InputRequired(_l("Enter the year.")), YEARS])
    document = FileField(_l("Excel file"))
    text = TextAreaField(_l("Rows from Excel"), validators=[Length(max=400_000)])

    def validate_text(self, field: TextAreaField) -> None:
        """One of the two is there."""
        if not field.data and not self.document.data:
            raise ValidationError(_("Choose a file, or paste the rows of the table."))


class WithdrawForm(Form):
    """Why something is taken back or explained."""

    reason = TextAreaField(_l("Reason"), validators=[DataRequired(_l("Enter the reason.")), short(500)])


class NewPlanForm(Form):
    """Beginning the plan of a year."""

    institution_id = SelectField(_l("Training institution"), coerce=int)
    year = IntegerField(_l("Year"), validators=[InputRequired(_l("Enter the year.")), YEARS])
    class_size = IntegerField(
        _l("People in one class"), default=60, validators=[InputRequired(_l("Enter how many people.")), PEOPLE]
    )


class ItemForm(RowForm):
    """One line of a plan; a line without a title says nothing."""

    key = HiddenField()
    title = StringField(_l("Training"), filters=[trim], validators=[short(200)])
    curriculum_id = SelectField(_l("Curriculum"), coerce=int, default=NONE)
    training_type = StringField(_l("Kind of training"), filters=[trim], validators=[short(60)])
    target_group = StringField(_l("For whom"), filters=[trim], validators=[short(200)])
    classes = IntegerField(_l("Classes"), default=1, validators=[Optional(), PEOPLE])
    people = IntegerField(_l("Headcount"), validators=[Optional(), PEOPLE])
    month = SelectField(_l("Month"), coerce=int, default=NONE)
    hours = hours(_l("Hours of a class"))
    budget = DecimalField(_l("Budget (yuan)"), places=None, validators=[Optional(), NumberRange(0, 999_999_999)])
    responsible = StringField(_l("Responsible"), filters=[trim], validators=[short(80)])
    note = StringField(_l("Note"), filters=[trim], validators=[short(400)])

    def facts(self) -> dict[str, Any]:
        """The line, by the name of the column."""
        facts = dict(self.data)
        facts["curriculum_id"] = facts["curriculum_id"] or None
        facts["month"] = facts["month"] or None
        facts["classes"] = facts["classes"] or 1
        facts["people"] = facts["people"] or 0
        return facts


class PlanForm(Form):
    """The lines of a plan."""

    edition = HiddenField(default="0")
    items = FieldList(FormField(ItemForm), label=_l("Lines of the plan"), max_entries=MOST_ROWS)
    note = TextAreaField(_l("Note"), validators=[short(2000)])

    @classmethod
    def of(cls, items: Sequence[PlanItem], note: str, edition: int) -> PlanForm:
        """The form filled with what is known."""
        names = [name for name in ItemForm()._fields if name not in ("curriculum_id", "month")]
        known = [
            {**{n: getattr(one, n) for n in names}, "curriculum_id": one.curriculum_id or NONE, "month": one.month or 0}
            for one in items
        ]
        return cls(data={"items": known, "note": note, "edition": str(edition)})

    def offer(self, curricula: Sequence[Curriculum]) -> None:
        """Offer curricula and months, after free lines are there."""
        none = SelectChoice(value=NONE, label="—")
        offered = [none, *(SelectChoice(value=one.id, label=one.name) for one in curricula)]
        months = [none, *(SelectChoice(value=m, label=_("month %(number)d", number=m)) for m in MONTHS)]
        for line in self["items"]:
            line.form.curriculum_id.choices = offered
            line.form.month.choices = months

    def add_rows(self) -> None:
        """Append free lines at the end of the table."""
        for _number in range(min(FREE_ROWS, MOST_ROWS - len(self["items"].entries))):
            self["items"].append_entry()

    def named_items(self) -> list[dict[str, Any]]:
        """The lines that have a title."""
        return [line.form.facts() for line in self["items"] if line.data["title"]]

    @property
    def opened_edition(self) -> int:
        """Which saving of the draft the person has seen."""
        return int(self.edition.data) if (self.edition.data or "").isdecimal() else -1

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; what is wrong with a line is said with its number."""
        fine = bool(super().validate(extra_validators))
        self["items"].errors = numbered(self["items"].errors)
        return fine

    def blame_meanwhile(self) -> None:
        """Somebody else was faster."""
        self.blame("note", _("Somebody else has changed this plan since you opened it. Open it again and compare."))


class OpenClassForm(Form):
    """Opening a class from a line of the plan: what the plan does not say."""

    code = StringField(_l("Class code"), validators=[DataRequired(_l("Enter a class code.")), short(60)])
    name = StringField(_l("Class name"), validators=[DataRequired(_l("Enter the name of the class.")), short(200)])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Enter the last day."))])
    class_teacher = StringField(_l("Class teacher"), validators=[short(80)])

    def validate_ends_on(self, field: DateField) -> None:
        """The last day does not lie before the first."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The last day must not lie before the first day."))

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        names = ("code", "name", "starts_on", "ends_on", "class_teacher")
        return {name: self[name].data for name in names}

    def blame_day(self) -> None:
        """No rule-set is in force then."""
        self.blame("starts_on", _("No version of the rule-set is in force on that day. Check the year."))

    def blame_code(self) -> None:
        """Another class has the code."""
        self.blame("code", _("Another class has this code. Choose another one."))


def suggested(item: PlanItem, year: int) -> dict[str, Any]:
    """Name and days of a class as a line of the plan suggests them."""
    first = date(year, item.month or 1, 1)
    first = date.fromordinal(first.toordinal() + (7 - first.weekday()) % 7)  # the first Monday
    days = max(1, -(-int(item.hours or Decimal(8)) // 8))
    last = date.fromordinal(first.toordinal() + min(days, 5) - 1)
    return {"name": item.title, "starts_on": first, "ends_on": last, "class_teacher": item.responsible}
