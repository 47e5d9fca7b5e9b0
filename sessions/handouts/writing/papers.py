"""Which papers a class has, and the description of each."""

from __future__ import annotations

from enum import StrEnum

from sessions.handouts.writing import letters, lists
from sessions.handouts.writing.blocks import Paper
from sessions.handouts.writing.facts import ClassFacts, NoticeText
from sessions.handouts.writing.wording import say


class PaperKind(StrEnum):
    """A paper of a class (文书)."""

    NOTICE = "notice"
    TIMETABLE = "timetable"
    ROSTER = "roster"
    LETTERS = "letters"
    SIGN_SHEETS = "sheets"
    BADGES = "badges"


class PaperFormat(StrEnum):
    """A file format; the value is the ending of the name."""

    PDF = "pdf"
    DOCX = "docx"


def parts_of(kind: PaperKind, of: ClassFacts) -> dict[str, str]:
    """What of a paper can be had alone, by its key: a half-day, a teacher. Empty for an undivided paper."""
    if kind is PaperKind.SIGN_SHEETS:
        return {half.key: f"{half.on.isoformat()} {lists.part_of(half)}" for half in of.halves}
    if kind is PaperKind.LETTERS:
        return {one.name: one.name for one in of.instructors}
    return {}


def paper_of(kind: PaperKind, of: ClassFacts, part: str = "", *, full: bool = False) -> Paper:
    """The description of a paper, or of one part of it. `full` marks a roster with whole numbers."""
    if kind is PaperKind.NOTICE:
        return letters.notice(of, of.notice or NoticeText(0, of.printed_on, letters.default_parts(of)))
    if kind is PaperKind.TIMETABLE:
        return lists.timetable(of)
    if kind is PaperKind.ROSTER:
        return lists.roster(of, full=full)
    if kind is PaperKind.LETTERS:
        return letters.appointments(of, [one for one in of.instructors if part in ("", one.name)])
    if kind is PaperKind.SIGN_SHEETS:
        return lists.sign_sheets(of, [one for one in of.halves if part in ("", one.key)])
    return lists.badges(of)


def file_name(kind: PaperKind, of: ClassFacts, ending: PaperFormat, part: str = "", *, full: bool = False) -> str:
    """What the file is called: class code, paper, part; nothing in it that a system takes amiss."""
    pieces = [of.code, say("file", "full_roster" if full else kind), parts_of(kind, of).get(part, "")]
    text = " ".join(piece for piece in pieces if piece)
    kept = "".join("-" if one in '/\\:*?"<>|%' or not one.isprintable() else one for one in text)
    return f"{kept[:120].strip(' .')}.{ending}"
