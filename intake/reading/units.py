"""Which session a live export or a played segment belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from core.spreadsheets.cells import half_width
from intake.reading.clocks import find_clocks
from intake.reading.dates import Calendar, find_date
from intake.reading.info import colon_pair
from intake.reading.timetable import meeting_digits
from intake.reading.words import fitness, plain
from intake.rows import FileKind, SessionKind, SessionRow

_FACTS = ("meeting_number", "topic", "scheduled", "unit")


class Units:
    """The sessions of one kind, to be found by code, meeting number, title or time."""

    def __init__(self, sessions: Iterable[SessionRow], kind: SessionKind) -> None:
        self.sessions = [session for session in sessions if session.kind is kind]
        self.by_code = {plain(session.code): session for session in self.sessions}

    def by_text(self, text: str) -> SessionRow | None:
        """The session whose code the text is."""
        return self.by_code.get(plain(text)) if text else None

    def by_code_inside(self, text: str) -> SessionRow | None:
        """The session whose code stands in a text as a word of its own, as in a sheet name."""
        words = re.split(r"[^A-Za-z0-9]+", half_width(text))
        found = {code for word in words if (code := plain(word)) in self.by_code}
        return self.by_code[found.pop()] if len(found) == 1 else None

    def by_meeting(self, text: str) -> SessionRow | None:
        """The session with that meeting number, blanks and dashes aside."""
        digits = meeting_digits(text)
        return self._only(s for s in self.sessions if digits and meeting_digits(s.meeting_number) == digits)

    def by_title(self, text: str) -> SessionRow | None:
        """The session whose title the text is, or the only one whose title it contains or is contained in."""
        wanted = plain(text)
        if len(wanted) < 2:
            return None
        titles = [(plain(session.title), session) for session in self.sessions]
        equal = self._only(session for title, session in titles if title == wanted)
        return equal or self._only(s for title, s in titles if len(title) > 3 and (title in wanted or wanted in title))

    def by_time(self, at: datetime) -> SessionRow | None:
        """The session scheduled to start at that time."""
        return self._only(s for s in self.sessions if s.on == at.date() and s.starts == at.time())

    def by_day(self, moments: Sequence[datetime]) -> SessionRow | None:
        """The only session on the day, or of several the one that the moments fall around."""
        if not moments:
            return None
        middle = sorted(moments)[len(moments) // 2]
        same = [s for s in self.sessions if s.on == middle.date() and s.starts and s.ends]
        near = [s for s in same if s.starts and abs(_minutes(middle) - s.starts.hour * 60 - s.starts.minute) <= 60]
        return self._only(near)

    @staticmethod
    def _only(found: Iterable[SessionRow]) -> SessionRow | None:
        every = list(found)
        return every[0] if len(every) == 1 else None


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def facts_in(titles: Sequence[str]) -> dict[str, str]:
    """What title lines say of a meeting, as "label：value" or as label and value in two cells."""
    facts: dict[str, str] = {}
    for index, title in enumerate(titles):
        label, value = colon_pair(title) or (title, titles[index + 1] if index + 1 < len(titles) else "")
        for name in _FACTS:
            if value and fitness(FileKind.LIVE, name, label) >= 3.4:
                facts.setdefault(name, value)
    return facts


def scheduled_start(text: str, calendar: Calendar) -> datetime | None:
    """The first date and time in a text such as 2026-05-12 17:20-18:50."""
    day, clocks = find_date(text, calendar), find_clocks(text.split("日")[-1] if "日" in text else text)
    return datetime.combine(day, clocks[0].at) if day and clocks else None
