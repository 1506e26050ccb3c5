"""The way of each arrow: down or up out of a box, along a track between rows, through a gap, and in.

Between rows lie *channels* with horizontal *tracks*, between columns *gaps* with vertical *lanes*.
Whatever runs through the same channel or gap gets a place of its own, and so does every label:
it reserves its stretch of a track. Nothing is therefore ever drawn over a box or over a label's text
but lines that cross it, and a label is put where the fewest do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from guiju.drawing.placing import COLUMNS, Cell
from guiju.model.graph import Node

FIRST, LAST = "first", "last"
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Course:
    """An arrow in the grid: the channels it leaves and enters by, and what it passes in between.

    ``start`` and ``end`` are columns of ports; ``gap`` is where it passes the rows in between, if any.
    ``straight``: both ends share one port, and all of it is one vertical line.
    """

    index: int
    source: Cell
    target: Cell
    out: int
    into: int
    gap: int | None
    straight: bool


def courses(ends: Sequence[tuple[Node, Node]], cells: Mapping[Node, Cell]) -> list[Course]:
    taken = set(cells.values())
    return [_course(i, cells[source], cells[target], taken) for i, (source, target) in enumerate(ends)]


def _course(index: int, source: Cell, target: Cell, taken: set[Cell]) -> Course:
    (row, column), (to_row, to_column) = source, target
    if to_row >= row:
        out, into = row + 1, max(to_row, row + 1)
    else:
        out, into = row, to_row + 1
    between = range(min(row, to_row) + 1, max(row, to_row))
    clear = all((r, column) not in taken for r in between)
    straight = source != target and column == to_column and row != to_row and clear
    gap = None if out == into or straight else _gap(column, to_column)
    return Course(index, source, target, out, into, gap, straight)


def _gap(column: int, other: int) -> int:
    """The gap to pass the rows in between: next to the target, on the side of the source."""
    if column == other:
        return other if other > COLUMNS // 2 else other + 1
    return other if column < other else other + 1


def first_fit(items: Iterable[tuple[Key, float, float]]) -> dict[Key, int]:
    """Item -> the first place where its interval meets no other; both ends count as inside."""
    places: list[list[tuple[float, float]]] = []
    found: dict[Key, int] = {}
    for key, low, high in items:
        place = next((i for i, held in enumerate(places) if all(high < a or b < low for a, b in held)), None)
        if place is None:
            place = len(places)
            places.append([])
        places[place].append((low, high))
        found[key] = place
    return found


def spread(count: int, low: float, high: float, pitch: float) -> list[float]:
    """Places side by side around the middle, at most ``pitch`` apart."""
    step = min(pitch, (high - low) / max(count, 1))
    start = (low + high) / 2 - step * (count - 1) / 2
    return [start + step * i for i in range(count)]


def ports(
    found: Sequence[Course], left: Sequence[float], width: float, pitch: float
) -> dict[tuple[int, str], float]:
    """(arrow, first or last) -> x. In one column, ends that share a channel never share an x."""
    by_column: dict[int, list[tuple[float, tuple[int, str], int, int]]] = {}
    for course in found:
        out, into = sorted((course.out, course.into))
        if course.straight:
            by_column.setdefault(course.source[1], []).append((0.0, (course.index, FIRST), out, into))
            continue
        lead = course.target[1] if course.gap is None else course.gap - 0.5
        back = course.source[1] if course.gap is None else course.gap - 0.5
        for end, cell, channel, aim in (
            (FIRST, course.source, course.out, lead),
            (LAST, course.target, course.into, back),
        ):
            by_column.setdefault(cell[1], []).append((aim - cell[1], (course.index, end), channel, channel))
    places: dict[tuple[int, str], float] = {}
    for column, items in by_column.items():
        slots = first_fit((key, low, high) for _, key, low, high in sorted(items))
        xs = spread(max(slots.values()) + 1, left[column] + 8, left[column] + width - 8, pitch)
        places |= {key: xs[slot] for key, slot in slots.items()}
    for course in found:
        if course.straight:
            places[course.index, LAST] = places[course.index, FIRST]
    return places


def lanes(found: Sequence[Course], edges: Sequence[tuple[float, float]], pitch: float) -> dict[int, float]:
    """Arrow -> x of its lane in the gap that it passes."""
    by_gap: dict[int, list[tuple[int, float, float]]] = {}
    for course in found:
        if course.gap is not None:
            low, high = sorted((course.out, course.into))
            by_gap.setdefault(course.gap, []).append((course.index, low, high))
    places: dict[int, float] = {}
    for gap, items in by_gap.items():
        slots = first_fit(items)
        xs = spread(max(slots.values()) + 1, *edges[gap], pitch)
        places |= {course.index: xs[slots[course.index]] for course in found if course.index in slots}
    return places
