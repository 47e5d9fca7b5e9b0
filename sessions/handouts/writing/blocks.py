"""What a paper is made of, whatever format it is given in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar


class Style(StrEnum):
    """How a paragraph is set."""

    TITLE = "title"
    ABOVE = "above"  # the class, above the name of the paper
    SUBTITLE = "subtitle"
    LEAD = "lead"  # flush left: the people addressed
    HEAD = "head"  # the head of a numbered part
    BODY = "body"  # first line indented by two characters
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `size` in points stands in for the size of its style."""

    kind: ClassVar[str] = "text"
    text: str
    style: Style = Style.BODY
    size: float = 0


TEXT_WIDTH_MM = 174
LONG_FACT = 20  # characters that no longer fit half a line
_POINTS = 72 / 25.4


def title(text: str, largest: int = 18, smallest: int = 14) -> Text:
    """A title in the largest size in which its longest line stands on the sheet."""
    ems = max(sum(1 if ord(one) > 0x2E80 else 0.6 for one in line) for line in text.split("\n"))
    fitting = int(TEXT_WIDTH_MM * _POINTS / max(ems, 1))
    return Text(text, Style.TITLE, min(largest, max(smallest, fitting)))


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, two to a line."""

    kind: ClassVar[str] = "facts"
    pairs: Sequence[tuple[str, str]]

    def lines(self) -> list[list[tuple[str, str]]]:
        """The pairs line by line; a long value has a line to itself."""
        lines: list[list[tuple[str, str]]] = []
        room = False
        for pair in self.pairs:
            wide = len(pair[1]) > LONG_FACT
            if room and not wide:
                lines[-1].append(pair)
            else:
                lines.append([pair])
            room = not wide and not room
        return lines


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its width in millimetres; the one without takes what is left."""

    title: str
    mm: float = 0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that returns on every page. `row_mm` is the least height of a row."""

    kind: ClassVar[str] = "table"
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    row_mm: float = 0
    size: float = 9


@dataclass(frozen=True, slots=True)
class Seal:
    """Who signs, on which day, and the place of the seal."""

    kind: ClassVar[str] = "seal"
    lines: Sequence[str]
    place: str


@dataclass(frozen=True, slots=True)
class SignLine:
    """Words with room to write behind each."""

    kind: ClassVar[str] = "sign"
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Badge:
    """A name badge: class on top, the name, the employer, the number."""

    head: str
    name: str
    employer: str
    number: str


@dataclass(frozen=True, slots=True)
class Badges:
    """Badges on a sheet with marks to cut along."""

    kind: ClassVar[str] = "badges"
    cards: Sequence[Badge]
    across: int = 2
    down: int = 5
    width_mm: float = 90
    height_mm: float = 54

    def sheets(self) -> list[list[Badge]]:
        """The badges sheet by sheet."""
        each = self.across * self.down
        return [list(self.cards[at : at + each]) for at in range(0, len(self.cards), each)]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""

    kind: ClassVar[str] = "page"


Block = Text | Facts | Table | Seal | SignLine | Badges | NewPage


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that begin on a new page, with page numbers of their own and a running line at the foot of each."""

    blocks: Sequence[Block]
    running: str = ""
    bare: bool = False  # without foot and with narrow margins


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper for one purpose. `dated` becomes the date of the document."""

    title: str
    institution: str
    dated: date
    sections: Sequence[Section]
