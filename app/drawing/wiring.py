"""The lines of the arrows and the places of their labels, once boxes and tracks are fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guiju.drawing.routing import FIRST, LAST, Course
from guiju.drawing.shapes import Box, Label, Line, Look, Point, Rect, Wire
from guiju.drawing.tracks import Channel, Stretch, label_place

SIZE = 11.5


@dataclass(frozen=True)
class Levels:
    """The channels, and where each starts."""

    channels: Sequence[Channel]
    tops: Sequence[float]

    def line(self, channel: int, index: int, part: str) -> float:
        return self.tops[channel] + self.channels[channel].lines[index, part]


@dataclass(frozen=True, slots=True)
class Strand:
    """What an arrow brings along: its boxes, its look and its words."""

    source: Box
    target: Box
    look: Look
    label: str
    tip: str


def wire(
    course: Course, strand: Strand, ports: Mapping[tuple[int, str], float], lanes: Mapping[int, float],
    levels: Levels,
) -> Wire:  # fmt: skip
    source, target = strand.source, strand.target
    start, end = ports[course.index, FIRST], ports[course.index, LAST]
    down, from_above = course.out > course.source[0], course.into <= course.target[0]
    points: list[Point] = [(start, source.rect.bottom if down else source.rect.y)]
    if not course.straight:
        y = levels.line(course.out, course.index, FIRST)
        points.append((start, y))
        if course.gap is not None:
            lane, across = lanes[course.index], levels.line(course.into, course.index, LAST)
            points += [(lane, y), (lane, across)]
            y = across
        points.append((end, y))
    points.append((end, target.rect.y if from_above else target.rect.bottom))
    return Wire(source.id, target.id, tuple(points), strand.look, strand.tip)


def labels(
    stretches: Iterable[Stretch], strands: Sequence[Strand], wires: Sequence[Wire], levels: Levels
) -> tuple[Label, ...]:
    verticals = list(_verticals(wires))
    found = []
    for stretch in stretches:
        if stretch.label:
            y = levels.line(stretch.channel, stretch.index, stretch.part)
            crossing = [x for x, top, bottom in verticals if top < y - 1 and bottom > y - 15]
            x = label_place(stretch, crossing)
            strand = strands[stretch.index]
            line = Line((x + 3, y - 4), strand.label, SIZE)
            found.append(Label(Rect(x, y - 14.5, stretch.label, 13), line, strand.look.colour, strand.tip))
    return tuple(found)


def _verticals(wires: Iterable[Wire]) -> Iterable[tuple[float, float, float]]:
    for item in wires:
        for (x, y), (other, below) in pairwise(item.points):
            if x == other:
                yield x, min(y, below), max(y, below)
