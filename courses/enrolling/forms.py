"""Forms of notices, applications and decisions."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateTimeLocalField, IntegerField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields import FileField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from core.forms import Form
from courses.enrolling import labels
from courses.enrolling.models import Application
from courses.enrolling.rules.states import Stage
from courses.forms import short
from learners import labels as learner_labels
from learners.identity import is_credit_code
from learners.roster import RawRosterRow, RosterCode, RosterOutcome, RosterRow, judge_roster, normal_phone
from learners.rows import Place

EDUCATIONS = ("博士", "硕士", "本科", "大专", "高中或中专", "初中及以下")
SIZES = ("大型", "中型", "小型", "微型")


def chosen_of(words: tuple[str, ...]) -> list[SelectChoice]:
    """Choices in the words of the files, after one that says nothing."""
    return [SelectChoice(value="", label=_l("Please choose")), *(SelectChoice(value=one, label=one) for one in words)]


class ApplicationForm(Form):
    """One person applies, or is entered by an employer or the institution."""

    name = StringField(
        _l("Full name"), validators=[DataRequired(_l("Enter the name as on the identity card.")), short(80)]
    )
    id_number = StringField(
        _l("Identity number"), validators=[DataRequired(_l("Enter the identity number.")), short(40)]
    )
    phone = StringField(_l("Mobile number"), validators=[DataRequired(_l("Enter a mobile number.")), short(40)])
    employer = StringField(
        _l("Employer"), validators=[DataRequired(_l("Enter the full name of the employer.")), short(200)]
    )
    uscc = StringField(_l("Unified social credit code"), validators=[short(18)])
    enterprise_size = SelectField(_l("Size of the enterprise"), choices=chosen_of(SIZES), default="")
    city = StringField(_l("City"), validators=[short(60)])
    post = StringField(_l("Position"), validators=[DataRequired(_l("Enter the position.")), short(120)])
    education = SelectField(
        _l("Education"), choices=chosen_of(EDUCATIONS), validators=[DataRequired(_l("Choose the education."))]
    )
    quality_years = IntegerField(
        _l("Years in quality work"),
        validators=[
            InputRequired(_l("Enter how many years; 0 if none.")),
            NumberRange(0, 60, _l("Enter a number from 0 to 60.")),
        ],
    )
    title = StringField(_l("Professional title"), validators=[short(80)])

    def validate_phone(self, field: StringField) -> None:
        """Eleven digits that begin with 1."""
        if not re.fullmatch(r"1\d{10}", normal_phone(field.data or "")):
            raise ValidationError(_l("This is not a mobile number of 11 digits."))

    def validate_uscc(self, field: StringField) -> None:
        """A code proves itself."""
        if field.data and not is_credit_code(field.data.strip().upper()):
            raise ValidationError(_l("The credit code is not right. Compare it with the business licence."))

    def judged(self, first_day: date, id_number: str = "") -> RosterRow | None:
        """The line as the roster rules judge it; None when the form has been told what is wrong."""
        cells: dict[str, Any] = {name: field.data or "" for name, field in self._fields.items() if name != "csrf_token"}
        cells["id_number"] = id_number or cells["id_number"]
        cells["quality_years"] = str(self.quality_years.data)
        row = judge_roster([RawRosterRow(Place("", "", 1), cells)], first_day)[0]
        if row.outcome is RosterOutcome.ACCEPTED:
            return row
        fault = next((code for code in row.codes if learner_labels.is_fault(code)), RosterCode.NAME_MISSING.value)
        words = f"{learner_labels.reason_of(fault)} {learner_labels.remedy_of(fault)}"
        self.blame("name" if fault == RosterCode.NAME_MISSING.value else "id_number", words)
        return None

    def blame_known(self, known: Application) -> None:
        """The person has applied before. The number is told only to somebody who knows the name too."""
        if known.name == self.name.data:
            words = _("This person has already applied, application number %(number)s.", number=known.number)
        else:
            words = _("An application with this identity number exists. Call the contact of the class.")
        self.blame("id_number", words)


class PublicApplicationForm(ApplicationForm):
    """The same for anybody: with consent, the declaration, and a field that only robots fill in."""

    declared = BooleanField(_l("I declare this"))
    agreed = BooleanField(
        _l("I have read the terms and the privacy notice and agree"),
        validators=[DataRequired(_l("Without your consent the application cannot be taken."))],
    )
    website = StringField(_l("Leave this empty"))


class CorrectionForm(ApplicationForm):
    """Putting a returned application right; the identity number stays."""

    id_number = None
    declared = BooleanField(_l("I declare this"))

    def judged_for(self, application: Application) -> RosterRow | None:
        """The corrected line with the identity number that is known."""
        return self.judged(application.offering.starts_on, application.id_number)


class NoticeForm(Form):
    """What the public reads about a class."""

    audience = TextAreaField(_l("For whom"), validators=[DataRequired(_l("Say for whom the class is.")), short(1000)])
    place = StringField(_l("Where"), validators=[DataRequired(_l("Say where the class takes place.")), short(200)])
    fee = StringField(_l("Fee"), validators=[DataRequired(_l("Say what it costs, or that it is free.")), short(200)])
    contact = StringField(_l("Contact"), validators=[DataRequired(_l("Say whom to call.")), short(200)])
    capacity = IntegerField(
        _l("Number of seats"), validators=[Optional(), NumberRange(1, 5000, _l("Enter a number from 1 to 5000."))]
    )
    closes_at = DateTimeLocalField(_l("Applications until"), validators=[Optional()])
    eligibility = TextAreaField(_l("Conditions in plain words"), validators=[short(2000)])
    terms = TextAreaField(
        _l("Terms of application"), validators=[DataRequired(_l("Enter what applicants must know.")), short(4000)]
    )
    privacy = TextAreaField(
        _l("Privacy notice"), validators=[DataRequired(_l("Say what the data are used for.")), short(4000)]
    )
    seen = IntegerField(_l("Version"), default=0)

    TEXTS = ("audience", "place", "fee", "contact", "eligibility", "terms", "privacy")

    def texts(self) -> dict[str, str]:
        """The texts of the notice."""
        return {name: (self[name].data or "").strip() for name in self.TEXTS}


class DecisionForm(Form):
    """A decision, with its reason."""

    reason = StringField(_l("Reason"), validators=[Length(max=500, message=_l("Use at most 500 characters."))])


class LinkForm(Form):
    """A private address for one employer."""

    employer = StringField(
        _l("Employer"), validators=[DataRequired(_l("Enter the full name of the employer.")), short(200)]
    )


class UploadForm(Form):
    """A list of people as an Excel file."""

    file = FileField(_l("Excel list"), validators=[DataRequired(_l("Choose a file."))])
    whole = BooleanField(_l("Take nothing if a single line is refused"))
    agreed = BooleanField(
        _l("Our people know that their data are handed in for this class and agree"),
        validators=[DataRequired(_l("Their consent is needed."))],
    )


class DeskSearchForm(Form):
    """Looking for applications. Sent by GET."""

    class Meta(Form.Meta):
        """Sent by GET, changes nothing."""

        csrf = False

    text = SearchField(_l("Name, employer or number contains"), validators=[Length(max=80)])
    stage = SelectField(_l("State"), default="", validate_choice=False)

    def offer(self) -> None:
        """Offer every state."""
        known = [SelectChoice(value=stage.value, label=words[0]) for stage, words in labels.STAGES.items()]
        self.stage.choices = [SelectChoice(value="", label=_l("All states")), *known]

    def wanted_stage(self) -> Stage | None:
        """The state asked for, if there is such a one."""
        return Stage(self.stage.data) if self.stage.data in set(Stage) else None


class TransferForm(Form):
    """Into which class, and why."""

    target_id = SelectField(_l("Into which class"), coerce=int)
    reason = StringField(_l("Reason"), validators=[DataRequired(_l("Say why.")), short(500)])

    def offer(self, offerings: list[Any]) -> None:
        """Offer the classes that still take people in."""
        self.target_id.choices = [
            SelectChoice(value=one.id, label=f"{one.name}（{one.starts_on}）") for one in offerings
        ]
