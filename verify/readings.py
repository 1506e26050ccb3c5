"""On which readings a result depends, over all combinations of the open switches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from guiju.model.cases import CaseOf
from guiju.model.condition import Condition
from guiju.verify.diagram import FALSE, TRUE
from guiju.verify.gaps import absences, combinations, premises_for, space_for
from guiju.verify.likeness import likeness
from guiju.verify.question import Question
from guiju.verify.space import Space
from guiju.verify.verdict import ReadingRange, Verdict


def reading_ranges(question: Question, asked: Iterable[tuple[str, CaseOf]]) -> tuple[ReadingRange, ...]:
    """The range of every document and case asked for, in order.

    All of them share one table of diagrams, and documents of the same shape one answer.
    """
    question = replace(question, reading=MappingProxyType({}))
    alike = likeness(question, tuple(asked))
    ranges = _ranges(question, alike.firsts)
    return tuple(ranges[first] for first in alike.first)


def _ranges(question: Question, asked: Iterable[tuple[str, CaseOf]]) -> tuple[ReadingRange, ...]:
    settled = [_settled(question, document, case) for document, case in asked]
    conditions = dict.fromkeys(condition for pair in settled for condition in pair)
    space = space_for(question, tuple(conditions))
    admitted = space.compile(premises_for(question, conditions))
    found: dict[tuple[Condition, Condition], ReadingRange] = {}
    for pair in settled:
        if pair not in found:
            found[pair] = _range(space, admitted, *pair)
    return tuple(found[pair] for pair in settled)


def _settled(question: Question, document: str, case: CaseOf) -> tuple[Condition, Condition]:
    chain = question.resolver.chain(document, case.values)
    somebody = question.settle(chain.condition)
    silent = any(not hasattr(rule, "by") for step in chain.steps for rule in step.rules)
    return somebody, question.settle(chain.condition, somebody=False) if silent else somebody


def _range(space: Space, admitted: int, somebody: Condition, nobody: Condition) -> ReadingRange:
    diagrams = space.diagrams

    def blocked(condition: Condition) -> int:
        return diagrams.both(diagrams.negate(space.compile(condition)), admitted)

    worlds = blocked(somebody)
    by_resilience = _by_resilience(space, worlds)
    never = by_resilience.get(None, FALSE)
    unproved = diagrams.negate(never)
    if somebody is not nobody:
        unproved = diagrams.negate(_by_resilience(space, blocked(nobody)).get(None, FALSE))
    where: Mapping[Verdict, int] = {
        "refuted": diagrams.negate(never),
        "unspecified": diagrams.both(unproved, never),
        "proved": diagrams.negate(unproved),
    }
    values = [*sorted(v for v in by_resilience if v is not None), *([None] if None in by_resilience else [])]
    support = {v for node in (*where.values(), *by_resilience.values()) for v in diagrams.support(node)}
    return ReadingRange(
        tuple(verdict for verdict, node in where.items() if node != FALSE),
        (values[0], values[-1]),
        tuple(space.variables[v].id for v in sorted(support)),
        tuple(space.variables[v].id for v in sorted(diagrams.support(worlds) | support) if v < space.border),
        {v: combinations(space, node) for v, node in where.items() if node != FALSE},
    )


def _by_resilience(space: Space, worlds: int) -> dict[int | None, int]:
    """Resilience -> the readings that give it; None: never blocked."""
    diagrams = space.diagrams
    cost = absences(space)
    values: dict[int, int | None] = {}
    for node in diagrams.below(worlds, space.border):
        least = diagrams.cheapest(node, cost)
        values[node] = None if least is None else least - 1
    return {
        value: diagrams.map_from(worlds, space.border, _indicator(values, value))
        for value in set(values.values())
    }


def _indicator(values: Mapping[int, int | None], value: int | None):  # type: ignore[no-untyped-def]
    return lambda node: TRUE if values[node] == value else FALSE
