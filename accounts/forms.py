"""Forms of the accounts pages."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import DateField, PasswordField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length, Optional, Regexp, ValidationError

from accounts import labels
from accounts.actions import AccountRefused, PasswordRefused, TooManyAttempts
from accounts.passwords import PasswordPolicy
from accounts.rules import Role
from core.clock import to_local
from core.db import utc_now
from core.forms import Form


def role_choices() -> list[SelectChoice]:
    """Every role in words."""
    return [SelectChoice(value=role.value, label=label) for role, label in labels.ROLES.items()]


class SignInForm(Form):
    """Name and password. A refusal never says which of the two was wrong."""

    username = StringField(_l("Sign-in name"), validators=[InputRequired(_l("Enter your sign-in name."))])
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Enter your password."))])

    def blame_mismatch(self) -> None:
        """Name and password do not belong together."""
        self.blame("password", _l("The sign-in name and the password do not match. Check both and try again."))

    def blame_lock(self, refusal: TooManyAttempts) -> None:
        """Too many failures: say when to try again."""
        minutes = max(1, ceil((refusal.until - utc_now()) / timedelta(minutes=1)))
        again_at = to_local(utc_now() + timedelta(minutes=minutes))
        message = ngettext(
            "Too many failed attempts. Try again in %(num)d minute, at %(time)s.",
            "Too many failed attempts. Try again in %(num)d minutes, at %(time)s.",
            minutes,
            time=f"{again_at:%H:%M}",
        )
        self.blame("password", message)


class PasswordForm(Form):
    """Choosing a new password."""

    old = PasswordField(_l("Old password"), validators=[InputRequired(_l("Enter your old password."))])
    new = PasswordField(_l("New password"), validators=[InputRequired(_l("Enter a new password."))])
    repeated = PasswordField(
        _l("New password again"),
        validators=[
            InputRequired(_l("Enter the new password again.")),
            EqualTo("new", _l("The two new passwords differ. Enter the same one twice.")),
        ],
    )

    def blame_old(self) -> None:
        """The old password is wrong."""
        self.blame("old", _l("The old password is not right."))

    def blame_new(self, refusal: PasswordRefused, policy: PasswordPolicy) -> None:
        """Everything the policy has against the new password."""
        for fault in refusal.faults:
            words = labels.PASSWORD_FAULTS[fault]
            self.blame("new", str(words) % {"min_length": policy.min_length, "min_classes": policy.min_classes})


class AccountForm(Form):
    """A new account."""

    username = StringField(
        _l("Sign-in name"),
        validators=[
            InputRequired(_l("Enter a sign-in name.")),
            Length(max=80, message=_l("Use at most 80 characters.")),
            Regexp(r"^[\w.@-]+$", message=_l("Use letters, digits and . _ - @ only.")),
        ],
    )
    display_name = StringField(
        _l("Full name"),
        validators=[
            InputRequired(_l("Enter the person's full name.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
    )
    role = SelectField(_l("Role"), choices=role_choices, coerce=Role, default=Role.COORDINATOR)

    def blame_refusal(self, refusal: AccountRefused) -> None:
        """The account cannot be made."""
        self.blame("username", labels.REFUSALS[refusal.reason])


class SearchForm(Form):
    """A form that filters a list: it is sent by GET and carries no token."""

    class Meta(Form.Meta):
        """Sent by GET, changes nothing."""

        csrf = False


class AccountSearchForm(SearchForm):
    """Looking for an account."""

    text = SearchField(_l("Name contains"), validators=[Length(max=80)])
    role = SelectField(
        _l("Role"), choices=lambda: [SelectChoice(value="", label=_l("All roles")), *role_choices()], default=""
    )

    def wanted_role(self) -> Role | None:
        """The chosen role, if any."""
        return Role(self.role.data) if self.role.data in set(Role) else None


class AuditSearchForm(SearchForm):
    """Looking through the audit trail."""

    actor = SearchField(_l("Person"), validators=[Length(max=80)])
    action = SelectField(_l("Action"), default="", validate_choice=False)
    first_day = DateField(_l("First day"), validators=[Optional()])
    last_day = DateField(_l("Last day"), validators=[Optional()])

    def offer(self, actions: list[str]) -> None:
        """Offer the actions that have been recorded."""
        known = [SelectChoice(value=action, label=labels.action_name(action)) for action in actions]
        self.action.choices = [SelectChoice(value="", label=_l("All actions")), *known]

    def validate_last_day(self, field: DateField) -> None:
        """The last day does not lie before the first."""
        first: date | None = self.first_day.data
        if first and field.data and field.data < first:
            raise ValidationError(_l("The last day must not lie before the first day."))
