"""What one side answers for a document in a case: can it be completed, and who can do each act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from guiju.model.authority import Silence
from guiju.model.condition import (
    FALSE,
    Condition,
    Leaf,
    Somebody,
    all_of,
    any_of,
    constant,
    negate,
    rewrite,
)
from guiju.model.reading import Reading
from guiju.model.resolve import Chain
from guiju.verify.change.sides import Chosen, Side
from guiju.verify.question import Mandates


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of both sides alike. ``act`` and ``person`` are None for the whole chain.

    ``somebody``: acts for which both texts name nobody; somebody does them. Any other act for which a text
    names nobody is done by nobody: a text that stops naming a signer leaves the document without one.
    """

    document: str
    chosen: tuple[tuple[str, str], ...]
    mandates: Mandates
    somebody: frozenset[str]
    act: str | None = None
    person: str | None = None

    @property
    def case(self) -> Chosen:
        return dict(self.chosen)


def condition_of(side: Side, asked: Asked, reading: Reading | None = None) -> Condition:
    """The condition with statuses, readings and mandates in it."""
    chain = side.chain(asked.document, asked.case, reading)
    if asked.act is not None and asked.person is not None:
        return powers(side, chain, asked.act, reading).get(asked.person, FALSE)
    return spoken(side, chain.condition, asked.somebody)


def settled(side: Side, asked: Asked) -> Condition:
    return side.question(asked.mandates).settle(condition_of(side, asked))


def spoken(side: Side, condition: Condition, somebody: Collection[str]) -> Condition:
    """Steps for which the text names nobody are done by somebody for some acts, and by nobody for others."""

    def value(item: Leaf) -> Condition | None:
        if isinstance(item, Somebody):
            return constant(getattr(side.book.rules[item.rule], "act", "") in somebody)
        return None

    return rewrite(condition, value)


def powers(side: Side, chain: Chain, act: str, reading: Reading | None = None) -> Mapping[str, Condition]:
    """Person -> when he can do an act of the chain or take part in it, and need not recuse himself."""
    key = (chain.signature, act, *sorted(chain.case.items()), *sorted((reading or {}).items()))
    if key not in side.powers:
        side.powers[key] = _powers(side, chain, act, reading)
    return side.powers[key]


def _powers(side: Side, chain: Chain, act: str, reading: Reading | None) -> Mapping[str, Condition]:
    resolver = side.cast.resolver(side.reading if reading is None else reading)
    ways: dict[str, list[Condition]] = {}
    for person, condition, _ in resolver.doers(act, chain.document, chain.case):
        ways.setdefault(person, []).append(condition)
    kept = resolver.recusals(act, chain.document, chain.case)
    return {
        person: all_of([any_of(found), *(negate(active) for _, people, active in kept if person in people)])
        for person, found in sorted(ways.items())
    }


def asked_acts(chain: Chain) -> tuple[str, ...]:
    return tuple(step.act for step in chain.steps)


def silent_acts(chain: Chain) -> frozenset[str]:
    """The acts that the chain asks for and for which the text may name nobody."""
    return frozenset(s.act for s in chain.steps for rule in s.rules if isinstance(rule, Silence))
