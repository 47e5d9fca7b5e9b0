"""Forms of the yearly account."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DecimalField,
    HiddenField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.amounts import plain
from core.forms import Form
from core.stored_files import read_upload
from sessions.ledger.actions.claims import ClaimFacts, Upload
from sessions.ledger.rules.policy import LedgerPolicy

MOST = Decimal(999)
TOO_LONG = _l("Use at most %(max)d characters.")


class SeenForm(Form):
    """A form that knows what its page showed, so that two people who decide at once are told."""

    seen = HiddenField()

    def seen_number(self) -> int:
        """What the page showed; -1 for what is no number."""
        text = self.seen.data or ""
        return int(text) if text.isdecimal() else -1

    def blame_change(self, field: str) -> None:
        """Somebody else was faster."""
        self.blame(field, _("Somebody else has changed this in the meantime. Look at the page again first."))


class ProofForm(SeenForm):
    """Documents as proof."""

    files = MultipleFileField(_l("Proof"))

    def uploads(self) -> list[Upload]:
        """The chosen files."""
        return [read_upload(one) for one in self.files.data or [] if one and one.filename]


class ClaimForm(ProofForm):
    """Outside training as a learner enters it on the phone."""

    institution_id = SelectField(_l("Institution that reviews"), coerce=int)
    category = SelectField(_l("Kind of training"))
    title = StringField(
        _l("What was it about"), validators=[DataRequired(_l("Enter a title.")), Length(max=200, message=TOO_LONG)]
    )
    organiser = StringField(
        _l("Organiser"), validators=[DataRequired(_l("Enter who held it.")), Length(max=200, message=TOO_LONG)]
    )
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Enter the last day."))])
    from_time = TimeField(_l("From what time"), validators=[Optional()])
    to_time = TimeField(_l("To what time"), validators=[Optional()])
    hours = DecimalField(_l("Credit hours"), places=None, validators=[InputRequired(_l("Enter the credit hours."))])

    policy: LedgerPolicy
    today: date

    def offer(self, policy: LedgerPolicy, institutions: list[tuple[int, str]], today: date) -> ClaimForm:
        """The kinds that the rule-set lets people claim, and where one is or was in a class."""
        self.policy, self.today = policy, today
        self.category.choices = [(name, name) for name in policy.claimable]
        self.institution_id.choices = list(institutions)
        return self

    def validate_ends_on(self, field: DateField) -> None:
        """Only what is over can be claimed."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day must not lie before the first day."))
        if field.data and field.data > self.today:
            raise ValidationError(_("Only training that is over can be claimed."))

    def validate_to_time(self, field: TimeField) -> None:
        """An end comes after its beginning."""
        if field.data and self.from_time.data and field.data <= self.from_time.data:
            raise ValidationError(_("The end must lie after the beginning."))

    def validate_hours(self, field: DecimalField) -> None:
        """Hours come in steps of the rule-set."""
        check_hours(field.data, self.policy.step)

    def facts(self) -> ClaimFacts:
        """What was entered."""
        return ClaimFacts(
            category=self.category.data,
            title=self.title.data or "",
            organiser=self.organiser.data or "",
            starts_on=self.starts_on.data or self.today,
            ends_on=self.ends_on.data or self.today,
            hours=self.hours.data or Decimal(0),
            from_time=self.from_time.data,
            to_time=self.to_time.data,
        )


def check_hours(hours: Decimal | None, step: Decimal, *, signed: bool = False) -> None:
    """Hours that can be posted: within bounds, and a multiple of the step."""
    if hours is None:
        return
    if not hours.is_finite() or hours == 0 or abs(hours) > MOST or (hours < 0 and not signed):
        raise ValidationError(_("Enter a number of hours between %(step)s and %(most)s.", step=plain(step), most=MOST))
    if hours % step:
        raise ValidationError(_("Hours come in steps of %(step)s.", step=plain(step)))


class SupplyForm(ProofForm):
    """More for a claim: words, documents or both."""

    note = TextAreaField(_l("What you want to say"), validators=[Length(max=1000, message=TOO_LONG)])


class NoteForm(SeenForm):
    """Words for something done."""

    note = TextAreaField(_l("Note"), validators=[Length(max=1000, message=TOO_LONG)])


class ReasonForm(SeenForm):
    """A reason that has to be given."""

    reason = TextAreaField(
        _l("Reason"), validators=[DataRequired(_l("Enter the reason.")), Length(max=1000, message=TOO_LONG)]
    )


class ReviewForm(NoteForm):
    """What a reviewer decides about a claim."""

    hours = DecimalField(_l("Hours to credit"), places=None, validators=[Optional()])


class AdjustmentForm(ReasonForm):
    """Hours to add to or take from an account."""

    institution_id = SelectField(_l("Institution"), coerce=int)
    category = SelectField(_l("Category"))
    hours = DecimalField(
        _l("Hours, negative to take away"), places=None, validators=[InputRequired(_l("Enter the credit hours."))]
    )

    policy: LedgerPolicy

    def offer(self, policy: LedgerPolicy, institutions: list[tuple[int, str]]) -> AdjustmentForm:
        """The categories of the rule-set, and the institutions in scope where the person is known."""
        self.policy = policy
        self.category.choices = [(name, name) for name in policy.names]
        self.institution_id.choices = list(institutions)
        return self

    def validate_hours(self, field: DecimalField) -> None:
        """Hours come in steps of the rule-set."""
        check_hours(field.data, self.policy.step, signed=True)


class MoveForm(ReasonForm):
    """The version a class is to keep."""

    version_id = SelectField(_l("Move to"), coerce=int)
