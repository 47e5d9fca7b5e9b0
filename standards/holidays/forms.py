"""Forms of the working calendar."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from core.forms import Form
from core.spreadsheets.model import Limits, Sheet, SpreadsheetRefused
from core.spreadsheets.opening import open_workbook
from standards.holidays import labels
from standards.holidays.rules import DayKind, DayMark
from standards.holidays.tables import TableDay, read_table

LIMITS = Limits(max_bytes=1024 * 1024, max_rows=1000, max_columns=20, max_sheets=3)


class DayForm(Form):
    """What a day is, and by what notice."""

    kind = RadioField(
        _l("This day is"),
        choices=lambda: [SelectChoice(value=kind.value, label=words) for kind, words in labels.DAY_KINDS.items()],
        coerce=DayKind,
        validators=[DataRequired(_l("Choose what this day is."))],
    )
    name = StringField(
        _l("Name of the holiday"), validators=[Length(max=40, message=_l("Use at most %(max)d characters."))]
    )
    basis = StringField(
        _l("Basis"),
        validators=[
            DataRequired(_l("Enter the notice or decision on which this rests.")),
            Length(max=500, message=_l("Use at most %(max)d characters.")),
        ],
    )
    seen = HiddenField(default="0")

    def validate_name(self, field: StringField) -> None:
        """A day off has a name: it is shown on timetables."""
        if self.kind.data is DayKind.HOLIDAY and not field.data:
            raise ValidationError(_l("Enter the name of the holiday, for example 国庆节."))

    def mark(self) -> DayMark:
        kind: DayKind = self.kind.data
        return DayMark(kind, "" if kind is DayKind.AS_SHIPPED else self.name.data or "")

    @property
    def seen_serial(self) -> int:
        return int(self.seen.data) if str(self.seen.data).isdigit() else -1

    def blame_change(self) -> None:
        """Somebody else was faster."""
        self.blame(
            "kind", _("Somebody else entered this day in the meantime. Their entry is below; send again to replace it.")
        )


class YearForm(Form):
    """The table of a year, pasted or as a file."""

    table = TextAreaField(_l("Paste the table here"), validators=[Length(max=50000)])
    file = FileField(_l("Or choose a file"))
    basis = StringField(
        _l("Basis"),
        validators=[
            DataRequired(_l("Enter the number of the notice, for example 国办发明电〔2026〕7号.")),
            Length(max=500, message=_l("Use at most %(max)d characters.")),
        ],
    )

    def days(self, year: int) -> list[TableDay]:
        """The days of the table; empty, with every fault blamed in words, if there is anything wrong."""
        sheet = self._sheet()
        if sheet is None:
            return []
        days, faults = read_table(sheet.cells, year)
        for fault in faults[:20]:
            self.blame("table", labels.fault_words(fault))
        if len(faults) > 20:
            self.blame("table", _("%(count)d more lines have faults.", count=len(faults) - 20))
        if not days and not faults:
            self.blame("table", _("The table names no day."))
        return [] if faults else days

    def _sheet(self) -> Sheet | None:
        upload = self.file.data
        name, content = (upload.filename, upload.read(LIMITS.max_bytes + 1)) if upload else ("", b"")
        if not content:
            name, content = "table.csv", (self.table.data or "").encode()
        try:
            sheets: Sequence[Sheet] = open_workbook(name or "", content, LIMITS).sheets
        except SpreadsheetRefused as refused:
            self.blame("table", labels.file_words(refused.code))
            return None
        return sheets[0]

    def blame_change(self) -> None:
        """Somebody else was faster."""
        self.blame(
            "table", _("Somebody else entered days of this year at the same time. Check the year, then try again.")
        )
