"""Routes: the ways by which one act on one document comes to one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from guiju.model.authority import Capacity
from guiju.model.circumstance import Case
from guiju.model.condition import Condition, InForce, all_of, leaf

Aspect = Literal[
    "reading",
    "limit",
    "post",
    "vacancy",
    "scope",
    "trigger",
    "vacated",
    "order",
    "exclusion",
    "eligibility",
    "activation",
    "presence",
]


ANYTHING = ""


@dataclass(frozen=True, slots=True)
class Power:
    """An act on a document (or at a body) by virtue of a post or role, in a case.

    ``only``: as one of several holders has it, with those who stand in for him. ``ANYTHING``
    stands for whatever act or document there is.
    """

    capacity: Capacity
    act: str
    document: str
    case: Case = field(hash=False)
    only: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a route needs, and the rule that asks for it."""

    aspect: Aspect
    rule: str | None
    condition: Condition


@dataclass(frozen=True)
class Route:
    """A person, the rules that lead to him, and all that must hold on the way."""

    person: str
    relation: str
    rules: tuple[str, ...]
    parts: tuple[Part, ...]

    @cached_property
    def condition(self) -> Condition:
        forces = [leaf(InForce(rule)) for rule in self.rules]
        return all_of([*forces, *(part.condition for part in self.parts)])
