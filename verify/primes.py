"""Prime implicants: the minimal reasons for which a function is true.

A multi-valued form of the recursion of Coudert and Madre (1992): an implicant fixes some
variables to one value each; it is prime when no proper part of it is an implicant.
"""

from __future__ import annotations

from guiju.model.condition import Condition, postorder
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


def minimal_solutions(diagrams: Diagrams, families: Families, node: int, memo: dict[int, int]) -> int:
    """The prime implicants of a node that only grows when a variable leaves its value 0.

    Rauzy's pass (1993): what holds at value 0 holds at every value, so no conjunction of branches
    is needed, and no admitted worlds are left out.
    """
    if node == FALSE:
        return EMPTY
    if node == TRUE:
        return UNIT
    found = memo.get(node)
    if found is None:
        variable, children = diagrams.variable(node), diagrams.children(node)
        free = minimal_solutions(diagrams, families, children[0], memo)
        branches = [
            families.minus(minimal_solutions(diagrams, families, child, memo), free) for child in children[1:]
        ]
        found = memo[node] = families.node(variable, (free, EMPTY, *branches))
    return found


def only_hurts(condition: Condition) -> bool:
    """Whether, by its form, absence and vacancy can only ever make the condition fail.

    Every leaf about them stands under an odd number of negations.
    """
    signs: dict[Condition, int] = {condition: 1}
    for node in reversed(postorder(condition)):
        sign = signs[node]
        for part in node.parts:
            seen = signs.get(part, 0)
            signs[part] = seen | (sign if node.op != "not" else (sign & 1) << 1 | sign >> 1)
    return not any(sign & 1 and node.leaf is not None for node, sign in signs.items())
