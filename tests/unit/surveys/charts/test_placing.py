"""Names beside points: where there is room, none covers anything."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.charts.placing import Box, Room, place

FRAME = Box(0, 0, 1000, 1000)
POINTS = st.lists(st.tuples(st.integers(200, 800), st.integers(200, 800)), min_size=1, max_size=6)


def room_for(points, lines=()):
    marks = [Box(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    return Room(1.0, FRAME, points, marks, list(lines))


@given(POINTS)
@settings(deadline=None, max_examples=40)
def test_six_names_cover_neither_points_nor_each_other_nor_the_frame(points):
    room = room_for(points)
    for centre in points:
        place(centre, (60, 20), room)
    for i, name in enumerate(room.names):
        assert name.outside(FRAME) < 1e-6
        assert all(name.common_with(other) < 1e-6 for other in [*room.obstacles, *room.names[:i]])


def test_a_name_stands_above_its_point_unless_a_line_runs_there():
    assert place((500, 500), (60, 20), room_for([(500, 500)])) == (0, 27)
    assert place((500, 500), (60, 20), room_for([(500, 500)], [Box(0, 520, 1000, 521)])) == (0, -27)


def test_a_name_larger_than_its_frame_is_put_where_it_sticks_out_least():
    room = Room(1.0, Box(0, 0, 40, 40), [(20, 20)], [], [])
    place((20, 20), (60, 30), room)
    assert room.names[0].outside(room.frame) > 0


def test_a_line_joins_name_and_point_where_one_could_doubt():
    alone = room_for([(500, 500)])
    place((500, 500), (60, 20), alone)
    twins = room_for([(500, 500), (500, 500)])
    place((500, 500), (60, 20), twins)
    close = room_for([(500, 500), (500, 555)])
    place((500, 500), (60, 20), close)
    far = room_for([(500, 500)])
    far.names.append(Box(700, 700, 800, 740))
    assert [room.doubtful((500, 500)) for room in (alone, twins, close, far)] == [False, True, True, True]
