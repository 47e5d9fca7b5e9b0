"""Where the names of points go, so that none covers a point, another name or the frame."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_AROUND = ((0, 1), (0, -1), (1, 0), (-1, 0), (0.7, 1), (-0.7, 1), (0.7, -1), (-0.7, -1), (1, 0.5), (-1, 0.5))
_RINGS = 16


class Box(NamedTuple):
    """A rectangle in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float

    def common_with(self, other: Box) -> float:
        """The area in common, in square pixels."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0.0, width) * max(0.0, height)

    def outside(self, frame: Box) -> float:
        """The area that sticks out of the frame."""
        return (self.x1 - self.x0) * (self.y1 - self.y0) - self.common_with(frame)

    def grown(self, by: float) -> Box:
        """The same with a rim."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def nearest_to(self, point: tuple[float, float]) -> tuple[float, float]:
        """The point of the rectangle that lies nearest."""
        return min(max(point[0], self.x0), self.x1), min(max(point[1], self.y0), self.y1)


@dataclass
class Room:
    """What stands in a frame already: points, obstacles never to be covered, lines better not covered, names so far."""

    pixel: float
    frame: Box
    points: Sequence[tuple[float, float]]
    obstacles: Sequence[Box]
    lines: Sequence[Box]
    names: list[Box] = field(default_factory=list)

    def cost(self, box: Box) -> float:
        """Square pixels covered; those on a line weigh little, the rest decides."""
        hard = sum(box.common_with(other) for other in (*self.obstacles, *self.names)) + 2 * box.outside(self.frame)
        crossed = sum(box.common_with(line.grown(self.pixel)) for line in self.lines)
        return 1000 * hard / self.pixel**2 + 0.5 * crossed / self.pixel**2

    def doubtful(self, centre: tuple[float, float]) -> bool:
        """Whether the last name needs a line to its point: it stands far off, or as near to another point."""
        name = self.names[-1]
        own = math.dist(centre, name.nearest_to(centre))
        others = [math.dist(point, name.nearest_to(point)) for point in self.points if point != centre]
        twins = sum(point == centre for point in self.points) > 1
        return own > 14 * self.pixel or twins or any(other < 1.4 * own for other in others)


def place(centre: tuple[float, float], half: tuple[float, float], room: Room) -> tuple[float, float]:
    """The offset from the point at which a name of the given half size covers least, near places first."""
    offsets = list(_offsets(half, room.pixel))

    def cost(offset: tuple[float, float]) -> float:
        return room.cost(_box(centre, offset, half)) + math.hypot(*offset) / room.pixel

    best = min(offsets, key=cost)
    room.names.append(_box(centre, best, half))
    return best


def _box(centre: tuple[float, float], offset: tuple[float, float], half: tuple[float, float]) -> Box:
    x, y = centre[0] + offset[0], centre[1] + offset[1]
    return Box(x - half[0], y - half[1], x + half[0], y + half[1])


def _offsets(half: tuple[float, float], pixel: float) -> Iterator[tuple[float, float]]:
    """Above, below, right, left, the corners; then the same further and further out."""
    for ring in range(_RINGS):
        gap = (7 + 6 * ring) * pixel
        for x, y in _AROUND:
            yield x * (half[0] + gap), y * (half[1] + gap)
