"""Enumerations within a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _


def listed(words: Iterable[object]) -> str:
    """A, B, C in the punctuation of the language (、in Chinese)."""
    return _(", ").join(str(word) for word in words)
