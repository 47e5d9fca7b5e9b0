"""The life of a class as a road with a gate before each step (pure).

A gate is a list of findings. What blocks must be put right, or waived with a reason by somebody who may; some findings
cannot be waived at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from courses.rules import ClassState

# The road, in order. Cancelling leaves it.
ROAD = (
    ClassState.DRAFT,
    ClassState.APPROVED,
    ClassState.ENROLLING,
    ClassState.ROSTER_LOCKED,
    ClassState.DELIVERING,
    ClassState.EXAMINING,
    ClassState.COMPLETED,
    ClassState.FILING,
    ClassState.FILED,
)
CANCELLABLE = frozenset(ROAD[: ROAD.index(ClassState.DELIVERING)])


class Severity(StrEnum):
    """What a finding does to its gate."""

    BLOCKS = "blocks"
    WARNS = "warns"
    MET = "met"


class Check(StrEnum):
    """What a gate asks."""

    ACCREDITED = "accredited"
    RULES_COMPLETE = "rules_complete"
    CURRICULUM = "curriculum"
    CLASS_TEACHER = "class_teacher"
    POSTS_FILLED = "posts_filled"
    DOCUMENTS = "documents"
    TIMETABLE = "timetable"
    HOURS = "hours"
    CLASHES = "clashes"
    TEACHERS = "teachers"
    VENUE_SIZE = "venue_size"
    VENUE_CHECKS = "venue_checks"
    NOTICE = "notice"
    ROSTER = "roster"
    ROSTER_LINES = "roster_lines"
    APPLICATIONS = "applications"
    ATTENDANCE = "attendance"
    ONLINE = "online"
    SETTLED = "settled"
    SCORES = "scores"
    LEDGER = "ledger"
    SURVEY = "survey"
    DOSSIER = "dossier"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class GateFinding:
    """What one check says: `subject` names the culprit (empty for the class), `figures` fill the sentence."""

    check: Check
    severity: Severity
    subject: str = ""
    remark: str = ""
    figures: Mapping[str, object] = field(default_factory=dict)
    endpoint: str = ""
    waivable: bool = True

    def described(self) -> dict[str, object]:
        """As it is kept with the step it was found for."""
        return {
            "check": self.check.value,
            "severity": self.severity.value,
            "subject": self.subject,
            "remark": self.remark,
            "figures": {name: str(value) for name, value in self.figures.items()},
        }


@dataclass(frozen=True, slots=True)
class Waived:
    """What an authorised person has let pass: one check about one subject before one step."""

    to_state: ClassState
    check: Check
    subject: str = ""

    def covers(self, finding: GateFinding, to_state: ClassState) -> bool:
        return (self.to_state, self.check, self.subject) == (to_state, finding.check, finding.subject)


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate before a state, with what was found."""

    to_state: ClassState
    findings: tuple[GateFinding, ...]
    waived: tuple[Waived, ...] = ()

    def is_waived(self, finding: GateFinding) -> bool:
        return finding.waivable and any(one.covers(finding, self.to_state) for one in self.waived)

    @property
    def blocking(self) -> list[GateFinding]:
        """What keeps the gate shut."""
        return [one for one in self.findings if one.severity is Severity.BLOCKS and not self.is_waived(one)]

    @property
    def is_open(self) -> bool:
        return not self.blocking


def next_state(state: ClassState) -> ClassState | None:
    """The state after this one; None at the end of the road, and off it."""
    if state not in ROAD or state is ROAD[-1]:
        return None
    return ROAD[ROAD.index(state) + 1]


def previous_state(state: ClassState) -> ClassState | None:
    """The state before this one; a filed or cancelled class does not go back."""
    if state not in ROAD or state in (ROAD[0], ROAD[-1]):
        return None
    return ROAD[ROAD.index(state) - 1]


def states_ahead(state: ClassState) -> tuple[ClassState, ...]:
    """Every state that lies ahead, in order."""
    return ROAD[ROAD.index(state) + 1 :] if state in ROAD else ()


def reach(gates: Iterable[Gate]) -> tuple[ClassState, ...]:
    """The states that can be reached now: up to the first gate that is shut."""
    reached = []
    for gate in gates:
        if not gate.is_open:
            break
        reached.append(gate.to_state)
    return tuple(reached)


def steps_to(target: ClassState, gates: Sequence[Gate]) -> tuple[Gate, ...] | None:
    """The gates on the way to a state when all of them are open; None when one is shut or the state is not ahead."""
    names = [gate.to_state for gate in gates]
    if target not in names:
        return None
    way = tuple(gates[: names.index(target) + 1])
    return way if all(gate.is_open for gate in way) else None
