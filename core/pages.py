"""Rendering: a whole page, or only its fragment when HTMX asks the same address; and the pages of a long list."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import Response, make_response, render_template, request


def render(page: str, *, fragment: str | None = None, **context: Any) -> Response:
    """Render `page`, or `fragment` alone when HTMX asks; the answer varies by that header."""
    asked_by_htmx = fragment is not None and request.headers.get("HX-Request") == "true"
    response = make_response(render_template(fragment if asked_by_htmx and fragment else page, **context))
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


@dataclass(frozen=True, slots=True)
class PageOf:
    """One page of a list: pages count from 1."""

    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, ceil(self.total / self.size))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size


def page_of(total: int, *, size: int = 50) -> PageOf:
    """The page the request asks for (`?page=`), kept within the list."""
    asked = request.args.get("page", 1, type=int)
    last = max(1, ceil(total / size))
    return PageOf(min(max(asked, 1), last), size, total)
