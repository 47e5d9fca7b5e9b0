"""Claims of outside training: what may follow what, whose proof was seen before, and what was attended at that time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum


class ClaimMove(StrEnum):
    """One entry in the story of a claim."""

    SUBMITTED = "submitted"
    ASKED = "asked"  # the reviewer wants more
    SUPPLIED = "supplied"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the learner, before a decision
    REVOKED = "revoked"  # after it was accepted


class ClaimState(StrEnum):
    """Where a claim stands."""

    WAITING = "waiting"
    MORE_WANTED = "more_wanted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


STATE_AFTER = {
    ClaimMove.SUBMITTED: ClaimState.WAITING,
    ClaimMove.ASKED: ClaimState.MORE_WANTED,
    ClaimMove.SUPPLIED: ClaimState.WAITING,
    ClaimMove.ACCEPTED: ClaimState.ACCEPTED,
    ClaimMove.REFUSED: ClaimState.REFUSED,
    ClaimMove.WITHDRAWN: ClaimState.WITHDRAWN,
    ClaimMove.REVOKED: ClaimState.REVOKED,
}
_OPEN = (ClaimMove.ACCEPTED, ClaimMove.REFUSED, ClaimMove.ASKED, ClaimMove.SUPPLIED, ClaimMove.WITHDRAWN)
MAY_FOLLOW: dict[ClaimState, tuple[ClaimMove, ...]] = {
    ClaimState.WAITING: _OPEN,
    ClaimState.MORE_WANTED: tuple(move for move in _OPEN if move is not ClaimMove.ASKED),
    ClaimState.ACCEPTED: (ClaimMove.REVOKED,),
    ClaimState.REFUSED: (),
    ClaimState.WITHDRAWN: (),
    ClaimState.REVOKED: (),
}
HOLDS = frozenset({ClaimState.WAITING, ClaimState.MORE_WANTED, ClaimState.ACCEPTED})
UNDECIDED = frozenset({ClaimState.WAITING, ClaimState.MORE_WANTED})


def state_of(moves: Sequence[ClaimMove]) -> ClaimState:
    """Where a claim stands after these entries, the first of which submitted it."""
    return STATE_AFTER[moves[-1]]


def may(state: ClaimState, move: ClaimMove) -> bool:
    """Whether an entry may follow."""
    return move in MAY_FOLLOW[state]


class FlagKind(StrEnum):
    """What a reviewer should look at."""

    PROOF_OF_OTHERS = "proof_of_others"
    PROOF_USED_BEFORE = "proof_used_before"
    ATTENDED_THEN = "attended_then"


@dataclass(frozen=True, slots=True)
class SeenProof:
    """A proof with the same content in another claim."""

    claim_id: int
    learner_id: int
    state: ClaimState
    file_name: str


@dataclass(frozen=True, slots=True)
class ClaimFlag:
    """One thing to look at: the other claim, or the session attended at that time."""

    kind: FlagKind
    claim_id: int | None = None
    text: str = ""


def standing_twin(seen: Iterable[SeenProof], learner_id: int) -> SeenProof | None:
    """The same person's claim that rests on the same proof and still holds: a second one is refused."""
    return next((one for one in seen if one.learner_id == learner_id and one.state in HOLDS), None)


def proof_flags(seen: Iterable[SeenProof], learner_id: int) -> list[ClaimFlag]:
    """Other people's claims with the same proof, and one's own that came to nothing."""
    return [
        ClaimFlag(
            FlagKind.PROOF_USED_BEFORE if one.learner_id == learner_id else FlagKind.PROOF_OF_OTHERS,
            one.claim_id,
            one.file_name,
        )
        for one in seen
    ]


@dataclass(frozen=True, slots=True)
class ClaimTime:
    """When outside training took place: days, and the time of day where it is known."""

    first: date
    last: date
    opens: time | None = None
    closes: time | None = None

    def on(self, day: date) -> tuple[datetime, datetime]:
        """The half-open stretch of one day."""
        begin = datetime.combine(day, self.opens or time())
        end = datetime.combine(day, self.closes) if self.closes else datetime.combine(day + timedelta(1), time())
        return begin, end


@dataclass(frozen=True, slots=True)
class AttendedTime:
    """A session of a class for which hours stand, in site time."""

    text: str
    starts_at: datetime
    ends_at: datetime


def attended_then(claim: ClaimTime, attended: Iterable[AttendedTime]) -> list[ClaimFlag]:
    """Sessions attended at the time of the claimed training."""
    return [ClaimFlag(FlagKind.ATTENDED_THEN, text=one.text) for one in attended if _meets(claim, one)]


def _meets(claim: ClaimTime, one: AttendedTime) -> bool:
    day = one.starts_at.date()
    if not claim.first <= day <= claim.last:
        return False
    begin, end = claim.on(day)
    return begin < one.ends_at and one.starts_at < end


def minutes_of(hours: Decimal, minutes_per_hour: int) -> int:
    """Credit hours that a person entered, as whole minutes."""
    return int(hours * minutes_per_hour)
