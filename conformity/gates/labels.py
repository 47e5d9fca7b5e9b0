"""What people read about gates: the checks, what they found, how to put it right."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from courses.gates.rules import Check, GateFinding, Severity
from courses.labels import CLASS_STATES
from courses.rules import ClassState
from sessions.clashes.labels import words_of
from trainer.places.labels import CHECKS as CHECK_WORDS
from trainer.places.rules import CheckKind

SEVERITIES = {
    Severity.BLOCKS: (_l("Blocks"), "bad"),
    Severity.WARNS: (_l("Take note"), "warning"),
    Severity.MET: (_l("In order"), "good"),
}
WAIVED = (_l("Let pass"), "info")

CHECKS: dict[Check, Any] = {
    Check.ACCREDITED: _l("Accreditation"),
    Check.RULES_COMPLETE: _l("Rule-set complete"),
    Check.CURRICULUM: _l("Curriculum"),
    Check.CLASS_TEACHER: _l("Class teacher"),
    Check.POSTS_FILLED: _l("Posts filled"),
    Check.DOCUMENTS: _l("Internal documents"),
    Check.TIMETABLE: _l("Timetable"),
    Check.HOURS: _l("Hours of the timetable"),
    Check.CLASHES: _l("Clashes"),
    Check.TEACHERS: _l("Teachers"),
    Check.VENUE_SIZE: _l("Room for everybody"),
    Check.VENUE_CHECKS: _l("Checks of the venues"),
    Check.NOTICE: _l("Notice of training"),
    Check.ROSTER: _l("Roster"),
    Check.ROSTER_LINES: _l("Lines of the roster"),
    Check.APPLICATIONS: _l("Applications"),
    Check.ATTENDANCE: _l("Attendance"),
    Check.ONLINE: _l("Online records"),
    Check.SETTLED: _l("Records without a learner"),
    Check.SCORES: _l("Scores"),
    Check.LEDGER: _l("Ledger of hours"),
    Check.SURVEY: _l("Satisfaction survey"),
    Check.DOSSIER: _l("Dossier"),
    Check.SEALED: _l("Sealed package"),
}

SENTENCES: dict[tuple[Check, str], Any] = {
    (Check.ACCREDITED, "fine"): _l(
        "The institution is accredited for this kind of training on every day of the class."
    ),
    (Check.ACCREDITED, "none"): _l(
        "The institution has no accreditation on record. Enter it on the page of the institution."
    ),
    (Check.ACCREDITED, "out_of_scope"): _l(
        "No accreditation of the institution covers %(type)s. Enter one, or change the kind of training."
    ),
    (Check.ACCREDITED, "expired"): _l(
        "The accreditation %(subject)s ended on %(until)s; nothing covers %(day)s. Enter its renewal or move the class."
    ),
    (Check.ACCREDITED, "not_yet"): _l(
        "The accreditation %(subject)s is not yet valid on %(day)s. Move the class to a later date."
    ),
    (Check.ACCREDITED, "suspended"): _l(
        "The accreditation %(subject)s is suspended on %(day)s. No class can be opened until it is resumed."
    ),
    (Check.ACCREDITED, "withdrawn"): _l("The accreditation %(subject)s was withdrawn before %(day)s."),
    (Check.ACCREDITED, "unknown"): _l("Nobody has entered until when the accreditation %(subject)s is valid."),
    (Check.RULES_COMPLETE, "fine"): _l("The rule-set has every figure that a class needs."),
    (Check.RULES_COMPLETE, "missing"): _l(
        "The rule-set leaves a figure open: %(subject)s. Fill it in and approve a new version."
    ),
    (Check.CURRICULUM, "fine"): _l("%(name)s: %(is)s hours, %(should)s needed."),
    (Check.CURRICULUM, "none"): _l("No curriculum is chosen. Choose one under “Edit”."),
    (Check.CURRICULUM, "short"): _l("The modules of %(name)s add up to %(is)s hours; %(should)s are needed."),
    (Check.CLASS_TEACHER, "fine"): _l("Class teacher: %(name)s."),
    (Check.CLASS_TEACHER, "none"): _l("No class teacher is named. Name one under “Edit”."),
    (Check.POSTS_FILLED, "fine"): _l("Every required post of the institution is held."),
    (Check.POSTS_FILLED, "vacant"): _l("Nobody holds the post %(subject)s."),
    (Check.DOCUMENTS, "fine"): _l("Every required internal document is in force."),
    (Check.DOCUMENTS, "missing"): _l("%(subject)s is not on file, or not in force."),
    (Check.TIMETABLE, "fine"): _l("%(count)s sessions and units are planned."),
    (Check.TIMETABLE, "none"): _l("The timetable is empty. Plan it, let it be proposed, or import it."),
    (Check.HOURS, "fine"): _l("%(is)s hours are planned, %(should)s are needed."),
    (Check.HOURS, "short"): _l("Only %(is)s hours are planned, %(should)s are needed."),
    (Check.CLASHES, "fine"): _l("Nothing on the timetable clashes."),
    (Check.TEACHERS, "fine"): _l("Every teacher is appointed for the days of the sessions and covers their modules."),
    (Check.VENUE_SIZE, "fine"): _l("Every venue has seats for everybody."),
    (Check.VENUE_CHECKS, "fine"): _l("The checks of every venue are on file and passed."),
    (Check.VENUE_CHECKS, "unchecked"): _l(
        "%(name)s: %(checks)s lacks, failed, or is overdue. Enter the new result on the page of the venue."
    ),
    (Check.NOTICE, "fine"): _l("The notice of training is in the dossier."),
    (Check.NOTICE, "none"): _l(
        "No notice of training is in the dossier. Write and send it under “Papers”, or hand it in under “Archive”."
    ),
    (Check.ROSTER, "fine"): _l("%(count)s learners are enrolled."),
    (Check.ROSTER, "none"): _l("Nobody is enrolled. Import the roster, or admit applicants."),
    (Check.ROSTER_LINES, "fine"): _l("No line of the roster was refused."),
    (Check.ROSTER_LINES, "refused"): _l("%(count)s lines of the roster were refused."),
    (Check.APPLICATIONS, "fine"): _l("No application waits for a decision."),
    (Check.APPLICATIONS, "open"): _l("%(count)s applications wait for a decision."),
    (Check.ATTENDANCE, "fine"): _l("Somebody signed in on every day that was held."),
    (Check.ATTENDANCE, "ahead"): _l("%(count)s sessions still lie ahead."),
    (Check.ATTENDANCE, "none"): _l("Nobody signed in on the day of %(subject)s."),
    (Check.ONLINE, "fine"): _l("Every online unit has records."),
    (Check.ONLINE, "none"): _l("Nobody has attended or watched %(subject)s."),
    (Check.SETTLED, "fine"): _l("Every record belongs to a learner."),
    (Check.SETTLED, "open"): _l("%(count)s records belong to nobody, or to more than one person."),
    (Check.SCORES, "fine"): _l("Every learner has an entry on the score sheet."),
    (Check.SCORES, "missing"): _l("%(count)s learners have no entry on the score sheet."),
    (Check.LEDGER, "fine"): _l("Hours are posted: %(count)s postings."),
    (Check.LEDGER, "none"): _l("No hours are posted. Evaluate the class under “Credit hours”."),
    (Check.LEDGER, "twice"): _l(
        "Class %(subject)s counts time of the same learners as well (%(count)s: %(names)s). Move one of the two "
        "classes to a rule-set version that says which goes first, or adjust the hours."
    ),
    (Check.SURVEY, "fine"): _l("%(count)s responses are analysed."),
    (Check.SURVEY, "none"): _l("No responses are on file."),
    (Check.DOSSIER, "fine"): _l("The dossier is complete."),
    (Check.DOSSIER, "missing"): _l("%(subject)s is not in the dossier."),
    (Check.SEALED, "fine"): _l("The dossier is sealed."),
    (Check.SEALED, "none"): _l("The dossier is not sealed yet. Seal it under “Archive”."),
}

name_actions(
    {
        "courses.moved": _l("Class moved to another state"),
        "courses.waived": _l("Finding of a gate let pass"),
        "courses.waiver_withdrawn": _l("Finding of a gate blocks again"),
    }
)


def sentence(finding: GateFinding) -> str:
    """What a check found, in one sentence."""
    if finding.remark == "engine":
        return words_of(finding.figures["finding"])  # type: ignore[arg-type]
    figures = {name: plain(value) for name, value in finding.figures.items()}
    return str(SENTENCES[finding.check, finding.remark]) % {"subject": finding.subject, **figures}


def plain(value: object) -> object:
    """A figure without needless zeros; kinds of checks in words."""
    if isinstance(value, tuple):
        return "、".join(str(CHECK_WORDS[CheckKind(one)]) for one in value)
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value


def state_word(state: ClassState) -> str:
    """What a state is called."""
    return str(CLASS_STATES[state][0])
