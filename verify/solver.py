"""Questions to Z3. Nothing but plain data goes in or comes out; ``unknown`` is never a pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import z3
from guiju.model.condition import Condition
from guiju.verify.encode import Encoder
from guiju.verify.encode import Literal as Cubed
from guiju.verify.family import Families
from guiju.verify.space import Space

Outcome = Literal["holds", "fails", "unknown"]
DEFAULT_EFFORT = 50_000_000
"""Z3's deterministic resource limit per query (``rlimit``); no wall clock is involved."""


Listed = tuple[Condition, Sequence[Sequence[Cubed]]]
"""A condition, and the cubes in which it is said to fail."""


def blocked_exactly_in(
    space: Space, premises: Condition, listed: Sequence[Listed], effort: int = DEFAULT_EFFORT
) -> list[Outcome]:
    """Whether, in every world that the premises admit, each condition fails exactly in its cubes.

    Unsatisfiable query if and only if the list of cubes is sound and complete; with no cube at
    all, if and only if the condition holds in every admitted world. All are asked at once, and
    one by one only when that is not settled.
    """
    together = _query(space, premises, listed, effort)
    if together == "holds" or len(listed) == 1:
        return [together] * len(listed)
    return [_query(space, premises, [item], effort) for item in listed]


def fails_exactly_in(
    space: Space,
    premises: Condition,
    condition: Condition,
    families: Families,
    family: int,
    effort: int = DEFAULT_EFFORT,
) -> Outcome:
    """The same for one condition and a whole family of points, however many it has."""
    context = z3.Context()
    encoder = Encoder(space, context)
    solver = z3.SimpleSolver(ctx=context)
    solver.set("rlimit", effort)
    solver.set("ctrl_c", False)
    solver.add(*encoder.domain(), encoder.condition(premises))
    solver.add(encoder.condition(condition) == encoder.family(families, family))
    return _outcome(solver.check())


def _query(space: Space, premises: Condition, listed: Sequence[Listed], effort: int) -> Outcome:
    context = z3.Context()
    encoder = Encoder(space, context)
    solver = z3.SimpleSolver(ctx=context)
    solver.set("rlimit", effort)
    solver.set("ctrl_c", False)
    solver.add(*encoder.domain(), encoder.condition(premises))
    wrong = [
        encoder.condition(condition) == encoder.any(encoder.cube(cube) for cube in cubes)
        for condition, cubes in listed
    ]
    solver.add(encoder.any(wrong))
    return _outcome(solver.check())


def core(
    space: Space,
    condition: Condition,
    premises: Condition,
    rules: Sequence[str],
    effort: int = DEFAULT_EFFORT,
) -> frozenset[str] | None:
    """A subset-minimal set of rules from which the condition follows in every admitted world.

    The other rules may be in force or not. None: Z3 could not tell within the effort, or the
    condition does not hold.
    """
    context = z3.Context()
    encoder = Encoder(space, context)
    solver = z3.Solver(ctx=context)
    solver.set("rlimit", effort)
    solver.set("ctrl_c", False)
    solver.set("core.minimize", True)
    solver.add(*encoder.domain(), encoder.condition(premises))
    solver.add(z3.Not(encoder.condition(condition)))
    names = {encoder.rule(rule).decl().name(): rule for rule in rules}
    if solver.check([encoder.rule(rule) for rule in rules]) != z3.unsat:
        return None
    return frozenset(names[item.decl().name()] for item in solver.unsat_core())


def _outcome(result: z3.CheckSatResult) -> Outcome:
    if result == z3.unsat:
        return "holds"
    return "fails" if result == z3.sat else "unknown"
