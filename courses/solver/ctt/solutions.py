"""The public form of a solution: one line per lecture, `COURSE ROOM DAY PERIOD`."""

from __future__ import annotations

from collections.abc import Iterable

from courses.solver.ctt.problem import Placement


def written(placements: Iterable[Placement]) -> str:
    """The lines of a solution, in the order of courses' names and time."""
    ordered = sorted(placements, key=lambda each: (each.course, each.day, each.period, each.room))
    return "".join(f"{each.course} {each.room} {each.day} {each.period}\n" for each in ordered)


def read(text: str) -> list[Placement]:
    """The placements of a solution; a line of another form is a ValueError that names it."""
    placements = []
    for line, words in enumerate((line.split() for line in text.splitlines()), 1):
        if not words:
            continue
        if len(words) != 4 or not (words[2].isdecimal() and words[3].isdecimal()):
            raise ValueError(f"line {line}: expected COURSE ROOM DAY PERIOD, found {' '.join(words)!r}")
        placements.append(Placement(words[0], words[1], int(words[2]), int(words[3])))
    return placements
