"""Charts with one row per thing measured: the index, the dimensions, importance beside satisfaction, the items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from surveys.charts import canvas
from surveys.charts.canvas import BLUE, FAINT, INK, MUTED, SMALL, VERMILION, Format, Style
from surveys.scores.figures import Rating, SurveyFigures
from surveys.scores.formulas import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAME_WIDTH = 18
_QUESTION_WIDTH, _NARROW_QUESTION_WIDTH = 34, 18
_NARROW_READING_WIDTH = 10
_LEAST_NUMBERED, _NARROW_LEAST_NUMBERED = 7, 12  # per cent: less has no room for its number
_MIDDLE = "#DDE1E4"


@canvas.one_at_a_time
def index_chart(figures: SurveyFigures, style: Style, fmt: Format) -> bytes:
    """The index between 0 and 100 under stated and derived weights, with intervals.

    Words: index_stated, index_derived, index_axis, not_available.
    """
    figure, (axes,) = canvas.sheet(style, 1.55)
    canvas.quiet_frame(axes)
    readings = [style.word("index_stated"), style.word("index_derived")]
    canvas.rows_down(
        axes, [canvas.wrapped(one, _NARROW_READING_WIDTH) for one in readings] if style.narrow else readings
    )
    axes.set_xlim(0, 190 if style.narrow else 119)
    canvas.base_line(axes, 0, 100)
    axes.set_xticks(range(0, 101, 50 if style.narrow else 20))
    canvas.name_base_line(axes, style, style.word("index_axis", confidence=canvas.confidence(figures)))
    for row, (index, colour) in enumerate(((figures.stated, BLUE), (figures.derived, MUTED))):
        axes.barh(row, 100, height=0.5, color=FAINT, alpha=0.45)
        if index is None:
            axes.text(2, row, style.word("not_available"), va="center", fontsize=SMALL, color=MUTED)
            continue
        axes.barh(row, index.score, height=0.5, color=colour)
        _whisker(axes, row, index.interval)
        axes.text(101, row, _with_interval(index.score, index.interval, 1), va="center", fontsize=SMALL)
    return canvas.drawn(figure, fmt)


@canvas.one_at_a_time
def dimension_chart(figures: SurveyFigures, style: Style, fmt: Format) -> bytes:
    """The mean of each dimension on the scale, with its interval and n. Words: mean_axis, n."""
    names = [canvas.wrapped(one.name, _NAME_WIDTH) for one in figures.dimensions]
    lowest, highest = figures.questionnaire.scale_min, figures.questionnaire.scale_max
    figure, (axes,) = canvas.sheet(style, 0.75 + _heights(names))
    canvas.quiet_frame(axes)
    canvas.rows_down(axes, names)
    axes.set_xlim(lowest, highest + (highest - lowest) * (0.9 if style.narrow else 0.34))
    axes.set_xticks(range(lowest, highest + 1))
    canvas.base_line(axes, lowest, highest)
    canvas.name_base_line(axes, style, style.word("mean_axis", confidence=canvas.confidence(figures)))
    for row, one in enumerate(figures.dimensions):
        axes.barh(row, highest - lowest, left=lowest, height=0.5, color=FAINT, alpha=0.45)
        count = style.word("n", n=one.summary.n)
        if one.summary.mean is not None:
            axes.barh(row, one.summary.mean - lowest, left=lowest, height=0.5, color=BLUE)
            _whisker(axes, row, one.summary.interval)
            between = "\n" if style.narrow else "  "
            count = f"{_with_interval(one.summary.mean, one.summary.interval, 2)}{between}{count}"
        axes.text(highest + (highest - lowest) * 0.015, row, count, va="center", fontsize=SMALL)
    return canvas.drawn(figure, fmt)


@canvas.one_at_a_time
def gap_chart(figures: SurveyFigures, style: Style, fmt: Format) -> bytes:
    """Mean importance beside mean satisfaction, widest gap on top. Words: importance, satisfaction, gap, gap_axis."""
    ranked = figures.gaps
    names = [canvas.wrapped(one.name, _NAME_WIDTH) for one in ranked]
    lowest, highest = figures.questionnaire.scale_min, figures.questionnaire.scale_max
    figure, (axes,) = canvas.sheet(style, 1.0 + _heights(names))
    canvas.quiet_frame(axes)
    canvas.rows_down(axes, names)
    axes.set_xlim(lowest, highest + (highest - lowest) * (0.45 if style.narrow else 0.24))
    axes.set_xticks(range(lowest, highest + 1))
    canvas.base_line(axes, lowest, highest)
    canvas.name_base_line(axes, style, style.word("gap_axis"))
    rows = range(len(ranked))
    importance = [one.importance.mean or 0.0 for one in ranked]
    satisfaction = [one.summary.mean or 0.0 for one in ranked]
    axes.hlines(rows, satisfaction, importance, color=FAINT, linewidth=5, zorder=1)
    axes.scatter(importance, rows, marker="D", s=42, color=VERMILION, label=style.word("importance"), zorder=2)
    axes.scatter(satisfaction, rows, marker="o", s=46, color=BLUE, label=style.word("satisfaction"), zorder=3)
    for row, one in enumerate(ranked):
        label = style.word("gap", gap=f"{one.gap:+.2f}".replace("-", "−"))
        axes.text(highest + (highest - lowest) * 0.04, row, label, va="center", fontsize=SMALL)
    figure.legend(loc="outside upper center", ncols=2, frameon=False, fontsize=SMALL)
    return canvas.drawn(figure, fmt)


@canvas.one_at_a_time
def distribution_chart(figures: SurveyFigures, style: Style, questions: Mapping[str, str], fmt: Format) -> bytes:
    """How the answers to each item spread: low values left, high values right of the middle value, in per cent.

    `questions` words each field. Words: scale.1 … (one per scale value), n_missing, share_axis.
    """
    from matplotlib.patches import Patch

    width = _NARROW_QUESTION_WIDTH if style.narrow else _QUESTION_WIDTH
    names = [canvas.wrapped(questions[item.field], width) for item in figures.items]
    figure, (axes,) = canvas.sheet(style, (1.45 if style.narrow else 1.05) + _heights(names))
    canvas.quiet_frame(axes)
    canvas.rows_down(axes, names)
    steps = range(figures.questionnaire.scale_min, figures.questionnaire.scale_max + 1)
    middle = (steps[0] + steps[-1]) / 2
    colours = _diverging(len(steps))
    least = _NARROW_LEAST_NUMBERED if style.narrow else _LEAST_NUMBERED
    for row, item in enumerate(figures.items):
        _stack(axes, row, item, middle, dict(zip(steps, colours, strict=True)), least)
        note = style.word("n_missing", n=item.summary.n, missing=item.missing)
        axes.text(1.015, row, note, transform=axes.get_yaxis_transform(), va="center", fontsize=SMALL)
    axes.axvline(0, color=MUTED, linewidth=0.8, zorder=0)
    left, right = axes.dataLim.intervalx if any(item.summary.n for item in figures.items) else (0.0, 0.0)
    axes.set_xlim(min(left - 4, -25), max(right + 4, 25))
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}%")
    canvas.name_base_line(axes, style, style.word("share_axis"))
    handles = [
        Patch(facecolor=colour, hatch=_hatch(step, middle), edgecolor="white", label=style.word(f"scale.{step}"))
        for step, colour in zip(steps, colours, strict=True)
    ]
    columns = 2 if style.narrow else len(steps)
    figure.legend(handles=handles, loc="outside upper center", ncols=columns, frameon=False, fontsize=SMALL)
    return canvas.drawn(figure, fmt)


def _stack(axes: Axes, row: int, item: Rating, middle: float, colours: Mapping[int, str], least: float) -> None:
    """One bar, whose middle value (if the scale has one) straddles the zero line; from `least` on with its number."""
    total = item.summary.n
    if not total:
        return
    shares = {step: count / total * 100 for step, count in item.counts.items()}
    left = -sum(share for step, share in shares.items() if step < middle) - shares.get(int(middle), 0.0) / 2 * (
        middle == int(middle)
    )
    for step, share in shares.items():
        hatch = _hatch(step, middle)
        axes.barh(
            row, share, left=left, height=0.62, color=colours[step], hatch=hatch, edgecolor="white", linewidth=0.6
        )
        if share >= least:
            dark = abs(step - middle) > len(shares) / 2 - 1
            _number(axes, left + share / 2, row, f"{share:.0f}", light=dark, framed=bool(hatch))
        left += share


def _number(axes: Axes, x: float, row: int, text: str, *, light: bool, framed: bool) -> None:
    box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"} if framed else None
    colour = "white" if light and not framed else INK
    axes.text(x, row, text, ha="center", va="center", fontsize=SMALL, color=colour, bbox=box)


def _hatch(step: int, middle: float) -> str | None:
    """Low values are hatched, so that the two ends differ in a grey print."""
    return "////" if step < middle else None


def _diverging(steps: int) -> list[str]:
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    scheme = colormaps["PuOr"]
    colours = [to_hex(scheme(0.14 + 0.74 * i / (steps - 1))) for i in range(steps)]
    if steps % 2:
        colours[steps // 2] = _MIDDLE
    return colours


def _whisker(axes: Axes, row: int, interval: Interval | None) -> None:
    if interval is not None:
        axes.hlines(row, *interval, color=INK, linewidth=1.6)
        axes.vlines(interval, row - 0.12, row + 0.12, color=INK, linewidth=1.6)


def _with_interval(value: float, interval: Interval | None, digits: int) -> str:
    if interval is None:
        return f"{value:.{digits}f}"
    return f"{value:.{digits}f}  [{interval.low:.{digits}f}, {interval.high:.{digits}f}]"


def _heights(names: list[str]) -> float:
    """Inches for rows of one or more lines each."""
    return sum(0.2 + 0.16 * (name.count("\n") + 1) for name in names)
