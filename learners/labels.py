"""What people read for the reasons of a roster line: what is wrong, and what to do about it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from learners.identity import IdentityFault
from learners.roster import RosterCode, RosterOutcome

ROSTER_OUTCOMES: dict[RosterOutcome, tuple[Any, str]] = {
    RosterOutcome.ACCEPTED: (_l("Accepted"), "good"),
    RosterOutcome.REJECTED: (_l("Not accepted"), "bad"),
    RosterOutcome.IGNORED: (_l("Left out"), "neutral"),
}

# Reason and remedy by code.
ROSTER_CODES: dict[str, tuple[Any, Any]] = {
    IdentityFault.PRECISION: (
        _l("The identity number was stored as a number; its last digits are lost."),
        _l("Set the column to text and type the number again."),
    ),
    IdentityFault.FIFTEEN: (
        _l("The identity number has the old 15-digit form."),
        _l("Enter the 18-digit number."),
    ),
    IdentityFault.FORMAT: (
        _l("The identity number is not 17 digits and a digit or X."),
        _l("Compare it with the identity card."),
    ),
    IdentityFault.BIRTH: (
        _l("The birth date in the identity number is impossible."),
        _l("Compare it with the identity card."),
    ),
    IdentityFault.SEX: (
        _l("The identity number and the sex contradict each other."),
        _l("Compare both with the identity card."),
    ),
    IdentityFault.CHECK: (
        _l("The check character of the identity number is wrong."),
        _l("A digit is mistyped; compare it with the identity card."),
    ),
    RosterCode.DUPLICATE: (
        _l("The same identity number stands in an earlier line; that line counts."),
        _l("Remove one of the two."),
    ),
    RosterCode.NAME_MISSING: (_l("The name is missing."), _l("Fill it in.")),
    RosterCode.PHONE_MISSING: (
        _l("No mobile number is given."),
        _l("Add it, so that sign-ins can be told apart."),
    ),
    RosterCode.SAME_NAME: (
        _l("Another learner has the same name."),
        _l("Records need the end of the mobile or identity number."),
    ),
    RosterCode.FORMULA_TEXT: (_l("A cell begins like a formula; it was kept as text."), ""),
    RosterCode.FULL_WIDTH: (_l("Full-width characters were made half-width."), ""),
    RosterCode.NAME_SPACE: (_l("White space inside the name was removed."), ""),
    RosterCode.NAME_DOT: (_l("The dot in the name was made ·."), ""),
    RosterCode.LOWER_X: (_l("A small x was made X."), ""),
    RosterCode.PHONE_SEPARATOR: (_l("Spaces or hyphens in the mobile number were removed."), ""),
    RosterCode.TOTAL_ROW: (_l("A total, not a record."), ""),
    RosterCode.NOTE_ROW: (_l("A remark, not a record."), ""),
}


def reason_of(code: str) -> Any:
    """What is wrong; a code without words shows as it is."""
    return ROSTER_CODES.get(code, (code, ""))[0]


def remedy_of(code: str) -> Any:
    """What to do about it; empty where nothing needs doing."""
    return ROSTER_CODES.get(code, ("", ""))[1]


def is_doubt(code: str) -> bool:
    """Whether somebody should look at an accepted line (W_), as against a mere clean-up (N_)."""
    return code.startswith("W_")


def is_fault(code: str) -> bool:
    """Whether the code is why a line was refused (E_)."""
    return code.startswith("E_")
