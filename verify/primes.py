"""Prime implicants: the minimal reasons for which a function is true.

A multi-valued form of the recursion of Coudert and Madre (1992): an implicant fixes some
variables to one value each; it is prime when no proper part of it is an implicant. For a monotone
function this is Rauzy's pass for minimal solutions (1993).
"""

from __future__ import annotations

from guiju.verify.diagram import FALSE, TRUE, Diagrams
from guiju.verify.family import EMPTY, UNIT, Families

Memo = dict[tuple[int, int], int]


def primes(diagrams: Diagrams, families: Families, node: int, memo: Memo, admitted: int = TRUE) -> int:
    """The family of the prime implicants of a node that some admitted world lies in.

    ``memo`` may be shared between calls over one table of diagrams and one of families.
    """
    if FALSE in (node, admitted):
        return EMPTY
    if node == TRUE:
        return UNIT
    key = (node, admitted)
    found = memo.get(key)
    if found is None:
        variable = min(diagrams.variable(node), diagrams.variable(admitted))
        children = diagrams.cofactors(node, variable)
        inside = diagrams.cofactors(admitted, variable)
        free = primes(diagrams, families, diagrams.all(children), memo, diagrams.any(inside))
        branches = [
            families.minus(primes(diagrams, families, child, memo, left), free)
            for child, left in zip(children, inside, strict=True)
        ]
        found = memo[key] = families.node(variable, (free, *branches))
    return found
