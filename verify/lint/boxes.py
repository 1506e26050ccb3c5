"""Few readable boxes that cover a set of cases exactly.

A box lists values for every variable. It is grown to a multi-valued prime implicant of "in the set, or
impossible", so that it says no more than it must; boxes that others make superfluous are left out. The
cover is irredundant, not always the smallest one (that is NP-hard).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod

from guiju.verify.diagram import FALSE, TRUE, Diagrams

Box = tuple[frozenset[int], ...]


def cover(diagrams: Diagrams, target: int, impossible: int = FALSE) -> tuple[Box, ...]:
    """Boxes whose union is ``target``, give or take impossible cases; in the order of their values."""
    allowed = diagrams.either(target, impossible)
    rest, found = target, []
    while rest != FALSE:
        box = _widest(diagrams, _first(diagrams, rest), allowed)
        found.append(box)
        rest = diagrams.both(rest, diagrams.negate(_node(diagrams, box)))
    boxes = _irredundant(diagrams, found, target)
    for number in reversed(range(len(boxes))):
        others = diagrams.any(_node(diagrams, box) for box in (*boxes[:number], *boxes[number + 1 :]))
        left = diagrams.both(target, diagrams.negate(others))
        boxes[number] = _trimmed(diagrams, boxes[number], left)
    return tuple(sorted(boxes, key=_order))


def _order(box: Box) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(sorted(values)) for values in box)


def _node(diagrams: Diagrams, box: Sequence[Iterable[int]]) -> int:
    return diagrams.all(diagrams.literal(variable, values) for variable, values in enumerate(box))


def _first(diagrams: Diagrams, node: int) -> tuple[int, ...]:
    """One case in which a node is true."""
    values = [0] * len(diagrams.sizes)
    while node != TRUE:
        value = next(i for i, child in enumerate(diagrams.children(node)) if child != FALSE)
        values[diagrams.variable(node)] = value
        node = diagrams.children(node)[value]
    return tuple(values)


def _widest(diagrams: Diagrams, case: tuple[int, ...], allowed: int) -> Box:
    """The prime box around a case that says least, then the largest: of those grown in a few orders."""
    grown = [_grown(diagrams, case, allowed, order) for order in _orders(len(case))]

    def said(box: Box) -> tuple[int, int]:
        terms = sum(len(values) < size for values, size in zip(box, diagrams.sizes, strict=True))
        return terms, -prod(map(len, box))

    return min(grown, key=said)


def _orders(count: int) -> Iterator[tuple[int, ...]]:
    forward = tuple(range(count))
    for order in (forward, forward[::-1]):
        yield from (order[start:] + order[:start] for start in range(count))


def _grown(diagrams: Diagrams, case: tuple[int, ...], allowed: int, order: tuple[int, ...]) -> Box:
    box = [{value} for value in case]
    outside = diagrams.negate(allowed)
    for variable in order:
        for value in range(diagrams.sizes[variable]):
            wider = [*box[:variable], {value}, *box[variable + 1 :]]
            if not _meets(diagrams, wider, outside):
                box[variable].add(value)
    return tuple(map(frozenset, box))


def _meets(diagrams: Diagrams, box: Sequence[Iterable[int]], node: int) -> bool:
    """Whether some case of the box is in the set; no diagram is built, and each node is looked at once."""
    seen, open_ = {FALSE}, [node]
    while open_:
        node = open_.pop()
        if node == TRUE:
            return True
        if node not in seen:
            seen.add(node)
            children = diagrams.children(node)
            open_ += [children[value] for value in box[diagrams.variable(node)]]
    return False


def _irredundant(diagrams: Diagrams, boxes: list[Box], target: int) -> list[Box]:
    """The boxes without those that the others make superfluous, the smallest tried first."""
    kept = list(boxes)
    for box in sorted(boxes, key=lambda box: (prod(map(len, box)), _order(box))):
        others = [other for other in kept if other is not box]
        union = diagrams.any(_node(diagrams, other) for other in others)
        if diagrams.both(target, diagrams.negate(union)) == FALSE:
            kept = others
    return kept


def _trimmed(diagrams: Diagrams, box: Box, left: int) -> Box:
    """The box without values that nothing left to cover has; a free variable stays free."""
    inside = diagrams.both(_node(diagrams, box), left)
    return tuple(
        values
        if len(values) == size
        else frozenset(v for v in values if diagrams.both(inside, diagrams.literal(i, [v])) != FALSE)
        for i, (values, size) in enumerate(zip(box, diagrams.sizes, strict=True))
    )
