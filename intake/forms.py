"""Forms of handing in files, of naming columns, and of taking an import back."""

from __future__ import annotations

import glob
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, MultipleFileField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from core.forms import Form
from courses.models import ClassOffering
from intake import labels
from intake.reading.words import vocabularies
from intake.report import ImportRefused
from intake.rows import FileKind

FROM_FILES = 0  # the class is the one the files name


class HandInForm(Form):
    """Which files, for which class, and what happens when a line cannot be taken."""

    files = MultipleFileField(_l("Files"))
    offering_id = SelectField(_l("Class"), coerce=int)
    strict = BooleanField(_l("All or nothing: import only if every line can be taken"))

    def offer(self, offerings: list[ClassOffering], *, chosen: int = FROM_FILES) -> None:
        """The classes to choose from; `chosen` when the form opens."""
        first = SelectChoice(value=FROM_FILES, label=_l("The class that the files name (new or known)"))
        known = [SelectChoice(value=one.id, label=f"{one.code} {one.name}") for one in offerings]
        self.offering_id.choices = [first, *known]
        if not self.is_submitted():
            self.offering_id.data = chosen

    def validate_files(self, field: MultipleFileField) -> None:
        """At least one file with a name."""
        if not any(getattr(one, "filename", "") for one in field.data or []):
            raise ValidationError(_l("Choose at least one file."))

    def uploads(self) -> list[tuple[str, bytes]]:
        """The chosen files by name; a folder part that some browsers send is cut off."""
        return [
            (one.filename.replace("\\", "/").rsplit("/", 1)[-1][:255], one.read())
            for one in self.files.data
            if one.filename
        ]


class ConfirmForm(Form):
    """Importing what was tried out."""

    def blame_refusal(self, refused: ImportRefused) -> str:
        """Why nothing was imported."""
        return labels.refusal(refused)


class UndoForm(Form):
    """Taking an import back needs a reason that stays on file."""

    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(_l("Say why the import is taken back.")), Length(max=200, message=_l("Too long."))],
    )


class MappingForm(Form):
    """Naming kinds and columns; the fields depend on the files, see `questions_of` and `mapping_from`."""


@dataclass(frozen=True, slots=True)
class Question:
    """A table about which something must be said: its kind and header row, or what its columns are."""

    number: int
    file: str
    sheet: str
    kind: str
    header_row: int | None
    headers: tuple[str, ...]  # headers nobody recognised
    missing: tuple[str, ...]  # fields that must be found
    fields: tuple[tuple[str, str], ...]  # what a header may be


def questions_of(report: Mapping[str, Any]) -> list[Question]:
    """What the trial run leaves open: tables with missing or unknown columns, sheets without a recognised table."""
    found: list[Question] = []
    for table in report.get("tables", []):
        if table["missing"] or table["unknown"]:
            kind = table["kind"]
            choices = tuple((field, labels.field_label(kind, field)) for field in vocabularies()[FileKind(kind)].fields)
            missing = tuple(labels.field_label(kind, field) for field in table["missing"])
            found.append(
                Question(
                    len(found),
                    table["file"],
                    table["sheet"],
                    kind,
                    table["header_row"],
                    tuple(table["unknown"]),
                    missing,
                    choices,
                )
            )
    for sheet in report.get("files", []):
        if sheet["code"] == "F_NO_TABLE":
            found.append(Question(len(found), sheet["file"], sheet["sheet"], "", None, (), (), ()))
    return found


def mapping_from(answers: Mapping[str, str], questions: list[Question], before: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping with what was answered now in front of what was said before."""
    tables = [table for question in questions if (table := _table_from(answers, question))]
    said = {(table["file"], table["sheet"]) for table in tables}
    known = {(one["file"], one["sheet"]): one for one in before.get("table", [])}
    for table in tables:
        columns = known.get((table["file"], table["sheet"]), {}).get("columns", {})
        table["columns"] = {**columns, **table.get("columns", {})}
    return {"table": [*tables, *(one for place, one in known.items() if place not in said)]}


def _table_from(answers: Mapping[str, str], question: Question) -> dict[str, Any] | None:
    pattern = {"file": glob.escape(question.file), "sheet": glob.escape(question.sheet) or "*"}
    if not question.kind:
        kind, row = answers.get(f"kind-{question.number}", ""), answers.get(f"row-{question.number}", "")
        if not kind or not row.isdecimal() or int(row) < 1:
            return None
        return {**pattern, "kind": kind, "header_row": int(row)}
    columns = {
        header: field
        for number, header in enumerate(question.headers)
        if (field := answers.get(f"col-{question.number}-{number}", ""))
    }
    if not columns:
        return None
    row_part = {"header_row": question.header_row} if question.header_row else {}
    return {**pattern, "kind": question.kind, **row_part, "columns": columns}
