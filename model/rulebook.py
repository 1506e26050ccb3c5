"""The aggregate: a rulebook says what a text means, for any cast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from guiju.model.authority import Authority, Incompatibility, Mandate, Rule, Silence, Substitution
from guiju.model.claim import Claim, KnownGap
from guiju.model.document import Act, Attribute, DocumentType, Expression
from guiju.model.office import AbsenceKind, Body, Post, Unit
from guiju.model.reading import Switch
from guiju.model.text import Text


@dataclass(frozen=True, slots=True)
class Recorded:
    """An ambiguity that is no switch, with the reason why it changes nothing here."""

    id: str
    articles: tuple[str, ...]
    reason: Text


@dataclass(frozen=True)
class Rulebook:
    id: str
    title: Text
    source: Text
    kinds: Mapping[str, AbsenceKind]
    acts: Mapping[str, Act]
    posts: Mapping[str, Post]
    units: Mapping[str, Unit]
    bodies: Mapping[str, Body]
    attributes: Mapping[str, Attribute]
    switches: Mapping[str, Switch]
    documents: Mapping[str, DocumentType]
    signers: Mapping[str, Expression]
    rules: Mapping[str, Rule]
    claims: Mapping[str, Claim]
    known_gaps: Mapping[str, KnownGap]
    recorded: Mapping[str, Recorded]

    @cached_property
    def authorities(self) -> tuple[Authority, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Authority))

    @cached_property
    def silences(self) -> tuple[Silence, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Silence))

    @cached_property
    def substitutions(self) -> tuple[Substitution, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Substitution))

    @cached_property
    def mandates(self) -> tuple[Mandate, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Mandate))

    @cached_property
    def incompatibilities(self) -> tuple[Incompatibility, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Incompatibility))

    @cached_property
    def chain_order(self) -> Mapping[str, int]:
        """Act -> its place in a chain: a topological order of ``after``, ties by id."""
        order: dict[str, int] = {}
        waiting = dict(sorted(self.acts.items()))
        while waiting:
            ready = [id for id, act in waiting.items() if not any(a in waiting for a in act.after)]
            for id in ready:
                order[id] = len(order)
                del waiting[id]
        return order
