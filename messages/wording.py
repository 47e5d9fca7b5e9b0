"""How each kind of message is worded: packages attach theirs; a message is worded when somebody reads it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, Flask, current_app
from flask_babel import gettext as _

from accounts.rules import Role

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wording:
    """What people read: one line, and what more there is to say."""

    title: str
    body: str = ""


Word = Callable[[dict[str, Any]], Wording]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message: how it is worded, what it is called in the settings, who gets it, whether groups hear it."""

    word: Word
    name: Any = ""  # lazy text
    roles: frozenset[Role] = frozenset(Role)
    group: bool = False


def attach(
    bp: Blueprint,
    kind: str,
    word: Word,
    *,
    name: Any = "",
    roles: frozenset[Role] = frozenset(Role),
    group: bool = False,
) -> None:
    """Say how a kind (`package.what`) is worded. `word(facts)` runs in the reader's language.

    Dates and decimals among the facts arrive as text. `name` stands in the settings of people with one of `roles`;
    `group` lets a group robot say it too, so its words must name no person.
    """
    bp.record_once(lambda state: kinds_of(cast(Flask, state.app)).update({kind: Kind(word, name, roles, group)}))


def kinds_of(app: Flask) -> dict[str, Kind]:
    """Every kind of message, in the order in which they were attached."""
    kinds: dict[str, Kind] = app.extensions.setdefault("message_kinds", {})
    return kinds


def wording_of(kind: str, facts: Mapping[str, Any]) -> Wording:
    """A message in words. One that nobody can word any more still stands in the list."""
    known = kinds_of(current_app).get(kind)
    try:
        if known is not None:
            return known.word(dict(facts))
    except (KeyError, TypeError, ValueError):
        log.exception("a message of the kind %s could not be worded", kind)
    return Wording(
        _("A message of an earlier version"), _("It cannot be worded any more; open it to see what it is about.")
    )
