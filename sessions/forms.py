"""Forms of the timetable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from core.forms import YEARS, Form
from sessions import labels
from sessions.clashes.labels import describe_conflict
from sessions.rules.conflicts import Finding, FindingCode
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import SessionFacts

# The field that a finding is about; `starts` for all others.
BLAMED: Mapping[FindingCode, str] = {
    **{code: "venue_name" for code in FindingCode if "VENUE" in code},
    **{code: "teacher_name" for code in FindingCode if "TEACHER" in code},
    FindingCode.TT_CLASS_TRAVEL: "venue_name",
    FindingCode.TT_EXAM_SEATS: "venue_name",
    FindingCode.TT_EXAM_INVIGILATORS: "teacher_name",
    FindingCode.TT_TEACHER_SUBJECT: "module",
    FindingCode.TT_REST_DAY: "on",
}


def short(limit: int) -> Length:
    """At most that many characters."""
    return Length(max=limit, message=_l("Use at most %(max)d characters."))


class SessionForm(Form):
    """A session: what, when, where, who. A recorded unit has a length and no date."""

    code = StringField(_l("Session code"), validators=[DataRequired(_l("Enter a session code.")), short(40)])
    title = StringField(_l("Title"), validators=[DataRequired(_l("Enter what is taught.")), short(200)])
    kind = SelectField(
        _l("Held"),
        choices=lambda: [SelectChoice(value=each.value, label=words) for each, words in labels.SESSION_KINDS.items()],
        coerce=SessionKind,
        default=SessionKind.OFFLINE,
    )
    on = DateField(_l("Date"), validators=[Optional()])
    starts = TimeField(_l("Starts"), validators=[Optional()])
    ends = TimeField(_l("Ends"), validators=[Optional()])
    venue_name = StringField(_l("Venue"), validators=[short(120)])
    teacher_name = StringField(_l("Teacher"), validators=[short(120)])
    module = StringField(_l("Module"), validators=[short(120)])
    planned_hours = DecimalField(
        _l("Planned hours"),
        places=None,
        validators=[InputRequired(_l("Enter the planned hours.")), NumberRange(0, 99, _l("Enter hours from 0 to 99."))],
    )
    meeting_number = StringField(_l("Meeting number"), validators=[short(60)])
    video_minutes = IntegerField(
        _l("Length of the recording in minutes"),
        validators=[Optional(), NumberRange(1, 6000, _l("Enter whole minutes, at least 1."))],
    )
    note = TextAreaField(_l("Note"), validators=[short(2000)])
    waiver = StringField(_l("Why it may be so all the same"), validators=[short(200)])

    def fill_end(self, minutes_per_hour: int | None) -> None:
        """An end that was left blank follows from start, hours and the length of an hour."""
        known = self.day() and self.starts.data and self.planned_hours.data and minutes_per_hour
        if not known or self.ends.data or self.is_recorded():
            return
        start = datetime.combine(self.on.data, self.starts.data)
        end = start + timedelta(minutes=int(self.planned_hours.data * minutes_per_hour))
        if start < end and end.date() == start.date():
            self.ends.data = end.time()

    def day(self) -> date | None:
        """The day, as long as its year makes sense."""
        return self.on.data if self.on.data and self.on.data.year in YEARS else None

    def draft(self) -> SessionFacts | None:
        """The session as far as it is filled in; None before it has a date, a start and a later end."""
        starts, ends = self.starts.data, self.ends.data
        if self.is_recorded() or not (self.day() and starts and ends and starts < ends):
            return None
        return SessionFacts(
            code=self.code.data or "…",
            kind=self.kind.data,
            title=self.title.data or "",
            starts_at=datetime.combine(self.on.data, starts),
            ends_at=datetime.combine(self.on.data, ends),
            module=self.module.data or "",
            teacher_name=self.teacher_name.data or "",
            venue_name=self.venue_name.data or "",
            mode=str(labels.SESSION_KINDS[self.kind.data]),
            planned_hours=self.planned_hours.data or Decimal(0),
        )

    def is_reversed(self) -> bool:
        """Whether it would end before it has started."""
        starts, ends = self.starts.data, self.ends.data
        return not self.is_recorded() and bool(starts and ends and ends <= starts)

    def is_recorded(self) -> bool:
        """Whether the unit is a recording, which has no date."""
        return self.kind.data is SessionKind.RECORDED

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever, and what this kind of session cannot be without."""
        fine = bool(super().validate(extra_validators))
        for name, message in self._gaps():
            if not self[name].errors:
                self.blame(name, str(message))
                fine = False
        return fine

    def _gaps(self) -> Iterator[tuple[str, Any]]:
        if self.is_recorded():
            if not self.video_minutes.data:
                yield "video_minutes", _l("Enter how long the recording is.")
            return
        if not self.on.data:
            yield "on", _l("Enter the date of the session.")
        if not self.starts.data:
            yield "starts", _l("Enter when the session starts, for example 09:00.")
        if not self.ends.data:
            yield "ends", _l("Enter when the session ends, for example 12:00.")
        elif self.is_reversed():
            yield "ends", _l("The session must end after it has started.")

    def to_facts(self, known: SessionFacts | None = None) -> SessionFacts:
        """The session as rules see it. What the form does not ask stays as it was known."""
        timed = not self.is_recorded()
        recorded_seconds = self.video_minutes.data * 60 if self.video_minutes.data and not timed else None
        if recorded_seconds and known and known.video_seconds and known.video_seconds // 60 * 60 == recorded_seconds:
            recorded_seconds = known.video_seconds
        return SessionFacts(
            code=known.code if known else self.code.data,
            kind=self.kind.data,
            title=self.title.data,
            starts_at=datetime.combine(self.on.data, self.starts.data) if timed else None,
            ends_at=datetime.combine(self.on.data, self.ends.data) if timed else None,
            module=self.module.data,
            teacher_name=self.teacher_name.data,
            venue_name=self.venue_name.data,
            mode=known.mode if known and known.kind is self.kind.data else str(labels.SESSION_KINDS[self.kind.data]),
            planned_hours=self.planned_hours.data,
            meeting_number=self.meeting_number.data,
            video_seconds=recorded_seconds,
            note=self.note.data,
        )

    def blame_conflicts(self, findings: list[Finding]) -> None:
        """Say on each field who or what is in the way."""
        for finding in findings:
            self.blame(BLAMED.get(finding.code, "starts"), describe_conflict(finding))

    def blame_code(self) -> None:
        """The class has, or had, a session of that code."""
        self.blame("code", _("This class has, or had, a session of this code. Choose another one."))

    @staticmethod
    def held(facts: SessionFacts, version: int | None = None) -> dict[str, Any]:
        """What the form shows of a known session."""
        start, end = facts.starts_at, facts.ends_at
        return {
            **{field: getattr(facts, field) for field in ("code", "title", "kind", "module", "note")},
            **{field: getattr(facts, field) for field in ("venue_name", "teacher_name", "meeting_number")},
            "version": version,
            "planned_hours": facts.planned_hours.normalize() if facts.planned_hours % 1 else int(facts.planned_hours),
            "on": start.date() if start else None,
            "starts": start.time() if start else None,
            "ends": end.time() if end else None,
            "video_minutes": facts.video_seconds // 60 if facts.video_seconds else None,
        }


class ReasonedSessionForm(SessionForm):
    """Changing a session: the history keeps why. `version` is what the person has seen."""

    version = HiddenField()

    def blame_change(self) -> None:
        """Somebody else came first."""
        self.blame("reason", _("Somebody else has changed this session meanwhile. Open it again."))

    def seen_version(self) -> int | None:
        """The version that the page showed; None when nothing usable came back."""
        return int(self.version.data) if str(self.version.data or "").isdecimal() else None

    reason = StringField(
        _l("Why is it changed?"), validators=[DataRequired(_l("Enter why the session is changed.")), short(200)]
    )


class CancelSessionForm(Form):
    """Taking a session off the timetable."""

    reason = StringField(
        _l("Why is it cancelled?"), validators=[DataRequired(_l("Enter why the session is cancelled.")), short(200)]
    )
