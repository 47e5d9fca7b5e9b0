"""Half-days, their windows, and the presence that taps prove (R3, R4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sessions.rules.policy import AttendancePolicy


class Direction(StrEnum):
    """Which way a tap goes."""

    IN = "in"
    OUT = "out"


class HalfDayFlag(StrEnum):
    """What a person should look at on a half-day."""

    DUPLICATE_TAP = "DUPLICATE_TAP"
    LEAVE_BUT_PRESENT = "LEAVE_BUT_PRESENT"
    OUT_OF_WINDOW = "OUT_OF_WINDOW"
    SIGN_IN_MISSING = "SIGN_IN_MISSING"
    SIGN_OUT_MISSING = "SIGN_OUT_MISSING"


@dataclass(frozen=True, slots=True)
class Tap:
    """One sign-in or sign-out of one person; `event_id` leads back to the record.

    `unit` names the one session that it speaks of (a roll call); a tap at the door speaks of its half-day.
    """

    at: datetime
    direction: Direction
    event_id: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OfflineSession:
    """An offline session as attendance sees it, half-open [starts_at, ends_at)."""

    code: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class HalfDay:
    """The sessions of one morning (AM) or afternoon (PM), in order of start."""

    on: date
    part: str
    sessions: tuple[OfflineSession, ...]

    @property
    def label(self) -> str:
        return f"{self.on.isoformat()} {self.part}"

    @property
    def ends_at(self) -> datetime:
        return max(one.ends_at for one in self.sessions)

    def holds(self, moment: datetime, policy: AttendancePolicy) -> bool:
        """Whether a tap counts here; both ends of the window belong to it."""
        opens, closes = self.window(policy)
        return opens <= moment <= closes

    def window(self, policy: AttendancePolicy) -> tuple[datetime, datetime]:
        """From when to when taps count, both ends included."""
        opens = self.sessions[0].starts_at - timedelta(minutes=policy.window_before)
        return opens, self.ends_at + timedelta(minutes=policy.window_after)


@dataclass(frozen=True, slots=True)
class Presence:
    """Arrival and departure as used, the end that counts, and the taps they rest on.

    `until` is the departure or, where nobody signed out, the end of the last session of the half-day.
    """

    arrival: datetime | None
    departure: datetime | None
    until: datetime | None
    flags: tuple[HalfDayFlag, ...]
    event_ids: tuple[int, ...]


def part_of(start: datetime, noon: time) -> str:
    """The part of the day to which a session that starts then belongs."""
    return "AM" if start.time() < noon else "PM"


def half_days(sessions: Iterable[OfflineSession], policy: AttendancePolicy) -> list[HalfDay]:
    """Sessions grouped by date and by whether they start before noon, in order of time."""
    groups: dict[tuple[date, str], list[OfflineSession]] = {}
    for one in sorted(sessions, key=lambda session: (session.starts_at, session.code)):
        groups.setdefault((one.starts_at.date(), part_of(one.starts_at, policy.noon)), []).append(one)
    return [HalfDay(on, part, tuple(group)) for (on, part), group in sorted(groups.items())]


def stray_labels(taps: Iterable[Tap], halves: Sequence[HalfDay], policy: AttendancePolicy) -> set[str]:
    """Labels of the half-days that taps outside every window belong to by their date."""
    windows = [half.window(policy) for half in halves]
    return {
        f"{tap.at.date().isoformat()} {'AM' if tap.at.time() < policy.flag_noon else 'PM'}"
        for tap in taps
        if not any(opens <= tap.at <= closes for opens, closes in windows)
    }


def presence(half: HalfDay, taps: Sequence[Tap], policy: AttendancePolicy) -> Presence:
    """From arrival (earliest sign-in) to departure (latest sign-out after it), taps of the window only."""
    opens, closes = half.window(policy)
    inside = sorted([tap for tap in taps if opens <= tap.at <= closes], key=lambda tap: tap.at)
    ins = [tap for tap in inside if tap.direction is Direction.IN]
    outs = [tap for tap in inside if tap.direction is Direction.OUT]
    flags = [HalfDayFlag.DUPLICATE_TAP] if len(ins) > 1 or len(outs) > 1 else []
    event_ids = tuple(tap.event_id for tap in inside)
    if not ins:
        flags += [HalfDayFlag.SIGN_IN_MISSING] if outs else []
        return Presence(None, None, None, tuple(flags), event_ids)
    arrival = ins[0].at
    departure = max((tap.at for tap in outs if tap.at > arrival), default=None)
    if departure is None:
        flags.append(HalfDayFlag.SIGN_OUT_MISSING)
    return Presence(arrival, departure, departure or half.ends_at, tuple(flags), event_ids)
