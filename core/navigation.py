"""Navigation and start page as data: packages register entries and cards, the layout shows what the role may open.

Whether a role has a permission is decided in `accounts`, a layer above; it hands its answer down with `decide_with`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, request, url_for
from flask_login import current_user

from core import languages, templating

Decision = Callable[[Any, Any], bool]
CARDS_ON_A_START_PAGE = 5


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the menu. `permission` is what its page requires; entries stand by `order`, then as registered."""

    endpoint: str
    label: Any  # lazy text
    permission: str
    icon: str = "circle"
    order: int = 50


@dataclass(frozen=True, slots=True)
class HomeCard:
    """What needs a person today: a number that opens its list. `tone` is one of the status colours."""

    title: Any
    value: Any
    href: str
    help: Any = ""
    icon: str = "bell"
    tone: str = "neutral"


CardMaker = Callable[[Any], "Iterable[HomeCard]"]


@dataclass(slots=True)
class Menu:
    """Everything the packages have registered with one application."""

    items: list[NavItem] = field(default_factory=list)
    cards: list[CardMaker] = field(default_factory=list)
    allows: Decision = lambda _role, _permission: False
    drawn: dict[tuple[Any, ...], list[tuple[str, str, str]]] = field(default_factory=dict)  # by role, language, root


def init_app(app: Flask) -> None:
    """Give every template the menu, the languages, and the template functions."""
    menu_of(app)
    templating.init_app(app)
    app.jinja_env.globals.update(can=can)
    app.context_processor(
        lambda: {
            "navigation": visible_items,
            "language_tag": languages.language_tag,
            "other_languages": languages.other_languages,
            "here": here,
        }
    )


def menu_of(app: Flask) -> Menu:
    """The menu of this application."""
    menu: Menu = app.extensions.setdefault("navigation", Menu())
    return menu


def decide_with(app: Flask, allows: Decision) -> None:
    """Set the function that knows which role has which permission."""
    menu_of(app).allows = allows
    menu_of(app).drawn.clear()


def register(app: Flask, items: Iterable[NavItem]) -> None:
    """Add entries to the menu."""
    menu_of(app).items.extend(items)
    menu_of(app).drawn.clear()


def register_cards(app: Flask, maker: CardMaker) -> None:
    """Add a function that says which cards the signed-in person sees on the start page."""
    menu_of(app).cards.append(maker)


def attach(bp: Blueprint, *items: NavItem, cards: CardMaker | None = None) -> None:
    """Register entries and cards together with a blueprint, in the file of its views."""
    bp.record_once(lambda state: register(cast(Flask, state.app), items))
    if cards is not None:
        bp.record_once(lambda state: register_cards(cast(Flask, state.app), cards))


def can(permission: str) -> bool:
    """Whether the signed-in person has a permission; pages hide what they may not open."""
    user = current_user._get_current_object()
    return bool(user.is_authenticated) and menu_of(current_app).allows(user.role, permission)


def visible_items() -> list[dict[str, Any]]:
    """The entries that the signed-in person may open, in order, with the one that is open now marked."""
    role = current_user.role if current_user.is_authenticated else None
    entries = _entries(role, languages.current_language(), request.script_root) if role else []
    addresses = (address for _label, _icon, address in entries)
    open_now = max((one for one in addresses if leads_to(one, request.path)), key=len, default=None)
    return [
        {"label": label, "icon": icon, "href": address, "active": address == open_now}
        for label, icon, address in entries
    ]


def _entries(role: Any, language: str, root: str) -> list[tuple[str, str, str]]:
    """Label, icon and address of every entry that a role may open; worked out once."""
    menu = menu_of(current_app)
    if (role, language, root) not in menu.drawn:
        menu.drawn[role, language, root] = [
            (str(item.label), item.icon, url_for(item.endpoint))
            for item in sorted(menu.items, key=lambda item: item.order)
            if item.endpoint in current_app.view_functions and menu.allows(role, item.permission)
        ]
    return menu.drawn[role, language, root]


def leads_to(address: str, path: str) -> bool:
    """Whether a page lies at an entry's address or below it; nothing lies below the start page."""
    return path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))


def home_cards(user: Any) -> list[HomeCard]:
    """The cards of a start page, at most five."""
    cards = [card for maker in menu_of(current_app).cards for card in maker(user)]
    return cards[:CARDS_ON_A_START_PAGE]


def here() -> str:
    """The address of this page within the site, to come back to; a refused form comes back to its own page."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def is_local(target: str) -> bool:
    """Whether an address stays on this site: a path from the root, without host, backslash or control characters."""
    if not target.startswith("/") or target.startswith("//") or "\\" in target:
        return False
    if any(character < " " or character == "\x7f" for character in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def local_target(target: str | None, otherwise: str) -> str:
    """The wanted address if it is on this site, else the other one."""
    return target if target and is_local(target) else otherwise
