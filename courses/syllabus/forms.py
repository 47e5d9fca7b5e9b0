"""Forms of curricula, their versions and their materials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from core.forms import Form, RowForm, trim
from core.stored_files import UploadRefused
from core.upload_labels import upload_refusal
from courses.forms import hours, short
from courses.models import CurriculumVersion
from courses.syllabus import labels
from courses.syllabus.rules import MaterialKind, Mode, Module
from trainer.models import Institution, Teacher

NOBODY = 0
FREE_ROWS = 3
MOST_ROWS = 60


class ModuleForm(RowForm):
    """One line of the table of modules; a line without a name says nothing."""

    name = StringField(_l("Module"), filters=[trim], validators=[short(120)])
    planned_hours = hours(_l("Hours"))
    compulsory = BooleanField(_l("Compulsory"), default=True)
    min_hours = hours(_l("Minimum hours"))
    modes = SelectMultipleField(
        _l("Ways of delivery"),
        choices=[SelectChoice(value=one.value, label=name) for one, name in labels.MODES.items()],
    )
    objectives = StringField(_l("Objectives"), filters=[trim], validators=[short(400)])
    source = StringField(_l("Source"), filters=[trim], validators=[short(200)])

    @property
    def detailed(self) -> bool:
        """Whether the line says more than name, hours and kind."""
        more = (self.min_hours, self.modes, self.objectives, self.source)
        return any(field.data or field.errors for field in more)

    def to_module(self) -> Module:
        return Module(
            self.name.data or "",
            self.planned_hours.data or Decimal(0),
            bool(self.compulsory.data),
            self.min_hours.data,
            tuple(mode for mode in Mode if mode in (self.modes.data or ())),
            self.objectives.data or "",
            self.source.data or "",
        )


class CurriculumForm(Form):
    """A curriculum with the modules of its draft."""

    name = StringField(
        _l("Name of the curriculum"), validators=[DataRequired(_l("Enter the name of the curriculum.")), short(200)]
    )
    institution_id = SelectField(_l("Training institution"), coerce=int)
    training_type = StringField(_l("Kind of training"), validators=[short(60)])
    objectives = TextAreaField(_l("Objectives"), validators=[short(2000)])
    note = TextAreaField(_l("Note"), validators=[short(2000)])
    edition = HiddenField(default="0")
    modules = FieldList(FormField(ModuleForm), label=_l("Modules"), max_entries=MOST_ROWS)

    def offer(self, institutions: Sequence[Institution]) -> None:
        """Offer the institutions in scope."""
        self.institution_id.choices = [SelectChoice(value=one.id, label=one.name) for one in institutions]

    @classmethod
    def of(cls, version: CurriculumVersion | None) -> CurriculumForm:
        """The form filled with the draft."""
        if version is None:
            return cls()
        known = version.curriculum
        return cls(
            data={
                "name": known.name,
                "institution_id": known.institution_id,
                "training_type": known.training_type,
                "note": known.note,
                "objectives": version.objectives,
                "edition": str(version.edition),
                "modules": [
                    {
                        "name": one.name,
                        "planned_hours": one.planned_hours,
                        "compulsory": one.compulsory,
                        "min_hours": one.min_hours,
                        "modes": one.modes,
                        "objectives": one.objectives,
                        "source": one.source,
                    }
                    for one in version.modules
                ],
            }
        )

    @classmethod
    def outlined(cls, training_type: str, modules: Sequence[Module]) -> CurriculumForm:
        """The form of a new curriculum with these modules filled in, to be changed as needed."""
        lines = [
            {"name": one.name, "planned_hours": one.planned_hours, "compulsory": True, "modes": one.modes}
            for one in modules
        ]
        return cls(data={"training_type": training_type, "modules": lines})

    @property
    def opened_edition(self) -> int:
        """Which saving of the draft the person has seen; 0 for none."""
        return int(self.edition.data) if (self.edition.data or "").isdecimal() else 0

    def add_rows(self) -> None:
        """Append free lines at the end of the table."""
        for _number in range(min(FREE_ROWS, MOST_ROWS - len(self.modules.entries))):
            self.modules.append_entry()

    def named_modules(self) -> list[Module]:
        """The lines that name a module."""
        return [line.form.to_module() for line in self.modules if line.data["name"]]

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; what is wrong with a line is said in the words of the table."""
        fine = bool(super().validate(extra_validators))
        self.modules.errors = list(self._line_errors())
        return fine

    def _line_errors(self) -> Iterator[str]:
        for number, error in enumerate(self.modules.errors, 1):
            if isinstance(error, str):
                yield error
                continue
            for messages in error.values():
                yield from (_("Line %(number)d: %(message)s", number=number, message=each) for each in messages)

    def validate_modules(self, field: FieldList) -> None:
        """No module is named twice."""
        names = [line.data["name"] for line in field if line.data["name"]]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValidationError(_("Named twice: %(names)s. Give each module its own name.", names="、".join(twice)))

    def facts(self) -> dict[str, Any]:
        """What was entered about the curriculum itself."""
        return {
            "name": self.name.data,
            "institution_id": self.institution_id.data,
            "training_type": self.training_type.data,
            "note": self.note.data,
        }

    def blame_name(self) -> None:
        """The institution has a curriculum of that name."""
        self.blame("name", _("This institution has a curriculum of this name already."))

    def blame_meanwhile(self) -> None:
        """Somebody else was faster."""
        self.blame(
            "name",
            _("Somebody else has saved this draft since you opened it. Open it again in another tab and compare."),
        )


class ReasonForm(Form):
    """A step that needs a reason: a new version, taking one out of use."""

    reason = TextAreaField(_l("Reason"), validators=[DataRequired(_l("Enter the reason.")), short(500)])


class PasteForm(Form):
    """Rows copied from a spreadsheet."""

    text = TextAreaField(_l("Rows from Excel"), validators=[DataRequired(_l("Paste the rows of the table."))])
    edition = HiddenField(default="0")


class MaterialForm(Form):
    """A teaching material: a file, or a place to find it."""

    module = SelectField(_l("Module"))
    kind = SelectField(_l("Kind of material"), coerce=MaterialKind, default=MaterialKind.SLIDES)
    title = StringField(_l("Title of the material"), validators=[DataRequired(_l("Enter a title.")), short(200)])
    edition = StringField(_l("Version"), validators=[short(40)])
    document = FileField(_l("Document"))
    link = StringField(_l("Where it is"), validators=[short(400)])
    teacher_id = SelectField(_l("Teacher"), coerce=int, default=NOBODY)
    note = TextAreaField(_l("Note"), validators=[short(500)])

    def offer(self, modules: Sequence[str], teachers: Sequence[Teacher]) -> None:
        """Offer modules and teachers."""
        self.module.choices = [SelectChoice(value=name, label=name) for name in modules]
        self.kind.choices = [SelectChoice(value=one.value, label=name) for one, name in labels.MATERIALS.items()]
        nobody = SelectChoice(value=NOBODY, label="—")
        self.teacher_id.choices = [nobody, *(SelectChoice(value=one.id, label=one.name) for one in teachers)]

    def validate_document(self, field: FileField) -> None:
        """A material can be found somewhere."""
        if not field.data and not self.link.data:
            raise ValidationError(_("Choose a file, or write down where the material is."))

    def facts(self) -> dict[str, Any]:
        """What was entered, by the name of the column."""
        names = ("module", "title", "edition", "link", "teacher_id", "note")
        return {**{name: self[name].data for name in names}, "teacher_id": self.teacher_id.data or None}

    def blame_upload(self, refused: UploadRefused) -> None:
        """The file is not taken."""
        self.blame("document", upload_refusal(refused.fault))
