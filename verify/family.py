"""Families of points as zero-suppressed diagrams: a million gaps in a few thousand nodes.

A point fixes some variables to one value each. A node splits a family by one variable: the points
that leave it free, and those that fix it to each of its values. Minato 1993, with many values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

EMPTY, UNIT = 0, 1
Point = frozenset[tuple[int, int]]


class Families:
    """A shared table of families; ``EMPTY`` has no point, ``UNIT`` the empty point alone."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, tuple[int, ...]]] = [(1 << 60, ()), (1 << 60, ())]
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._minus: dict[tuple[int, int], int] = {}
        self._count: dict[int, int] = {EMPTY: 0, UNIT: 1}

    def variable(self, family: int) -> int:
        """The variable that a family is split by; later than all others for a constant."""
        return self._nodes[family][0]

    def branches(self, family: int) -> tuple[int, ...]:
        """The points without the variable, then those with each of its values."""
        return self._nodes[family][1]

    def node(self, variable: int, branches: tuple[int, ...]) -> int:
        if not any(branches[1:]):
            return branches[0]
        key = (variable, branches)
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = len(self._nodes)
            self._nodes.append(key)
        return found

    def minus(self, one: int, other: int) -> int:
        """The points of one family that are not in the other."""
        if one in (EMPTY, other):
            return EMPTY
        if other == EMPTY:
            return one
        key = (one, other)
        found = self._minus.get(key)
        if found is None:
            (v, left), (w, right) = self._nodes[one], self._nodes[other]
            if v < w:
                found = self.node(v, (self.minus(left[0], other), *left[1:]))
            elif w < v:
                found = self.minus(one, right[0])
            else:
                found = self.node(v, tuple(map(self.minus, left, right)))
            self._minus[key] = found
        return found

    def count(self, family: int) -> int:
        """How many points a family has; without listing them."""
        found = self._count.get(family)
        if found is None:
            found = self._count[family] = sum(map(self.count, self._nodes[family][1]))
        return found

    def cheapest(self, family: int, cost: Callable[[int, int], int]) -> int | None:
        """The least total cost of a point; None for the empty family."""
        memo: dict[int, int | None] = {EMPTY: None, UNIT: 0}

        def walk(node: int) -> int | None:
            if node not in memo:
                variable, branches = self._nodes[node]
                costs = [
                    rest + (cost(variable, value - 1) if value else 0)
                    for value, branch in enumerate(branches)
                    if (rest := walk(branch)) is not None
                ]
                memo[node] = min(costs, default=None)
            return memo[node]

        return walk(family)

    def below(self, family: int) -> tuple[int, ...]:
        """The nodes of a family, parts before wholes."""
        seen: set[int] = set()
        stack = [family]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack.extend(self._nodes[node][1])
        return tuple(sorted(seen))

    def size(self, family: int) -> int:
        """How many nodes a family takes."""
        return len(self.below(family))

    def points(self, family: int) -> Iterator[tuple[tuple[int, int], ...]]:
        """Every point, one at a time, in a fixed order that depends on the family alone."""
        stack: list[tuple[int, tuple[tuple[int, int], ...]]] = [(family, ())]
        while stack:
            node, fixed = stack.pop()
            if node == UNIT:
                yield fixed
            elif node != EMPTY:
                variable, branches = self._nodes[node]
                stack.append((branches[0], fixed))
                stack += [
                    (branch, (*fixed, (variable, value - 1)))
                    for value, branch in reversed(list(enumerate(branches)))
                    if value and branch
                ]
