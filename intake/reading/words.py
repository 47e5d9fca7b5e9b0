"""The header vocabulary (words.toml) and how well a header fits a field."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from core.spreadsheets.cells import half_width
from intake.rows import FileKind

_PUNCTUATION = re.compile(r"[\s*＊:：、，,。．.；;“”\"'‘’《》<>_\-—–/\\|~～!！?？#№\[\]【】]+")
_BRACKETS = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]")
_ASKED = re.compile(  # 3、您的手机号码, Q2. 请填写贵单位名称: the field is what is asked for
    r"^[(第]?\s*(?:[qQ]|问题|题)?\s*\d{1,2}\s*题?\s*[、.．:：)）]+\s*(?=[^\d\s])|"
    r"^(?:请(?:您)?(?:填写|输入|选择|留下)(?:一?下)?)?\s*(?:[您你](?:本人)?(?:的|所在的?|所属的?)?|贵(?=单位|公司|企业))?"
)
_EXACT, _BARE, _BESIDE = 4.0, 3.5, 2.0
_LATER = 0.002  # Of two columns that both fit, the one named earlier in the list is taken.
_LONGEST_REST = 10


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one kind of table; `needs` is a list of alternatives of sets of fields."""

    kind: FileKind
    fields: dict[str, tuple[str, ...]]
    needs: tuple[tuple[frozenset[str], ...], ...]
    strong: frozenset[str]
    weak: frozenset[str]

    def missing(self, present: set[str]) -> tuple[str, ...]:
        """The needs that the fields do not meet, each by its first alternative."""
        return tuple(
            field
            for alternatives in self.needs
            if not any(alternative <= present for alternative in alternatives)
            for field in sorted(alternatives[0] - present)
        )


@lru_cache(maxsize=20_000)
def plain(header: str) -> str:
    """A header as it is compared: half-width, lower case, no blanks, punctuation or number of a question."""
    text = _PUNCTUATION.sub("", _asked(half_width(header).strip()))
    return text.replace("(", "").replace(")", "").lower()


def _asked(text: str) -> str:
    """A header without the number and the address that a form puts before it: 3、您的姓名 asks for 姓名."""
    for _ in range(2):
        text = _ASKED.sub("", text, count=1) or text
    return text


@lru_cache(maxsize=20_000)
def bare(header: str) -> str:
    """The same without what stands in brackets."""
    return plain(_BRACKETS.sub("", header)) or plain(header)


@cache
def vocabularies() -> dict[FileKind, Vocabulary]:
    """The vocabulary of every kind."""
    data = _data()
    return {kind: _vocabulary(kind, data) for kind in FileKind if kind.value in data}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def _vocabulary(kind: FileKind, data: dict[str, Any]) -> Vocabulary:
    table = data[kind.value]
    fields: dict[str, tuple[str, ...]] = {}
    for source in (*table.get("include", ()), kind.value):
        for name, words in data[source]["fields"].items():
            fields[name] = tuple(plain(word) for word in words)
    needs = tuple(tuple(frozenset(part.split("+")) for part in need.split("|")) for need in table["needs"])
    return Vocabulary(kind, fields, needs, frozenset(table["strong"]), frozenset(table.get("weak", ())))


@cache
def _avoided() -> dict[str, tuple[str, ...]]:
    return {field: tuple(plain(word) for word in words) for field, words in _data()["avoid"].items()}


@cache
def known_words() -> frozenset[str]:
    """Every word that equals some field's header."""
    return frozenset(word for table in vocabularies().values() for words in table.fields.values() for word in words)


@lru_cache(maxsize=50_000)
def fitness(kind: FileKind, field: str, header: str) -> float:
    """0 for no fit up to 4 for the very word; a word inside a longer header counts by its share of the header."""
    words = vocabularies()[kind].fields[field]
    whole, short = plain(header), bare(header)
    if whole in words:
        return _EXACT - words.index(whole) * _LATER
    if any(word in whole for word in _avoided().get(field, ())):
        return 0.0
    if whole in _data()["beside"].get(kind.value, {}).get(field, ()):
        return _BESIDE
    if short in words:
        return _BARE - words.index(short) * _LATER
    return max((_share(word, short) for word in words), default=0.0)


def _share(word: str, header: str) -> float:
    if len(word) < 2 or word not in header or len(header) - len(word) > _LONGEST_REST:
        return 0.0
    if word.isascii() and len(word) < 5:
        return 0.0
    return 3 * len(word) / len(header)
