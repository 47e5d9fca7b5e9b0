"""Personal numbers as they are shown: the first three and the last four characters, stars between (design D10)."""

from __future__ import annotations

from flask import Flask

SHOWN_AT_START = 3
SHOWN_AT_END = 4
STAR = "*"


def init_app(app: Flask) -> None:
    """Offer `mask` to every template."""
    app.jinja_env.filters["mask"] = mask
    app.jinja_env.filters["mask_name"] = mask_name


def mask(value: str | None) -> str:
    """138****5678 for a mobile number, 610***********123X for an identity number.

    A value of seven characters or fewer shows nothing but stars; none shows as nothing.
    """
    text = (value or "").strip()
    hidden = len(text) - SHOWN_AT_START - SHOWN_AT_END
    if hidden <= 0:
        return STAR * len(text)
    return text[:SHOWN_AT_START] + STAR * hidden + text[-SHOWN_AT_END:]


def mask_name(name: str | None) -> str:
    """戴** for 戴振华: the first character, a star for each of the others."""
    text = (name or "").strip()
    return text[:1] + STAR * (len(text) - 1)
