"""Every route of the application with the access it asks for, and the values with which the tests open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from werkzeug.routing import AnyConverter, IntegerConverter

NOT_PAGES = {"static"}
NOBODYS_NUMBER = 987654

# What stands in an address where a number would mean nothing, by the name of the part.
PLAIN_VALUES: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint with one method. `access` is a permission, "public", or None where the mark is missing."""

    endpoint: str
    method: str
    address: str
    access: Any

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


def value_for(name: str, converter: Any) -> Any:
    """Something that fits an address and belongs to nobody."""
    if name in PLAIN_VALUES:
        return PLAIN_VALUES[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return NOBODYS_NUMBER if isinstance(converter, IntegerConverter) else "nobodys"


def routes_of(app: Flask) -> list[Route]:
    """Every route, in the order of its endpoint."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint in NOT_PAGES:
                continue
            values = {name: value_for(name, rule._converters[name]) for name in rule.arguments}
            access = getattr(app.view_functions[rule.endpoint], "access", None)
            found += [
                Route(rule.endpoint, method, url_for(rule.endpoint, **values), access)
                for method in sorted((rule.methods or set()) & {"GET", "POST"})
            ]
    return sorted(found, key=str)
