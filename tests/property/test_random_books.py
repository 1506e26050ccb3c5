"""Properties of random rulebooks: the folds agree, gaps are what enumeration finds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

from guiju.model.cases import cases
from guiju.model.claim import Admission
from guiju.model.condition import grants_of, people_of
from guiju.model.reading import profile
from guiju.model.world import World, evaluate
from guiju.verify.gaps import shape_of
from guiju.verify.question import Cast, Question
from guiju.verify.readings import reading_ranges
from guiju.verify.verdict import Box
from hypothesis import given, settings
from hypothesis import strategies as st
from random_books import KINDS, PEOPLE, casts

Status = Mapping[str, str | None]


def statuses(people: tuple[str, ...]) -> Iterator[dict[str, str | None]]:
    for kinds in itertools.product((None, *KINDS), repeat=len(people)):
        yield dict(zip(people, kinds, strict=True))


def world_of(status: Status, **fields: object) -> World:
    absent = {person: kind for person, kind in status.items() if kind}
    return replace(World(absent), **fields)  # type: ignore[arg-type]


def admitted(status: Status, admission: Admission) -> bool:
    return admission.at_most is None or sum(kind is not None for kind in status.values()) <= admission.at_most


def minimal_points(
    blocked: list[dict[str, str | None]], good: list[dict[str, str | None]]
) -> set[frozenset[object]]:
    """Prime implicants by brute force: partial assignments that fit no good world, minimal."""
    people = tuple(blocked[0]) if blocked else ()
    points: set[frozenset[object]] = set()
    for size in range(len(people) + 1):
        for chosen in itertools.combinations(people, size):
            for kinds in itertools.product((None, *KINDS), repeat=size):
                part = dict(zip(chosen, kinds, strict=True))
                point = frozenset(part.items())
                fits = [w for w in blocked if part.items() <= w.items()]
                if (
                    fits
                    and not any(part.items() <= w.items() for w in good)
                    and not any(p < point for p in points)
                ):
                    points.add(point)
    return points


def expanded(boxes: tuple[Box, ...]) -> set[frozenset[object]]:
    found: set[frozenset[object]] = set()
    for box in boxes:
        there = [(person, None) for person in box.present]
        for kinds in itertools.product(*(kinds for _, kinds in box.absent)):
            found.add(frozenset([*zip(box.people, kinds, strict=True), *there]))
    return found


@given(
    casts(),
    st.sampled_from(["strict", "liberal"]),
    st.sampled_from(["none", "given"]),
    st.sampled_from([None, 1, 2]),
)
@settings(max_examples=120)
def test_gaps_are_what_enumeration_finds(cast: Cast, name: str, mandates: str, at_most: int | None) -> None:
    reading = profile(cast.rulebook.switches, name)
    admission = Admission(at_most)
    question = Question(cast, reading, mandates, admission=admission)  # type: ignore[arg-type]
    for case in cases(cast.rulebook, cast.roster, "d", {})[:2]:
        chain = question.resolver.chain("d", case.values)
        condition = question.settle(chain.condition)
        shape = shape_of(question, condition)
        cone = tuple(sorted(people_of(condition)))
        grants = grants_of(chain.condition) if mandates == "given" else frozenset()
        blocked, good = [], []
        for status in statuses(cone):
            if admitted(status, admission):
                world = world_of(status, granted=grants, reading=reading, somebody=True)
                (good if evaluate(chain.condition, world) else blocked).append(status)
        assert shape.complete
        assert expanded(shape.boxes) == minimal_points(blocked, good)
        assert (shape.verdict == "refuted") == bool(blocked)
        if blocked:
            assert shape.resilience == min(sum(k is not None for k in w.values()) for w in blocked) - 1


@given(casts(), st.data())
@settings(max_examples=150)
def test_an_open_resolver_means_what_a_fixed_one_means(cast: Cast, data: st.DataObject) -> None:
    reading = {id: data.draw(st.sampled_from(sorted(s.options))) for id, s in cast.rulebook.switches.items()}
    for case in cases(cast.rulebook, cast.roster, "d", {}):
        free = cast.resolver({}).chain("d", case.values).condition
        fixed = cast.resolver(reading).chain("d", case.values).condition
        status = {p: data.draw(st.sampled_from([None, *KINDS])) for p in PEOPLE}
        vacant = frozenset(data.draw(st.sets(st.sampled_from(sorted(cast.rulebook.posts)), max_size=1)))
        grants = grants_of(free) if data.draw(st.booleans()) else frozenset()
        world = world_of(status, vacant=vacant, granted=grants, reading=reading, somebody=True)
        assert evaluate(free, world) == evaluate(fixed, world)


@given(casts(), st.data())
@settings(max_examples=200)
def test_granting_a_mandate_never_removes_a_power(cast: Cast, data: st.DataObject) -> None:
    for case in cases(cast.rulebook, cast.roster, "d", {}):
        condition = cast.resolver({}).chain("d", case.values).condition
        grants = sorted(grants_of(condition), key=str)
        some = frozenset(data.draw(st.sets(st.sampled_from(grants)))) if grants else frozenset()
        more = some | (frozenset(data.draw(st.sets(st.sampled_from(grants)))) if grants else frozenset())
        reading = {
            id: data.draw(st.sampled_from(sorted(s.options))) for id, s in cast.rulebook.switches.items()
        }
        status = {p: data.draw(st.sampled_from([None, *KINDS])) for p in PEOPLE}
        less_world = world_of(status, granted=some, reading=reading, somebody=True)
        more_world = replace(less_world, granted=more)
        assert evaluate(condition, less_world) <= evaluate(condition, more_world)


@given(casts())
@settings(max_examples=60)
def test_gaps_under_every_reading_are_those_of_each(cast: Cast) -> None:
    every = Question(cast, {}, "given")
    switches = cast.rulebook.switches
    for case in cases(cast.rulebook, cast.roster, "d", {})[:1]:
        boxes = shape_of(every, every.settle(every.resolver.chain("d", case.values).condition)).boxes
        for options in itertools.product(*(sorted(s.options) for s in switches.values())):
            reading = dict(zip(switches, options, strict=True))
            one = replace(every, reading=reading, shapes={})
            alone = shape_of(one, one.settle(one.resolver.chain("d", case.values).condition)).boxes
            held = tuple(
                b
                for b in boxes
                if not b.readings or any(dict(c).items() <= reading.items() for c in b.readings)
            )
            assert expanded(held) == expanded(alone)


@given(casts())
@settings(max_examples=60)
def test_ranges_over_readings_are_those_of_each(cast: Cast) -> None:
    every = Question(cast, {}, "none")
    switches = cast.rulebook.switches
    for case in cases(cast.rulebook, cast.roster, "d", {})[:1]:
        (found,) = reading_ranges(every, [("d", case)])
        seen: set[int | None] = set()
        for options in itertools.product(*(sorted(s.options) for s in switches.values())):
            one = replace(every, reading=dict(zip(switches, options, strict=True)), shapes={})
            chain = one.resolver.chain("d", case.values)
            some = shape_of(one, one.settle(chain.condition))
            nobody = shape_of(one, one.settle(chain.condition, somebody=False))
            seen.add(some.resilience)
            verdict = some.verdict if some.verdict == nobody.verdict else "unspecified"
            assert any(dict(c).items() <= one.reading.items() for c in found.minimal[verdict])
        least = min((v for v in seen if v is not None), default=None)
        greatest = None if None in seen else max(v for v in seen if v is not None)
        assert found.resilience == (least, greatest)
