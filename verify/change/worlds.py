"""The minimal worlds in which one condition fails: the fewest absences, everybody else being there.

Where two sides differ, absence may end the difference as well as bring it about. What a reader asks is
who must be away for it to show; who besides must then be there would only list every other signer by name.
So the worlds listed are the least ones: taking anybody in them back, or changing nothing but that, the
sides agree. They are the minimal points of the closure of the set of worlds under further absences. Z3
proves that every world of the set has one of the listed absences in it; each listed one is replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guiju.model.condition import Away, Condition, Reads, all_of, any_of, leaf
from guiju.verify.diagram import FALSE, TRUE, Diagrams
from guiju.verify.family import Families, Point
from guiju.verify.gaps import EnginesDisagree, box_of, boxed, combinations, premises_for, space_for
from guiju.verify.primes import minimal_solutions
from guiju.verify.question import Question
from guiju.verify.solver import blocked_exactly_in
from guiju.verify.space import Space
from guiju.verify.verdict import Box, box_order

MOST_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Least:
    """The minimal worlds in which a condition fails. ``complete``: Z3 proved that there are no others."""

    boxes: tuple[Box, ...]
    complete: bool


def least_worlds(question: Question, conditions: Iterable[Condition]) -> dict[Condition, Least]:
    """Solve settled conditions together. No premise is set: every absence may occur."""
    todo = list(dict.fromkeys(conditions))
    found: dict[Condition, Least] = {}
    for start in range(0, len(todo), MOST_AT_ONCE):
        found |= _solved(question, todo[start : start + MOST_AT_ONCE])
    return found


def _solved(question: Question, conditions: Sequence[Condition]) -> dict[Condition, Least]:
    space = space_for(question, conditions)
    listed = [(condition, _boxes(space, condition)) for condition in conditions]
    asked: list[tuple[Condition, list[list[tuple[int, tuple[int, ...]]]]]] = [
        (any_of([condition, *map(_inside, boxes)]), []) for condition, boxes in listed
    ]
    outcomes = blocked_exactly_in(space, premises_for(question, conditions), asked, question.effort)
    for (_, boxes), outcome in zip(listed, outcomes, strict=True):
        if outcome == "fails":
            raise EnginesDisagree(f"a world of the difference is not listed: {boxes!r}")
    return {c: Least(boxes, o == "holds") for (c, boxes), o in zip(listed, outcomes, strict=True)}


def _inside(box: Box) -> Condition:
    """The worlds with at least the absences of a box, under its readings."""
    away = [leaf(Away(person, frozenset(kinds))) for person, kinds in box.absent]
    readings = [all_of(leaf(Reads(s, o)) for s, o in combination) for combination in box.readings]
    return all_of([*away, *([any_of(readings)] if readings else [])])


def _boxes(space: Space, condition: Condition) -> tuple[Box, ...]:
    target = space.diagrams.negate(space.compile(condition))
    families, memo = Families(), dict[int, int]()
    closed: dict[int, int] = {}
    found: dict[Point, list[int]] = {}
    for node in space.diagrams.below(target, space.border):
        upward = _upward(space.diagrams, node, closed)
        for point in families.points(minimal_solutions(space.diagrams, families, upward, memo)):
            found.setdefault(frozenset(point), []).append(node)
    grouped: dict[tuple[int, ...], list[Point]] = {}
    for listed, nodes in found.items():
        grouped.setdefault(tuple(nodes), []).append(listed)
    boxes = [
        box_of(space, cube, _readings(space, target, frozenset(nodes)))
        for nodes, points in grouped.items()
        for cube in boxed(points, space.names)
    ]
    return tuple(sorted(boxes, key=box_order))


def _readings(space: Space, target: int, nodes: frozenset[int]) -> tuple[tuple[tuple[str, str], ...], ...]:
    if space.border == 0:
        return ()
    diagrams = space.diagrams
    return combinations(
        space, diagrams.map_from(target, space.border, lambda n: TRUE if n in nodes else FALSE)
    )


def _upward(diagrams: Diagrams, node: int, known: dict[int, int]) -> int:
    """The worlds that have the absences of some world of a node, and perhaps more."""
    if node in (FALSE, TRUE):
        return node
    if node not in known:
        first, *others = (_upward(diagrams, child, known) for child in diagrams.children(node))
        away = (diagrams.either(child, first) for child in others)
        known[node] = diagrams.node(diagrams.variable(node), (first, *away))
    return known[node]
