"""``evaluate``, the diagrams and Z3 read one random condition alike."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
import z3
from guiju.model.condition import (
    FALSE,
    TRUE,
    Away,
    Condition,
    Reads,
    Vacant,
    all_of,
    any_of,
    at_least,
    leaf,
    negate,
    postorder,
    rewrite,
)
from guiju.model.world import World, evaluate
from guiju.verify.diagram import Diagrams
from guiju.verify.encode import Encoder
from guiju.verify.family import Families
from guiju.verify.primes import primes
from guiju.verify.solver import blocked_exactly_in
from guiju.verify.space import Space, space_of
from hypothesis import given, settings
from hypothesis import strategies as st

KINDS = ("away", "ill")
OPTIONS = {"r": ("a", "b", "c")}
leaves = st.one_of(
    st.builds(
        lambda p, k: leaf(Away(p, frozenset(k))),
        st.sampled_from("xyz"),
        st.sets(st.sampled_from(KINDS), min_size=1),
    ),
    st.sampled_from([leaf(Vacant("post")), leaf(Reads("r", "a")), leaf(Reads("r", "b")), TRUE, FALSE]),
)


def _joined(children: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(children, min_size=1, max_size=4)
    return st.one_of(
        parts.map(all_of), parts.map(any_of), children.map(negate),
        st.builds(at_least, st.integers(0, 4), parts),
    )  # fmt: skip


conditions = st.recursive(leaves, _joined, max_leaves=14)


def _worlds(space: Space) -> list[tuple[tuple[int, ...], World]]:
    found = []
    for values in itertools.product(*(range(len(v.values)) for v in space.variables)):
        absent, vacant, reading = {}, set(), {"r": "c"}
        for variable, value in zip(space.variables, values, strict=True):
            group = variable.values[value]
            if variable.sort == "status" and group:
                absent[variable.id] = group[0]
            elif variable.sort == "vacant" and value:
                vacant.add(variable.id)
            elif variable.sort == "reads":
                reading[variable.id] = group[0]
        found.append((values, World(absent, frozenset(vacant), reading=reading)))
    return found


def _walk(diagrams: Diagrams, node: int, values: tuple[int, ...]) -> bool:
    while node > 1:
        node = diagrams.children(node)[values[diagrams.variable(node)]]
    return bool(node)


@given(conditions)
@settings(max_examples=150)
def test_three_folds_agree(condition: Condition) -> None:
    space = space_of([condition], TRUE, KINDS, OPTIONS)
    node = space.compile(condition)
    context = z3.Context()
    encoder = Encoder(space, context)
    formula = encoder.condition(condition)
    for values, world in _worlds(space):
        expected = evaluate(condition, world)
        assert _walk(space.diagrams, node, values) == expected
        solver = z3.Solver(ctx=context)
        solver.add(*encoder.domain(), *(encoder.hot[i][v] for i, v in enumerate(values)), formula)
        assert (solver.check() == z3.sat) == expected


def _primes(space: Space, families: Families, node: int) -> int:
    return primes(space.diagrams, families, node, {})


@given(conditions)
@settings(max_examples=150)
def test_primes_cover_exactly_and_are_minimal(condition: Condition) -> None:
    space = space_of([condition], TRUE, KINDS, OPTIONS)
    families = Families()
    found = [frozenset(p) for p in families.points(_primes(space, families, space.compile(condition)))]
    for values, world in _worlds(space):
        inside = any(all(values[variable] == value for variable, value in point) for point in found)
        assert inside == evaluate(condition, world)
    assert not any(one < other for one, other in itertools.permutations(found, 2))


@given(conditions, st.data())
@settings(max_examples=80)
def test_z3_notices_a_missing_or_a_false_gap(condition: Condition, data: st.DataObject) -> None:
    space = space_of([condition], TRUE, KINDS, OPTIONS)
    blocked = space.diagrams.negate(space.compile(condition))
    families = Families()
    points = families.points(_primes(space, families, blocked))
    cubes = [tuple((v, (value,)) for v, value in point) for point in points]
    assert blocked_exactly_in(space, TRUE, [(condition, cubes)]) == ["holds"]
    if cubes:
        dropped = data.draw(st.sampled_from(cubes))
        left = [cube for cube in cubes if cube != dropped]
        assert blocked_exactly_in(space, TRUE, [(condition, left)]) == ["fails"]
    if condition is not FALSE and blocked != 1:
        assert blocked_exactly_in(space, TRUE, [(condition, [*cubes, ()])]) == ["fails"]


def test_equal_conditions_are_the_same_object() -> None:
    x, y = leaf(Away("x", frozenset(KINDS))), leaf(Vacant("post"))
    assert all_of([x, y]) is all_of([y, x, TRUE])
    assert any_of([x, any_of([y, x])]) is any_of([x, y])
    assert negate(negate(x)) is x
    assert at_least(2, [x, y]) is all_of([x, y])
    assert leaf(Away("x", frozenset())) is FALSE


def test_hundreds_of_shared_levels_are_no_burden() -> None:
    node = leaf(Vacant("post"))
    for level in range(800):
        other = leaf(Away(f"p{level}", frozenset(KINDS)))
        node = any_of([all_of([node, other]), all_of([negate(node), other])])
    assert len(postorder(node)) < 5_000
    assert evaluate(node, World({"p799": "ill"})) is True
    assert evaluate(node, World()) is False
    assert rewrite(node, lambda item: TRUE if isinstance(item, Away) else None) is not None


def test_a_world_that_leaves_a_switch_open_cannot_be_evaluated() -> None:
    with pytest.raises(KeyError):
        evaluate(leaf(Reads("r", "a")), replace(World(), reading={}))
