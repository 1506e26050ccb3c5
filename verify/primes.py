"""Prime implicants: the minimal reasons for which a function is true.

A multi-valued form of the recursion of Coudert and Madre (1992): an implicant fixes some
variables to one value each; it is prime when no proper part of it is an implicant.
"""

from __future__ import annotations

from guiju.verify.diagram import FALSE, TRUE, Diagrams

Point = frozenset[tuple[int, int]]
Memo = dict[tuple[int, int], frozenset[Point]]


def primes(diagrams: Diagrams, node: int, memo: Memo, admitted: int = TRUE) -> frozenset[Point]:
    """The prime implicants of a node that some admitted world lies in, as sets of (variable, value).

    ``memo`` may be shared between calls over one table of diagrams.
    """
    if FALSE in (node, admitted):
        return frozenset()
    if node == TRUE:
        return frozenset([frozenset()])
    key = (node, admitted)
    found = memo.get(key)
    if found is None:
        variable = min(diagrams.variable(node), diagrams.variable(admitted))
        children = diagrams.cofactors(node, variable)
        inside = diagrams.cofactors(admitted, variable)
        free = primes(diagrams, diagrams.all(children), memo, diagrams.any(inside))
        points = set(free)
        for value, (child, left) in enumerate(zip(children, inside, strict=True)):
            literal = (variable, value)
            points.update(p | {literal} for p in primes(diagrams, child, memo, left) - free)
        found = memo[key] = frozenset(points)
    return found
