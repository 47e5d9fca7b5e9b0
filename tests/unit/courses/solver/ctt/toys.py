"""Small problems and the instance of the competition that the tests use."""

from hypothesis import strategies as st

from courses.solver.ctt.problem import Course, Curriculum, Instance, Placement, Room
from tests.architecture.house import ROOT

COMP01 = ROOT / "bench" / "data" / "comp01.ctt"

TOY_TEXT = """Name: Toy
Courses: 3
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 2
Constraints: 2

COURSES:
a t1 2 2 30
b t1 2 1 10
c t2 1 1 50

ROOMS:
big 40
small 20

CURRICULA:
q1 2 a c
q2 1 b

UNAVAILABILITY_CONSTRAINTS:
a 0 0
c 1 2

END.
"""

TOY = Instance(
    name="Toy",
    days=2,
    periods_per_day=3,
    courses=(Course("a", "t1", 2, 2, 30), Course("b", "t1", 2, 1, 10), Course("c", "t2", 1, 1, 50)),
    rooms=(Room("big", 40), Room("small", 20)),
    curricula=(Curriculum("q1", ("a", "c")), Curriculum("q2", ("b",))),
    unavailable=frozenset({("a", 0, 0), ("c", 1, 2)}),
)

# a on both days beside c on the first; alone on the second (2); c lacks 10 seats (10); b twice in a row.
GOOD = (
    Placement("a", "big", 0, 1),
    Placement("a", "big", 1, 0),
    Placement("c", "big", 0, 0),
    Placement("b", "small", 1, 1),
    Placement("b", "small", 1, 2),
)


@st.composite
def instances(draw):
    """Small problems with room for everything."""
    days, per_day = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    rooms = tuple(Room(f"r{n}", draw(st.integers(1, 40))) for n in range(draw(st.integers(2, 3))))
    courses = tuple(
        Course(
            f"c{n}",
            f"t{draw(st.integers(0, 3))}",
            draw(st.integers(1, 2)),
            draw(st.integers(1, 3)),
            draw(st.integers(1, 50)),
        )
        for n in range(draw(st.integers(1, days * per_day // 2)))
    )
    names = [course.name for course in courses]
    members = st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)
    curricula = tuple(Curriculum(f"q{n}", tuple(draw(members))) for n in range(draw(st.integers(0, 4))))
    return Instance("drawn", days, per_day, courses, rooms, curricula)
