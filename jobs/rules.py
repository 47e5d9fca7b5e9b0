"""The life of a job, and how long it will still take."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"  # somebody stopped it
    FAILED = "failed"  # the work itself failed
    INTERRUPTED = "interrupted"  # the server went away in the middle of it


ENDED = frozenset({JobState.DONE, JobState.STOPPED, JobState.FAILED, JobState.INTERRUPTED})
LONGEST_NOTE = 300


def share_of(done: float, total: float) -> float:
    """How much is done, from 0 to 1; nothing to do is done."""
    if total <= 0:
        return 1.0
    return min(1.0, max(0.0, done / total))


def still_to_go(share: float, elapsed: timedelta) -> timedelta | None:
    """How long the rest takes at the pace so far; None while nothing can be said (less than a fiftieth is done)."""
    if share < 0.02:
        return None
    return elapsed * ((1 - min(share, 1.0)) / min(share, 1.0))
