"""Exact numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask


def init_app(app: Flask) -> None:
    """Offer `hours` to every template."""
    app.jinja_env.filters["hours"] = plain


def plain(value: Decimal | int | None) -> str:
    """4 for 4.00, 4.25 for 4.250; never an exponent. Empty for None."""
    if value is None:
        return ""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
