"""What an examination needs beside time and place: seats apart, and enough people to watch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from sessions.rules.conflicts import Finding, FindingCode, Slot

EXAM_WORDS = ("考试", "考核", "补考", "测验", "闭卷", "Examination", "examination")


@dataclass(frozen=True, slots=True)
class ExamNeeds:
    """Seats for each learner, and learners for each invigilator; None asks for nothing."""

    seats_per_learner: Decimal | None = None
    learners_per_invigilator: int | None = None

    def seats(self, learners: int) -> int:
        """Seats that an examination of so many takes, with those left empty between them."""
        return _rounded_up(learners * self.seats_per_learner) if self.seats_per_learner else 0


def is_examination(title: str, mode: str = "") -> bool:
    """Whether a session is an examination: its title or its form ends with one of the words for it."""
    return any(text.rstrip(" )）0123456789").endswith(EXAM_WORDS) for text in (title, mode))


def find_bare_examinations(
    slots: Iterable[Slot], capacities: Mapping[str, int], learners: int, needs: ExamNeeds
) -> list[Finding]:
    """Examinations with too few seats, or with fewer people named to watch than the learners need."""
    found = []
    for slot in slots:
        if not slot.exam:
            continue
        seats = needs.seats(learners)
        capacity = capacities.get(slot.venue)
        if capacity is not None and capacity < seats:
            found.append(_short(FindingCode.TT_EXAM_SEATS, slot, slot.venue, capacity, learners, seats))
        watching = len(slot.teachers)
        per_head = needs.learners_per_invigilator
        wanted = max(1, _rounded_up(Decimal(learners) / per_head)) if per_head else 0
        if watching < wanted:
            found.append(_short(FindingCode.TT_EXAM_INVIGILATORS, slot, "", watching, learners, wanted))
    return found


def _short(code: FindingCode, slot: Slot, subject: str, there: int, learners: int, needed: int) -> Finding:
    return Finding(code, (slot.code,), subject, capacity=there, learners=learners, limit=Decimal(needed))


def _rounded_up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))
