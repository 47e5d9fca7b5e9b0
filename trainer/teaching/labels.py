"""What people read for qualifications, loads and hours of the week."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from trainer import labels as trainer_labels
from trainer.rules import Validity
from trainer.teaching.rules import LoadState, QualificationKind
from trainer.weeks import WeekFault, WeekFaultKind

QUALIFICATIONS = {
    QualificationKind.PROFESSIONAL_TITLE: _l("Professional title"),
    QualificationKind.EDUCATION: _l("Degree or diploma"),
    QualificationKind.QUALITY_ENGINEER: _l("Quality engineer"),
    QualificationKind.AUDITOR: _l("Auditor certificate"),
    QualificationKind.TRAINER: _l("Trainer certificate"),
    QualificationKind.OTHER: _l("Other proof"),
}
# Words and tone of a badge.
PROOFS: dict[Validity, tuple[Any, str]] = {
    **trainer_labels.APPOINTMENTS,
    Validity.ENDS_SOON: (_l("Proof ends soon"), "warning"),
    Validity.OPEN: (_l("No end"), "good"),
}
LOADS: dict[LoadState, tuple[Any, str]] = {
    LoadState.NO_CAP: (_l("No cap"), "neutral"),
    LoadState.WITHIN: (_l("Within the cap"), "good"),
    LoadState.FULL: (_l("Cap reached"), "warning"),
    LoadState.OVER: (_l("Above the cap"), "bad"),
}
WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
WEEK_FAULTS = {
    WeekFaultKind.UNREADABLE: _l("%(day)s “%(text)s”: write it like 08:30-12:00, or 上午, 下午, 晚上, 全天."),
    WeekFaultKind.REVERSED: _l("%(day)s %(text)s: the end must be later than the start."),
    WeekFaultKind.OVERLAP: _l("%(day)s %(text)s overlaps another stretch of this day. Join the two."),
}

name_actions(
    {
        "teaching.qualification_added": _l("Qualification entered"),
        "teaching.qualification_withdrawn": _l("Qualification withdrawn"),
        "teaching.appointed": _l("Appointment entered"),
        "teaching.appointment_withdrawn": _l("Appointment withdrawn"),
        "teaching.profile_saved": _l("Subjects and hours of a teacher saved"),
        "teaching.leave_added": _l("Leave of a teacher entered"),
        "teaching.leave_withdrawn": _l("Leave of a teacher withdrawn"),
    },
    {},
    {"period": _l("Time span"), "version": _l("Version"), "kind": _l("Kind")},
)


def week_fault(fault: WeekFault) -> str:
    """What is wrong with a stretch of a week, with its weekday."""
    return str(WEEK_FAULTS[fault.kind]) % {"day": WEEKDAYS[fault.weekday], "text": fault.text}


def changed_meanwhile() -> str:
    """Somebody else has saved the same thing since the page was opened."""
    return _("Somebody else has saved this since you opened the page. Open the page again and enter your change there.")
