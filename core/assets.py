"""Local files that pages load: their addresses with a version, and the icons drawn into the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for
from markupsafe import Markup


def init_app(app: Flask) -> None:
    """Offer `asset()` and `icon()` to every template and macro."""
    app.jinja_env.globals.update(asset=asset, icon=icon)


def asset(filename: str) -> str:
    """The address of a file under static/, with its change time so that browsers may keep it until it changes."""
    path = Path(current_app.static_folder or "") / filename
    version = int(path.stat().st_mtime) if path.exists() else 0
    return url_for("static", filename=filename, v=version)


def icon(name: str) -> Markup:
    """An icon of the set, drawn into the page and hidden from screen readers: a word always stands beside it."""
    return _drawing(Path(current_app.static_folder or "") / "vendor" / "icons" / f"{name}.svg")


@cache
def _drawing(path: Path) -> Markup:
    """The drawing in a file; nothing where the icon set is not installed."""
    if not path.exists():
        return Markup("")
    drawing = path.read_text(encoding="utf-8")
    start = drawing.index("<path") if "<path" in drawing else drawing.index(">") + 1
    inner = drawing[start : drawing.rindex("</svg>")]
    return Markup(  # noqa: S704 - files of the installed icon set, never of a person.
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{inner}</svg>'
    )
