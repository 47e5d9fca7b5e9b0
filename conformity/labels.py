"""What people read about clauses."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from conformity.rules import ClauseState, Remark, Verdict

STATES: dict[ClauseState, tuple[Any, str]] = {
    ClauseState.MET: (_l("Proved"), "good"),
    ClauseState.ATTENTION: (_l("Needs attention"), "warning"),
    ClauseState.MISSING: (_l("No proof yet"), "bad"),
    ClauseState.OPEN: (_l("To be assessed"), "neutral"),
}

REMARKS: dict[Remark, Any] = {
    Remark.ACCREDITED: _l("Accreditation no. %(number)s, valid until %(until)s"),
    Remark.ACCREDITATION_UNKNOWN: _l("Number or validity of the accreditation is not on file"),
    Remark.ACCREDITATION_ENDED: _l("Accreditation no. %(number)s ended on %(until)s"),
    Remark.PLANNED: _l("%(sessions)s sessions and units on the timetable"),
    Remark.NOTHING_PLANNED: _l("No timetable yet"),
    Remark.TEACHERS_CURRENT: _l("%(count)s teachers, all within their appointment"),
    Remark.TEACHERS_EXPIRED: _l("Appointment ended before the class began: %(names)s"),
    Remark.NO_TEACHERS: _l("No teacher on the timetable"),
    Remark.CLASS_TEACHER: _l("Class teacher %(name)s"),
    Remark.NO_CLASS_TEACHER: _l("No class teacher named"),
    Remark.VENUES_FIT: _l("%(count)s venues, each with enough seats"),
    Remark.VENUE_TOO_SMALL: _l("Fewer seats than the %(heads)s learners: %(names)s"),
    Remark.NO_VENUES: _l("No venue of the register is used"),
    Remark.VENUES_CHECKED: _l("%(count)s venues, each with a passed safety check"),
    Remark.VENUES_UNCHECKED: _l("No passed safety check on file: %(names)s"),
    Remark.HOURS_ENOUGH: _l("%(planned)s hours planned, %(required)s required"),
    Remark.HOURS_SHORT: _l("Only %(planned)s hours planned, %(required)s required"),
    Remark.NO_CLASH: _l("No clash of class, teacher or venue, no rest day"),
    Remark.CLASHES: _l("%(count)s clashes on the timetable"),
    Remark.ROSTER_CLEAN: _l("%(accepted)s learners, every line accepted"),
    Remark.ROSTER_REFUSED: _l("%(accepted)s learners; %(refused)s lines refused and waiting for correction"),
    Remark.NO_ROSTER: _l("No roster yet"),
    Remark.ATTENDANCE_RECORDED: _l("%(count)s sign-ins and sign-outs"),
    Remark.NO_ATTENDANCE: _l("No sign-ins on file"),
    Remark.ONLINE_RECORDED: _l("%(count)s online records for %(units)s units"),
    Remark.NO_ONLINE: _l("Online units without any record"),
    Remark.LEDGER_POSTED: _l("%(count)s postings in the ledger"),
    Remark.LEDGER_EMPTY: _l("Nothing posted yet"),
    Remark.EXAMINED: _l("%(count)s score lines; %(completed)s learners completed the class"),
    Remark.NOT_EXAMINED: _l("No scores on file"),
    Remark.DOSSIER_COMPLETE: _l("All %(count)s entries of the filing list are there"),
    Remark.DOSSIER_INCOMPLETE: _l("Missing: %(names)s"),
    Remark.SEALED: _l("%(count)s sealed packages"),
    Remark.NOT_SEALED: _l("Not sealed yet"),
    Remark.SURVEYED: _l("%(count)s responses analysed"),
    Remark.NOT_SURVEYED: _l("No responses on file"),
    Remark.IMPROVE_NOTHING: _l("No dimension has to be improved first"),
    Remark.IMPROVE: _l("To improve first: %(names)s"),
    Remark.NOT_ASSESSED: _l("No rule assesses this clause; a person has to"),
}


def remark(verdict: Verdict) -> str:
    """A verdict's reason with its figures."""
    return str(REMARKS[verdict.remark]) % dict(verdict.figures)
