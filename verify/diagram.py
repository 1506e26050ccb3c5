"""Multi-valued decision diagrams: small, exact, and free of solvers.

A node is an integer; 0 and 1 are the constants. A diagram answers by structure what a solver
answers by search: primes, projection, cheapest paths. Bryant 1986; Kam et al. 1998 (MDDs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

FALSE, TRUE = 0, 1


class Diagrams:
    """A shared table of reduced, ordered nodes over variables ``0 … len(sizes) - 1``."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        self._nodes: list[tuple[int, tuple[int, ...]]] = [(len(sizes), ()), (len(sizes), ())]
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._and: dict[tuple[int, int], int] = {}
        self._not: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}

    def variable(self, node: int) -> int:
        """The variable that a node tests; the number of variables for a constant."""
        return self._nodes[node][0]

    def children(self, node: int) -> tuple[int, ...]:
        return self._nodes[node][1]

    def cofactors(self, node: int, variable: int) -> tuple[int, ...]:
        """What is left of a node for each value of a variable that comes no later than its own."""
        tested, children = self._nodes[node]
        return children if tested == variable else (node,) * self.sizes[variable]

    def node(self, variable: int, children: tuple[int, ...]) -> int:
        first = children[0]
        if all(child == first for child in children):
            return first
        key = (variable, children)
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = len(self._nodes)
            self._nodes.append(key)
        return found

    def literal(self, variable: int, values: Iterable[int]) -> int:
        """True where the variable has one of the values."""
        chosen = set(values)
        return self.node(variable, tuple(int(v in chosen) for v in range(self.sizes[variable])))

    def negate(self, node: int) -> int:
        found = self._not.get(node)
        if found is None:
            variable, children = self._nodes[node]
            found = self.node(variable, tuple(map(self.negate, children)))
            self._not[node], self._not[found] = found, node
        return found

    def both(self, one: int, other: int) -> int:
        if one == other or other == TRUE:
            return one
        if one == TRUE:
            return other
        if FALSE in (one, other):
            return FALSE
        key = (one, other) if one < other else (other, one)
        found = self._and.get(key)
        if found is None:
            (v, left), (w, right) = self._nodes[one], self._nodes[other]
            if v == w:
                children = tuple(map(self.both, left, right))
            elif v < w:
                children = tuple([self.both(child, other) for child in left])
            else:
                children = tuple([self.both(one, child) for child in right])
            found = self._and[key] = self.node(min(v, w), children)
        return found

    def either(self, one: int, other: int) -> int:
        return self.negate(self.both(self.negate(one), self.negate(other)))

    def all(self, nodes: Iterable[int]) -> int:
        return self._balanced(nodes, self.both, TRUE)

    def any(self, nodes: Iterable[int]) -> int:
        return self.negate(self.all([self.negate(node) for node in nodes]))

    def _balanced(self, nodes: Iterable[int], join: Callable[[int, int], int], neutral: int) -> int:
        """Join smallest first: nodes that test late variables are the smaller ones."""
        result = neutral
        for node in sorted(set(nodes), key=lambda n: (-self.variable(n), n)):
            result = join(result, node)
        return result

    def at_least(self, count: int, nodes: Sequence[int]) -> int:
        """True where at least ``count`` of the nodes are."""
        reached = [TRUE] + [FALSE] * count
        for node in nodes:
            for k in range(count, 0, -1):
                reached[k] = self.either(reached[k], self.both(node, reached[k - 1]))
        return reached[count]

    def map_from(self, node: int, variable: int, leaf: Callable[[int], int]) -> int:
        """Replace every sub-diagram that tests only ``variable`` or later ones."""
        memo: dict[int, int] = {}

        def walk(n: int) -> int:
            if n not in memo:
                v, children = self._nodes[n]
                memo[n] = leaf(n) if v >= variable else self.node(v, tuple(map(walk, children)))
            return memo[n]

        return walk(node)

    def below(self, node: int, variable: int) -> tuple[int, ...]:
        """The distinct sub-diagrams at the border before ``variable``, sorted."""
        found: set[int] = set()
        seen: set[int] = set()
        stack = [node]
        while stack:
            n = stack.pop()
            if self.variable(n) >= variable:
                found.add(n)
            elif n not in seen:
                seen.add(n)
                stack.extend(self.children(n))
        return tuple(sorted(found))

    def exists(self, node: int, variable: int) -> int:
        """True where some value of the variable makes the node true."""
        memo: dict[int, int] = {}

        def walk(n: int) -> int:
            tested, children = self._nodes[n]
            if tested > variable:
                return n
            if n not in memo:
                memo[n] = (
                    self.any(children)
                    if tested == variable
                    else self.node(tested, tuple(map(walk, children)))
                )
            return memo[n]

        return walk(node)

    def support(self, node: int) -> frozenset[int]:
        """The variables that a node depends on."""
        seen: set[int] = set()
        stack = [node]
        while stack:
            n = stack.pop()
            if n not in seen:
                seen.add(n)
                stack.extend(self.children(n))
        return frozenset(self.variable(n) for n in seen if n > TRUE)

    def cheapest(self, node: int, cost: Callable[[int, int], int]) -> int | None:
        """The least total cost of a path to true; None if there is none."""
        memo: dict[int, int | None] = {FALSE: None, TRUE: 0}

        def walk(n: int) -> int | None:
            if n not in memo:
                variable, children = self._nodes[n]
                costs = [
                    rest + cost(variable, value)
                    for value, child in enumerate(children)
                    if (rest := walk(child)) is not None
                ]
                memo[n] = min(costs, default=None)
            return memo[n]

        return walk(node)
