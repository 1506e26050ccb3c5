"""All gaps of one condition, and a proof by a second engine that the list is complete.

Decision diagrams enumerate; Z3 then proves that the admitted worlds in which the condition
fails are exactly those inside the listed boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from guiju.model.condition import FALSE as NEVER
from guiju.model.condition import TRUE as ALWAYS
from guiju.model.condition import Condition, people_of
from guiju.verify.diagram import FALSE, TRUE
from guiju.verify.enumeration import blocked_family
from guiju.verify.family import Families, Point
from guiju.verify.primes import Memo, only_hurts, primes
from guiju.verify.question import Question
from guiju.verify.solver import Outcome, blocked_exactly_in
from guiju.verify.space import Space, space_of
from guiju.verify.verdict import Box, Shape, Verdict, box_order

MOST_AT_ONCE = 64
MOST_LISTED = 20_000
"""Longer lists of gaps are cut, said to be incomplete, and left to ``stream``."""
Combination = tuple[tuple[str, str], ...]
Cube = tuple[tuple[int, tuple[int, ...]], ...]


class EnginesDisagree(RuntimeError):
    """The diagrams and Z3 contradict each other: a defect of guiju, never a verdict."""


def boxes_of(question: Question, condition: Condition) -> tuple[Box, ...]:
    """All gaps of a settled condition, by decision diagrams alone."""
    space = space_for(question, [condition])
    return _listing(space, condition, admitted_in(question, space, condition)).boxes


def admits_no_world(question: Question) -> bool:
    """Whether the premises are vacuous: not even with everybody there do they hold."""
    return question.premises_on(frozenset()) is NEVER


def space_for(question: Question, conditions: Sequence[Condition]) -> Space:
    """The space of some settled conditions under the question's premises."""
    return space_of(conditions, premises_for(question, conditions), question.domain, question.options)


def premises_for(question: Question, conditions: Iterable[Condition]) -> Condition:
    """The premises, as far as they speak of the people on whom the conditions depend."""
    return question.premises_on(frozenset().union(*map(people_of, conditions)))


def admitted_in(question: Question, space: Space, condition: Condition) -> int:
    """The admitted worlds, as far as the cone of one condition sees them."""
    return space.compile(premises_for(question, [condition]))


def shape_of(question: Question, condition: Condition) -> Shape:
    """Solve one settled condition."""
    return shapes_of(question, [condition])[condition]


def shapes_of(question: Question, conditions: Iterable[Condition]) -> dict[Condition, Shape]:
    """Solve settled conditions together: they share diagrams and, where all is well, one proof.

    Questions that differ in mandates only share their answers through ``question.shapes``.
    """
    asked = tuple(dict.fromkeys(conditions))
    todo = [c for c in asked if _key(question, c) not in question.shapes]
    for start in range(0, len(todo), MOST_AT_ONCE):
        for condition, shape in _solve(question, todo[start : start + MOST_AT_ONCE]):
            question.shapes[_key(question, condition)] = shape
    return {condition: question.shapes[_key(question, condition)] for condition in asked}


def _key(question: Question, condition: Condition) -> tuple[object, ...]:
    return (condition, question.premises, question.domain, question.effort)


def _solve(question: Question, conditions: list[Condition]) -> Iterator[tuple[Condition, Shape]]:
    if admits_no_world(question):
        yield from ((c, Shape("vacuous", None, False, True, ())) for c in conditions)
        return
    space = space_for(question, conditions)
    listings = [_listing(space, c, admitted_in(question, space, c)) for c in conditions]
    for listing in (found for found in listings if found.unlisted):
        yield listing.condition, _shape(question, listing, "unknown")
    listings = [listing for listing in listings if not listing.unlisted]
    cubes = [(listing.condition, listing.cubes) for listing in listings]
    premises = premises_for(question, conditions)
    outcomes = blocked_exactly_in(space, premises, cubes, question.effort) if cubes else []
    for listing, outcome in zip(listings, outcomes, strict=True):
        if outcome == "fails":
            raise EnginesDisagree(f"the list of gaps is not exact: {listing.boxes!r}")
        yield listing.condition, _shape(question, listing, outcome)


@dataclass(frozen=True, slots=True)
class _Listing:
    """The gaps of a condition as boxes and as cubes, and the fewest absences in a blocked world.

    ``unlisted``: gaps beyond ``MOST_LISTED``.
    """

    condition: Condition
    boxes: tuple[Box, ...]
    cubes: list[Cube]
    fewest: int | None
    unlisted: int = 0


def _listing(space: Space, condition: Condition, admitted: int) -> _Listing:
    if space.border == 0:
        return _listing_of_one_reading(space, condition, admitted)
    blocked = space.diagrams.negate(space.compile(condition))
    groups = _groups(space, blocked, admitted)
    boxes = [box_of(space, cube, readings) for readings, cubes in groups for cube in cubes]
    cubes = [
        (*_chosen(space, combination), *cube)
        for readings, cubes in groups
        for combination in readings or ((),)
        for cube in cubes
    ]
    fewest = space.diagrams.cheapest(space.diagrams.both(blocked, admitted), absences(space))
    return _Listing(condition, tuple(sorted(boxes, key=box_order)), cubes, fewest)


def _listing_of_one_reading(space: Space, condition: Condition, admitted: int) -> _Listing:
    families = Families()
    family = blocked_family(space, families, condition, admitted)
    listed = islice(families.points(family), MOST_LISTED)
    cubes = boxed((frozenset(point) for point in listed), space.names)
    boxes = sorted((box_of(space, cube, ()) for cube in cubes), key=box_order)
    if admitted == TRUE and only_hurts(condition):
        fewest = families.cheapest(family, absences(space))
    else:
        blocked = space.diagrams.both(space.diagrams.negate(space.compile(condition)), admitted)
        fewest = space.diagrams.cheapest(blocked, absences(space))
    unlisted = max(0, families.count(family) - MOST_LISTED)
    return _Listing(condition, tuple(boxes), cubes, fewest, unlisted)


def _shape(question: Question, listing: _Listing, outcome: Outcome) -> Shape:
    limit = question.admission.at_most
    bounded = listing.fewest is None and limit is not None and listing.condition is not ALWAYS
    resilience = listing.fewest - 1 if listing.fewest is not None else limit if bounded else None
    verdict = _verdict(outcome, listing.boxes)
    return Shape(verdict, resilience, bounded, outcome == "holds", listing.boxes, listing.unlisted)


def _verdict(outcome: Outcome, boxes: Sequence[Box]) -> Verdict:
    """A gap refutes, even where Z3 cannot tell whether there are more."""
    if boxes:
        return "refuted"
    return "proved" if outcome == "holds" else "unknown"


def absences(space: Space) -> Callable[[int, int], int]:
    """The cost of a value: one for each person who is away."""
    return lambda variable, value: int(space.variables[variable].sort == "status" and value > 0)


def _groups(space: Space, blocked: int, admitted: int) -> list[tuple[tuple[Combination, ...], list[Cube]]]:
    """Points that hold for the same readings, as boxes, with those readings."""
    diagrams = space.diagrams
    target = diagrams.either(blocked, diagrams.negate(admitted))
    families = Families()
    memo: Memo = {}
    found: dict[Point, list[int]] = {}
    for node in diagrams.below(target, space.border):
        for literals in families.points(primes(diagrams, families, node, memo, admitted)):
            found.setdefault(frozenset(literals), []).append(node)
    grouped: dict[tuple[int, ...], list[Point]] = {}
    for point, nodes in found.items():
        grouped.setdefault(tuple(nodes), []).append(point)
    return [
        (_combinations(space, target, frozenset(nodes)), boxed(points, space.names))
        for nodes, points in sorted(grouped.items())
    ]


def _combinations(space: Space, target: int, nodes: frozenset[int]) -> tuple[Combination, ...]:
    """The minimal combinations of options that lead to one of the nodes; () if none is open."""
    if space.border == 0:
        return ()
    where = space.diagrams.map_from(target, space.border, lambda n: TRUE if n in nodes else FALSE)
    return combinations(space, where)


def combinations(space: Space, where: int) -> tuple[Combination, ...]:
    """The minimal combinations of options for which a diagram over readings is true."""
    families = Families()
    listed = families.points(primes(space.diagrams, families, where, {}))
    return tuple(
        sorted(
            tuple(sorted((space.variables[v].id, space.variables[v].values[value][0]) for v, value in point))
            for point in listed
        )
    )


def _chosen(space: Space, combination: Combination) -> Cube:
    return tuple(space.chosen_option(switch, option) for switch, option in combination)


def boxed(points: Iterable[Point], names: Sequence[str]) -> list[Cube]:
    """Merge points into disjoint boxes: values of one variable join where the rest is equal.

    ``names`` orders the variables, so that boxes do not depend on how a diagram orders them.
    """
    cubes: set[Cube] = {tuple(sorted((variable, (value,)) for variable, value in point)) for point in points}
    for variable in sorted({variable for cube in cubes for variable, _ in cube}, key=names.__getitem__):
        joined: dict[Cube, set[int]] = {}
        kept: set[Cube] = set()
        for cube in cubes:
            values = dict(cube).get(variable)
            if values is None or values == (0,):
                kept.add(cube)
            else:
                rest = tuple(item for item in cube if item[0] != variable)
                joined.setdefault(rest, set()).update(values)
        cubes = kept | {
            tuple(sorted((*rest, (variable, tuple(sorted(values)))))) for rest, values in joined.items()
        }
    return sorted(cubes)


def box_of(space: Space, cube: Cube, readings: tuple[Combination, ...]) -> Box:
    absent: list[tuple[str, tuple[str, ...]]] = []
    present: list[str] = []
    vacant: list[str] = []
    filled: list[str] = []
    for index, values in cube:
        variable = space.variables[index]
        if variable.sort == "vacant":
            (vacant if values == (1,) else filled).append(variable.id)
        elif values == (0,):
            present.append(variable.id)
        else:
            kinds = tuple(sorted(kind for value in values for kind in variable.values[value]))
            absent.append((variable.id, kinds))
    listed = () if readings == ((),) else readings
    return Box(tuple(sorted(absent)), tuple(present), tuple(vacant), tuple(filled), listed)
