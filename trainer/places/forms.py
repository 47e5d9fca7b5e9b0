"""Forms of venues and campuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from core.clock import today
from core.forms import CheckboxesField, Form, RowForm, numbered
from core.upload_labels import upload_refusal
from core.uploads import UploadFault
from trainer.forms import RegisterForm, short
from trainer.models import Venue
from trainer.places import labels
from trainer.places.models import Campus, VenueProfile
from trainer.places.rules import CheckKind, CheckResult, EquipmentState, Item, read_equipment
from trainer.teaching.forms.shared import WeekForm
from trainer.teaching.labels import changed_meanwhile
from trainer.weeks import from_rows

SPARE_LINES = 3


class VenueForm(RegisterForm):
    """What a venue is."""

    name = StringField(
        _l("Name of the venue"), validators=[DataRequired(_l("Enter the name of the venue.")), short(120)]
    )
    capacity = IntegerField(
        _l("Seats"), validators=[Optional(), NumberRange(1, 100000, _l("Enter how many people it holds."))]
    )
    address = StringField(_l("Postal address"), validators=[short(300)])
    note = TextAreaField(_l("Note"), validators=[short(2000)])
    seen = HiddenField()

    def facts(self) -> dict[str, Any]:
        """What was entered."""
        facts = super().facts()
        facts.pop("seen")
        return facts

    def blame_name(self) -> None:
        """The institution has a venue of that name."""
        self.blame("name", str(_l("There is a venue of this name already.")))

    def blame_change(self) -> None:
        """Somebody else has saved meanwhile."""
        self.blame("name", changed_meanwhile())

    @classmethod
    def of(cls, venue: Venue) -> VenueForm:
        """The form filled with what is known."""
        form = cls(obj=venue)
        if not form.is_submitted():
            form.seen.data = venue.updated_at.isoformat()
        return form


class ItemForm(RowForm):
    """One line of the equipment; without a name it says nothing."""

    name = StringField(_l("Equipment"), validators=[short(80)], filters=[lambda text: (text or "").strip()])
    quantity = IntegerField(
        _l("Quantity"), default=1, validators=[Optional(), NumberRange(1, 9999, _l("Enter a quantity from 1 on."))]
    )
    state = SelectField(
        _l("State"),
        choices=lambda: [SelectChoice(value=one.value, label=word) for one, (word, _tone) in labels.EQUIPMENT.items()],
        coerce=EquipmentState,
        default=EquipmentState.READY,
    )


class VenueProfileForm(WeekForm):
    """Campus, opening hours and equipment of a venue."""

    campus_id = SelectField(_l("Campus"), coerce=int)
    items = FieldList(FormField(ItemForm), label=_l("Equipment"))

    def offer(self, campuses: Sequence[Campus]) -> None:
        """The campuses that can be chosen."""
        self.campus_id.choices = [
            SelectChoice(0, _l("No campus")),
            *(SelectChoice(one.id, one.name) for one in campuses),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; what is wrong with a line of the equipment is said with its number."""
        fine = super().validate(extra_validators)
        self["items"].errors = numbered(self["items"].errors)
        return fine

    def fill_from(self, venue: Venue, profile: VenueProfile | None) -> None:
        """Show what is known, with lines to spare; without a list of its own, what the files of classes said."""
        if self.is_submitted():
            return
        items = profile.to_items() if profile else read_equipment(venue.equipment)
        if profile is not None:
            self.version.data, self.campus_id.data = profile.version, profile.campus_id or 0
            self.show_week(from_rows(profile.windows))
        for one in items:
            self.items.append_entry({"name": one.name, "quantity": one.quantity, "state": one.state})
        for _spare in range(SPARE_LINES):
            self.items.append_entry()

    def equipment(self) -> list[Item]:
        """The lines that name something."""
        said = [entry.form for entry in self.items]
        return [Item(one.name.data, one.quantity.data or 1, one.state.data) for one in said if one.name.data]


class CheckForm(Form):
    """One check of a venue."""

    kinds = CheckboxesField(
        _l("Kind of check"),
        choices=lambda: [SelectChoice(value=one.value, label=word) for one, word in labels.CHECKS.items()],
        coerce=CheckKind,
        validators=[InputRequired(_l("Choose what was checked."))],
    )
    checked_on = DateField(_l("Checked on"), validators=[InputRequired(_l("Enter the day of the check."))])
    result = SelectField(
        _l("Result of the check"),
        choices=lambda: [SelectChoice(value=one.value, label=word) for one, (word, _tone) in labels.RESULTS.items()],
        coerce=CheckResult,
    )
    inspector = StringField(_l("Checked by"), validators=[short(120)])
    findings = TextAreaField(_l("Findings"), validators=[short(2000)])
    next_due = DateField(_l("Next check by"), validators=[Optional()])
    documents = MultipleFileField(_l("Report and photos"))

    def validate_checked_on(self, field: DateField) -> None:
        """A check has been made, not planned."""
        if field.data and field.data > today():
            raise ValidationError(_l("The day of the check lies in the future."))

    def validate_next_due(self, field: DateField) -> None:
        """The next check comes after this one."""
        if field.data and self.checked_on.data and field.data < self.checked_on.data + timedelta(days=1):
            raise ValidationError(_l("The next check must be later than this one."))

    def validate_findings(self, field: TextAreaField) -> None:
        """What failed is said."""
        if self.result.data is CheckResult.FAILED and not field.data:
            raise ValidationError(_l("Enter what was found wrong."))

    def facts(self) -> dict[str, Any]:
        """What was entered of each kind, without the files."""
        names = ("checked_on", "result", "inspector", "findings", "next_due")
        return {name: self[name].data for name in names}

    def blame_documents(self, fault: UploadFault) -> None:
        """A document is not taken."""
        self.blame("documents", upload_refusal(fault))


class CampusForm(Form):
    """What a campus is."""

    name = StringField(
        _l("Name of the campus"), validators=[DataRequired(_l("Enter the name of the campus.")), short(120)]
    )
    district = StringField(_l("District"), validators=[short(80)])
    address = StringField(_l("Postal address"), validators=[short(300)])
    version = IntegerField(widget=HiddenInput(), default=0)

    def facts(self) -> dict[str, Any]:
        """What was entered."""
        return {name: self[name].data for name in ("name", "district", "address")}

    def blame_name(self) -> None:
        """The institution has a campus of that name."""
        self.blame("name", str(_l("There is a campus of this name already.")))

    def blame_change(self) -> None:
        """Somebody else has saved meanwhile."""
        self.blame("name", changed_meanwhile())


Pair = tuple[int, int]


class TravelForm(Form):
    """Minutes between every two campuses; made for the campuses at hand by `travel_form`."""

    seen = HiddenField()

    def minutes(self, pairs: Sequence[Pair]) -> dict[Pair, int | None]:
        """What was entered; None where a field is empty."""
        return {pair: self[travel_name(pair)].data for pair in pairs}

    def blame_change(self, pair: Pair) -> None:
        """Somebody else has saved meanwhile."""
        self.blame(travel_name(pair), changed_meanwhile())


def travel_name(pair: Pair) -> str:
    """The name of the field of two campuses."""
    return f"way_{pair[0]}_{pair[1]}"


def travel_form(names: Mapping[Pair, str], known: Mapping[Pair, int], seen: str) -> TravelForm:
    """The form for these pairs of campuses, filled with what is known."""
    allowed = [Optional(), NumberRange(0, 1440, _l("Enter minutes between 0 and 1440."))]
    fields = {travel_name(pair): IntegerField(name, validators=allowed) for pair, name in names.items()}
    form: TravelForm = type("TravelFormOfCampuses", (TravelForm,), fields)()
    if not form.is_submitted():
        form.seen.data = seen
        for pair in names:
            form[travel_name(pair)].data = known.get(pair)
    return form


class VenueSearchForm(Form):
    """Looks for venues by name or equipment, and by campus."""

    class Meta(Form.Meta):
        """A search changes nothing."""

        csrf = False

    text = StringField(_l("Name, address or equipment"))
    campus = SelectField(_l("Campus"), validate_choice=False, choices=[])
    state = SelectField(
        _l("Checks"),
        validate_choice=False,
        choices=lambda: [("", _l("All")), ("act", _l("Failed or overdue")), ("fault", _l("Anything missing"))],
    )
