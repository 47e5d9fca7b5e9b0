"""What all charts share: the sheet, its font and colours, wrapped labels, and the same bytes for the same figures.

`Figure` is used directly: `pyplot` keeps global state that threads would share. Colours are told apart by people with
any colour vision and, with the hatches and shapes beside them, in a grey print.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Literal, ParamSpec

from surveys.scores.figures import SurveyFigures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Format = Literal["png", "svg", "pdf"]

BLUE, VERMILION, INK, MUTED, FAINT = "#0072B2", "#D55E00", "#1F2933", "#5B6770", "#D5DADF"
WIDTH = 6.9  # inches: the text width of an A4 page
NARROW_WIDTH = 3.6  # inches: a phone held upright
_NARROW_NAME_WIDTH = 34  # Latin letters below the base line of a narrow chart
SMALL, NORMAL = 8.5, 9.5  # points, as printed
_PIXELS_PER_INCH = 160
_NO_LINE_START = frozenset("，。、；：！？）》」』】”’…%,.;:!?)]}")


@dataclass(frozen=True)
class Style:
    """What a chart is drawn with: a font file that has Chinese, and the words it shows.

    Words with a figure in them carry a place for it, as in "n = {n}". A narrow chart is for a phone: the same figures
    in letters of the same size, with shorter lines.
    """

    font: Path
    words: Mapping[str, str]
    narrow: bool = False

    def word(self, key: str, **values: object) -> str:
        """A word with its figures filled in."""
        return self.words[key].format(**values)


Asked = ParamSpec("Asked")
_PENCIL = RLock()


def one_at_a_time(chart: Callable[Asked, bytes]) -> Callable[Asked, bytes]:
    """Let one thread draw at a time: matplotlib's settings and font glyphs belong to the whole process."""

    @wraps(chart)
    def waiting(*args: Asked.args, **kwargs: Asked.kwargs) -> bytes:
        with _PENCIL:
            return chart(*args, **kwargs)

    return waiting


@cache
def _family(font: Path) -> str:
    """Make the font known to matplotlib and name its family; of a collection, the simplified Chinese face."""
    from matplotlib import font_manager, rcParams

    font_manager.fontManager.addfont(str(font))
    names = [face.name for face in font_manager.fontManager.ttflist if face.fname == str(font)]
    rcParams["svg.hashsalt"] = "surveys"
    rcParams["axes.unicode_minus"] = False
    rcParams["pdf.fonttype"] = 42
    return next((name for name in names if name.endswith((" SC", " CN"))), names[0])


def sheet(style: Style, height: float, panels: int = 1) -> tuple[Figure, list[Axes]]:
    """An empty figure with axes beside each other, or one below the other if it is narrow; height of one in inches."""
    from matplotlib import rc_context, rcParams
    from matplotlib.figure import Figure

    rcParams["font.family"] = [_family(style.font), "DejaVu Sans"]
    with rc_context({"font.size": NORMAL, "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": MUTED}):
        size = (NARROW_WIDTH, height * panels) if style.narrow else (WIDTH, height)
        figure = Figure(figsize=size, layout="constrained", facecolor="white")
        rows, columns = (panels, 1) if style.narrow else (1, panels)
        made = figure.subplots(rows, columns, squeeze=False).flatten()
    for axes in made:
        axes.tick_params(labelsize=SMALL, labelcolor=INK, color=MUTED)
    return figure, list(made)


def confidence(figures: SurveyFigures) -> str:
    """The level of the intervals, such as "95%"."""
    return f"{figures.policy.confidence * 100:g}%"


def quiet_frame(axes: Axes) -> None:
    """Leave only the base line of the frame, and no ticks on the side with names."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)


def base_line(axes: Axes, lowest: float, highest: float) -> None:
    """End the base line with the scale, not with the room for figures beside it."""
    axes.spines["bottom"].set_bounds(lowest, highest)


def name_base_line(axes: Axes, style: Style, text: str) -> None:
    """Say below the base line what is measured, in lines that fit."""
    axes.set_xlabel(wrapped(text, _NARROW_NAME_WIDTH) if style.narrow else text, fontsize=SMALL, loc="left")


def rows_down(axes: Axes, labels: list[str]) -> None:
    """Name the rows of a horizontal chart, the first on top."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)


def drawn(figure: Figure, fmt: Format) -> bytes:
    """The figure as a file; no date goes in, so equal figures give equal bytes."""
    undated: dict[str, dict[str, None]] = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }
    buffer = BytesIO()
    figure.savefig(buffer, format=fmt, dpi=_PIXELS_PER_INCH, metadata=undated[fmt])
    return buffer.getvalue()


def wrapped(text: str, width: int) -> str:
    """Break a label into lines of at most `width` Latin letters (a Chinese character takes two), of even length.

    Chinese breaks anywhere except before closing punctuation, other words at spaces. "$" is escaped: a label is never
    read as a formula.
    """
    pieces = _pieces(text)
    lines = _broken(pieces, width)
    even = next(narrow for narrow in range(1, width + 1) if len(_broken(pieces, narrow)) <= len(lines))
    return "\n".join(_broken(pieces, even)).replace("$", r"\$")


def _broken(pieces: list[str], width: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        full = _width(lines[-1] + piece.rstrip()) > width and piece[0] not in _NO_LINE_START
        if lines[-1] and full:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """Single wide characters, and runs of narrow ones up to and including the next space."""
    pieces: list[str] = []
    for character in " ".join(text.split()):
        joins = pieces and not _wide(character) and not _wide(pieces[-1][-1]) and not pieces[-1].endswith(" ")
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _width(text: str) -> int:
    return sum(2 if _wide(character) else 1 for character in text)
