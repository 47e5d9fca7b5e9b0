"""Forms of signed sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField
from wtforms.validators import ValidationError

from core.forms import Form

MOST_FILES = 40


class ScanForm(Form):
    """Photographs or scans of signed pages."""

    files = MultipleFileField(_l("Photographs or scans"))

    def validate_files(self, field: MultipleFileField) -> None:
        """At least one, and not more than a class has."""
        found = [one for one in field.data or () if one and one.filename]
        if not found:
            raise ValidationError(_("Choose a file."))
        if len(found) > MOST_FILES:
            raise ValidationError(_("Hand in at most %(num)d files at once.", num=MOST_FILES))


class ConfirmScanForm(Form):
    """Which boxes of a page are signed; one box to tick for each."""

    def signed(self, given: Mapping[str, str], people: Iterable[int], columns: int) -> list[tuple[int, int]]:
        """The ticked boxes as (enrolment, column)."""
        return [(who, column) for who in people for column in range(columns) if box_name(who, column) in given]


def box_name(who: int, column: int) -> str:
    """What the box to tick is called."""
    return f"signed-{who}-{column}"
