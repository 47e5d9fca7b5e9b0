"""Whether an institution may teach what it plans to, and what of its own house is missing. All days are inclusive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trainer.rules import Appointment


class EntryKind(StrEnum):
    """What happened to an accreditation (认定状态变更)."""

    GRANTED = "granted"
    RENEWED = "renewed"
    CORRECTED = "corrected"  # the period was entered wrongly: this one takes the place of all earlier ones
    SUSPENDED = "suspended"
    RESUMED = "resumed"  # lifts a suspension, and a withdrawal that was taken back
    WITHDRAWN = "withdrawn"


GIVES_PERIOD = frozenset({EntryKind.GRANTED, EntryKind.RENEWED, EntryKind.CORRECTED})
BARS = frozenset({EntryKind.SUSPENDED, EntryKind.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """One dated entry of an accreditation; those of `GIVES_PERIOD` say from when to when it is valid."""

    kind: EntryKind
    effective_on: date
    valid_from: date | None = None
    valid_until: date | None = None


class AccreditationState(StrEnum):
    """How an accreditation stands on a day."""

    VALID = "valid"
    ENDS_SOON = "ends_soon"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    UNKNOWN = "unknown"  # nobody has entered until when it is valid
    NONE = "none"


USABLE = frozenset({AccreditationState.VALID, AccreditationState.ENDS_SOON})


@dataclass(frozen=True, slots=True)
class Accreditation:
    """One accreditation or filing (认定/备案) with its scope; an empty scope is not stated and limits nothing."""

    id: int
    number: str
    authority: str = ""
    training_types: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    entries: tuple[StatusEntry, ...] = ()  # in the order in which they were entered

    def periods(self) -> list[Appointment]:
        """From when to when it was granted and renewed; entries that do not say the end count for nothing."""
        found: list[Appointment] = []
        for entry in self.entries:
            if entry.kind is EntryKind.CORRECTED:
                found.clear()
            if entry.kind in GIVES_PERIOD and entry.valid_until is not None:
                found.append(Appointment(entry.valid_from, entry.valid_until))
        return sorted(found, key=lambda one: (one.valid_to or date.max, one.valid_from or date.min))

    def bar_on(self, day: date) -> EntryKind | None:
        """Suspended or withdrawn on that day."""
        bar = None
        for entry in sorted(self.entries, key=lambda one: one.effective_on):
            if entry.effective_on <= day and entry.kind in BARS | {EntryKind.RESUMED}:
                bar = entry.kind if entry.kind in BARS else None
        return bar

    def state_on(self, day: date, soon: int | None = None) -> AccreditationState:
        """How it stands on a day; it ends soon when its last day is at most `soon` days away."""
        bar = self.bar_on(day)
        if bar is not None:
            return AccreditationState(bar.value)
        periods = self.periods()
        if not periods:
            return AccreditationState.UNKNOWN
        until = self.valid_until(day)
        if until is not None:
            ends_soon = soon is not None and (until - day).days <= soon
            return AccreditationState.ENDS_SOON if ends_soon else AccreditationState.VALID
        if all(one.valid_from is not None and day < one.valid_from for one in periods):
            return AccreditationState.NOT_YET
        return AccreditationState.EXPIRED

    def valid_until(self, day: date) -> date | None:
        """The last day of the periods that follow each other without a gap from that day on; None without any."""
        until = None
        for one in self.periods():
            if one.valid_to is not None and one.covers(day if until is None else day_after(until)):
                until = one.valid_to
        return until

    def last_day(self) -> date | None:
        """The last day of the last period."""
        return max((one.valid_to for one in self.periods() if one.valid_to is not None), default=None)

    def includes(self, training_type: str) -> bool:
        """Whether a kind of training lies in the scope: 首席质量官任职培训 lies in 任职培训."""
        wanted = squeeze(training_type)
        return not self.training_types or any(squeeze(one) in wanted for one in self.training_types)

    def turning_days(self) -> set[date]:
        """The days on which its state may become another one."""
        days = {entry.effective_on for entry in self.entries}
        for one in self.periods():
            days |= {one.valid_from} if one.valid_from else set()
            days |= {day_after(one.valid_to)} if one.valid_to else set()
        return days


class FaultCode(StrEnum):
    """Why a class may not be opened."""

    NONE = "none"
    OUT_OF_SCOPE = "out_of_scope"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AccreditationFault:
    """One reason against a class: from `day` on nothing on record covers it; `until` is the last day that was valid."""

    code: FaultCode
    day: date
    training_type: str = ""
    accreditation_id: int | None = None
    number: str = ""
    until: date | None = None


# Of several accreditations in scope that all fail, the one that is nearest to being usable says why.
NEAREST = (
    AccreditationState.SUSPENDED,
    AccreditationState.NOT_YET,
    AccreditationState.EXPIRED,
    AccreditationState.UNKNOWN,
    AccreditationState.WITHDRAWN,
)


def standing(
    accreditations: Sequence[Accreditation], training_type: str, first_day: date, last_day: date
) -> list[AccreditationFault]:
    """What speaks against a class of that kind from the first to the last day; nothing when each day is covered.

    Accreditations in scope may take turns. The fault names the first day that none of them covers.
    """
    if not accreditations:
        return [AccreditationFault(FaultCode.NONE, first_day, training_type)]
    fitting = [one for one in accreditations if one.includes(training_type)]
    if not fitting:
        return [AccreditationFault(FaultCode.OUT_OF_SCOPE, first_day, training_type)]
    turns = {day for one in fitting for day in one.turning_days() if first_day < day <= last_day}
    for day in sorted({first_day} | turns):
        states = [(one.state_on(day), one) for one in fitting]
        if not any(state in USABLE for state, _one in states):
            return [_fault(states, day, training_type)]
    return []


def _fault(
    states: Sequence[tuple[AccreditationState, Accreditation]], day: date, training_type: str
) -> AccreditationFault:
    last = date.min
    state, one = min(states, key=lambda pair: (NEAREST.index(pair[0]), last - (pair[1].last_day() or last)))
    return AccreditationFault(FaultCode(state.value), day, training_type, one.id, one.number, one.last_day())


@dataclass(frozen=True, slots=True)
class Alarm:
    """An accreditation that ends, has ended, or may not be used; `threshold` is the alarm that has gone off."""

    accreditation: Accreditation
    state: AccreditationState
    until: date | None = None
    days_left: int | None = None
    threshold: int | None = None


ALARMING = frozenset(
    {AccreditationState.EXPIRED, AccreditationState.SUSPENDED, AccreditationState.WITHDRAWN, AccreditationState.UNKNOWN}
)


def alarms(accreditations: Sequence[Accreditation], today: date, thresholds: Sequence[int]) -> list[Alarm]:
    """Those that end within a threshold of days, or may not be used any more; the most urgent first.

    Silent where another accreditation takes the place: it is valid for longer and its scope holds as much.
    """
    found = [alarm for one in accreditations if (alarm := _alarm(one, today, thresholds))]
    kept = [one for one in found if not any(_replaces(other, one, today) for other in accreditations)]
    return sorted(kept, key=lambda one: (one.days_left if one.days_left is not None else -1, one.accreditation.id))


def _alarm(one: Accreditation, today: date, thresholds: Sequence[int]) -> Alarm | None:
    state = one.state_on(today)
    if state in ALARMING:
        last = one.last_day()
        return Alarm(one, state, last, (last - today).days if state is AccreditationState.EXPIRED and last else None)
    until = one.valid_until(today)
    if until is None:
        return None
    left = (until - today).days
    passed = [days for days in thresholds if left <= days]
    return Alarm(one, AccreditationState.ENDS_SOON, until, left, min(passed)) if passed else None


def _replaces(other: Accreditation, alarm: Alarm, today: date) -> bool:
    mine = alarm.accreditation
    if other.id == mine.id or other.state_on(today) not in USABLE:
        return False
    longer = alarm.days_left is None or alarm.until is None or (other.valid_until(today) or today) > alarm.until
    return longer and (
        not other.training_types or (bool(mine.training_types) and all(map(other.includes, mine.training_types)))
    )


# An institution stands as its best accreditation does.
BEST = (
    AccreditationState.VALID,
    AccreditationState.ENDS_SOON,
    AccreditationState.SUSPENDED,
    AccreditationState.NOT_YET,
    AccreditationState.EXPIRED,
    AccreditationState.UNKNOWN,
    AccreditationState.WITHDRAWN,
)


def best_of(accreditations: Sequence[Accreditation], day: date, soon: int | None = None) -> Accreditation | None:
    """The accreditation an institution is known by on a day: the best one, and of these the one that ends last."""
    last = date.min
    order = {
        one: (BEST.index(one.state_on(day, soon)), last - (one.last_day() or last), one.id) for one in accreditations
    }
    return min(accreditations, key=lambda one: order[one], default=None)


def state_of(accreditations: Sequence[Accreditation], day: date, soon: int | None = None) -> AccreditationState:
    """How an institution stands on a day."""
    best = best_of(accreditations, day, soon)
    return best.state_on(day, soon) if best else AccreditationState.NONE


def may_follow(kind: EntryKind, accreditation: Accreditation, day: date) -> bool:
    """Whether that can happen to an accreditation on a day: nothing is suspended twice, nor resumed unsuspended."""
    bar = accreditation.bar_on(day)
    if kind is EntryKind.RESUMED:
        return bar is not None
    if kind is EntryKind.SUSPENDED:
        return bar is None
    if kind is EntryKind.CORRECTED:
        return True
    return bar is not EntryKind.WITHDRAWN and (kind is not EntryKind.GRANTED or not accreditation.entries)


def day_after(day: date) -> date:
    """The next day; the last day that a calendar can name is followed by itself."""
    return day if day == date.max else day + timedelta(days=1)


def squeeze(text: str) -> str:
    """A text without any white space."""
    return "".join(text.split())


def words_of(text: object) -> tuple[str, ...]:
    """The words of a list written as one text: 管理、班主任、考务."""
    return tuple(word for word in re.split(r"[、,，;；/\s]+", str(text)) if word)


def days_of(text: object) -> tuple[int, ...]:
    """The numbers of a list written as one text, the largest first: 60、30、7."""
    return tuple(sorted({int(number) for number in re.findall(r"\d+", str(text))}, reverse=True))
