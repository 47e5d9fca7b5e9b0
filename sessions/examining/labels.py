"""What people read about examinations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from messages.wording import Wording
from sessions.examining.models import Sitting
from sessions.examining.rules.answering import Absences
from sessions.examining.rules.blueprint import Lack
from sessions.examining.rules.kinds import EntryKind, HandedIn, Round, SittingKind, SittingWay
from sessions.examining.rules.marking import MarkState, PaperState, ReleaseFault
from sessions.examining.writing.papers import ExamPaperKind
from sessions.questions.labels import KINDS

SITTING_KINDS = {SittingKind.FIRST: _l("First examination"), SittingKind.MAKEUP: _l("Make-up examination")}
WAYS = {SittingWay.ONLINE: _l("On screen"), SittingWay.PAPER: _l("On paper")}
ROUNDS = {Round.FIRST: _l("First marking"), Round.SECOND: _l("Second marking"), Round.THIRD: _l("Deciding mark")}
ENTRIES = {
    EntryKind.EXTRA_TIME: _l("Extra time"),
    EntryKind.MISCONDUCT: _l("Misconduct: the paper is void"),
    EntryKind.MISCONDUCT_LIFTED: _l("Misconduct lifted"),
    EntryKind.ABSENT: _l("Did not come"),
}
HANDED_IN = {HandedIn.SELF: _l("Paper handed in"), HandedIn.CLOCK: _l("Closed by the clock")}
PAPER_STATES: dict[PaperState, tuple[Any, str]] = {
    PaperState.TO_COME: (_l("Not begun yet"), "neutral"),
    PaperState.WRITING: (_l("Writing"), "info"),
    PaperState.MARKING: (_l("To be marked"), "warning"),
    PaperState.SCORED: (_l("Marked"), "good"),
    PaperState.ABSENT: (_l("Did not sit it"), "bad"),
    PaperState.INVALID: (_l("Void"), "bad"),
    PaperState.DEFERRED: (_l("Examination deferred"), "info"),
}
MARK_STATES = {
    MarkState.SETTLED: _l("Settled"),
    MarkState.UNMARKED: _l("Not marked yet"),
    MarkState.WAITS_SECOND: _l("Waits for the second marking"),
    MarkState.DISPUTED: _l("Marks lie too far apart"),
}
RELEASE_FAULTS = {
    ReleaseFault.NOT_OVER: _l("The sitting is not over for everybody yet."),
    ReleaseFault.NOT_MARKED: _l("Not everything is marked yet."),
    ReleaseFault.MARKED_BY_YOU: _l("Whoever marks does not release. Another person has to do it."),
    ReleaseFault.NOBODY: _l("Nobody has to sit this examination."),
}


PRINTED = {
    ExamPaperKind.QUESTIONS: _l("Question paper"),
    ExamPaperKind.ANSWER_SHEET: _l("Answer sheet"),
    ExamPaperKind.KEY: _l("Answers and points to mark by"),
    ExamPaperKind.DOOR_LIST: _l("List for the door"),
    ExamPaperKind.SEAT_MAP: _l("Seat map"),
    ExamPaperKind.SCORE_SHEET: _l("Sheet for the scores"),
}


def sitting_state(sitting: Sitting, now: Any, released: bool) -> tuple[Any, str]:
    """Where a sitting stands, in a word and a tone."""
    if sitting.cancelled_at:
        return _l("Called off"), "neutral"
    if released:
        return _l("Results released"), "good"
    if now < sitting.opens_at:
        return _l("To come"), "neutral"
    return (_l("Open now"), "info") if now < sitting.closes_at else (_l("Over, being marked"), "warning")


def lack_text(lack: Lack) -> str:
    """What the bank lacks."""
    return _(
        "%(module)s, %(kind)s: %(wanted)d needed, %(there)d there.",
        module=lack.module,
        kind=KINDS[lack.kind],
        wanted=lack.wanted,
        there=lack.there,
    )


def away_text(away: Absences) -> str:
    """How often the page was out of sight."""
    if not away.times:
        return ""
    return _("Left the page %(times)d times, %(seconds)d seconds in all", times=away.times, seconds=away.seconds)


def open_message(facts: Mapping[str, Any]) -> Wording:
    """A sitting can be begun."""
    return Wording(
        _("The examination is open: %(title)s", title=facts["title"]),
        _("It can be begun until %(until)s and takes %(minutes)s minutes.", **_said(facts, "until", "minutes")),
    )


def result_message(facts: Mapping[str, Any]) -> Wording:
    """A result was released."""
    return Wording(_("Your result of %(title)s is there", title=facts["title"]), _("Open the page to see your score."))


def _said(facts: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: facts.get(name, "") for name in names}


name_actions(
    {
        "sessions.sitting_arranged": _l("Sitting arranged"),
        "sessions.sitting_changed": _l("Sitting changed"),
        "sessions.sitting_cancelled": _l("Sitting called off"),
        "sessions.paper_drawn": _l("Examination paper drawn"),
        "sessions.marker_named": _l("Marker named"),
        "sessions.marker_removed": _l("Marker removed"),
        "sessions.candidate_entry": _l("Entry about a candidate"),
        "sessions.marks_given": _l("Marks given"),
        "sessions.results_released": _l("Examination results released"),
        "sessions.seats_drawn": _l("Seats drawn"),
        "sessions.exam_paper_printed": _l("Examination papers printed"),
        "sessions.deferral_asked": _l("Deferral asked for"),
        "sessions.deferral_decided": _l("Deferral decided"),
    },
    subjects={"sitting": _l("Sitting")},
)
