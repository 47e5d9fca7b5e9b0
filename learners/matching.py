"""Who is behind a record: by name and, where the record has one, by the end of a number or the employer (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from learners.names import normalise_name

TAIL = 4  # how many characters at the end of a number a record's key is compared by
KEY_ORDER = ("phone", "id", "employer")  # the first one that a record has is its key

_SEPARATORS = re.compile(r"[-_－—/|｜()（）【】+]")
_NAME_AND_TAIL = re.compile(r"(.+?)(\d{4})")
_HALF_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


class MatchCode(StrEnum):
    """Why nobody was found."""

    UNMATCHED = "REC_UNMATCHED"
    AMBIGUOUS = "REC_AMBIGUOUS"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An accepted learner as records may name them."""

    person: int
    name: str
    phone: str = ""
    id_number: str = ""
    employer: str = ""

    def field_for(self, kind: str) -> str:
        return {"phone": self.phone, "id": self.id_number, "employer": self.employer}[kind]


@dataclass(frozen=True, slots=True)
class Match:
    """The person found, or why not: exactly one of the two is given."""

    person: int | None
    code: MatchCode | None = None


class Directory:
    """The accepted learners of a class, by normalised name."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._by_name: dict[str, list[Candidate]] = {}
        for one in candidates:
            self._by_name.setdefault(normalise_name(one.name), []).append(one)

    def find(self, name: str, key: Mapping[str, str]) -> Match:
        """The one learner with that name whose own field ends with the key, or is empty in the roster."""
        found = self._by_name.get(normalise_name(name), [])
        kind = next((kind for kind in KEY_ORDER if key.get(kind)), None)
        if kind is not None:
            wanted = key[kind] if kind == "employer" else key[kind][-TAIL:]
            found = [one for one in found if not one.field_for(kind) or one.field_for(kind).endswith(wanted)]
        if len(found) == 1:
            return Match(found[0].person)
        return Match(None, MatchCode.AMBIGUOUS if found else MatchCode.UNMATCHED)

    def find_nickname(self, nickname: str) -> Match:
        """The learner a meeting nickname speaks of, such as 吕莹-沮榆水务, 薛晓东7313 or 王岚（3446）."""
        name, tail = self.read_nickname(nickname)
        return self.find(name, {"phone": tail} if tail else {}) if name else Match(None, MatchCode.UNMATCHED)

    def read_nickname(self, nickname: str) -> tuple[str, str]:
        """The first part that is a name of this directory, and four digits that stand alone or behind such a name."""
        name = tail = ""
        for raw in _SEPARATORS.split(nickname):
            part = normalise_name(raw.translate(_HALF_WIDTH_DIGITS))
            with_tail = _NAME_AND_TAIL.fullmatch(part)
            if part in self._by_name:
                name = name or part
            elif re.fullmatch(r"\d{4}", part):
                tail = tail or part
            elif with_tail and with_tail[1] in self._by_name:
                name, tail = name or with_tail[1], tail or with_tail[2]
        return name, tail
