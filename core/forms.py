"""The form every form inherits from: text is trimmed, passwords are not."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget


def trim(value: Any) -> Any:
    """The text without white space at its ends; anything else unchanged."""
    return value.strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """Base form. A refused action is worded by the form through `blame`, so all error text of a page sits here."""

    class Meta(FlaskForm.Meta):
        """Adds trimming to every text field that is not a password."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Bind the field, with trimming first in its filters."""
            if issubclass(unbound_field.field_class, StringField) and not issubclass(
                unbound_field.field_class, PasswordField
            ):
                options = {**options, "filters": [trim, *unbound_field.kwargs.get("filters", ())]}
            return unbound_field.bind(form=form, **options)

    def blame(self, field_name: str, message: str) -> None:
        """Attach a refusal to a field, as if validation had found it."""
        field = self[field_name]
        field.errors = [*field.errors, message]


class CheckboxesField(SelectMultipleField):
    """Several of a list, as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
