"""Every gap of one condition as a family, by the engine that suits it; all give the same family."""

from __future__ import annotations

from guiju.model.condition import Condition
from guiju.verify import cudd
from guiju.verify.diagram import TRUE
from guiju.verify.family import Families
from guiju.verify.primes import minimal_solutions, only_hurts, primes
from guiju.verify.space import Space


def blocked_family(space: Space, families: Families, condition: Condition, admitted: int) -> int:
    """The points in which a condition fails, as far as some admitted world lies in them.

    The space has no open switch; ``admitted`` is a diagram over its variables.
    """
    if admitted == TRUE and only_hurts(condition):
        if cudd.suits(space):
            return cudd.minimal_solutions(space, families, condition)
        blocked = space.diagrams.negate(space.compile(condition))
        return minimal_solutions(space.diagrams, families, blocked, {})
    diagrams = space.diagrams
    blocked = diagrams.negate(space.compile(condition))
    target = diagrams.either(blocked, diagrams.negate(admitted))
    return primes(diagrams, families, target, {}, admitted)
