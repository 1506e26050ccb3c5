"""The CUDD engine, the Python pass for monotone conditions and the general one find the same family."""

from __future__ import annotations

import importlib
import itertools
import sys
from pathlib import Path
from typing import Any

import pytest
from guiju.model.cases import cases
from guiju.model.condition import (
    TRUE,
    Away,
    Condition,
    all_of,
    any_of,
    at_least,
    leaf,
    negate,
)
from guiju.model.reading import profile
from guiju.model.world import World, evaluate
from guiju.source import Source
from guiju.verify import cudd
from guiju.verify.family import EMPTY, Families
from guiju.verify.gaps import boxes_of
from guiju.verify.primes import minimal_solutions, only_hurts, primes
from guiju.verify.question import Cast, Question
from guiju.verify.space import Space, space_of
from guiju.verify.stream import stream
from hypothesis import assume, given, settings
from hypothesis import strategies as st

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
PEOPLE = "abcdef"
Points = set[tuple[tuple[int, int], ...]]
there = st.sampled_from(PEOPLE).map(lambda p: negate(leaf(Away(p, frozenset({"away"})))))
away = st.sampled_from(PEOPLE).map(lambda p: leaf(Away(p, frozenset({"away"}))))


def _has_cudd() -> bool:
    try:
        importlib.import_module("dd.cudd")
    except ImportError:
        return False
    return True


needs_cudd = pytest.mark.skipif(not _has_cudd(), reason="dd.cudd is not installed")


def _joined(children: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(children, min_size=1, max_size=4)
    return st.one_of(parts.map(all_of), parts.map(any_of), st.builds(at_least, st.integers(1, 3), parts))


def _turned(children: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    return st.one_of(_joined(children), children.map(negate))


monotone = st.recursive(there, _joined, max_leaves=16)
any_condition = st.recursive(st.one_of(there, away), _turned, max_leaves=12)


@pytest.fixture
def structures(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield importlib.import_module("structures").structure
    sys.modules.pop("structures", None)


def _space(condition: Condition) -> Space:
    return space_of([condition], TRUE, ("away",), {})


def _python(space: Space, families: Families, condition: Condition) -> tuple[int, int]:
    blocked = space.diagrams.negate(space.compile(condition))
    return (
        minimal_solutions(space.diagrams, families, blocked, {}),
        primes(space.diagrams, families, blocked, {}),
    )


@needs_cudd
@given(monotone)
@settings(max_examples=150)
def test_three_engines_find_one_family(condition: Condition) -> None:
    space, families = _space(condition), Families()
    found = cudd.minimal_solutions(space, families, condition)
    assert _python(space, families, condition) == (found, found)


@needs_cudd
@pytest.mark.parametrize("size", [(3, 4, 20, 1), (4, 5, 20, 2), (4, 6, 25, 1), (5, 5, 25, 3)])
def test_three_engines_find_one_family_of_a_structure(size: tuple[int, ...], structures: Any) -> None:
    condition = structures(*size)
    space, families = _space(condition), Families()
    found = cudd.minimal_solutions(space, families, condition)
    assert _python(space, families, condition) == (found, found)
    assert families.count(found) == sum(1 for _ in families.points(found)) > 0


@given(monotone)
@settings(max_examples=150)
def test_the_pass_for_monotone_conditions_is_the_general_one(condition: Condition) -> None:
    assert only_hurts(condition)
    special, general = _python(_space(condition), Families(), condition)
    assert special == general


@given(any_condition)
@settings(max_examples=200)
def test_only_hurts_is_never_said_of_a_condition_that_absence_helps(condition: Condition) -> None:
    assume(only_hurts(condition))
    sets = [frozenset(s) for n in range(len(PEOPLE) + 1) for s in itertools.combinations(PEOPLE, n)]
    holds = {s: evaluate(condition, World(dict.fromkeys(s, "away"))) for s in sets}
    assert all(holds[s] or not holds[s | {p}] for s in sets for p in PEOPLE)


points = st.sets(
    st.dictionaries(st.integers(0, 3), st.integers(0, 2), max_size=4).map(lambda d: tuple(sorted(d.items()))),
    max_size=12,
)


def _family(families: Families, listed: Points, variable: int = 0) -> int:
    """The family of some points, built by the definition of a node."""
    if not listed or variable == 4:
        return int(bool(listed))
    free = {point for point in listed if variable not in dict(point)}
    fixed = [{point for point in listed if dict(point).get(variable) == value} for value in range(3)]
    branches = tuple(_family(families, some, variable + 1) for some in (free, *fixed))
    return families.node(variable, branches)


@given(points, points)
@settings(max_examples=200)
def test_families_are_sets_of_points(one: Points, other: Points) -> None:
    families = Families()
    a, b = _family(families, one), _family(families, other)
    listed = list(families.points(a))
    assert set(listed) == one and len(listed) == len(one) == families.count(a)
    assert (a == b) == (one == other)
    assert families.minus(a, b) == _family(families, one - other)
    cost = {(variable, value): (3 * variable + 2 * value) % 5 for variable in range(4) for value in range(3)}
    cheapest = min((sum(cost[item] for item in point) for point in one), default=None)
    assert families.cheapest(a, lambda variable, value: cost[variable, value]) == cheapest
    assert (families.cheapest(a, lambda variable, value: 1) is None) == (a == EMPTY)


def test_a_stream_has_the_gaps_of_the_list(xiangshan: Source) -> None:
    """Kinds are merged in the list only, so both are compared as single kinds."""
    book = xiangshan.rulebook
    question = Question(Cast(book, xiangshan.roster), profile(book.switches, "strict"))
    for document in sorted(book.documents)[:6]:
        case = cases(book, xiangshan.roster, document, {})[0].values
        condition = question.settle(question.resolver.chain(document, case).condition)
        streamed = stream(question, condition)
        boxes = list(streamed.boxes)
        assert streamed.complete and streamed.total == len(boxes) == len(set(boxes))
        assert {w for box in boxes for w in _single(box)} == {
            w for box in boxes_of(question, condition) for w in _single(box)
        }


def _single(box: Any) -> set[Any]:
    people = [person for person, _ in box.absent]
    return {
        (tuple(zip(people, chosen, strict=True)), box.present, box.vacant, box.filled)
        for chosen in itertools.product(*(kinds for _, kinds in box.absent))
    }
