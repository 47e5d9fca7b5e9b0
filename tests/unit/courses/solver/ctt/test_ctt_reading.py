"""Reading `.ctt` files, and the public form of solutions."""

import pytest

from courses.solver.ctt import solutions
from courses.solver.ctt.problem import Course, Placement
from courses.solver.ctt.reading import Expected, Malformed, read
from tests.unit.courses.solver.ctt.toys import COMP01, GOOD, TOY, TOY_TEXT


def test_a_file_is_read_whole():
    assert read(TOY_TEXT) == TOY


@pytest.mark.parametrize("text", ["\ufeff" + TOY_TEXT, TOY_TEXT.replace("\n", "\r\n"), TOY_TEXT.replace(" ", "\t")])
def test_marks_line_ends_and_tabs_do_not_matter(text):
    assert read(text) == TOY


def test_the_instance_of_the_competition_is_read():
    instance = read(COMP01.read_text(encoding="utf-8"))
    assert (instance.lectures, len(instance.rooms), len(instance.curricula), len(instance.unavailable)) == (
        160,
        6,
        14,
        53,
    )
    assert instance.courses[0] == Course("c0001", "t000", 6, 4, 130)


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("Rooms: 2", "Room: 2", 3, Expected.HEADER),
        ("Days: 2", "Days:", 4, Expected.HEADER),
        ("Courses: 3", "Courses: three", 2, Expected.WHOLE_NUMBER),
        ("Courses: 3", "Courses: ²", 2, Expected.WHOLE_NUMBER),
        ("Days: 2", "Days: 0", 4, Expected.WHOLE_NUMBER),
        ("Courses: 3", "Courses: 2", 12, Expected.SECTION),
        ("Courses: 3", "Courses: 4", 14, Expected.COURSE),
        ("Constraints: 2", "Constraints: 1", 24, Expected.END),
        ("END.\n", "", 26, Expected.END),
        ("b t1 2 1 10", "b t1 2 1", 11, Expected.COURSE),
        ("b t1 2 1 10", "b t1 2 -1 10", 11, Expected.WHOLE_NUMBER),
        ("b t1 2 1 10", "a t1 2 1 10", 11, Expected.NEW_NAME),
        ("small 20", "small", 16, Expected.ROOM),
        ("small 20", "big 20", 16, Expected.NEW_NAME),
        ("q1 2 a c", "q1", 19, Expected.CURRICULUM),
        ("q1 2 a c", "q1 3 a c", 19, Expected.MEMBERS),
        ("q1 2 a c", "q1 2 a x", 19, Expected.KNOWN_COURSE),
        ("c 1 2", "x 1 2", 24, Expected.KNOWN_COURSE),
        ("c 1 2", "c 2 2", 24, Expected.KNOWN_PERIOD),
        ("c 1 2", "c 1 3", 24, Expected.KNOWN_PERIOD),
        ("c 1 2", "c 1", 24, Expected.CONSTRAINT),
        ("Periods_per_day: 3", "Periods_per_day: 17", 5, Expected.FEW_PERIODS),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old, new, line, expected):
    with pytest.raises(Malformed) as fault:
        read(TOY_TEXT.replace(old, new, 1))
    assert (fault.value.line, fault.value.expected) == (line, expected)


def test_a_file_without_lectures_is_refused():
    empty = TOY_TEXT.replace("a t1 2", "a t1 0").replace("b t1 2", "b t1 0").replace("c t2 1", "c t2 0")
    with pytest.raises(Malformed) as fault:
        read(empty)
    assert (fault.value.line, fault.value.expected) == (2, Expected.SOMETHING_TO_PLAN)


def test_an_empty_file_lacks_its_first_line():
    with pytest.raises(Malformed, match="line 1: expected header Name"):
        read("")


def test_a_solution_comes_back_as_it_was_written():
    assert sorted(solutions.read(solutions.written(GOOD))) == sorted(GOOD)
    assert solutions.written([Placement("a", "big", 0, 2)]) == "a big 0 2\n"


@pytest.mark.parametrize("line", ["a big 0", "a big 0 1 2", "a big x 1"])
def test_a_strange_line_of_a_solution_is_named(line):
    with pytest.raises(ValueError, match="line 3"):
        solutions.read(f"a big 0 1\n\n{line}\n")
