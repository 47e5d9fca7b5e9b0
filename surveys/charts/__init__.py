"""Statistics in, pictures out: PNG, SVG or PDF bytes."""

from surveys.charts.bars import dimension_chart, distribution_chart, gap_chart, index_chart
from surveys.charts.canvas import Format, Style
from surveys.charts.matrix import matrix_chart

__all__ = ["Format", "Style", "dimension_chart", "distribution_chart", "gap_chart", "index_chart", "matrix_chart"]
