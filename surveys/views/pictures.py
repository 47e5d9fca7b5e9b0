"""Charts as files: drawn once for the same figures and words, then kept for a while in this process."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from threading import Lock
from typing import Literal

from core.fonts import chinese_font
from core.site_fonts import configured_font
from surveys import charts
from surveys.charts import Format, Style
from surveys.scores import SurveyFigures

ChartName = Literal["index", "matrix", "gap", "dimensions", "distribution"]
KEPT_DRAWINGS = 100
_drawings: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


def site_font() -> Path:
    """The font of charts and papers: the configured one, else the one that is found."""
    return chinese_font(configured_font())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which chart, as what kind of file, and whether for a phone held upright."""

    name: ChartName
    fmt: Format
    narrow: bool = False


def drawing_key(wanted: Wanted, data_digest: str, words: Mapping[str, str]) -> str:
    """What a drawing is kept under: its kind, the data it shows, and the words in it."""
    said = json.dumps([*astuple(wanted), data_digest, sorted(words.items())], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def kept_drawing(key: str, draw: Callable[[], bytes]) -> bytes:
    """The drawing under this key, drawn now unless it was a short while ago."""
    with _lock:
        if key in _drawings:
            _drawings.move_to_end(key)
            return _drawings[key]
    drawing = draw()
    with _lock:
        _drawings[key] = drawing
        while len(_drawings) > KEPT_DRAWINGS:
            _drawings.popitem(last=False)
    return drawing


def draw_chart(wanted: Wanted, figures: SurveyFigures, words: Mapping[str, str], questions: Mapping[str, str]) -> bytes:
    """One chart of the report; `words` are those of the report."""
    shown = {key.removeprefix("chart."): word for key, word in words.items()}
    style = Style(site_font(), shown, wanted.narrow)
    if wanted.name == "distribution":
        return charts.distribution_chart(figures, style, questions, wanted.fmt)
    simple = {
        "index": charts.index_chart,
        "matrix": charts.matrix_chart,
        "gap": charts.gap_chart,
        "dimensions": charts.dimension_chart,
    }
    return simple[wanted.name](figures, style, wanted.fmt)
