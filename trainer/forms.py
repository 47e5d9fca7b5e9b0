"""Forms of institution, teachers and venues."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp, ValidationError

from core.forms import Form
from trainer import labels
from trainer.models import Teacher
from trainer.rules import StaffPost


def short(limit: int) -> Length:
    """At most that many characters."""
    return Length(max=limit, message=_l("Use at most %(max)d characters."))


class RegisterForm(Form):
    """A form that writes one entry of a register."""

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class InstitutionForm(RegisterForm):
    """What an institution is and where. Its accreditations are records of their own."""

    name = StringField(
        _l("Name of the institution"), validators=[DataRequired(_l("Enter the name of the institution.")), short(200)]
    )
    code = StringField(
        _l("Code of the institution"), validators=[DataRequired(_l("Enter a code for the institution.")), short(40)]
    )
    region = StringField(
        _l("Region code"),
        validators=[
            DataRequired(_l("Enter the region code.")),
            Regexp(r"^\d{2}(\d{2}(\d{2})?)?$", message=_l("Enter 2, 4 or 6 digits, for example 6101.")),
        ],
    )
    address = StringField(_l("Postal address"), validators=[short(300)])
    phone = StringField(_l("Office telephone"), validators=[short(40)])

    def blame_name(self) -> None:
        """Name or code belong to another institution."""
        self.blame("name", str(_l("Another institution has this name or this code.")))


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

    def validate_valid_to(self, field: DateField) -> None:
        """An appointment does not end before it begins."""
        if self.valid_from.data and field.data and field.data < self.valid_from.data:
            raise ValidationError(_l("The appointment must not end before it begins."))

    def facts(self) -> dict[str, Any]:
        """What was entered; an empty mobile number says nothing, and the account is linked on its own."""
        facts = super().facts()
        facts.pop("username")
        if not facts["phone"]:
            facts.pop("phone")
        return facts

    def blame_username(self) -> None:
        """Nobody signs in with that name."""
        self.blame("username", str(_l("There is no account of this sign-in name. Create it under Accounts first.")))

    def blame_other_teacher(self) -> None:
        """The account is another teacher's."""
        self.blame("username", str(_l("This account belongs to another teacher.")))

    @classmethod
    def of(cls, teacher: Teacher) -> TeacherForm:
        """The form filled with what is known, except for the mobile number."""
        form = cls(obj=teacher)
        if not form.is_submitted():
            form.phone.data = ""
            form.username.data = teacher.user.username if teacher.user else ""
        return form


class VenueForm(RegisterForm):
    """A venue on the list."""

    name = StringField(
        _l("Name of the venue"), validators=[DataRequired(_l("Enter the name of the venue.")), short(120)]
    )
    capacity = IntegerField(
        _l("Seats"), validators=[Optional(), NumberRange(1, 100000, _l("Enter how many people it holds."))]
    )
    address = StringField(_l("Postal address"), validators=[short(300)])
    equipment = TextAreaField(_l("Equipment"), validators=[short(2000)])
    safety_checked_on = DateField(_l("Safety checked on"), validators=[Optional()])
    safety_result = StringField(_l("Result of the check"), validators=[short(40)])
    note = TextAreaField(_l("Note"), validators=[short(2000)])

    def blame_name(self) -> None:
        """The institution has a venue of that name."""
        self.blame("name", str(_l("There is a venue of this name already.")))


class StaffForm(Form):
    """Giving an account a post."""

    username = StringField(_l("Sign-in name"), validators=[DataRequired(_l("Enter a sign-in name."))])
    post = SelectField(
        _l("Post"),
        choices=lambda: [SelectChoice(value=post.value, label=label) for post, label in labels.STAFF_POSTS.items()],
        coerce=StaffPost,
        default=StaffPost.CLASS_TEACHER,
    )

    def blame_username(self) -> None:
        """Nobody signs in with that name."""
        self.blame("username", str(_l("There is no account of this sign-in name. Create it under Accounts first.")))
