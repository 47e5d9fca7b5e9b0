"""The strategy matrix: satisfaction across, importance upwards, as stated and as derived side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from surveys.charts import canvas
from surveys.charts.canvas import BLUE, FAINT, INK, MUTED, SMALL, VERMILION, Format, Style
from surveys.charts.placing import Box, Room, place
from surveys.rules import Quadrant
from surveys.scores.figures import DimensionFigures, SurveyFigures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NAME_WIDTH = 14
_LEAST_SPAN = 0.12  # of the values on an axis: less would blow up differences of no meaning
_CORNERS = {
    Quadrant.IMPROVE: (0.02, 0.98, "left", "top"),
    Quadrant.KEEP: (0.98, 0.98, "right", "top"),
    Quadrant.OPPORTUNITY: (0.02, 0.02, "left", "bottom"),
    Quadrant.MAINTAIN: (0.98, 0.02, "right", "bottom"),
}


class Point(NamedTuple):
    """A dimension in the matrix."""

    x: float
    y: float
    name: str
    quadrant: Quadrant


@canvas.one_at_a_time
def matrix_chart(figures: SurveyFigures, style: Style, fmt: Format) -> bytes:
    """Both readings of importance beside each other; one that cannot be had says so.

    Words: quadrant.keep, quadrant.improve, quadrant.maintain, quadrant.opportunity, matrix_stated, matrix_derived,
    satisfaction_axis, stated_axis, derived_axis, not_available.
    """
    figure, panels = canvas.sheet(style, 3.5 if style.narrow else 3.9, panels=2)
    cuts = figures.cut_lines
    for axes, reading, cut in zip(panels, ("stated", "derived"), (cuts.stated, cuts.derived), strict=True):
        axes.set_title(style.word(f"matrix_{reading}"), fontsize=canvas.NORMAL, color=INK)
        axes.set_xlabel(style.word("satisfaction_axis"), fontsize=SMALL)
        axes.set_ylabel(style.word(f"{reading}_axis"), fontsize=SMALL)
        points = _points(figures.dimensions, reading)
        if points and cut is not None and cuts.satisfaction is not None:
            _panel(axes, points, cuts.satisfaction, cut, style)
        else:
            axes.set(xticks=[], yticks=[])
            axes.text(0.5, 0.5, style.word("not_available"), transform=axes.transAxes, ha="center", color=MUTED)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # names are placed on this layout: it must not move any more
    for axes, reading in zip(panels, ("stated", "derived"), strict=True):
        _name_points(figure, axes, _points(figures.dimensions, reading))
    return canvas.drawn(figure, fmt)


def _points(dimensions: Sequence[DimensionFigures], reading: str) -> list[Point]:
    points = []
    for one in dimensions:
        standing = one.stated if reading == "stated" else one.derived
        if one.summary.mean is not None and standing.importance is not None and standing.quadrant is not None:
            name = canvas.wrapped(one.name, _NAME_WIDTH)
            points.append(Point(one.summary.mean, standing.importance, name, standing.quadrant))
    return points


def _panel(axes: Axes, points: Sequence[Point], x_cut: float, y_cut: float, style: Style) -> None:
    """Limits with room for names, cut lines with their values, the names of the quadrants, the points."""
    axes.set_xlim(*_limits([*(point.x for point in points), x_cut], 0.32))
    axes.set_ylim(*_limits([*(point.y for point in points), y_cut], 0.26))
    axes.axvline(x_cut, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    axes.axhline(y_cut, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    low_x, high_y = axes.get_xlim()[0], axes.get_ylim()[1]
    axes.fill_between([low_x, x_cut], y_cut, high_y, color=VERMILION, alpha=0.07, linewidth=0)
    axes.grid(color=FAINT, linewidth=0.5, alpha=0.6)
    axes.set_axisbelow(True)
    for quadrant, (x, y, ha, va) in _CORNERS.items():
        colour = VERMILION if quadrant is Quadrant.IMPROVE else MUTED
        label = axes.text(
            x, y, style.word(f"quadrant.{quadrant}"), transform=axes.transAxes, ha=ha, va=va, fontsize=SMALL
        )
        label.set_color(colour)
    for point in points:
        first = point.quadrant is Quadrant.IMPROVE
        axes.scatter(
            point.x,
            point.y,
            marker="s" if first else "o",
            s=46,
            color=VERMILION if first else BLUE,
            zorder=3,
            ec="white",
        )


def _limits(values: Sequence[float], margin: float) -> tuple[float, float]:
    middle = (min(values) + max(values)) / 2
    half = max(max(values) - min(values), _LEAST_SPAN) * (0.5 + margin)
    return middle - half, middle + half


def _name_points(figure: Figure, axes: Axes, points: Sequence[Point]) -> None:
    """Write each name near its point, free of points, names, quadrant names, frame and, if possible, cut lines."""
    from matplotlib.patheffects import withStroke

    pixel = figure.dpi / 72
    room = _room(axes, points, pixel)
    for point, centre in zip(points, room.points, strict=True):
        label = axes.annotate(
            point.name,
            (point.x, point.y),
            xytext=(0, 0),
            textcoords="offset points",
            fontsize=SMALL,
            color=INK,
            ha="center",
            va="center",
            linespacing=1.1,
            zorder=4,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
        )
        extent = label.get_window_extent()
        dx, dy = place(centre, (extent.width / 2 + pixel, extent.height / 2 + pixel), room)
        label.set_position((dx / pixel, dy / pixel))
        if room.doubtful(centre):
            line = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 3}
            end = room.names[-1].nearest_to(centre)
            offset = ((end[0] - centre[0]) / pixel, (end[1] - centre[1]) / pixel)
            axes.annotate("", (point.x, point.y), xytext=offset, textcoords="offset points", arrowprops=line)


def _room(axes: Axes, points: Sequence[Point], pixel: float) -> Room:
    frame = Box(*axes.bbox.extents)
    centres = [tuple(axes.transData.transform((point.x, point.y))) for point in points]
    marks = [Box(x - 6 * pixel, y - 6 * pixel, x + 6 * pixel, y + 6 * pixel) for x, y in centres]
    corners = [Box(*text.get_window_extent().extents) for text in axes.texts]
    lines = [Box(*line.get_window_extent().extents) for line in axes.lines]
    return Room(pixel, frame, centres, [*marks, *corners], lines)
