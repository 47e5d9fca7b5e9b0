"""The life of a class, and how imported lines are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class ClassState(StrEnum):
    """The life of a class (培训班状态)."""

    DRAFT = "draft"
    APPROVED = "approved"
    ENROLLING = "enrolling"
    ROSTER_LOCKED = "roster_locked"
    DELIVERING = "delivering"
    EXAMINING = "examining"
    COMPLETED = "completed"
    FILING = "filing"
    FILED = "filed"
    CANCELLED = "cancelled"


# A class in one of these states is under way: a coordinator has work with it until its dossier is filed.
RUNNING = frozenset(
    {
        ClassState.ROSTER_LOCKED,
        ClassState.DELIVERING,
        ClassState.EXAMINING,
        ClassState.COMPLETED,
        ClassState.FILING,
    }
)
# In these states nothing of a class can be changed any more.
CLOSED = frozenset({ClassState.FILED, ClassState.CANCELLED})


class EnrolmentState(StrEnum):
    """Where a learner stands in a class."""

    ENROLLED = "enrolled"
    WITHDRAWN = "withdrawn"


class BatchState(StrEnum):
    """An import is applied, or was taken back; nothing it wrote is ever deleted."""

    APPLIED = "applied"
    UNDONE = "undone"


class Replacement(StrEnum):
    """How a new file of a kind stands to what the class already has."""

    UNCHANGED = "unchanged"
    ADDITION = "addition"
    REVISION = "revision"


# A file that repeats at least this share of the stored lines of its kind is a new version of them, not an addition.
REVISION_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence: `identity` names it across versions (a serial number), `content` is all it says."""

    identity: str
    content: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file changes: positions of its new lines, ids of stored lines that it supersedes."""

    replacement: Replacement
    added: tuple[int, ...]
    superseded: tuple[int, ...]


def with_occurrence(lines: Iterable[Line]) -> list[Line]:
    """The same lines with repeats numbered, so that two equal lines of one file stay two."""
    identities: Counter[str] = Counter()
    contents: Counter[str] = Counter()
    numbered = []
    for line in lines:
        identities[line.identity] += 1
        contents[line.content] += 1
        numbered.append(
            Line(f"{line.identity}#{identities[line.identity]}", f"{line.content}#{contents[line.content]}")
        )
    return numbered


def compare_lines(
    stored: Sequence[tuple[int, Line]], incoming: Sequence[Line], *, force: Replacement | None = None
) -> Difference:
    """Which incoming lines are new and which stored lines they supersede.

    A line whose content is stored already is left alone. A line with a known identity and other content supersedes
    the stored one. When the file repeats at least half of the stored identities, it is a revision: stored lines
    that it no longer holds are superseded too. `force` overrides that judgement.
    """
    contents = {line.content for _, line in stored}
    added = tuple(position for position, line in enumerate(incoming) if line.content not in contents)
    replacement = force or judge_replacement([line for _, line in stored], incoming)
    kept = {line.content for line in incoming}
    renewed = {incoming[position].identity for position in added}
    superseded = tuple(
        number
        for number, line in stored
        if line.content not in kept and (replacement is Replacement.REVISION or line.identity in renewed)
    )
    if not added and not superseded:
        replacement = Replacement.UNCHANGED
    return Difference(replacement, added, superseded)


def judge_replacement(stored: Sequence[Line], incoming: Sequence[Line]) -> Replacement:
    """Revision when at least half of the stored lines come again (same identity or same content), else addition."""
    if not stored:
        return Replacement.ADDITION
    identities = {line.identity for line in incoming}
    contents = {line.content for line in incoming}
    repeated = sum(line.identity in identities or line.content in contents for line in stored)
    return Replacement.REVISION if repeated >= REVISION_SHARE * len(stored) else Replacement.ADDITION
