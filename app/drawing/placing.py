"""Which cell each box takes: ranks from top to bottom, near those with whom it has to do.

A rank has as many rows of ``COLUMNS`` cells as it needs. From the order given, two cells of one rank
are exchanged as long as that makes the arrows shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from guiju.drawing.chart import Arrow, Spot
from guiju.model.graph import Node

COLUMNS = 5
SWEEPS = 12
ACROSS, DOWN, CENTRE = 1.0, 0.8, 0.03
"""What a column, a row within a rank, and a column off the middle cost."""

Cell = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """Node -> (row, column), and the rank of each row."""

    cells: Mapping[Node, Cell]
    ranks: tuple[int, ...]


def grid(spots: Sequence[Spot], arrows: Iterable[Arrow]) -> Grid:
    rows: list[int] = []
    cells: dict[Node, Cell] = {}
    free: dict[int, list[Cell]] = {}
    ranked = {
        rank: [spot.node for spot in spots if spot.rank == rank]
        for rank in sorted({spot.rank for spot in spots})
    }
    for rank, nodes in ranked.items():
        for start in range(0, len(nodes), COLUMNS):
            part = nodes[start : start + COLUMNS]
            lead = (COLUMNS - len(part)) // 2
            cells |= {node: (len(rows), lead + i) for i, node in enumerate(part)}
            taken = {cells[node][1] for node in part}
            free.setdefault(rank, []).extend((len(rows), c) for c in range(COLUMNS) if c not in taken)
            rows.append(rank)
    near = _neighbours(arrows)
    for _ in range(SWEEPS):
        moved = [_improve(nodes, free[rank], cells, near) for rank, nodes in ranked.items()]
        if not any(moved):
            break
    return Grid(cells, tuple(rows))


def _neighbours(arrows: Iterable[Arrow]) -> Mapping[Node, tuple[Node, ...]]:
    found: dict[Node, list[Node]] = {}
    for arrow in arrows:
        if arrow.source != arrow.target:
            found.setdefault(arrow.source, []).append(arrow.target)
            found.setdefault(arrow.target, []).append(arrow.source)
    return {node: tuple(others) for node, others in found.items()}


def _improve(
    nodes: list[Node], free: list[Cell], cells: dict[Node, Cell], near: Mapping[Node, tuple[Node, ...]]
) -> bool:
    """Exchange two boxes of a rank, or move one to a free cell, wherever that shortens arrows."""
    moved = False
    for node in nodes:
        for i, cell in enumerate(free):
            old = cells[node]
            before = _cost(node, cells, near)
            cells[node] = cell
            if _cost(node, cells, near) < before - 1e-9:
                free[i], moved = old, True
            else:
                cells[node] = old
    for one, other in combinations(nodes, 2):
        if near.get(one) or near.get(other):
            before = _cost(one, cells, near) + _cost(other, cells, near)
            cells[one], cells[other] = cells[other], cells[one]
            if _cost(one, cells, near) + _cost(other, cells, near) < before - 1e-9:
                moved = True
            else:
                cells[one], cells[other] = cells[other], cells[one]
    return moved


def _cost(node: Node, cells: Mapping[Node, Cell], near: Mapping[Node, tuple[Node, ...]]) -> float:
    row, column = cells[node]
    length = CENTRE * abs(column - (COLUMNS - 1) / 2)
    for other in near.get(node, ()):
        across, down = abs(column - cells[other][1]), abs(row - cells[other][0])
        length += ACROSS * across + DOWN * down
    return length
