"""Lines of evidence before they are stored: what identifies them and what they say (pure)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core import vault
from courses.rules import Line
from learners.rows import Place


def digest(*parts: object) -> str:
    """A short stable digest of values (SHA-256, 40 hexadecimal digits)."""
    return hashlib.sha256(_joined(parts).encode()).hexdigest()[:40]


def keyed_digest(*parts: object) -> str:
    """The same under the data key, for what personal data is in: nobody can find out a number by trying them all."""
    return vault.blind_index(_joined(parts), "evidence")


def _joined(parts: tuple[object, ...]) -> str:
    return json.dumps([str(part) for part in parts], ensure_ascii=False)


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
        content = keyed_digest(*self.says)
        return Line(keyed_digest(*self.identity) if self.identity else content, content)
