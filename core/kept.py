"""What took long to make and is asked for again: kept in the process, under a key that the database gives each time.

A key holds a *revision*: a value that changes with every change to anything the result was made from (for classes:
`sessions.revisions`). Whoever asks reads the revision first, so nobody is ever shown a result of older data; a result
whose revision has passed is never asked for again and leaves the store when room is needed. Each process has a store of
its own, as large as the setting KEPT_BYTES says. Only plain values are kept (text, bytes, numbers, times, and tuples of
them), never rows of the database.

Who looks must not matter to what is kept. Parts of pages are therefore drawn by `draw`, whose templates know no user,
no request, no session and no form token: one that asks for them fails. What differs between people stays outside the
part, or is given to the template and to the key.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from flask import Flask, current_app, request
from jinja2 import StrictUndefined
from jinja2.environment import Environment
from markupsafe import Markup

from core import languages

T = TypeVar("T")

# What a kept part of a page may call: nothing of this knows who looks.
PLAIN = frozenset(
    (
        *("_", "gettext", "ngettext", "pgettext", "npgettext", "local_time", "local_day"),
        *("url_for", "asset", "icon", "range", "dict", "cycler", "joiner", "namespace"),
    )
)
ENTRY = 300  # bytes that an entry takes beside its value, about


class Store:
    """Values by key, those asked for longest ago forgotten first; for many threads."""

    def __init__(self, limit: int) -> None:
        self.limit, self.weight = limit, 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """The value, or None."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def put(self, key: Hashable, value: Any) -> None:
        """Keep a value; one that would take more than a quarter of the room is not kept."""
        weight = weigh(value) + ENTRY
        if weight * 4 > self.limit:
            return
        with self._lock:
            self.weight -= self._values.pop(key, (None, 0))[1]
            self._values[key] = value, weight
            self.weight += weight
            while self.weight > self.limit:
                self.weight -= self._values.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self.weight = 0


def weigh(value: Any) -> int:
    """Bytes that a plain value takes in memory."""
    return sys.getsizeof(value) + (sum(weigh(one) for one in value) if isinstance(value, tuple) else 0)


def init_app(app: Flask) -> None:
    """Give the application its store."""
    app.extensions["kept"] = Store(app.config["KEPT_BYTES"])


def store() -> Store:
    """The store of this process."""
    found: Store = current_app.extensions["kept"]
    return found


class Footing:
    """The revision on which everything kept for one request stands. A revision of None keeps nothing."""

    def __init__(self, ask: Callable[[], Hashable | None]) -> None:
        self._ask = ask
        self._revision = ask() if store().limit else None

    def keep(self, name: str, make: Callable[[], T], *more: Hashable) -> T:
        """The kept value of that name, language and whatever else tells it from others; else a new one."""
        if self._revision is None:
            return make()
        key = (name, self._revision, languages.current_language(), request.script_root, more)
        found: T | None = store().get(key)
        if found is None:
            found = make()
            if self._ask() == self._revision:  # nothing has changed while it was made
                store().put(key, found)
        return found

    def moment(self, now: datetime, turns: Callable[[], Sequence[datetime]]) -> tuple[Any, ...]:
        """What of the time matters to a result: the day, and how many of its turning points have come and gone."""
        points = self.keep("turns", lambda: tuple(sorted(set(turns()))))
        return now.date(), bisect_left(points, now), bisect_right(points, now)


def draw(template: str, **context: Any) -> Markup:
    """A part of a page as everybody sees it."""
    return Markup(_environment().get_template(template).render(context))  # noqa: S704 - a template has escaped it


def _environment() -> Environment:
    known: Environment | None = current_app.extensions.get("plain_templates")
    if known is None:
        known = current_app.jinja_env.overlay(undefined=StrictUndefined)
        known.globals = {name: it for name, it in current_app.jinja_env.globals.items() if name in PLAIN}
        current_app.extensions["plain_templates"] = known
    return known
