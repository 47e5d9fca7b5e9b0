"""Forms of teachers: facts, proofs, appointments, subjects and hours."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from core.forms import CheckboxesField, Form
from trainer.forms import RegisterForm, short
from trainer.models import Teacher
from trainer.teaching import labels
from trainer.teaching.forms.shared import DocumentForm, WeekForm
from trainer.teaching.models import TeachingProfile
from trainer.teaching.rules import QualificationKind, clean_subjects
from trainer.weeks import from_rows


class TeacherForm(RegisterForm):
    """A teacher on the register. The mobile number is kept when its field stays empty."""

    name = StringField(_l("Full name"), validators=[DataRequired(_l("Enter the teacher's name.")), short(80)])
    title = StringField(_l("Professional title"), validators=[short(80)])
    employer = StringField(_l("Employer"), validators=[short(200)])
    education = StringField(_l("Education"), validators=[short(40)])
    field = StringField(_l("Field"), validators=[short(200)])
    years = DecimalField(
        _l("Years in the profession"),
        places=None,
        validators=[Optional(), NumberRange(0, 80, _l("Enter a number of years between 0 and 80."))],
    )
    phone = StringField(_l("Mobile number"), validators=[Optional(), Length(5, 40, _l("Enter a telephone number."))])
    valid_from = DateField(_l("Appointed from"), validators=[Optional()])
    valid_to = DateField(_l("Appointed until"), validators=[Optional()])
    username = StringField(_l("Sign-in name of the teacher"), validators=[short(80)])
    note = TextAreaField(_l("Note"), validators=[short(2000)])
    seen = HiddenField()

    def validate_valid_to(self, field: DateField) -> None:
        """An appointment does not end before it begins."""
        if self.valid_from.data and field.data and field.data < self.valid_from.data:
            raise ValidationError(_l("The appointment must not end before it begins."))

    def facts(self) -> dict[str, Any]:
        """What was entered; an empty mobile number says nothing, and the account is linked on its own."""
        facts = super().facts()
        facts.pop("username")
        facts.pop("seen")
        if not facts["phone"]:
            facts.pop("phone")
        return facts

    def blame_username(self) -> None:
        """Nobody signs in with that name."""
        self.blame("username", str(_l("There is no account of this sign-in name. Create it under Accounts first.")))

    def blame_change(self) -> None:
        """Somebody else has saved meanwhile."""
        self.blame("name", labels.changed_meanwhile())

    def blame_other_teacher(self) -> None:
        """The account is another teacher's."""
        self.blame("username", str(_l("This account belongs to another teacher.")))

    @classmethod
    def of(cls, teacher: Teacher) -> TeacherForm:
        """The form with what is known, except the mobile number; a new appointment prolongs a term, not this form."""
        form = cls(obj=teacher)
        del form.valid_from, form.valid_to
        if not form.is_submitted():
            form.phone.data = ""
            form.username.data = teacher.user.username if teacher.user else ""
            form.seen.data = teacher.updated_at.isoformat()
        return form


class QualificationForm(DocumentForm):
    """A document that proves what a teacher is."""

    kind = SelectField(
        _l("Kind of proof"),
        choices=lambda: [SelectChoice(value=one.value, label=word) for one, word in labels.QUALIFICATIONS.items()],
        coerce=QualificationKind,
    )
    name = StringField(
        _l("Name of the document"), validators=[DataRequired(_l("Enter the name of the document.")), short(120)]
    )
    number = StringField(_l("Number of the document"), validators=[short(80)])
    issuer = StringField(_l("Issued by"), validators=[short(200)])
    valid_from = DateField(_l("Proof valid from"), validators=[Optional()])
    valid_to = DateField(_l("Proof valid until"), validators=[Optional()])

    def validate_valid_to(self, field: DateField) -> None:
        """A document does not end before it begins."""
        if self.valid_from.data and field.data and field.data < self.valid_from.data:
            raise ValidationError(_l("The document must not end before it begins."))


class AppointmentForm(DocumentForm):
    """One appointment, or the renewal of one."""

    starts_on = DateField(_l("Appointed from"), validators=[InputRequired(_l("Enter the first day."))])
    ends_on = DateField(_l("Appointed until"), validators=[Optional()])
    number = StringField(_l("Number of the letter of appointment"), validators=[short(80)])
    note = StringField(_l("Note"), validators=[short(300)])

    def validate_ends_on(self, field: DateField) -> None:
        """An appointment does not end before it begins."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The appointment must not end before it begins."))


def _cap(label: Any, most: int) -> DecimalField:
    said = _l("Enter more than 0 and at most %(max)s credit hours.")
    return DecimalField(label, places=None, validators=[Optional(), NumberRange(0.01, most, said)])


class ProfileForm(WeekForm):
    """What a teacher may teach, how much, and in which hours of the week."""

    modules = CheckboxesField(_l("Modules of your curricula"), validators=[Optional()])
    others = TextAreaField(_l("Other subjects, one a line"), validators=[short(2000)])
    yearly_hours = _cap(_l("Credit hours a year at most"), 2000)
    daily_hours = _cap(_l("Credit hours a day at most"), 24)

    def offer(self, names: list[str]) -> None:
        """The modules that can be ticked."""
        self.modules.choices = [SelectChoice(value=name, label=name) for name in names]

    def fill_from(self, profile: TeachingProfile | None) -> None:
        """Show what is known."""
        if profile is None or self.is_submitted():
            return
        names = [choice.value for choice in self.modules.choices]
        self.version.data = profile.version
        self.modules.data = [one for one in profile.subjects if one in names]
        self.others.data = "\n".join(one for one in profile.subjects if one not in names)
        self.yearly_hours.data, self.daily_hours.data = profile.yearly_hours, profile.daily_hours
        self.show_week(from_rows(profile.windows))

    def subjects(self) -> list[str]:
        """Everything that is ticked or typed."""
        return clean_subjects([*(self.modules.data or []), *(self.others.data or "").splitlines()])


class RegisterSearchForm(Form):
    """Looks for teachers by name, employer or field, and by subject."""

    class Meta(Form.Meta):
        """A search changes nothing."""

        csrf = False

    text = StringField(_l("Name, employer or field"))
    subject = SelectField(_l("Subject"), validate_choice=False, choices=[])
    state = SelectField(
        _l("Standing of the appointment"),
        validate_choice=False,
        choices=lambda: [("", _l("All")), ("fine", _l("Appointed today")), ("alarm", _l("Needs attention"))],
    )
