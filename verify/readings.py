"""On which readings a result depends, over all combinations of the open switches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from guiju.model.cases import CaseOf
from guiju.model.condition import Condition
from guiju.verify.diagram import FALSE, TRUE
from guiju.verify.gaps import absences, combinations
from guiju.verify.question import Question
from guiju.verify.space import Space, space_of
from guiju.verify.verdict import ReadingRange, Verdict


@dataclass(frozen=True)
class Readings:
    """Looks at one question under every reading at once."""

    question: Question
    _ranges: dict[tuple[Condition, Condition], ReadingRange] = field(default_factory=dict)

    @cached_property
    def _open(self) -> Question:
        return replace(self.question, reading=MappingProxyType({}))

    def of(self, document: str, case: CaseOf) -> ReadingRange:
        question = self._open
        chain = question.resolver.chain(document, case.values)
        somebody = question.settle(chain.condition)
        nobody = question.settle(chain.condition, somebody=False)
        key = (somebody, nobody)
        if key not in self._ranges:
            self._ranges[key] = _range(question, somebody, nobody)
        return self._ranges[key]


def _range(question: Question, somebody: Condition, nobody: Condition) -> ReadingRange:
    space = space_of([somebody, nobody], question.premises, question.domain, question.options)
    diagrams = space.diagrams
    admitted = diagrams.exists(space.compile(question.premises), lambda v: v >= space.outside)

    def blocked(condition: Condition) -> int:
        return diagrams.both(diagrams.negate(space.compile(condition)), admitted)

    worlds = blocked(somebody)
    refuted = diagrams.exists(worlds, lambda v: v >= space.border)
    unproved = refuted if somebody is nobody else diagrams.exists(blocked(nobody), lambda v: v >= space.border)
    where: Mapping[Verdict, int] = {
        "refuted": refuted,
        "unspecified": diagrams.both(unproved, diagrams.negate(refuted)),
        "proved": diagrams.negate(unproved),
    }
    by_resilience = _by_resilience(space, worlds)
    values = sorted((v for v in by_resilience if v is not None)) + [None] * (None in by_resilience)
    support = {v for node in (*where.values(), *by_resilience.values()) for v in diagrams.support(node)}
    return ReadingRange(
        tuple(verdict for verdict, node in where.items() if node != FALSE),
        (values[0], values[-1]),
        tuple(space.variables[v].id for v in sorted(support)),
        {v: combinations(space, node) for v, node in where.items() if node != FALSE},
    )


def _by_resilience(space: Space, worlds: int) -> dict[int | None, int]:
    """Resilience -> the readings that give it."""
    diagrams = space.diagrams
    cost = absences(space)
    values: dict[int, int | None] = {}
    for node in diagrams.below(worlds, space.border):
        least = diagrams.cheapest(node, cost)
        values[node] = None if least is None else least - 1
    return {
        value: diagrams.map_from(
            worlds, space.border, lambda n, value=value: TRUE if values[n] == value else FALSE  # type: ignore[misc]
        )
        for value in set(values.values())
    }
