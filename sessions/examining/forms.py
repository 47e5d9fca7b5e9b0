"""Forms of examinations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    DecimalField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeBlank

from accounts.models import User
from core.amounts import plain
from core.clock import to_local, to_utc
from core.forms import Form, RowForm
from sessions.examining import labels
from sessions.examining.models import ExamPaper, Sitting
from sessions.examining.rules.blueprint import Blueprint, Part
from sessions.examining.rules.kinds import EntryKind, Round, SittingKind, SittingWay
from sessions.models import ClassSession
from sessions.questions.labels import DIFFICULTIES, KINDS
from sessions.questions.rules.questions import Difficulty
from sessions.record_forms import CLOCK_FORMATS, REASON

NONE = 0
MOST_QUESTIONS = 200
USUAL_SHARES = {Difficulty.EASY: 30, Difficulty.MEDIUM: 50, Difficulty.HARD: 20}


class SittingForm(Form):
    """When and how a class is examined."""

    title = StringField(_l("Title"), validators=[InputRequired(_l("Enter a title.")), Length(max=200)])
    kind = SelectField(
        _l("Which score"),
        coerce=SittingKind,
        choices=[SelectChoice(one.value, name) for one, name in labels.SITTING_KINDS.items()],
    )
    way = SelectField(
        _l("How it is sat"),
        coerce=SittingWay,
        choices=[SelectChoice(one.value, name) for one, name in labels.WAYS.items()],
    )
    session_id = SelectField(_l("Session on the timetable"), coerce=int)
    opens_at = DateTimeLocalField(
        _l("Opens at"), format=CLOCK_FORMATS, validators=[InputRequired(_l("Enter day and time."))]
    )
    closes_at = DateTimeLocalField(
        _l("Closes at"), format=CLOCK_FORMATS, validators=[InputRequired(_l("Enter day and time."))]
    )
    minutes = IntegerField(_l("Minutes for each person"), validators=[NumberRange(1, 600)])
    rules = TextAreaField(_l("Rules that candidates read first"), validators=[Length(max=4000)])
    seen = HiddenField(default="0")

    def offer(self, sessions: Sequence[ClassSession]) -> None:
        """Offer the examinations of the timetable."""
        shown = [
            (one.id, f"{one.code} {one.title} {to_local(one.starts_at):%Y-%m-%d %H:%M}")
            for one in sessions
            if one.starts_at
        ]
        self.session_id.choices = [
            SelectChoice(NONE, _l("Not on the timetable")),
            *(SelectChoice(*one) for one in shown),
        ]

    @classmethod
    def of(cls, sitting: Sitting) -> SittingForm:
        """The form filled with a sitting."""
        names = ("title", "kind", "way", "minutes", "rules")
        return cls(
            data={
                **{name: getattr(sitting, name) for name in names},
                "session_id": sitting.session_id or NONE,
                "opens_at": to_local(sitting.opens_at),
                "closes_at": to_local(sitting.closes_at),
                "seen": str(sitting.version),
            }
        )

    def validate_closes_at(self, field: Any) -> None:
        """It closes after it opens."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_("It has to close after it opens."))

    def facts(self) -> dict[str, Any]:
        """What is stored."""
        return {
            "title": self.title.data,
            "kind": self.kind.data,
            "way": self.way.data,
            "session_id": self.session_id.data or None,
            "opens_at": _utc(self.opens_at.data),
            "closes_at": _utc(self.closes_at.data),
            "minutes": self.minutes.data,
            "rules": self.rules.data or "",
        }

    def seen_number(self) -> int:
        return int(self.seen.data) if (self.seen.data or "").isdigit() else 0


def _utc(local: datetime | None) -> datetime | None:
    return to_utc(local) if local else None


class PartForm(RowForm):
    """So many questions of one kind."""

    count = IntegerField(_l("Questions"), validators=[MayBeBlank(), NumberRange(0, MOST_QUESTIONS)])
    points = DecimalField(_l("Points each"), validators=[MayBeBlank(), NumberRange(0, 100)])


class BlueprintForm(Form):
    """What a paper is to be."""

    parts = FieldList(
        FormField(PartForm), label=_l("Kinds of questions"), min_entries=len(KINDS), max_entries=len(KINDS)
    )
    easy = IntegerField(DIFFICULTIES[Difficulty.EASY], validators=[NumberRange(0, 100)], default=30)
    medium = IntegerField(DIFFICULTIES[Difficulty.MEDIUM], validators=[NumberRange(0, 100)], default=50)
    hard = IntegerField(DIFFICULTIES[Difficulty.HARD], validators=[NumberRange(0, 100)], default=20)
    seed = StringField(_l("Number the paper is drawn by"), validators=[Length(max=40)])

    @classmethod
    def of(cls, paper: ExamPaper | None, seed: str) -> BlueprintForm:
        """The form filled with the blueprint of the paper before."""
        known = {one["kind"]: one for one in paper.blueprint.get("parts", ())} if paper else {}
        shares = dict(paper.blueprint.get("difficulties", ())) if paper else {}
        parts = [
            {"count": known[kind]["count"], "points": Decimal(known[kind]["points"])} if kind in known else {}
            for kind in KINDS
        ]
        usual = {one.value: int(Decimal(shares.get(one.value, share))) for one, share in USUAL_SHARES.items()}
        return cls(data={"parts": parts, "seed": seed, **usual})

    def to_blueprint(self, modules: Sequence[tuple[str, Decimal]]) -> Blueprint:
        """What was asked for; a kind without number or points is left out."""
        rows = zip(KINDS, self.parts, strict=True)
        parts = [
            Part(kind, row.form.count.data, Decimal(row.form.points.data))
            for kind, row in rows
            if row.form.count.data and row.form.points.data
        ]
        shares = [(one, Decimal(self[one.value].data or 0)) for one in Difficulty]
        return Blueprint(tuple(parts), tuple(modules), tuple(shares))

    def blame_blueprint(self, blueprint: Blueprint, highest: Decimal) -> bool:
        """Say what cannot be drawn; whether there was something."""
        if not blueprint.modules:
            self.blame("parts", _("The class follows no curriculum whose modules have hours."))
        elif blueprint.total != highest:
            text = _(
                "The points come to %(total)s; they have to be %(highest)s.",
                total=plain(blueprint.total),
                highest=plain(highest),
            )
            self.blame("parts", text)
        elif not sum(share for _one, share in blueprint.difficulties):
            self.blame("easy", _("One of the three shares has to be above 0."))
        return bool(self.errors)


class EntryForm(Form):
    """Something put on record about a candidate."""

    kind = RadioField(_l("What is put on record?"), coerce=EntryKind, validators=[InputRequired(_l("Choose one."))])
    minutes = IntegerField(_l("Extra minutes"), validators=[MayBeBlank(), NumberRange(0, 600)])
    reason = TextAreaField(_l("Reason"), validators=REASON)

    def offer(self, kinds: Sequence[EntryKind]) -> None:
        """Offer what fits."""
        self.kind.choices = [SelectChoice(one.value, labels.ENTRIES[one]) for one in kinds]

    def validate_minutes(self, field: Any) -> None:
        """Extra time says how much."""
        if self.kind.data is EntryKind.EXTRA_TIME and field.data is None:
            raise ValidationError(_("Enter how many minutes."))


class MarkerForm(Form):
    """Who marks, and in which round."""

    user_id = SelectField(_l("Who marks"), coerce=int)
    round = SelectField(
        _l("Round"), coerce=Round, choices=[SelectChoice(one.value, name) for one, name in labels.ROUNDS.items()]
    )

    def offer(self, users: Sequence[User]) -> None:
        """Offer teachers and staff who have accounts."""
        self.user_id.choices = [SelectChoice(one.id, one.display_name) for one in users]


class CancelForm(Form):
    """Why a sitting is called off."""

    reason = TextAreaField(_l("Reason"), validators=REASON)


class ReleaseForm(Form):
    """Releasing results."""

    shows_answers = BooleanField(_l("Learners may look through their papers with the right answers"))


def points_entered(text: str, highest: Decimal) -> Decimal | None:
    """A number of points from nought to the highest, with at most two decimals; None for anything else."""
    try:
        points = Decimal(text.strip())
    except InvalidOperation:
        return None
    fits = points.is_finite() and 0 <= points <= highest and points == round(points, 2)
    return points if fits else None


class SeatsForm(Form):
    """A room in rows and columns."""

    rows = IntegerField(_l("Rows of seats"), validators=[NumberRange(1, 60)])
    columns = IntegerField(_l("Seats in a row"), validators=[NumberRange(1, 40)])
    seed = StringField(_l("Number the seats are drawn by"), validators=[Length(max=40)])


class SheetFileForm(Form):
    """A score sheet as a file."""

    document = FileField(_l("Sheet for the scores"))


class DeferralForm(Form):
    """Asking to sit an examination later."""

    ground = SelectField(_l("Ground"))
    reason = TextAreaField(_l("Reason"), validators=REASON)
    document = FileField(_l("Proof"))

    def offer(self, grounds: Sequence[str]) -> None:
        """Offer the grounds of the rule-set."""
        self.ground.choices = [SelectChoice(one, one) for one in grounds]


class DecisionForm(Form):
    """Approving or refusing a deferral."""

    decision = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice("approve", _l("Approve the deferral")),
            SelectChoice("refuse", _l("Refuse the deferral")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )
    note = TextAreaField(_l("Words to the learner"), validators=[Length(max=500)])
