"""What people read about the papers of a class: their names, what they lack, where that is put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from accounts import labels as account_labels
from courses.class_tabs import may_open
from courses.models import ClassOffering
from sessions.handouts.rules import Gap, Lack, gaps_of
from sessions.handouts.writing.facts import ClassFacts
from sessions.handouts.writing.papers import PaperFormat, PaperKind, parts_of

# Name, what it is for, icon.
PAPERS: dict[PaperKind, tuple[Any, Any, str]] = {
    PaperKind.NOTICE: (
        _l("Training notice"),
        _l("To enterprises and learners, with the timetable as its attachment."),
        "send",
    ),
    PaperKind.TIMETABLE: (_l("Timetable sheet"), _l("Sessions in order, recorded units at the end."), "calendar"),
    PaperKind.ROSTER: (_l("Learner roster"), _l("Identity and mobile numbers are masked."), "users"),
    PaperKind.LETTERS: (
        _l("Letters of appointment"),
        _l("A page for each teacher: sessions, hours, and a slip to send back."),
        "rubber-stamp",
    ),
    PaperKind.SIGN_SHEETS: (
        _l("Sign sheets"),
        _l("One for each half-day with sessions on site, to be signed by hand."),
        "signature",
    ),
    PaperKind.BADGES: (_l("Name badges"), _l("Ten to a page of A4, with marks to cut along."), "id-badge-2"),
}
EVERYTHING = {
    PaperKind.SIGN_SHEETS: _l("All half-days"),
    PaperKind.LETTERS: _l("All teachers"),
}
PART_NAMES = {PaperKind.SIGN_SHEETS: _l("Half-day"), PaperKind.LETTERS: _l("Teacher")}

# What lacks, where it is put right, and the words of the link.
LACKS: dict[Lack, tuple[Any, str, Any]] = {
    Lack.NO_TIMETABLE: (_l("There is no timetable yet."), "sessions.timetable", _l("Go to the timetable")),
    Lack.NO_LEARNERS: (_l("Nobody is enrolled yet."), "courses.roster", _l("Go to the learners")),
    Lack.NO_TEACHER: (_l("No session has a teacher yet."), "sessions.timetable", _l("Go to the timetable")),
    Lack.NO_MEETINGS: (
        _l("No session takes place on site, so nobody signs by hand."),
        "sessions.timetable",
        _l("Go to the timetable"),
    ),
    Lack.OPEN_FIGURE: (_l("The rule-set of the class leaves a figure open: %(subject)s."), "", ""),
    Lack.NOT_WRITTEN: (
        _l("Contact, fee and other parts are not written yet; standard words stand in for them."),
        "",
        "",
    ),
    Lack.WITHOUT_TEACHER: (
        _l("%(count)s sessions have no teacher; the cell stays empty."),
        "sessions.timetable",
        _l("Go to the timetable"),
    ),
    Lack.WITHOUT_VENUE: (
        _l("%(count)s sessions have no venue; the cell stays empty."),
        "sessions.timetable",
        _l("Go to the timetable"),
    ),
    Lack.NOT_REGISTERED: (
        _l("%(subject)s is not on the register of teachers; the letter names no title."),
        "trainer.list_teachers",
        _l("Go to the teachers"),
    ),
    Lack.NO_CLASS_TEACHER: (_l("No class teacher is named."), "courses.edit_class", _l("Edit the class")),
}


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap in words, with the link to where it is put right, if the person may go there."""

    text: str
    stops: bool
    href: str
    link: str


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper as the page offers it."""

    kind: PaperKind
    name: str
    purpose: str
    icon: str
    gaps: list[GapLine]
    parts: list[tuple[str, str]]  # value and words of the choice; empty for an undivided paper
    part_name: str

    @property
    def can_be_made(self) -> bool:
        return not any(gap.stops for gap in self.gaps)


def paper_cards(offering: ClassOffering, of: ClassFacts) -> list[PaperCard]:
    """Every paper of a class with what it lacks."""
    return [_card(offering, of, kind) for kind in PaperKind]


def _card(offering: ClassOffering, of: ClassFacts, kind: PaperKind) -> PaperCard:
    name, purpose, icon = PAPERS[kind]
    parts = list(parts_of(kind, of).items())
    return PaperCard(
        kind=kind,
        name=str(name),
        purpose=str(purpose),
        icon=icon,
        gaps=[gap_line(offering, gap) for gap in gaps_of(kind, of)],
        parts=[("", str(EVERYTHING[kind])), *parts] if parts else [],
        part_name=str(PART_NAMES.get(kind, "")),
    )


def gap_line(offering: ClassOffering, gap: Gap) -> GapLine:
    """A gap in words."""
    text, endpoint, link = LACKS[gap.lack]
    href = ""
    if endpoint and may_open(endpoint):
        place: dict[str, Any] = {"offering_id": offering.id}
        if endpoint.startswith("trainer."):
            place = {"institution_id": offering.institution_id}
        href = url_for(endpoint, **place)
    return GapLine(str(text) % {"count": gap.count, "subject": gap.subject}, gap.stops, href, str(link))


SHORT_FORMATS = ("PDF", "Word")
FORMATS = {PaperFormat.PDF: _l("PDF (to print)"), PaperFormat.DOCX: _l("Word (to edit)")}

account_labels.name_actions(
    {
        "sessions.paper_made": _l("Paper of a class made"),
        "sessions.full_roster_made": _l("Roster with full numbers made"),
        "sessions.notice_written": _l("Training notice written"),
        "sessions.notice_sent": _l("Training notice recorded as sent"),
        "sessions.notice_withdrawn": _l("Record of a sent notice taken back"),
    },
    {"class": _l("Class")},
    {"paper": _l("Paper"), "format": _l("File format"), "part": _l("Part of the paper")},
)
account_labels.AUDIT_VALUES.update({("paper", kind.value): words[0] for kind, words in PAPERS.items()})
account_labels.AUDIT_VALUES.update({("format", "pdf"): "PDF", ("format", "docx"): "Word"})
