"""What people read about signed sheets."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from sessions.labels import day_words
from sessions.record_labels import PARTS
from sessions.rules.halfdays import HalfDay
from sessions.sheets.drawing import SheetWords
from sessions.sheets.rules.answers import Ink, SheetFault

INKS = {Ink.SIGNED: _l("Signed"), Ink.BLANK: _l("Not signed"), Ink.UNCLEAR: _l("Unclear, please look")}
SHEET_FAULTS = {
    SheetFault.NO_PICTURE: _l(
        "This is no picture that can be read. Photograph the page as JPG or PNG, or scan it as PDF."
    ),
    SheetFault.NO_CODES: _l(
        "No code was found. Photograph the whole page with its four codes, sharp and in good light."
    ),
    SheetFault.FOREIGN_CODES: _l(
        "The codes do not belong to a sheet of this system. Use the sheet printed on this page."
    ),
    SheetFault.FEW_CODES: _l("Not all four codes can be read. Lay the page flat and photograph all its corners."),
    SheetFault.TWO_SHEETS: _l("There are two pages in the picture. Photograph them one by one."),
}

name_actions(
    {
        "sessions.sheet_printed": _l("Sign sheet printed"),
        "sessions.sheet_confirmed": _l("Signed sheet confirmed"),
    }
)


def half_words(on: date, part: str) -> str:
    """A half-day: day, weekday, morning or afternoon."""
    return f"{day_words(on)} {PARTS[part]}"


def sheet_words(class_name: str, half: HalfDay, columns: int, dated: date) -> SheetWords:
    """Everything that is printed on a sheet besides the people."""
    first, last = half.sessions[0].starts_at, half.ends_at
    return SheetWords(
        heading=_("Sign sheet"),
        class_name=class_name,
        when=f"{half_words(half.on, half.part)} {first:%H:%M}–{last:%H:%M}",
        hint=_("Sign inside the box. Do not cover or fold the codes at the corners."),
        foot=_("Page {page} of {pages}"),
        heads={
            "number": _("Roster row"),
            "name": _("Name"),
            "employer": _("Employer"),
            "sign_in": _("Signature on arrival"),
            "sign_out": _("Signature on leaving"),
        },
        columns=columns,
        dated=dated,
    )
