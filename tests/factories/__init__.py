"""One factory per model, reached as `make.User(…)`. Each knows defaults only; a test names what it is about.

A new factory needs no registration, but its file must be imported here.
"""

from __future__ import annotations

from tests.factories import (
    absence,
    accounts_of_hours,
    archives,
    checkin,
    classes,
    delivery,
    examining,
    feeds,
    house,
    jobs,
    ledger,
    messages,
    places,
    planning,
    records,
    standards,
    surveys,
    training,
)
from tests.factories.accounts import PASSWORD
from tests.factories.base import Make, ModelFactory

__all__ = [
    "PASSWORD",
    "Make",
    "ModelFactory",
    "absence",
    "accounts_of_hours",
    "archives",
    "checkin",
    "classes",
    "delivery",
    "examining",
    "feeds",
    "house",
    "jobs",
    "ledger",
    "messages",
    "places",
    "planning",
    "records",
    "standards",
    "surveys",
    "training",
]
