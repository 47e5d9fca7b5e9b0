"""Lines of evidence before they are stored: what identifies them and what they say (pure)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.rules import Line
from learners.rows import Place


def digest(*parts: object) -> str:
    """A short stable digest of values (SHA-256, 40 hexadecimal digits)."""
    text = json.dumps([str(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Draft:
    """A line to be stored: where it stood, what names it across versions, and the column values.

    `scope` groups lines that a partial file replaces together (a day of sign-ins, one live unit).
    """

    place: Place
    values: Mapping[str, Any] = field(default_factory=dict)
    identity: tuple[object, ...] = ()
    says: tuple[object, ...] = ()
    scope: str = ""

    def to_line(self) -> Line:
        content = digest(*self.says)
        return Line(digest(*self.identity) if self.identity else content, content)
