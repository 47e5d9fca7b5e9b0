"""The form every form inherits from: text is trimmed, passwords are not; days lie in believable years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.i18n import Translations
from wtforms import DateField, DateTimeField, Field, PasswordField, SelectMultipleField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

YEARS = range(1900, 2200)
UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


def trim(value: Any) -> Any:
    """The text without white space at its ends and without characters that no database takes; else unchanged."""
    return value.translate(UNPRINTABLE).strip() if isinstance(value, str) else value


def in_our_time(_form: Any, field: Any) -> None:
    """A mistyped year is caught before anything reckons with it; a time of day has no year."""
    if field.data and getattr(field.data, "year", YEARS.start) not in YEARS:
        raise StopValidation(_("Check the year."))


class Words(Translations):
    """What the library says of a wrong entry, in its translation; what sounds like a program, in words of our own."""

    def gettext(self, string: str) -> str:
        """The message in the language of the page."""
        return _("Choose one from the list.") if "could not coerce" in string else str(super().gettext(string))


class Form(FlaskForm):
    """Base form. A refused action is worded by the form through `blame`, so all error text of a page sits here."""

    class Meta(FlaskForm.Meta):
        """Adds trimming to every text field that is not a password, and a look at the year to every day."""

        def get_translations(self, form: Any) -> Any:
            """Messages of the library."""
            return Words()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Bind the field, with trimming first in its filters, the year first in its checks."""
            if issubclass(unbound_field.field_class, StringField) and not issubclass(
                unbound_field.field_class, PasswordField
            ):
                options = {**options, "filters": [trim, *unbound_field.kwargs.get("filters", ())]}
            field: Field = unbound_field.bind(form=form, **options)
            if isinstance(field, DateField | DateTimeField):
                field.validators = (in_our_time, *field.validators)
            return field

    def blame(self, field_name: str, message: str) -> None:
        """Attach a refusal to a field, as if validation had found it."""
        field = self[field_name]
        field.errors = [*field.errors, message]


class RowForm(PlainForm):
    """One line of a table in a form: trimmed, checked and worded like the form around it."""

    class Meta(Form.Meta):
        """As of a form; the token belongs to the form around the lines."""

        csrf = False


def numbered(errors: Iterable[Any]) -> list[str]:
    """What is wrong with the lines of a table, with the number of the line."""
    said = []
    for number, line in enumerate(errors, 1):
        found = [line] if isinstance(line, str) else [one for each in line.values() for one in each]
        said += [_("Line %(number)d: %(message)s", number=number, message=one) for one in found]
    return said


class CheckboxesField(SelectMultipleField):
    """Several of a list, as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
