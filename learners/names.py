"""How a person's name is written down, so that two files mean the same person."""

from __future__ import annotations

import re

MIDDLE_DOT = "·"
_OTHER_DOTS = re.compile(r"[•・‧∙⋅．.]")
_WHITE_SPACE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")


def normalise_name(text: str) -> str:
    """The name without any white space inside and with `·` (U+00B7) for every other dot.

    Characters outside the basic plane are kept as they are: rare given names must survive.
    """
    return _OTHER_DOTS.sub(MIDDLE_DOT, _WHITE_SPACE.sub("", text))


def has_inner_space(text: str) -> bool:
    """Whether white space stands inside the trimmed name."""
    return bool(_WHITE_SPACE.search(text.strip()))


def has_other_dot(text: str) -> bool:
    """Whether another dot stands for the middle dot."""
    return bool(_OTHER_DOTS.search(text))


def name_key(value: str) -> str:
    """A masked number's or a full number's readable end: what follows the last mask character."""
    return re.split(r"[*＊xX×●•]{2,}|[*＊]", value)[-1]
