"""Forms of roll calls and teaching logs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from core.forms import Form, trim
from sessions.rollcall.labels import LOG_DECISIONS
from sessions.rollcall.rules.logs import Deviation, LogDecision
from sessions.rollcall.rules.marks import Called, Cell, TooLong, Unreadable, read_mark


def field_name(cell: Cell) -> str:
    """What the field of a cell is called."""
    return f"mark-{cell[0]}-{cell[1]}"


class RollCallForm(Form):
    """A sheet of marks, one field a cell. `seen` is the number of the last mark when the sheet was shown."""

    seen = HiddenField(default="0")

    def last_seen(self) -> int:
        """The number as it came; a page that was tampered with has seen nothing."""
        text = self.seen.data or ""
        return int(text) if text.isdigit() and len(text) < 16 else 0

    def read(
        self, given: Mapping[str, str], lengths: Mapping[int, int], people: Iterable[int]
    ) -> tuple[dict[Cell, Called | None], dict[Cell, str]]:
        """What the cells say by session (with its length in minutes) and enrolment; what is wrong with the others."""
        said: dict[Cell, Called | None] = {}
        wrong: dict[Cell, str] = {}
        for cell in ((session, person) for person in people for session in lengths):
            if field_name(cell) not in given:
                continue
            try:
                said[cell] = read_mark(trim(given[field_name(cell)]), lengths[cell[0]])
            except TooLong as fault:
                wrong[cell] = _("The session lasts %(num)d minutes; enter fewer, or 0 for absent.", num=fault.args[0])
            except Unreadable:
                wrong[cell] = _("Enter 1 for present, 0 for absent, or minutes: 迟15, 早20.")
        return said, wrong


class TeachingLogForm(Form):
    """What was really taught."""

    starts_at = TimeField(_l("Really began"), validators=[InputRequired(_l("Enter when the session really began."))])
    ends_at = TimeField(_l("Really ended"), validators=[InputRequired(_l("Enter when the session really ended."))])
    teacher_name = StringField(
        _l("Who taught"),
        validators=[InputRequired(_l("Enter who taught.")), Length(max=120, message=_l("Use at most 120 characters."))],
    )
    taught = TextAreaField(
        _l("What was taught"),
        validators=[
            InputRequired(_l("Enter what was taught.")),
            Length(max=2000, message=_l("Use at most 2000 characters.")),
        ],
    )
    reason = TextAreaField(
        _l("Why it differed from the timetable"),
        validators=[Optional(), Length(max=500, message=_l("Use at most 500 characters."))],
    )
    remark = TextAreaField(
        _l("Venue, equipment, order in class"),
        validators=[Optional(), Length(max=500, message=_l("Use at most 500 characters."))],
    )

    def times_on(self, planned: tuple[datetime, datetime]) -> tuple[datetime, datetime]:
        """The real times on the day of the session."""
        day = planned[0].date()
        return datetime.combine(day, self.starts_at.data), datetime.combine(day, self.ends_at.data)

    def facts(self, planned: tuple[datetime, datetime]) -> dict[str, Any]:
        """What a log says, by name."""
        starts_at, ends_at = self.times_on(planned)
        texts = {name: self[name].data or "" for name in ("taught", "teacher_name", "reason", "remark")}
        return {"starts_at": starts_at, "ends_at": ends_at, **texts}

    def is_sound(self, planned: tuple[datetime, datetime], found: Deviation, tolerance: timedelta) -> bool:
        """Whether the times are in order, touch the planned ones, and a difference is explained."""
        starts_at, ends_at = self.times_on(planned)
        if starts_at >= ends_at:
            self.blame("ends_at", _("It ended after it began. Check both times."))
            return False
        if ends_at <= planned[0] or planned[1] <= starts_at:
            self.blame(
                "starts_at",
                _("These times lie outside the planned session. Move the session in the timetable instead."),
            )
            return False
        if found.matters(tolerance) and not self.reason.data:
            self.blame("reason", _("The times differ from the timetable. Say why."))
            return False
        return True


class LogReviewForm(Form):
    """A second person's word on a log."""

    decision = RadioField(
        _l("Your decision"),
        coerce=LogDecision,
        choices=[SelectChoice(one.value, words) for one, words in LOG_DECISIONS.items()],
        default=LogDecision.CONFIRMED,
        validators=[InputRequired(_l("Choose one from the list."))],
    )
    reason = TextAreaField(
        _l("Reason (when sent back)"),
        validators=[Optional(), Length(max=500, message=_l("Use at most 500 characters."))],
    )

    def is_reasoned(self) -> bool:
        """Sending back needs a reason."""
        if self.decision.data is LogDecision.RETURNED and not self.reason.data:
            self.blame("reason", _("Say what is to be changed."))
            return False
        return True
