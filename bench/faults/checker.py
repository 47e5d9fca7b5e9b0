"""Holds what clients were told against what the database holds. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bench.faults.taps import Kept, Tap, Told

SHOWN = 5


def faults_in(sent: Sequence[Tap], told: Iterable[Told], kept: Sequence[Kept], counted: int) -> dict[str, list[str]]:
    """Every way in which the two disagree, with whom it concerns. `counted` is how many events there are in all."""
    rows = {row.client_id: row for row in kept}
    good = {tap.client_id: tap for tap in sent if not tap.is_faulty}
    lines = list(told)
    verdicts = {line.client_id: line.verdict for line in lines}
    accepted = [row for row in kept if row.event is not None]
    places = Counter((row.window, row.person) for row in accepted)
    events = Counter(row.event for row in accepted)
    found = {
        "acknowledged and lost": [name for name in verdicts if name not in rows],
        "told otherwise than kept": [n for n, said in verdicts.items() if n in rows and rows[n].verdict != said],
        "told two things": _told_two_things(lines),
        "counted twice": [f"{person} at {window}" for (window, person), many in places.items() if many > 1],
        "one event for several": [str(event) for event, many in events.items() if many > 1],
        "accepted and not counted": [row.client_id for row in kept if row.verdict == "accepted" and row.event is None],
        "counted and not accepted": [row.client_id for row in accepted if row.verdict != "accepted"],
        "events of nobody": ["events"] * (counted - len(events)),
        "kept and never sent": [row.client_id for row in kept if row.client_id not in good],
        "never acknowledged": [name for name in good if name not in verdicts],
        "somebody else's": [
            name for name, tap in good.items() if name in rows and (tap.window, tap.person) != _place(rows[name])
        ],
    }
    return {what: names for what, names in found.items() if names}


def _told_two_things(lines: Iterable[Told]) -> list[str]:
    """Taps whose repeat was answered otherwise than the first."""
    answers = Counter(client_id for client_id, _verdict in {(one.client_id, one.verdict) for one in lines})
    return [name for name, many in answers.items() if many > 1]


def _place(row: Kept) -> tuple[int, int]:
    return row.window, row.person


def report(found: dict[str, list[str]]) -> str:
    """The findings in lines, a few names each."""
    return "\n".join(f"  {what}: {len(names)} ({', '.join(names[:SHOWN])})" for what, names in found.items())
