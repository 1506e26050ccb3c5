"""The accelerator: gaps of large conditions by CUDD, where the package ``dd`` brings it along.

Same variables in the same order, so the family that comes out is the same one, node for node, as
that of the Python engine; a test holds them equal. Without ``dd.cudd`` (wheels exist for Linux and
CPython 3.11 to 3.13) nothing is lost but time.
"""

from __future__ import annotations

import importlib
from functools import lru_cache
from typing import Any

from guiju.model.condition import Condition, postorder
from guiju.verify.family import EMPTY, UNIT, Families
from guiju.verify.space import Space

LEAST = 32
"""Spaces with fewer variables are not worth the start-up, 0.07 s (docs/benchmarks.md)."""


@lru_cache(maxsize=1)
def _modules() -> tuple[Any, Any] | None:
    try:
        return importlib.import_module("dd.cudd"), importlib.import_module("dd.cudd_zdd")
    except ImportError:
        return None


def suits(space: Space) -> bool:
    """Whether CUDD is there and every variable of the space is a plain yes or no."""
    two = all(len(v.values) == 2 for v in space.variables)
    return two and len(space.variables) >= LEAST and _modules() is not None


def minimal_solutions(space: Space, families: Families, condition: Condition) -> int:
    """The minimal sets that make a condition fail which absence only hurts (see ``primes``)."""
    modules = _modules()
    assert modules is not None
    names = [f"v{i}" for i in range(len(space.variables))]
    diagrams, sets = modules[0].BDD(), modules[1].ZDD()
    for manager in (diagrams, sets):
        manager.configure(reordering=False)
        manager.declare(*names)
    blocked = ~_compiled(space, condition, diagrams, names)
    return _copied(_minimal(blocked, diagrams, sets, names), sets, families)


def _compiled(space: Space, condition: Condition, diagrams: Any, names: list[str]) -> Any:
    built: dict[Condition, Any] = {}
    for node in postorder(condition):
        parts = [built[part] for part in node.parts]
        match node.op:
            case "leaf":
                assert node.leaf is not None
                variable, values = space.chosen(node.leaf)
                built[node] = diagrams.var(names[variable]) if 1 in values else diagrams.false
            case "not":
                built[node] = ~parts[0]
            case "all":
                built[node] = _folded(parts, diagrams.true, lambda one, other: one & other)
            case "any":
                built[node] = _folded(parts, diagrams.false, lambda one, other: one | other)
            case "at-least":
                built[node] = _at_least(node.count, parts, diagrams)
            case _:
                built[node] = diagrams.true if node.op == "true" else diagrams.false
    return built[condition]


def _folded(parts: list[Any], neutral: Any, join: Any) -> Any:
    for part in parts:
        neutral = join(neutral, part)
    return neutral


def _at_least(count: int, parts: list[Any], diagrams: Any) -> Any:
    reached = [diagrams.true] + [diagrams.false] * count
    for part in parts:
        for k in range(count, 0, -1):
            reached[k] = reached[k] | (part & reached[k - 1])
    return reached[count]


def _minimal(blocked: Any, diagrams: Any, sets: Any, names: list[str]) -> Any:
    unit, empty = sets.cube(dict.fromkeys(names, False)), sets.false
    known: dict[int, Any] = {}

    def walk(node: Any) -> Any:
        if node == diagrams.false:
            return empty
        if node == diagrams.true:
            return unit
        key = int(node)
        if key not in known:
            level, low, high = diagrams.succ(node)
            free = walk(low)
            known[key] = sets.find_or_add(names[level], free, sets.apply("diff", walk(high), free))
        return known[key]

    return walk(blocked)


def _copied(root: Any, sets: Any, families: Families) -> int:
    known: dict[int, int] = {int(sets.false): EMPTY}

    def walk(node: Any) -> int:
        if node.var is None:
            return EMPTY if node == sets.false else UNIT
        key = int(node)
        if key not in known:
            branches = (walk(node.low), EMPTY, walk(node.high))
            known[key] = families.node(sets.level_of_var(node.var), branches)
        return known[key]

    return walk(root)
