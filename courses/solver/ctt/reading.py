"""Reading a `.ctt` file (ITC-2007, track 3). What is wrong is raised with its line and what was expected there."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from courses.solver.ctt.problem import Course, Curriculum, Instance, Room

HEADER = ("Name", "Courses", "Rooms", "Days", "Periods_per_day", "Curricula", "Constraints")
SECTIONS = ("COURSES:", "ROOMS:", "CURRICULA:", "UNAVAILABILITY_CONSTRAINTS:")
END = "END."
MAX_PERIODS_PER_DAY = 16  # The search keeps a table over all sets of periods of a day.

Words = tuple[int, list[str]]


class Expected(StrEnum):
    """What a line should have been."""

    HEADER = "header"
    SECTION = "section"
    END = "end"
    COURSE = "course"
    ROOM = "room"
    CURRICULUM = "curriculum"
    CONSTRAINT = "constraint"
    WHOLE_NUMBER = "whole_number"
    FEW_PERIODS = "few_periods"
    SOMETHING_TO_PLAN = "something_to_plan"
    MEMBERS = "members"
    KNOWN_COURSE = "known_course"
    KNOWN_PERIOD = "known_period"
    NEW_NAME = "new_name"


class Malformed(ValueError):
    """The file is not what it should be: in which line, what was expected (and named so), what stands there."""

    def __init__(self, line: int, expected: Expected, found: str, named: str = "") -> None:
        super().__init__(f"line {line}: expected {expected.value} {named}, found {found!r}")
        self.line, self.expected, self.found, self.named = line, expected, found, named


class Lines:
    """The lines of a file that hold something, one after the other."""

    def __init__(self, text: str) -> None:
        lines = text.removeprefix("\ufeff").splitlines()
        self.last = len(lines)
        self.rest: Iterator[Words] = iter([(at, line.split()) for at, line in enumerate(lines, 1) if line.split()])

    def next(self) -> Words:
        """The next line that is not blank; past the end, no words."""
        return next(self.rest, (self.last + 1, []))


def read(text: str) -> Instance:
    """The problem that a file states."""
    lines = Lines(text)
    header = read_header(lines)
    courses = read_section(lines, SECTIONS[0], header["Courses"], course_of)
    rooms = read_section(lines, SECTIONS[1], header["Rooms"], room_of)
    curricula = read_section(lines, SECTIONS[2], header["Curricula"], curriculum_of)
    constraints = read_section(lines, SECTIONS[3], header["Constraints"], constraint_of)
    line, words = lines.next()
    if words != [END]:
        raise Malformed(line, Expected.END, " ".join(words))
    refuse_repeats([(line, course.name) for line, course in courses])
    refuse_repeats([(line, room.name) for line, room in rooms])
    instance = Instance(
        name=header["Name"][1],
        days=number(header["Days"], least=1),
        periods_per_day=number(header["Periods_per_day"], least=1),
        courses=tuple(course for _line, course in courses),
        rooms=tuple(room for _line, room in rooms),
        curricula=tuple(curriculum for _line, curriculum in curricula),
        unavailable=frozenset(constraint for _line, constraint in constraints),
    )
    check_sizes(instance, header)
    check_names(instance, curricula, constraints)
    return instance


def read_header(lines: Lines) -> dict[str, tuple[int, str]]:
    """Line and value of every key of the header, which come in a fixed order."""
    header = {}
    for key in HEADER:
        line, words = lines.next()
        name, colon, value = " ".join(words).partition(":")
        if name.strip() != key or not colon or not value.strip():
            raise Malformed(line, Expected.HEADER, " ".join(words), f"{key}: …")
        header[key] = line, value.strip()
    return header


def read_section(lines, title, counted, entry_of):  # type: ignore[no-untyped-def]
    """The entries of one section with their lines: as many as the header says."""
    line, words = lines.next()
    if words != [title]:
        raise Malformed(line, Expected.SECTION, " ".join(words), title)
    entries = []
    for _ in range(number(counted)):
        line, words = lines.next()
        entries.append((line, entry_of(line, words)))
    return entries


def number(value: tuple[int, str], least: int = 0) -> int:
    """The whole number in a line, not below the least."""
    line, text = value
    if not (text.isascii() and text.isdigit()) or int(text) < least:
        raise Malformed(line, Expected.WHOLE_NUMBER, text, str(least))
    return int(text)


def course_of(line: int, words: list[str]) -> Course:
    """`c0001 t000 6 4 130`: name, teacher, lectures, days at least, students."""
    if len(words) != 5:
        raise Malformed(line, Expected.COURSE, " ".join(words))
    lectures, days, students = (number((line, word)) for word in words[2:])
    return Course(words[0], words[1], lectures, days, students)


def room_of(line: int, words: list[str]) -> Room:
    """`rB 200`: name, seats."""
    if len(words) != 2:
        raise Malformed(line, Expected.ROOM, " ".join(words))
    return Room(words[0], number((line, words[1])))


def curriculum_of(line: int, words: list[str]) -> Curriculum:
    """`q000 2 c0001 c0002`: name, how many courses, their names."""
    if len(words) < 2:
        raise Malformed(line, Expected.CURRICULUM, " ".join(words))
    members = tuple(words[2:])
    if number((line, words[1])) != len(members):
        raise Malformed(line, Expected.MEMBERS, str(len(members)), words[1])
    return Curriculum(words[0], members)


def constraint_of(line: int, words: list[str]) -> tuple[str, int, int]:
    """`c0001 4 0`: course, day, period."""
    if len(words) != 3:
        raise Malformed(line, Expected.CONSTRAINT, " ".join(words))
    return words[0], number((line, words[1])), number((line, words[2]))


def refuse_repeats(named: list[tuple[int, str]]) -> None:
    """A name stands for one thing."""
    seen = set()
    for line, name in named:
        if name in seen:
            raise Malformed(line, Expected.NEW_NAME, name)
        seen.add(name)


def check_sizes(instance: Instance, header: dict[str, tuple[int, str]]) -> None:
    """There is something to place and somewhere to place it."""
    if instance.periods_per_day > MAX_PERIODS_PER_DAY:
        raise Malformed(*at(header, "Periods_per_day", Expected.FEW_PERIODS), str(MAX_PERIODS_PER_DAY))
    for key, size in (("Courses", instance.lectures), ("Rooms", len(instance.rooms))):
        if size == 0:
            raise Malformed(*at(header, key, Expected.SOMETHING_TO_PLAN))


def at(header: dict[str, tuple[int, str]], key: str, expected: Expected) -> tuple[int, Expected, str]:
    """Where a key of the header stands, what was expected, and its value."""
    line, value = header[key]
    return line, expected, value


def check_names(
    instance: Instance, curricula: list[tuple[int, Curriculum]], constraints: list[tuple[int, tuple[str, int, int]]]
) -> None:
    """Curricula and constraints name courses and periods that there are."""
    known = {course.name for course in instance.courses}
    for line, curriculum in curricula:
        for name in curriculum.courses:
            if name not in known:
                raise Malformed(line, Expected.KNOWN_COURSE, name)
    for line, (name, day, period) in constraints:
        if name not in known:
            raise Malformed(line, Expected.KNOWN_COURSE, name)
        if day >= instance.days or period >= instance.periods_per_day:
            raise Malformed(line, Expected.KNOWN_PERIOD, f"{day} {period}")
