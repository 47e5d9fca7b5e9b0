"""Where everything stands on a printed sheet, in millimetres from the upper left corner of an A4 page.

The paper (`papers/sign_sheet.typ`) is drawn from these figures, and a photograph is read by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 12.0
CODE = 18.0  # side of the code at each corner, quiet zone included
TOP = 52.0  # upper edge of the first row
ROW = 10.0
ROWS = 20  # on one page
NUMBER, NAME, EMPLOYER = 12.0, 26.0, 62.0
BOX = 43.0  # width of a box to sign in
INSET = 1.2  # of a box, so that its frame is not taken for ink


class Corner(StrEnum):
    """The corner at which a code stands."""

    TOP_LEFT = "1"
    TOP_RIGHT = "2"
    BOTTOM_LEFT = "3"
    BOTTOM_RIGHT = "4"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres."""

    left: float
    top: float
    right: float
    bottom: float


def code_box(corner: Corner) -> Box:
    """Where the code of a corner stands."""
    left = MARGIN if corner in (Corner.TOP_LEFT, Corner.BOTTOM_LEFT) else WIDTH - MARGIN - CODE
    top = MARGIN if corner in (Corner.TOP_LEFT, Corner.TOP_RIGHT) else HEIGHT - MARGIN - CODE
    return Box(left, top, left + CODE, top + CODE)


def code_centre(corner: Corner) -> tuple[float, float]:
    """The middle of a code."""
    box = code_box(corner)
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def sign_box(row: int, column: int) -> Box:
    """The inside of the box in which the person of a row (from 0) signs in (column 0) or out (column 1)."""
    left = MARGIN + NUMBER + NAME + EMPLOYER + column * BOX
    top = TOP + row * ROW
    return Box(left + INSET, top + INSET, left + BOX - INSET, top + ROW - INSET)


def pages_of(people: int) -> int:
    """How many pages so many people fill."""
    return max(1, -(-people // ROWS))
