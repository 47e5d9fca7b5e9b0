"""Questions of a file between reading and taking them: to plain values and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sessions.questions.rules.cells import Read
from sessions.questions.rules.questions import Difficulty, Fault, Found, QuestionKind, QuestionText

LEFT_OUT = frozenset({Fault.SAME_IN_BANK, Fault.SAME_IN_FILE})  # flagged and left out, but no mistake
REMARKS = frozenset({Fault.PICTURE})  # said, and no hindrance


def to_plain(one: Read) -> dict[str, Any]:
    """Values that JSON keeps."""
    text = {**asdict(one.text), "score": f"{one.text.score:f}"}
    return {"place": one.place, "text": text, "faults": [[found.fault, found.part, found.said] for found in one.faults]}


def from_plain(row: dict[str, Any]) -> Read:
    """The question that was kept."""
    said = row["text"]
    text = QuestionText(
        QuestionKind(said["kind"]),
        said["stem"],
        tuple(said["options"]),
        tuple(said["answer"]),
        said["module"],
        Difficulty(said["difficulty"]),
        Decimal(said["score"]),
        said["explanation"],
        said["source"],
    )
    faults = tuple(Found(Fault(fault), part, words) for fault, part, words in row["faults"])
    return Read(row["place"], text, faults)


def mistakes(one: Read) -> list[Found]:
    """What keeps a question out and has to be put right in the file."""
    return [found for found in one.faults if found.fault not in LEFT_OUT | REMARKS]


def is_same(one: Read) -> bool:
    """Whether the question is there already."""
    return any(found.fault in LEFT_OUT for found in one.faults)


def good(reads: Iterable[Read]) -> list[Read]:
    """Those that may be taken."""
    return [one for one in reads if not mistakes(one) and not is_same(one)]
