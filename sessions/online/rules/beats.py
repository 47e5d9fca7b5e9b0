"""The judgement of one report of the player: what it proves, by the clock of the server.

A report says where the video stands, how fast it plays, whether the page is seen, and whether the video has played
without a break since the report before. Positions and times are whole milliseconds, so that nothing is rounded here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sessions.online.rules.figures import PlayerPolicy
from sessions.rules.intervals import Interval

END_SLACK = 1000  # players report an end a little behind the length that a file states
SEEK_SLACK = 1000


class Verdict(StrEnum):
    """What became of a report."""

    STARTED = "started"  # the video stands here; nothing is proved yet
    PROVED = "proved"
    CUT = "cut"  # the clock of the server allows only a part; the rest is still to be proved by the next report
    STILL = "still"
    HIDDEN = "hidden"
    IDLE = "idle"
    FAST = "fast"
    JUMP = "jump"
    GAP = "gap"
    WAITING = "waiting"  # a question is open
    SUPERSEDED = "superseded"  # another device has taken over
    CLOSED = "closed"  # the visit has ended; what it proved is on record
    BAD = "bad"


CARRIES_ON = (Verdict.STARTED, Verdict.PROVED, Verdict.CUT, Verdict.STILL)  # after anything else one begins anew


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the report before left behind: place, time of the server, and playing time that is not used up yet."""

    position: int
    at: int
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it came in at `at` (the clock of the server)."""

    position: int
    at: int
    rate: Decimal = Decimal(1)
    played: bool = True
    visible: bool = True
    idle: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, the stretch of the video that is proved, and the playing time carried on."""

    verdict: Verdict
    granted: Interval | None = None
    spare: int = 0


def judge(
    report: Report, before: Anchor | None, length: int, furthest: int, policy: PlayerPolicy, *, question_open: bool
) -> Judged:
    """What one report proves. `length` of the video; `furthest` is the end of what this person has proved of it.

    Over a whole visit never more is proved than the server's clock times the highest speed allows: time that a late
    report leaves over is carried on, by one interval at most, and lost when the video stops. What an early report has
    no time for is asked again by the next one, which begins where the proof ended (`anchor_of`).
    """
    fault = _fault(report, length, policy, question_open=question_open)
    if fault:
        return Judged(fault)
    if before is None or not report.played:
        return _begun(report.position, furthest, policy)
    advance, elapsed = min(report.position, length) - before.position, max(report.at - before.at, 0)
    if advance <= 0:
        return Judged(Verdict.STILL)
    if elapsed > policy.max_gap_ms:
        return Judged(Verdict.GAP)
    allowed = int(elapsed * report.rate) + before.spare
    if advance > allowed + policy.beat_ms:
        return Judged(Verdict.JUMP)
    granted = min(advance, allowed)
    verdict = Verdict.PROVED if granted == advance else Verdict.CUT
    spare = min(allowed - granted, policy.beat_ms)
    return Judged(verdict, (before.position, before.position + granted), spare)


def _begun(position: int, furthest: int, policy: PlayerPolicy) -> Judged:
    """Whether one may begin here. A little behind what was proved, the gap is asked for too, so that none stays."""
    if furthest <= position <= furthest + SEEK_SLACK:
        return Judged(Verdict.STARTED, (furthest, furthest))
    too_far = not policy.seek_forward and position > furthest
    return Judged(Verdict.JUMP if too_far else Verdict.STARTED)


def anchor_of(position: int, at: int, judged: Judged) -> Anchor | None:
    """What a report leaves behind for the next; None when the next one has to begin anew."""
    if judged.verdict in (Verdict.CUT, Verdict.STARTED) and judged.granted:
        return Anchor(judged.granted[1], at)
    return Anchor(position, at, judged.spare) if judged.verdict in CARRIES_ON else None


def _fault(report: Report, length: int, policy: PlayerPolicy, *, question_open: bool) -> Verdict | None:
    """Why a report proves nothing, whatever it says of playing."""
    checks = (
        (not 0 <= report.position <= length + END_SLACK or report.rate <= 0, Verdict.BAD),
        (question_open, Verdict.WAITING),
        (not report.played, None),
        (not report.visible, Verdict.HIDDEN),
        (report.idle > policy.idle_ms, Verdict.IDLE),
        (report.rate > policy.max_rate, Verdict.FAST),
    )
    return next((verdict for holds, verdict in checks if holds), None)


def question_due(proved_since: int, draw: float, policy: PlayerPolicy) -> bool:
    """Whether it is time to ask: after half to one and a half of the mean interval; `draw` is 0 to 1, by chance."""
    return proved_since >= policy.question_ms * (0.5 + draw)
