"""Horizontal tracks: which one each stretch of an arrow takes in its channel, and where labels stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guiju.drawing.routing import FIRST, LAST, Course, first_fit

LABELLED, BARE, PAD = 19.0, 9.0, 15.0
"""Heights of a track with and without labels, and of the room for arrow heads above and below the tracks."""
MARGIN = 12.0
CLEAR = 5.0
"""Room between two stretches on one track."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A horizontal piece of an arrow in a channel, with the room that it reserves; ``label`` is a width."""

    index: int
    part: str
    channel: int
    start: float
    end: float
    low: float
    high: float
    label: float


def stretches(
    found: Sequence[Course],
    ports: Mapping[tuple[int, str], float],
    lanes: Mapping[int, float],
    labels: Sequence[float],
    width: float,
) -> list[Stretch]:
    """The horizontal pieces of all arrows; the longest of an arrow carries its label."""
    listed: list[Stretch] = []
    for course in found:
        first, last = ports[course.index, FIRST], ports[course.index, LAST]
        pieces = [(FIRST, course.out, first, last)]
        if course.gap is not None:
            lane = lanes[course.index]
            pieces = [(FIRST, course.out, first, lane), (LAST, course.into, lane, last)]
        longest = max(pieces, key=lambda piece: abs(piece[2] - piece[3]))
        for piece in pieces if not course.straight or labels[course.index] else ():
            label = labels[course.index] if piece is longest else 0.0
            listed.append(_stretch(course.index, *piece, label, width))
    return listed


def _stretch(
    index: int, part: str, channel: int, start: float, end: float, label: float, width: float
) -> Stretch:
    low, high = min(start, end), max(start, end)
    more = max(0.0, label - (high - low)) / 2
    low, high = low - more, high + more
    shift = max(MARGIN - low, 0.0) + min(width - MARGIN - high, 0.0) if more else 0.0
    return Stretch(index, part, channel, start, end, low + shift, high + shift, label)


@dataclass(frozen=True)
class Channel:
    """Its height, and the height of each stretch's line below its top."""

    height: float
    lines: Mapping[tuple[int, str], float]


def channels(listed: Sequence[Stretch], count: int) -> list[Channel]:
    by_channel: list[list[Stretch]] = [[] for _ in range(count)]
    for stretch in listed:
        by_channel[stretch.channel].append(stretch)
    return [_channel(part) for part in by_channel]


def _channel(listed: Sequence[Stretch]) -> Channel:
    """Tracks from top to bottom; a stretch takes the first on which nothing is in its way."""
    order = sorted(listed, key=lambda s: (not s.label, s.low, s.high, s.index, s.part))
    places = first_fit(((s.index, s.part), s.low - CLEAR, s.high + CLEAR) for s in order)
    labelled = {places[s.index, s.part] for s in listed if s.label}
    count = max(places.values(), default=-1) + 1
    heights = [LABELLED if place in labelled else BARE for place in range(count)]
    ends = [PAD + sum(heights[: place + 1]) for place in range(len(heights))]
    lines = {key: ends[place] - 4 for key, place in places.items()}
    return Channel(2 * PAD + sum(heights), lines)


def label_place(stretch: Stretch, crossing: Sequence[float]) -> float:
    """Where a label starts on its stretch: crossed by few lines, then near the middle."""
    room = max(stretch.high - stretch.low - stretch.label, 0.0)
    middle = stretch.low + room / 2
    starts = [stretch.low + room * step / 24 for step in range(25)]

    def cost(start: float) -> tuple[int, float]:
        return sum(start < x < start + stretch.label for x in crossing), abs(start - middle)

    return min(starts, key=cost)
