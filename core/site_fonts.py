"""The font file that the settings of this site name for papers and charts."""

from __future__ import annotations

from pathlib import Path

from flask import current_app


def configured_font() -> Path | None:
    """The file of `CHINESE_FONT`; None where papers look for a font themselves."""
    named = current_app.config["CHINESE_FONT"]
    return Path(named) if named else None
