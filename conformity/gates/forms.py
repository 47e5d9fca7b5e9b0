"""Forms of the life of a class: moving on, back, calling off, letting a finding pass."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from core.forms import Form
from courses.gates.rules import Check, Gate, GateFinding
from courses.rules import ClassState


class MoveForm(Form):
    """To which state the class is taken, and in which state the person saw it."""

    seen = HiddenField()
    target = HiddenField()

    def wanted(self, state: ClassState) -> ClassState | None:
        """The state to go to; None when the class has moved since the page was opened."""
        known = set(ClassState)
        return ClassState(self.target.data) if self.seen.data == state.value and self.target.data in known else None


class ReasonForm(Form):
    """Why; the words are kept with the step."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[
            DataRequired(_l("Write the reason. It is kept with the class.")),
            Length(max=500, message=_l("Use at most %(max)d characters.")),
        ],
    )


class WaiveForm(ReasonForm):
    """Which finding of which gate is let pass."""

    check = HiddenField()
    subject = HiddenField()
    remark = HiddenField()

    def finding_in(self, gate: Gate) -> GateFinding | None:
        """The blocking finding that is meant; None when it is there no more."""
        named = (self.check.data, self.subject.data, self.remark.data)
        return next((one for one in gate.blocking if (one.check.value, one.subject, one.remark) == named), None)

    def point_at(self, check: Check, subject: str, remark: str) -> None:
        """Fill in which finding is meant."""
        self.check.data, self.subject.data, self.remark.data = check.value, subject, remark
