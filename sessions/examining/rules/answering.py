"""A timed paper: when it ends, which save of an answer stands, in which order a person sees questions and options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sessions.examining.rules.blueprint import order
from sessions.examining.rules.kinds import ScreenKind
from sessions.questions.rules.questions import CHOICES, LETTERS, QuestionKind

LONGEST_ANSWER = 20_000
MOST_PARTS = 40
LONGEST_AGE = 86_400_000.0  # a day, in milliseconds


@dataclass(frozen=True, slots=True)
class Window:
    """When a paper may be begun and how long it takes; `extra` is what one person has on top."""

    opens_at: datetime
    closes_at: datetime
    minutes: int
    extra: int = 0

    def ends_at(self, started_at: datetime) -> datetime:
        """The end for whoever began then: his or her own time, and never later than the closing, extra time added."""
        extra = timedelta(minutes=self.extra)
        return min(started_at + timedelta(minutes=self.minutes) + extra, self.closes_at + extra)


@dataclass(frozen=True, slots=True)
class Save:
    """One save of an answer; `answered_at` is when it was typed: the arrival less the age that the device tells."""

    number: int
    question: int
    answer: tuple[str, ...]
    answered_at: datetime
    late: bool = False


def typed_at(received_at: datetime, age_ms: float, started_at: datetime) -> datetime:
    """When an answer was typed. A device may be wrong about the time of day, but hardly about an age."""
    age = timedelta(milliseconds=min(max(age_ms, 0.0), LONGEST_AGE))
    return max(received_at - age, started_at)


def is_late(answered_at: datetime, received_at: datetime, ended_at: datetime, grace: timedelta) -> bool:
    """Typed after the end, or arrived so long after it that nobody can tell."""
    return answered_at > ended_at or received_at > ended_at + grace


def standing(saves: Iterable[Save]) -> dict[int, Save]:
    """The answer of each question that counts: the one typed last; late ones do not count."""
    found: dict[int, Save] = {}
    for one in sorted(saves, key=lambda save: (save.answered_at, save.number)):
        if not one.late:
            found[one.question] = one
    return found


def clean_answer(kind: QuestionKind, said: Sequence[object], options: int) -> tuple[str, ...] | None:
    """An answer as it is kept; None for something no paper of ours could send."""
    parts = tuple(one.replace("\x00", "") for one in said if isinstance(one, str))
    if len(parts) != len(said) or len(parts) > MOST_PARTS or sum(map(len, parts)) > LONGEST_ANSWER:
        return None
    if kind in CHOICES:
        return tuple(sorted(set(parts))) if set(parts) <= set(LETTERS[:options]) else None
    if kind is QuestionKind.TRUE_FALSE:
        return parts if parts in ((), ("T",), ("F",)) else None
    return parts if any(part.strip() for part in parts) else ()


def arranged(questions: Sequence[tuple[int, str]], seed: str) -> list[int]:
    """The questions as one person sees them: kinds in the order of the paper, within a kind in an own order."""
    kinds = list(dict.fromkeys(kind for _, kind in questions))
    return [number for number, _ in sorted(questions, key=lambda one: (kinds.index(one[1]), order(seed, one[0])))]


def arranged_options(count: int, question: int, seed: str) -> list[int]:
    """The places of the options in the order in which one person sees them."""
    return sorted(range(count), key=lambda place: order(f"{seed}:{question}", place))


@dataclass(frozen=True, slots=True)
class Absences:
    """How often and how long the page of a paper was out of sight."""

    times: int = 0
    seconds: int = 0


AWAY = (ScreenKind.HIDDEN, ScreenKind.BLUR)


def absences(events: Iterable[tuple[ScreenKind, datetime]], ended_at: datetime) -> Absences:
    """Stretches without the page in sight, from the first sign of leaving to the first of coming back."""
    times, seconds, since = 0, 0.0, None
    for kind, at in sorted(events, key=lambda event: event[1]):
        if kind in AWAY and since is None:
            times, since = times + 1, at
        elif kind not in AWAY and since is not None:
            seconds, since = seconds + (at - since).total_seconds(), None
    if since is not None and since < ended_at:
        seconds += (ended_at - since).total_seconds()
    return Absences(times, round(seconds))


def seconds_left(ended_at: datetime, now: datetime) -> int:
    """Whole seconds until the end, never below nought."""
    return max(0, int((ended_at - now).total_seconds()))


def unanswered(questions: Iterable[int], answers: Mapping[int, Save]) -> int:
    """How many questions have no answer that says something."""
    return sum(1 for one in questions if one not in answers or not answers[one].answer)
