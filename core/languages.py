"""Which language a page speaks: the person's choice, else the choice kept in the cookie, else Chinese."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale
from flask import current_app, g, has_request_context, session
from flask_babel import Domain, get_locale
from flask_login import current_user

# How each language calls itself, and its tag for the `lang` attribute.
NAMES = {"zh_Hans_CN": "中文", "en": "English"}
TAGS = {"zh_Hans_CN": "zh-CN", "en": "en"}


class QuickDomain(Domain):
    """The catalogue of messages, looked up once a request and language: a large page words a thousand texts."""

    def get_translations(self) -> Any:
        context = g.get("_flask_babel") if g else None
        locale = getattr(context, "babel_locale", None)
        if context is None or locale is None:
            return super().get_translations()
        known = getattr(context, "catalogue", None)
        if known is None or known[0] is not locale:
            known = context.catalogue = (locale, super().get_translations())
        return known[1]


read_locale = cache(Locale.parse)  # babel looks at the disk each time


def choose_language() -> Locale:
    """The locale of this request; commands and unknown choices get the default."""
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    if not has_request_context():
        return read_locale(default)
    signed_in = "_user_id" in session and current_user.is_authenticated
    chosen = (current_user.language if signed_in else "") or session.get("language", "")
    return read_locale(chosen if chosen in current_app.config["LANGUAGES"] else default)


def current_language() -> str:
    """The locale in use, as the settings write it."""
    return str(get_locale() or current_app.config["BABEL_DEFAULT_LOCALE"])


def language_tag() -> str:
    """The `lang` attribute of the page."""
    return TAGS.get(current_language(), "zh-CN")


def other_languages() -> list[tuple[str, str, str]]:
    """Locale, own name and tag of every language that the page is not in now."""
    return [
        (locale, NAMES[locale], TAGS[locale])
        for locale in current_app.config["LANGUAGES"]
        if locale != current_language()
    ]
