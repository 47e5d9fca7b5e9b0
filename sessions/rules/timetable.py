"""What a timetable line says, and what a new timetable changes (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from sessions.rules.conflicts import Slot
from sessions.rules.evaluation import Unit
from sessions.rules.invigilation import is_examination
from sessions.rules.kinds import SessionKind

_TEACHERS = re.compile(r"[、,，;；/／＋+\n]+")

# A timetable that names at least this share of the known sessions replaces it: what it no longer names is cancelled.
REPLACING_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One session as a timetable gives it; times are naive site times, a recorded unit has none."""

    code: str
    kind: SessionKind
    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    module: str = ""
    teacher_name: str = ""
    venue_name: str = ""
    mode: str = ""
    planned_hours: Decimal = Decimal(0)
    meeting_number: str = ""
    video_seconds: int | None = None
    note: str = ""

    def to_unit(self) -> Unit:
        return Unit(self.code, self.kind, self.planned_hours, self.starts_at, self.ends_at, self.video_seconds or 0)

    def to_slot(self, class_code: str = "") -> Slot | None:
        """The time it takes; None for a unit without a time."""
        if self.starts_at is None or self.ends_at is None:
            return None
        venue = self.venue_name if self.kind is SessionKind.OFFLINE else ""
        return Slot(
            self.code,
            self.starts_at,
            self.ends_at,
            split_teachers(self.teacher_name),
            venue,
            class_code,
            self.planned_hours,
            self.module,
            is_examination(self.title, self.mode),
        )

    @classmethod
    def from_description(cls, text: Mapping[str, str]) -> SessionFacts:
        """The facts that `described` wrote down."""

        def moment(key: str) -> datetime | None:
            return datetime.fromisoformat(text[key]) if text[key] else None

        return cls(
            code=text["code"],
            kind=SessionKind(text["kind"]),
            title=text["title"],
            starts_at=moment("starts_at"),
            ends_at=moment("ends_at"),
            module=text["module"],
            teacher_name=text["teacher_name"],
            venue_name=text["venue_name"],
            mode=text["mode"],
            planned_hours=Decimal(text["planned_hours"]),
            meeting_number=text["meeting_number"],
            video_seconds=int(text["video_seconds"]) if text["video_seconds"] else None,
            note=text["note"],
        )

    def described(self) -> dict[str, str]:
        """Every fact as text, as the history of changes keeps it."""
        return {key: "" if value is None else str(value) for key, value in asdict(self).items()}


def split_teachers(text: str) -> tuple[str, ...]:
    """The names in a teacher cell; several stand apart by a comma, 、, / or a line break. Each once."""
    return tuple(dict.fromkeys(name.strip() for name in _TEACHERS.split(text) if name.strip()))


@dataclass(frozen=True, slots=True)
class TimetableChange:
    """Codes of sessions that are new, changed, or no longer named; whether the new timetable replaces the old one."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    dropped: tuple[str, ...]
    replaces: bool = True


def compare_timetables(known: Mapping[str, SessionFacts], incoming: Sequence[SessionFacts]) -> TimetableChange:
    """What a timetable changes. A timetable that names few of the known sessions only adds to them."""
    named = {one.code for one in incoming}
    replaces = len(named & known.keys()) >= REPLACING_SHARE * len(known)
    return TimetableChange(
        added=tuple(one.code for one in incoming if one.code not in known),
        changed=tuple(one.code for one in incoming if one.code in known and known[one.code] != one),
        dropped=tuple(code for code in known if code not in named) if replaces else (),
        replaces=replaces,
    )


def module_hours(sessions: Sequence[SessionFacts]) -> dict[str, Decimal]:
    """Planned hours by module, in timetable order."""
    totals: dict[str, Decimal] = {}
    for one in sessions:
        totals[one.module] = totals.get(one.module, Decimal(0)) + one.planned_hours
    return totals
