"""Prime implicants: the minimal reasons for which a function is true.

A multi-valued form of the recursion of Coudert and Madre (1992): an implicant fixes some
variables to one value each; it is prime when no proper part of it is an implicant.
"""

from __future__ import annotations

from guiju.verify.diagram import FALSE, TRUE, Diagrams

Point = frozenset[tuple[int, int]]


def primes(diagrams: Diagrams, node: int, memo: dict[int, frozenset[Point]]) -> frozenset[Point]:
    """All prime implicants of a node, as sets of (variable, value). ``memo`` may be shared."""
    if node == FALSE:
        return frozenset()
    if node == TRUE:
        return frozenset([frozenset()])
    found = memo.get(node)
    if found is None:
        variable, children = diagrams.variable(node), diagrams.children(node)
        free = primes(diagrams, diagrams.all(children), memo)
        points = set(free)
        for value, child in enumerate(children):
            literal = (variable, value)
            points.update(p | {literal} for p in primes(diagrams, child, memo) - free)
        found = memo[node] = frozenset(points)
    return found
