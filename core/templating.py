"""What every template may call: addresses of local files, icons drawn into the page, times on the site's clock."""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, current_app, request, url_for
from markupsafe import Markup

from core.clock import to_local


def init_app(app: Flask) -> None:
    """Offer these functions to every template and macro."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=asset, icon=icon, local_time=local_time, local_day=local_day)


def asset(filename: str) -> str:
    """The address of a file under static/, with its change time so that browsers may keep it until it changes."""
    return _static_address(request.script_root, filename, _changed_at(f"{current_app.static_folder}/{filename}"))


def _changed_at(path: str) -> int:
    """When a file was changed last; 0 where it is missing. A page asks this of ten files: no object for each."""
    try:
        return int(os.stat(path).st_mtime)  # noqa: PTH116
    except OSError:
        return 0


@lru_cache(maxsize=500)
def _static_address(_root: str, filename: str, version: int) -> str:
    return url_for("static", filename=filename, v=version)


def icon(name: str) -> Markup:
    """An icon of the set, drawn into the page and hidden from screen readers: a word always stands beside it."""
    return _drawing(current_app.static_folder or "", name)


def local_time(moment: datetime | None) -> str:
    """Date and time on the site's clock to the second; a naive time is on that clock already. Empty for None."""
    if moment is None:
        return ""
    return f"{to_local(moment) if moment.tzinfo else moment:%Y-%m-%d %H:%M:%S}"


def local_day(day: date | datetime | None) -> str:
    """A date as 2026-03-05; of a moment, its date on the site's clock. Empty for None."""
    if isinstance(day, datetime):
        return local_time(day)[:10]
    return day.isoformat() if day else ""


@cache
def _drawing(folder: str, name: str) -> Markup:
    """The drawing in a file; nothing where the icon set is not installed."""
    path = Path(folder) / "vendor" / "icons" / f"{name}.svg"
    if not path.exists():
        return Markup("")
    drawing = path.read_text(encoding="utf-8")
    start = drawing.index("<path") if "<path" in drawing else drawing.index(">") + 1
    inner = drawing[start : drawing.rindex("</svg>")]
    return Markup(  # noqa: S704 - files of the installed icon set, never of a person.
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{inner}</svg>'
    )
